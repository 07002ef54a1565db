import pytest

from dateline.model.errors import WrongCallError
from dateline.model.names_of_people import clean_name, fold_person


@pytest.mark.parametrize("name", ["Shilan Omar", "Jean-Luc O'Neil", "هێمن كريم", "Søren 2", "Ольга Петрова"])
def test_names_of_all_scripts_are_taken(name: str) -> None:
    assert clean_name(f"  {name} ") == name


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "needs a letter"),
        ("42", "needs a letter"),
        ("x" * 61, "60 characters"),
        ("<script>", "letters, figures"),
        ("Ann\u202eon", "letters, figures"),
        ("Ann\u200bon", "letters, figures"),
        ("Ann; drop", "letters, figures"),
        ("Dateline", "program itself"),
        ("Command  Line", "program itself"),
        ("\u0410nna", "scripts that look alike"),
    ],
)
def test_names_that_mislead_are_refused_with_the_reason(name: str, why: str) -> None:
    with pytest.raises(WrongCallError, match=why):
        clean_name(name)


def test_names_that_look_the_same_meet() -> None:
    assert fold_person("ANNA  Ｍoon") == fold_person("anna moon")
