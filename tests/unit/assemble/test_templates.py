"""Fillers are made by hand; the report is written for these tests."""

from __future__ import annotations

from datetime import date

from dateline.assemble.filler_priors import FillerPriors
from dateline.assemble.fillers import Candidate, Filler, FillerModel, choose_fillers
from dateline.assemble.incident_days import Days
from dateline.assemble.incident_keys import classify_weapon, write_days, write_place
from dateline.assemble.incident_places import PlaceOption
from dateline.assemble.incident_stages import judge_stage
from dateline.assemble.narrations import read_narration, split_sentences
from dateline.assemble.templates import TemplateModel, assemble_templates
from dateline.model.spans import Span

TEXT = (
    "a bomb exploded at the north mill today. the river army (ra) planted the bomb. "
    "gunmen murdered mayor ito renn in his car."
)
PRIORS = FillerPriors({}, {}, frozenset())
SURE = dict.fromkeys(("PerpInd", "PerpOrg", "Target", "Victim", "Weapon"), 0.5)
MODEL = TemplateModel(
    FillerModel({}, SURE, PRIORS),
    belonging={"bias": -1.0, "only sentence": 2.0},
    likeness={"bias": 1.0},
    first_type_from=0.3,
    bare_type_from=0.8,
    other_types_from=0.5,
    apart_below=0.0,
    joins_from=0.0,
)


def filler(role: str, words: str, probability: float = 0.9) -> Filler:
    start = TEXT.index(words)
    candidate = Candidate(tuple(words.split()), ((0, 1),))
    return Filler(role, candidate, words, (Span(start, start + len(words)),), probability, {})


def test_names_of_one_filler_are_chosen_once() -> None:
    fillers = [filler("PerpOrg", "ra", 0.8), filler("PerpOrg", "river army"), filler("PerpOrg", "army", 0.7)]
    assert [one.text for one in choose_fillers(TEXT, fillers, MODEL.fillers)] == ["river army"]


def test_doubtful_fillers_are_left_out() -> None:
    assert choose_fillers(TEXT, [filler("Target", "north mill", 0.4)], MODEL.fillers) == []


def test_fillers_go_to_the_type_whose_words_are_near() -> None:
    fillers = [filler("Target", "north mill"), filler("Victim", "ito renn")]
    templates = assemble_templates(TEXT, fillers, {"bombing": 0.9, "attack": 0.8, "arson": 0.1}, MODEL)
    assert {template.incident_type: [one.text for one in template.fillers] for template in templates} == {
        "bombing": ["north mill"],
        "attack": ["ito renn"],
    }


def test_an_unlikely_report_has_no_template() -> None:
    assert assemble_templates(TEXT, [filler("Target", "north mill")], {"bombing": 0.2}, MODEL) == []
    assert assemble_templates(TEXT, [], {"bombing": 0.7}, MODEL) == []
    assert [one.fillers for one in assemble_templates(TEXT, [], {"bombing": 0.9}, MODEL)] == [()]


def test_days_and_places_are_written_as_the_keys_have_them() -> None:
    assert write_days(Days(None, date(1989, 1, 21))) == "- 21 JAN 89"
    assert write_days(Days(date(1989, 1, 15), date(1989, 1, 21))) == "15 JAN 89 - 21 JAN 89"
    assert write_days(Days(date(1989, 1, 21), date(1989, 1, 21))) == "21 JAN 89"
    place = PlaceOption("PE", "huaraz", "city", Span(0, 6), True, 1.0)
    assert write_place(place, {"PE": "Peru"}) == "PERU: HUARAZ (CITY)"


def test_weapons_have_their_most_exact_type() -> None:
    assert classify_weapon("two car bombs") == "VEHICLE BOMB"
    assert classify_weapon("a spoon") is None


def test_stages_are_told_by_the_words_beside() -> None:
    failed = read_narration("a bomb at the mill was defused by soldiers.")
    assert judge_stage(failed, "bombing", [failed.text.index("mill")]) == "ATTEMPTED"
    assert judge_stage(read_narration(TEXT), "bombing", [TEXT.index("north mill")]) == "ACCOMPLISHED"


def test_abbreviations_end_no_sentence() -> None:
    assert len(split_sentences("col. renn spoke. he left.")) == 2
