"""The labels that the records of a sheet give the words of its report, and the pairs with what the rules found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from dateline.annotate.sentences import split_sentences
from dateline.assemble.contexts import NEEDED
from dateline.model.actors import ActorRef
from dateline.model.annotations import ActorMention, ResolvedActor, ResolvedPlace, ResolvedTime, Toll
from dateline.model.drafts import ACTORS, PLACES, SENTENCES, TIMES, TOLLS, Draft
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.readings import PROPOSALS
from dateline.model.reports import Report
from dateline.model.spans import Span
from training.corpus.building import Row, build_report
from training.examples import UNKNOWN, Example
from training.heads import PAIR_ROLES, WORD_HEADS
from training.readers.sheets import read_report

SHEET = """
id: zz-orva-mill-wire
conflict: Made up
style: wire
publisher: Orva Wire
title: Two guards die at the mill of Orva
published: 2021-05-14
dateline: ORVA
text: |
  Raiders burnt the mill at Orva on Wednesday and killed two guards. The Red Column claimed the raid.

  The Red Column will burn Brod too, it said.
places:
  orva: [Orva, 46.1, 25.3, RO, Covasna]
  brod: [Brod, 46.3, 25.6, RO, Covasna]
events:
- type: Armed clash
  trigger: burnt
  actor1: [Red Column = Raiders]
  actor2: [Guards = two guards]
  tolls: [{killed: 2, group: Guards, words: two guards}]
  place: orva
  time: 2021-05-12
  when: on Wednesday
  by: ["Red Column: armed_group: claims_responsibility"]
  evidence: [Raiders burnt ... guards., The Red Column claimed the raid.]
- type: Looting/property destruction
  trigger: burn
  modality: threatened
  actor1: [Red Column]
  place: brod
  evidence: [The Red Column will burn Brod too]
statements:
- {act: claims, speaker: Red Column = The Red Column, cue: claimed, by: ["Red Column: armed_group"],
   evidence: [The Red Column claimed the raid.]}
"""


@pytest.fixture
def row() -> Row:
    return build_report(yaml.safe_load(SHEET))


@pytest.fixture
def draft(row: Row) -> Draft:
    text = row["report"]["text"]
    raiders, column = _span(text, "Raiders"), _span(text, "The Red Column")
    second = Span(text.rindex("The Red Column"), text.rindex("The Red Column") + len("The Red Column"))
    guards = _span(text, "two guards")
    layers: dict[Any, tuple[Any, ...]] = {
        SENTENCES: tuple(split_sentences(text)),
        ACTORS: (
            _actor(raiders, "Unidentified Armed Group"),
            _actor(column, "Red Column"),
            _actor(second, "Red Column"),
        ),
        PLACES: (_place(text, "Orva"), _place(text, "Brod")),
        TIMES: (ResolvedTime(_span(text, "Wednesday"), Interval.day(date(2021, 5, 12))),),
        TOLLS: (Toll(guards, "killed", 2, 2, approximate=False, group_span=guards),),
    }
    empty: dict[Any, tuple[Any, ...]] = dict.fromkeys(NEEDED, ())
    return Draft(Report(id="r", publisher=None, title=None, published=None, text=text, language="en")).plus(
        {**empty, **layers}
    )


def _span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def _actor(span: Span, name: str) -> ResolvedActor:
    mention = ActorMention(span, "generic", "raiders", "armed_group")
    return ResolvedActor(span, mention, ActorRef(name=name), "armed_group")


def _place(text: str, name: str) -> ResolvedPlace:
    span = _span(text, name)
    return ResolvedPlace(span, span, Place(name=name, lat=46.1, lon=25.3, country="RO", geo_precision=1))


def labels_of(example: Example, head: str) -> dict[str, str]:
    names = WORD_HEADS[head]
    return {
        word: names[tag]
        for word, tag in zip(example.words, example.tags[head], strict=True)
        if tag > 0 or (head == "modalities" and tag != UNKNOWN)
    }


def held(example: Example) -> set[tuple[str, str, str]]:
    """(words of the anchor, words of the span, role) of all pairs that hold."""
    return {
        (" ".join(example.words[slice(*pair.anchor)]), " ".join(example.words[slice(*pair.span)]), PAIR_ROLES[role])
        for pair in example.pairs
        for role in pair.roles
    }


def test_read_report_labels_what_names_each_act(row: Row, draft: Draft) -> None:
    example = read_report(row, draft)
    assert labels_of(example, "events") == {"burnt": "Armed clash", "burn": "Looting/property destruction"}
    assert labels_of(example, "statements") == {"claimed": "claims"}
    assert labels_of(example, "tolls") == {"two": "killed", "guards": "killed"}


def test_read_report_learns_modality_from_triggers_alone(row: Row, draft: Draft) -> None:
    assert labels_of(read_report(row, draft), "modalities") == {"burnt": "happened", "burn": "threatened"}


def test_read_report_relates_candidates_to_the_anchors_of_their_records(row: Row, draft: Draft) -> None:
    assert held(read_report(row, draft)) == {
        ("burnt", "Raiders", "actor1"),
        ("burnt", "The Red Column", "actor1"),
        ("burnt", "The Red Column", "source"),
        ("burnt", "two guards", "toll"),
        ("burnt", "Orva", "place"),
        ("burnt", "Wednesday", "time"),
        ("burn", "The Red Column", "actor1"),
        ("burn", "Brod", "place"),
        ("claimed", "The Red Column", "speaker"),
    }


def test_read_report_tells_which_roles_a_kind_of_span_may_have(row: Row, draft: Draft) -> None:
    example = read_report(row, draft)
    known = {
        " ".join(example.words[slice(*pair.span)]): {PAIR_ROLES[role] for role in pair.kinds}
        for pair in example.pairs
        if example.words[pair.anchor[0]] == "burnt"
    }
    assert known["Orva"] == {"place"}
    assert known["Wednesday"] == {"time"}
    assert known["Raiders"] == {"actor1", "actor2", "source"}


def test_read_report_says_whether_it_is_about_conflict(row: Row, draft: Draft) -> None:
    assert read_report(row, draft).window_tags["relevance"] == [1.0]
    quiet = {**row, "events": [], "figures": [], "statements": []}
    assert read_report(quiet, draft).window_tags["relevance"] == [0.0]
    assert read_report(quiet, draft).pairs == []


def test_read_report_tells_what_the_rules_take_a_span_for(row: Row, draft: Draft) -> None:
    example = read_report(row, draft)
    proposed = {
        " ".join(example.words[slice(*pair.span)]): PROPOSALS[pair.proposal]
        for pair in example.pairs
        if example.words[pair.anchor[0]] == "burnt" and pair.span[0] < 14
    }
    assert (proposed["Raiders"], proposed["two guards"], proposed["Orva"]) == ("doer", "toll", "none")
