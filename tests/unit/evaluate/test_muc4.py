"""The suite `muc4`: CEAF-REE and template F1 on small cases, and the reading of its files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.evaluate.muc4 import merge_entities, score_entities, score_muc4, score_templates
from dateline.evaluate.muc4_templates import (
    ROLES,
    Entity,
    Template,
    TemplateDocument,
    normalise_mention,
    read_template_corpus,
    read_template_predictions,
)
from dateline.model.errors import ReadError

GUNMEN: Entity = ("gunmen", "the armed men")
MAYOR: Entity = ("mayor of las lomas", "mayor")
BRIDGE: Entity = ("the bridge",)
CORPUS = Path(__file__).parents[4] / "shared" / "corpora" / "muc4" / "templates_dev.jsonl"


def template(incident_type: str = "attack", **roles: tuple[Entity, ...]) -> Template:
    return Template(incident_type, roles)


def document(*templates: Template) -> TemplateDocument:
    return TemplateDocument("one", "text", templates)


# --- mentions and entities -----------------------------------------------------------------------------------------


def test_mentions_are_compared_without_articles_and_punctuation() -> None:
    assert normalise_mention('The "Las Lomas"  bridge,') == "las lomas bridge"


def test_an_entity_is_right_if_its_mentions_are_among_those_of_gold() -> None:
    assert score_entities([GUNMEN], [("Armed men",)]).right == 1
    assert score_entities([GUNMEN], [("gunmen", "rebels")]).right == 0


def test_an_entity_serves_once() -> None:
    tally = score_entities([GUNMEN, MAYOR], [("gunmen",), ("armed men",)])
    assert (tally.right, tally.predicted, tally.wanted) == (1, 2, 2)


def test_entities_are_aligned_so_that_most_are_right() -> None:
    both: Entity = ("gunmen", "armed men", "mayor")
    assert score_entities([both, ("gunmen",)], [("gunmen",), ("mayor",)]).right == 2


def test_entities_that_contain_each_other_are_one_over_templates() -> None:
    first, second = template(PerpInd=(("gunmen",), MAYOR)), template(PerpInd=(("gunmen", "rebels"), BRIDGE))
    assert merge_entities([first, second], "PerpInd") == [("gunmen",), MAYOR, BRIDGE]


# --- templates -----------------------------------------------------------------------------------------------------


def test_a_template_of_another_type_is_missed_and_spurious() -> None:
    slots, _ = score_templates([template("bombing", Target=(BRIDGE,))], [template("arson", Target=(BRIDGE,))])
    assert (slots["Target"].right, slots["Target"].predicted, slots["Target"].wanted) == (0, 1, 1)
    assert slots["incident_type"].f1 == 0.0


def test_either_of_two_types_is_right() -> None:
    for name in ("bombing", "attack", "bombing / attack"):
        slots, _ = score_templates([template("bombing / attack")], [template(name)])
        assert slots["incident_type"].f1 == 1.0


def test_templates_are_paired_by_what_they_share() -> None:
    golds = [template(Victim=(MAYOR,)), template(Target=(BRIDGE,))]
    slots, proven = score_templates(golds, list(reversed(golds)))
    assert proven
    assert all(tally.right == tally.predicted == tally.wanted for tally in slots.values())


def test_two_predictions_may_be_right_for_one_entity_of_a_template() -> None:
    gold, predicted = template(PerpInd=(GUNMEN,)), template(PerpInd=(("gunmen",), ("armed men",)))
    slots, _ = score_templates([gold], [predicted])
    assert (slots["PerpInd"].precision, slots["PerpInd"].recall) == (1.0, 1.0)


def test_a_gold_template_said_twice_counts_once() -> None:
    said = template(Victim=(MAYOR,))
    for copies, spurious in ((1, 0), (2, 0), (3, 1)):
        slots, _ = score_templates([said, said], [said] * copies)
        assert (slots["Victim"].predicted, slots["Victim"].wanted) == (1 + spurious, 1)


def test_a_prediction_made_twice_is_spurious_once() -> None:
    slots, _ = score_templates([template(Victim=(MAYOR,))], [template(Victim=(MAYOR,))] * 2)
    assert (slots["Victim"].right, slots["Victim"].predicted) == (1, 2)


entity = st.lists(st.sampled_from(["gunmen", "rebels", "mayor", "bridge", "bomb"]), min_size=1, max_size=2).map(tuple)
templates = st.builds(
    Template,
    st.sampled_from(["attack", "bombing", "bombing / attack"]),
    st.fixed_dictionaries({role: st.lists(entity, max_size=2).map(tuple) for role in ROLES}),
)


@settings(deadline=None)
@given(st.lists(templates, max_size=4))
def test_gold_against_itself_is_perfect(golds: list[Template]) -> None:
    score = score_muc4([document(*golds)], {"one": golds})
    for tally in (score.ceaf_ree["micro"], score.templates["micro"]):
        assert tally.percent()["f1"] == (100.0 if tally.wanted else 0.0)


@settings(deadline=None)
@given(st.lists(templates, max_size=3), st.lists(templates, max_size=3))
def test_counts_stay_within_bounds(golds: list[Template], predicted: list[Template]) -> None:
    score = score_muc4([document(*golds)], {"one": predicted})
    assert all(tally.right <= min(tally.predicted, tally.wanted) for tally in score.ceaf_ree.values())
    assert all(t.right <= t.predicted and t.found <= t.wanted for t in score.templates.values())
    assert score.unproven_alignments == 0


def test_missing_predictions_are_told() -> None:
    with pytest.raises(ReadError, match="one"):
        score_muc4([document()], {})


# --- reading -------------------------------------------------------------------------------------------------------


def test_reads_mentions_with_and_without_offsets(tmp_path: Path) -> None:
    roles: dict[str, object] = {role: [] for role in ROLES}
    row = {"incident_type": "attack", **roles, "Victim": [[["Mayor", 7]], []]}
    corpus, predictions = tmp_path / "gold.jsonl", tmp_path / "found.json"
    corpus.write_text(json.dumps({"docid": "one", "doctext": "the mayor", "templates": [row]}) + "\n")
    predictions.write_text(json.dumps({"one": [{"incident_type": "attack", "Victim": [["mayor"]]}]}))
    documents = list(read_template_corpus(corpus))
    assert documents[0].templates[0].entities("Victim") == (("mayor",),)
    assert score_muc4(documents, read_template_predictions(predictions)).templates["micro"].f1 == 1.0


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"docid": "a", "doctext": ""}', '{"docid": "a", "doctext": "", "templates": [{}]}', ""],
)
def test_a_line_that_is_no_report_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line)
    with pytest.raises(ReadError, match=r"gold\.jsonl"):
        list(read_template_corpus(path))


@pytest.mark.parametrize(
    "row",
    [
        {"Victim": []},
        {"incident_type": "attack", "Villain": []},
        {"incident_type": "attack", "Victim": ["mayor"]},
        {"incident_type": "attack", "Victim": [[[7, "mayor"]]]},
        {"incident_type": "attack", "Victim": 3},
    ],
)
def test_a_template_of_another_form_is_refused(tmp_path: Path, row: dict[str, object]) -> None:
    path = tmp_path / "found.json"
    path.write_text(json.dumps({"one": [row]}))
    with pytest.raises(ReadError, match="one"):
        read_template_predictions(path)


@pytest.mark.corpus
def test_the_corpus_against_itself_is_perfect() -> None:
    if not CORPUS.exists():
        pytest.skip("needs the MUC-4 development templates beside the checkout")
    documents = list(read_template_corpus(CORPUS))
    score = score_muc4(documents, {each.name: each.templates for each in documents})
    assert (score.ceaf_ree["micro"].f1, score.templates["micro"].f1) == (1.0, 1.0)
    assert score.unproven_alignments == 0
