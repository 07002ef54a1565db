from datetime import date

from area_samples import AREA, event, on, statement

from dateline.publish.brief_markdown import escape, write_markdown
from dateline.publish.briefs import make_brief

TODAY = date(2024, 4, 1)


def test_markdown_has_a_section_for_what_there_is_and_links_to_the_evidence() -> None:
    tolls = [("killed", "Iraqi Army", 7, 7, "the ministry"), ("killed", "Iraqi Army", 13, 13, "Front Radio")]
    text = write_markdown(
        make_brief(AREA, [event("wire:e1", time=on("2024-03-08"), tolls=tolls)], TODAY), "http://desk"
    )
    assert text.startswith("# Tel Rimal, Nineveh, Iraq\n")
    assert "7–13 killed, Iraqi Army (7 the ministry; 13 Front Radio)" in text
    assert "[B1](http://desk/reports/wire#card-e1)" in text
    assert "## Figures" not in text
    assert "all proposed by the machine" in text


def test_markdown_of_nothing_says_so() -> None:
    assert "Nothing is on record" in write_markdown(make_brief(AREA, [], TODAY))


def test_hostile_words_stay_words() -> None:
    hostile = "<script>*x*\n# [a](javascript:b)"
    text = write_markdown(make_brief(AREA, [statement("wire:s1", hostile, "claims", topic=hostile)], TODAY))
    assert "<script>" not in text
    assert "\n# [a]" not in text
    assert "[a](javascript:" not in text
    assert escape("a_b*c") == r"a\_b\*c"
