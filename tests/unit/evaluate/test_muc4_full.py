"""The suite `muc4-full`: fills, credits, files, and scores on small cases."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.evaluate.muc4_credits import (
    compare_dates,
    compare_fills,
    compare_incident_types,
    compare_instruments,
    compare_locations,
    compare_numbers,
    compare_set_fills,
    compare_strings,
)
from dateline.evaluate.muc4_fills import Option, find_day, parse_date, parse_fill, parse_location
from dateline.evaluate.muc4_full import (
    ALL_SLOTS,
    SLOTS,
    Muc4FullScore,
    read_key_predictions,
    read_key_templates,
    score_muc4_full,
)
from dateline.evaluate.muc4_keys import SLOT_NAMES, KeyDocument, KeyTemplate, Message, make_template, read_key_corpus
from dateline.model.errors import ReadError

CORPUS = Path(__file__).parents[4] / "shared" / "corpora" / "muc4" / "full"
BOMBING = {
    "INCIDENT: DATE": ["- 12 MAY 90"],
    "INCIDENT: LOCATION": ["ARVENIA: NORTH (PROVINCE): LOMA (TOWN)"],
    "INCIDENT: TYPE": ["BOMBING"],
    "INCIDENT: STAGE OF EXECUTION": ["ACCOMPLISHED"],
    "HUM TGT: NAME": ['"ANA REYES"'],
    "HUM TGT: DESCRIPTION": ['"MAYOR" / "MAYOR OF LOMA": "ANA REYES"', '? "GUARDS"'],
    "HUM TGT: EFFECT OF INCIDENT": ['DEATH: "ANA REYES"', 'NO INJURY OR DEATH: "GUARDS"'],
    "HUM TGT: NUMBER": ['1: "ANA REYES"', '~3: "GUARDS"'],
}


# --- fills ---------------------------------------------------------------------------------------------------------


def test_alternatives_share_or_own_their_referents() -> None:
    shared = parse_fill('SOME DAMAGE / DESTROYED: "BRIDGE" / "OLD BRIDGE"', refers=True)
    assert shared.options == tuple(Option(value, ("BRIDGE", "OLD BRIDGE")) for value in ("SOME DAMAGE", "DESTROYED"))
    own = parse_fill('? (BOMB: "BOMB") / (DYNAMITE: "TNT / GEL")', refers=True)
    assert own.optional
    assert own.options == (Option("BOMB", ("BOMB",)), Option("DYNAMITE", ("TNT / GEL",)))


def test_quotes_protect_marks_and_inner_quotes() -> None:
    fill = parse_fill(r'"\"LOMA\" FARM" / "FARM: NORTH/SOUTH"', refers=False)
    assert [option.value for option in fill.options] == ['"LOMA" FARM', "FARM: NORTH/SOUTH"]


def test_places_may_be_in_parentheses() -> None:
    fill = parse_fill("(ARVENIA: LOMA (TOWN / CITY)) / (ARVENIA)", refers=False)
    assert [option.value for option in fill.options] == ["ARVENIA: LOMA (TOWN / CITY)", "ARVENIA"]
    assert parse_location(fill.options[0].value).finest == {"LOMA"}
    assert parse_location("ARVENIA: LOMA (TOWN) - RIO (CITY)").finest == {"LOMA", "RIO"}


@pytest.mark.parametrize(
    "text", ["31 NOV 89", "11 NOV", "NOV 11 89", "12 MAY 90 - 11 MAY 90", "- 1 MAY 90 - 2 MAY 90"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_days_are_read() -> None:
    ranged = parse_date("03 MARCH 90 -  5 MAR 90")
    assert ranged is not None
    assert (ranged.start, ranged.end) == (date(1990, 3, 3), date(1990, 3, 5))
    assert find_day("LOMA, 4 FEB 90 (AGENCY) --") == date(1990, 2, 4)
    assert find_day("LOMA, NO DATE --") is None


# --- credits -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gold", "predicted", "credit"),
    [
        ("12 MAY 90", "12 May 90", 1.0),
        ("10 MAY 90 - 12 MAY 90", "11 MAY 90", 0.5),
        ("- 12 MAY 90", "11 MAY 90", 0.5),
        ("- 12 MAY 90", "11 MAY 89", 0.0),
        ("12 MAY 90", "- 12 MAY 90", 0.5),
        ("11 MAY 90", "- 12 MAY 90", 0.0),
        ("11 MAY 90", "12 MAY 90", 0.0),
        ("11 NOV", "11 NOV", 1.0),
    ],
)
def test_dates(gold: str, predicted: str, credit: float) -> None:
    assert compare_dates(gold, predicted) == credit


@pytest.mark.parametrize(
    ("gold", "predicted", "credit"),
    [
        ("ARVENIA: NORTH (PROVINCE): LOMA (TOWN)", "ARVENIA: LOMA (CITY)", 1.0),
        ("ARVENIA: LOMA (TOWN)", "ARVENIA", 0.5),
        ("ARVENIA", "ARVENIA: LOMA (TOWN)", 0.5),
        ("ARVENIA: LOMA (TOWN)", "BORDURIA: LOMA (TOWN)", 0.5),
        ("ARVENIA: LOMA (TOWN) - RIO (CITY)", "ARVENIA: RIO (CITY)", 0.5),
        ("ARVENIA", "BORDURIA", 0.0),
    ],
)
def test_places(gold: str, predicted: str, credit: float) -> None:
    assert compare_locations(gold, predicted) == credit


def test_strings() -> None:
    assert compare_strings("PEASANTS", "the 3 peasants") == 1.0
    assert compare_strings("ANA REYES", "REYES") == 0.5
    assert compare_strings("M-19", "M-20") == 0.0
    assert compare_strings("TOWER", "BRIDGE") == 0.0


def test_set_fills_and_numbers() -> None:
    assert compare_set_fills("SOME DAMAGE", "DESTROYED") == 0.5
    assert compare_set_fills("DESTROYED", "SOME DAMAGE") == 0.0
    assert [compare_incident_types("ARSON", each) for each in ("ARSON", "ATTACK", "BOMBING")] == [1.0, 0.5, 0.0]
    assert [compare_instruments("DYNAMITE", each) for each in ("BOMB", "EXPLOSIVE", "GUN")] == [0.5, 0.5, 0.0]
    assert compare_instruments("BOMB", "DYNAMITE") == 0.0
    assert [compare_numbers("5 - 7", each) for each in ("5-7", "7", "6", "")] == [1.0, 0.5, 0.0, 0.0]
    assert [compare_numbers("~100", each) for each in ("~100", "100", "PLURAL")] == [1.0, 0.5, 0.0]


def test_a_right_fill_about_something_else_is_half_right() -> None:
    gold = parse_fill('DEATH: "ANA REYES"', refers=True)
    for text, credit in (('DEATH: "REYES"', 1.0), ('DEATH: "GUARDS"', 0.5), ("DEATH", 0.5), ('INJURY: "REYES"', 0.0)):
        assert compare_fills(gold, parse_fill(text, refers=True), compare_set_fills) == credit
    dummy = parse_fill('GUN: "-"', refers=True)
    assert compare_fills(dummy, parse_fill("GUN", refers=True), compare_instruments) == 1.0


def test_only_the_first_alternative_of_a_prediction_counts() -> None:
    gold = parse_fill("BOMBING", refers=False)
    assert compare_fills(gold, parse_fill("ARSON / BOMBING", refers=False), compare_incident_types) == 0.0


# --- scores --------------------------------------------------------------------------------------------------------


def document(*templates: KeyTemplate) -> KeyDocument:
    return KeyDocument(Message("one", "", "text", None), templates)


def score(golds: Iterable[KeyTemplate], predicted: Iterable[KeyTemplate]) -> Muc4FullScore:
    return score_muc4_full([document(*golds)], {"one": list(predicted)})


def test_gold_against_itself_is_perfect() -> None:
    gold = make_template("1", BOMBING)
    assert score([gold, gold], [gold, gold]).all_templates[ALL_SLOTS].f1 == 1.0


def test_optional_fills_and_templates_may_be_left_out() -> None:
    gold = make_template("1", BOMBING)
    perhaps = make_template("2 (OPTIONAL)", {"INCIDENT: TYPE": ["ARSON"]})
    lean = make_template("1", {**BOMBING, "HUM TGT: DESCRIPTION": ['"MAYOR": "ANA REYES"']})
    assert score([gold, perhaps], [lean]).all_templates[ALL_SLOTS].f1 == 1.0
    assert score([gold, perhaps], [lean, perhaps]).all_templates[ALL_SLOTS].f1 == 1.0


def test_the_template_that_is_wanted_goes_before_an_optional_one() -> None:
    wanted, optional = make_template("1", BOMBING), make_template("2 (OPTIONAL)", BOMBING)
    assert score([optional, wanted], [wanted]).all_templates[ALL_SLOTS].f1 == 1.0


def test_a_lone_template_is_spurious_or_missing() -> None:
    gold, other = make_template("1", BOMBING), make_template("1", {"INCIDENT: TYPE": ["ARSON"]})
    figures = score([gold], [other])
    types = figures.all_templates["INCIDENT: TYPE"]
    assert (types.right, types.predicted, types.wanted) == (0, 1, 1)
    assert figures.matched_missing["INCIDENT: TYPE"].predicted == 0


def test_a_slot_that_does_not_apply_is_not_scored() -> None:
    gold = make_template("1", {"INCIDENT: TYPE": ["KIDNAPPING"], "PHYS TGT: ID": ["*"]})
    predicted = make_template("1", {"INCIDENT: TYPE": ["KIDNAPPING"], "PHYS TGT: ID": ['"CAR"']})
    assert score([gold], [predicted]).all_templates["PHYS TGT: ID"].predicted == 0


kinds = st.sampled_from(["ATTACK", "BOMBING", "ARSON / ATTACK"])
names = st.lists(st.sampled_from(['"ANA"', '? "ANA REYES"', '"GUARDS" / "GUARD"']), max_size=3)
key_templates = st.builds(
    lambda number, kind, people: make_template(number, {"INCIDENT: TYPE": [kind], "HUM TGT: NAME": people}),
    st.sampled_from(["1", "2 (OPTIONAL)"]),
    kinds,
    names,
)


@settings(deadline=None)
@given(st.lists(key_templates, max_size=4), st.lists(key_templates, max_size=4))
def test_credit_stays_within_what_is_given_and_wanted(golds: list[KeyTemplate], found: list[KeyTemplate]) -> None:
    for tally in score(golds, found).all_templates.values():
        assert tally.right <= min(tally.predicted, tally.wanted)
    own = score(golds, golds).all_templates[ALL_SLOTS]
    assert own.right == own.predicted == own.wanted


# --- files ---------------------------------------------------------------------------------------------------------


def write_corpus(folder: Path, *rows: dict[str, list[str]]) -> Path:
    """A pair of files with one message, and with `rows` as its templates; none makes it irrelevant."""
    (folder / "x-texts.txt").write_text(
        "DEV-MUC3-0001 (AGENCY)\n\n   LOMA, 13 MAY 90 (RADIO) -- [TEXT] A BOMB WENT OFF IN\nLOMA.\n\n",
        encoding="utf-8",
    )
    lines: list[str] = []
    for number, row in enumerate(rows or ({},), start=1):
        lines += ["; a remark", "", "0.  MESSAGE: ID                     DEV-MUC3-0001 (AGENCY)"]
        lines.append(f"1.  MESSAGE: TEMPLATE               {number if rows else '*'}")
        for slot, name in list(enumerate(SLOT_NAMES))[2:]:
            first, *others = row.get(name, ["-"])
            lines.append(f"{slot}.".ljust(4) + name.ljust(32) + first)
            lines += [" " * 36 + other for other in others]
    path = folder / "x-keys.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_reads_messages_and_keys(tmp_path: Path) -> None:
    write_corpus(tmp_path, BOMBING, {"INCIDENT: TYPE": ["ARSON"], "INCIDENT: INSTRUMENT ID": ["*"]})
    (read,) = read_key_corpus(tmp_path)
    assert read.message.header == "LOMA, 13 MAY 90 (RADIO) -- [TEXT] "
    assert (read.message.text, read.message.published) == ("A BOMB WENT OFF IN\nLOMA.", date(1990, 5, 13))
    first, second = read.templates
    assert first == make_template("1", {name: BOMBING.get(name, ["-"]) for name in SLOT_NAMES[2:]})
    assert second.inapplicable == {"INCIDENT: INSTRUMENT ID"}


def test_an_irrelevant_message_has_no_template(tmp_path: Path) -> None:
    assert read_key_corpus(write_corpus(tmp_path))[0].templates == ()


@settings(deadline=None)
@given(st.integers(1, 30))
def test_keys_that_break_off_are_named_with_their_line(tmp_path_factory: pytest.TempPathFactory, keep: int) -> None:
    path = write_corpus(tmp_path_factory.mktemp("cut"), BOMBING)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[: min(keep, len(lines) - 1)]), encoding="utf-8")
    with pytest.raises(ReadError, match=r"x-keys\.txt"):
        read_key_corpus(path)


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        (5, "3.  INCIDENT: LOCATIONS               X"),
        (5, "2.  INCIDENT: DATE                  -"),
        (5, "77. INCIDENT: DATE                  -"),
        (5, "3.  INCIDENT: LOCATION"),
        (5, "left-over words"),
        (2, "                                    left-over words"),
    ],
)
def test_a_line_out_of_place_is_named(tmp_path: Path, line: int, instead: str) -> None:
    path = write_corpus(tmp_path, BOMBING)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[line] = instead
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ReadError, match=rf"x-keys\.txt:{line + 1}"):
        read_key_corpus(path)


def test_messages_and_keys_must_fit(tmp_path: Path) -> None:
    path = write_corpus(tmp_path)
    texts = tmp_path / "x-texts.txt"
    whole = texts.read_text(encoding="utf-8")
    texts.write_text(whole + "DEV-MUC3-0002\n\nMORE\n", encoding="utf-8")
    with pytest.raises(ReadError, match="DEV-MUC3-0002"):
        read_key_corpus(path)
    texts.write_text(whole + "DEV-MUC3-0002\n\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"x-texts\.txt:6"):
        read_key_corpus(path)
    texts.unlink()
    with pytest.raises(ReadError, match=r"x-texts\.txt"):
        read_key_corpus(path)
    with pytest.raises(ReadError):
        read_key_corpus(texts)


def test_predictions_name_slots_freely_and_may_leave_out_quotes(tmp_path: Path) -> None:
    path = tmp_path / "found.json"
    row = {"incident_type": ["bombing"], "HUM TGT: NAME": ["Ana Reyes"], "hum_tgt_description": ["guards / porters"]}
    path.write_text(json.dumps({"one": [row]}), encoding="utf-8")
    (template,) = read_key_predictions(path)["one"]
    assert template.fills("HUM TGT: DESCRIPTION")[0].options == (Option("guards / porters"),)
    assert score([make_template("1", BOMBING)], [template]).all_templates["HUM TGT: NAME"].f1 == 1.0


@pytest.mark.parametrize("row", [3, {"INCIDENT: TYPE": "ARSON"}, {"INCIDENT: TYPE": [3]}, {"INCIDENT: WEATHER": []}])
def test_predictions_of_another_form_are_refused(row: object) -> None:
    with pytest.raises(ReadError, match="one"):
        read_key_templates([row], "one")


@pytest.mark.corpus
@pytest.mark.parametrize("part", ["tst1", "tst2"])
def test_the_corpus_against_itself_is_perfect(part: str) -> None:
    if not CORPUS.exists():
        pytest.skip("needs the MUC-4 texts and keys beside the checkout")
    documents = read_key_corpus(CORPUS / f"{part}-keys.txt")
    assert len(documents) == 100
    figures = score_muc4_full(documents, {each.message.name: each.templates for each in documents})
    assert all(figures.all_templates[slot].f1 == 1.0 for slot in SLOTS)
