from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_samples import ROLES, find_span, make_reading

from dateline.annotate.windows import split_window_words
from dateline.model.readings import OUTSIDE, PROPOSALS
from dateline.model.spans import Span

TEXT = "Raiders burnt the mill at Orva, and guards shot a raider."
NOTHING = [PROPOSALS.index("none")] * 3


def test_words_in_gives_the_words_that_a_span_overlaps() -> None:
    reading = make_reading(TEXT)
    assert reading.words_in(find_span(TEXT, "burnt the")) == slice(1, 3)
    assert reading.words_in(find_span(TEXT, "urn")) == slice(1, 2)
    assert reading.words_in(find_span(TEXT, "raider.")) == slice(11, 13)


def test_words_in_is_empty_between_words() -> None:
    reading = make_reading(TEXT)
    gap = TEXT.index(" burnt")
    found = reading.words_in(Span(gap, gap + 1))
    assert found.start == found.stop
    assert make_reading("").words_in(Span(0, 0)) == slice(0, 0)


@settings(deadline=None)
@given(st.text(alphabet="ab .\n-", max_size=40), st.integers(0, 40), st.integers(1, 10))
def test_words_in_agrees_with_looking_at_every_word(text: str, start: int, length: int) -> None:
    span = Span(start, start + length)
    found = make_reading(text).words_in(span)
    every = [index for index, word in enumerate(split_window_words(text)) if word.span.overlaps(span)]
    assert list(range(found.start, found.stop)) == every


def test_probabilities_are_the_mean_over_the_words() -> None:
    reading = make_reading(TEXT, {"events": {"burnt": ("Attack", 0.8)}})
    found = reading.probabilities("events", find_span(TEXT, "burnt the"))
    assert [found["Attack"], found[OUTSIDE]] == pytest.approx([0.4, 0.6])
    assert reading.probabilities("events", Span(7, 8)) == {}


def test_inside_is_that_of_the_surest_word() -> None:
    reading = make_reading(TEXT, {"events": {"burnt": ("Attack", 0.8)}})
    assert reading.inside("events", find_span(TEXT, "Raiders burnt the")) == pytest.approx(0.8)
    assert reading.inside("events", find_span(TEXT, "guards")) == 0.0
    assert reading.inside("events", Span(7, 8)) == 0.0


def test_best_leaves_outside_out_of_account() -> None:
    reading = make_reading(TEXT, {"events": {"burnt": ("Looting/property destruction", 0.3)}})
    label, probability = reading.best("events", find_span(TEXT, "burnt"))
    assert label == "Looting/property destruction"
    assert probability == pytest.approx(1.0)
    assert reading.best("events", Span(7, 8)) == (OUTSIDE, 0.0)


def test_labelled_gives_runs_that_reach_the_threshold() -> None:
    answers = {"burnt the mill": ("Looting/property destruction", 0.9), "shot": ("Armed clash", 0.6)}
    reading = make_reading(TEXT, {"events": answers})
    mill, shot = reading.labelled("events", 0.5)
    assert mill.span.text_in(TEXT) == "burnt the mill"
    assert (mill.label, shot.label) == ("Looting/property destruction", "Armed clash")
    assert [mill.probability, shot.probability] == pytest.approx([0.9, 0.6])
    assert shot.span == find_span(TEXT, "shot")
    assert [run.span for run in reading.labelled("events", 0.7)] == [mill.span]


def test_labelled_closes_a_run_at_the_end_of_the_text() -> None:
    reading = make_reading("Raiders burnt", {"events": {"burnt": ("Attack", 0.9)}})
    assert [run.span for run in reading.labelled("events")] == [Span(8, 13)]
    assert make_reading("").labelled("events") == []


def test_roles_gives_each_member_the_probability_of_each_role() -> None:
    said = {("burnt", "Raiders", "actor1"): 0.9, ("burnt", "the mill", "actor2"): 0.7}
    reading = make_reading(TEXT, roles=said)
    members = [find_span(TEXT, part) for part in ("Raiders", "the mill", "guards")]
    found = reading.roles(find_span(TEXT, "burnt"), members, NOTHING)
    assert found.shape == (3, len(ROLES))
    assert found[0][ROLES.index("actor1")] == pytest.approx(0.9, abs=1e-3)
    assert found[1][ROLES.index("actor2")] == pytest.approx(0.7, abs=1e-3)
    assert found[2].max() < 0.01
    assert reading.roles(find_span(TEXT, "guards"), members, NOTHING).max() < 0.01


def test_roles_of_nothing_are_none() -> None:
    reading = make_reading(TEXT, roles={("burnt", "Raiders", "actor1"): 0.9})
    assert reading.roles(find_span(TEXT, "burnt"), [], []).shape == (0, len(ROLES))
    assert reading.roles(Span(7, 8), [find_span(TEXT, "Raiders")], [0]).max() == 0.0


def test_roles_adds_what_the_rules_proposal_is_worth() -> None:
    reading = make_reading(TEXT, roles={("burnt", "Raiders", "actor1"): 0.5})
    doer, actor1 = PROPOSALS.index("doer"), ROLES.index("actor1")
    reading.pairs.proposals[doer, actor1] = 2.0
    raiders = find_span(TEXT, "Raiders")
    without, with_proposal = reading.roles(find_span(TEXT, "burnt"), [raiders, raiders], [0, doer])[:, actor1]
    assert without == pytest.approx(0.5, abs=1e-3)
    assert with_proposal == pytest.approx(1 / (1 + math.exp(-2.0)), abs=1e-3)
