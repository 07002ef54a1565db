from __future__ import annotations

from typing import Any

import pytest
import yaml

from dateline.model.records import Control, Event, Figure, Statement
from training.corpus.building import SheetError, build_report

SHEET = """
id: zz-orva-mill-wire
conflict: Made up
style: wire
publisher: Orva Wire
title: Two guards die at the mill of Orva
published: 2021-05-14
dateline: ORVA
text: |
  Raiders burnt the mill at Orva on Wednesday and killed two guards,
  the district chief said.

  The Red Column claimed the raid. It said that it holds the road to Brod.
  The chief denied that, and counted nine raids since March.
places:
  orva: [Orva, 46.1, 25.3, RO, Covasna]
events:
- type: Armed clash|Attack
  trigger: burnt
  actor1: [Red Column|RC = Raiders]
  actor2: [Guards = two guards]
  tolls: [{killed: 2, group: Guards, said: district chief, words: two guards}]
  place: orva
  time: 2021-05-12
  when: on Wednesday
  by: ["district chief: government", "Red Column: armed_group: claims_responsibility"]
  evidence: ["Raiders burnt ... said."]
figures:
- {measure: attacks, value: 9, words: nine raids, by_actor: [Red Column], place: orva,
   time: "2021-03-01/2021-05-14 month",
   by: ["district chief: government"], evidence: [The chief denied ... March.]}
statements:
- {act: claims, speaker: Red Column = The Red Column, topic: the raid, cue: claimed, by: ["Red Column: armed_group"],
   evidence: [The Red Column claimed the raid.]}
control:
- {relation: controls, holder: [Red Column], area: the road to Brod, cue: holds, by: ["Red Column: armed_group"],
   evidence: [It said that it holds the road to Brod.]}
"""


def read_sheet(**changes: Any) -> dict[str, Any]:
    return {**yaml.safe_load(SHEET), **changes}


def test_build_report_joins_lines_and_parts_paragraphs() -> None:
    report = build_report(read_sheet())["report"]
    assert report["text"].split("\n\n")[0].endswith("killed two guards, the district chief said.")
    assert report["text"].count("\n") == 2
    assert (report["published"], report["dateline"]) == ("2021-05-14", "ORVA")


def test_build_report_anchors_every_word_it_was_given() -> None:
    coded = build_report(read_sheet())
    text = coded["report"]["text"]
    for kind in ("events", "figures", "statements", "control"):
        (record,) = coded[kind]
        for span in [*record["evidence"], *record["anchors"].values()]:
            assert text[span["start"] : span["end"]] == span["quote"]
    assert set(coded["events"][0]["anchors"]) == {"burnt", "Raiders", "two guards", "on Wednesday"}


def test_build_report_gives_records_of_the_contract() -> None:
    coded = build_report(read_sheet())
    event = coded["events"][0]
    assert event["sub_event_type"] == {"any_of": ["Armed clash", "Attack"]}
    assert event["event_type"] == {"any_of": ["Battles", "Violence against civilians"]}
    event |= {"event_type": "Battles", "sub_event_type": "Armed clash"}
    event["actor1"][0]["name"] = "Red Column"
    event["casualties"][0].pop("words")
    for kind, model in (("events", Event), ("figures", Figure), ("statements", Statement), ("control", Control)):
        for record in coded[kind]:
            model.model_validate(_without_training_fields(record, model))


def _without_training_fields(
    record: dict[str, Any], model: type[Event | Figure | Statement | Control]
) -> dict[str, Any]:
    kept = {field: value for field, value in record.items() if field in model.model_fields}
    if kept["place"]:
        kept["place"] = {**kept["place"], "gazetteer_id": None}
    return kept


def test_build_report_says_outlet_where_nobody_is_named() -> None:
    sheet = read_sheet()
    del sheet["control"][0]["by"]
    attribution = build_report(sheet)["control"][0]["attribution"]
    assert attribution == [{"source": None, "source_type": "outlet", "stance": "says"}]


def test_build_report_takes_a_quiet_report() -> None:
    sheet = {
        field: value for field, value in read_sheet().items() if field not in ("events", "figures", "statements")
    }
    coded = build_report(sheet | {"control": []})
    assert [coded[kind] for kind in ("events", "figures", "statements", "control")] == [[], [], [], []]


def test_build_report_names_the_fields_that_are_missing() -> None:
    sheet = read_sheet()
    del sheet["title"], sheet["dateline"]
    with pytest.raises(SheetError, match="zz-orva-mill-wire: fields missing: title, dateline"):
        build_report(sheet)


@pytest.mark.parametrize(
    ("kind", "change", "fault"),
    [
        ("events", {"type": "Ambush"}, "sub_event_type 'Ambush'"),
        ("events", {"trigger": "shelled"}, "the text does not hold the words 'shelled'"),
        ("events", {"actor1": ["Red Column = The bandits"]}, "the text does not hold the words 'The bandits'"),
        ("events", {"place": "brod"}, "place 'brod' is not in the table of places"),
        ("events", {"time": "2021-05-12/2021-05-01"}, "time ends before it starts"),
        ("events", {"time": "2021-05-12 fortnight"}, "time precision 'fortnight'"),
        ("events", {"by": ["chief: village"]}, "source type 'village'"),
        ("events", {"by": ["chief: government: hints"]}, "stance 'hints'"),
        ("events", {"modality": "hoped"}, "modality 'hoped'"),
        ("events", {"evidence": []}, "without evidence"),
        ("events", {"evidence": ["No such words."]}, "the text does not hold 'No such words.'"),
        ("events", {"tolls": [{"group": "Guards"}]}, "a toll has one measure"),
        ("events", {"tolls": [{"killed": 2, "hurt": 1}]}, "a toll has one measure"),
        ("events", {"weapon": "fire"}, "unknown fields"),
        ("figures", {"measure": "raids"}, "measure 'raids'"),
        ("figures", {"value": "nine"}, "'nine' is no number"),
        ("statements", {"act": "mumbles"}, "act 'mumbles'"),
        ("control", {"relation": "owns"}, "relation 'owns'"),
    ],
)
def test_build_report_names_a_fault(kind: str, change: dict[str, Any], fault: str) -> None:
    sheet = read_sheet()
    sheet[kind][0].update(change)
    with pytest.raises(SheetError) as caught:
        build_report(sheet)
    assert f"{kind}[0]: " in str(caught.value) or "does not hold the words" in str(caught.value)
    assert fault in str(caught.value)


def test_build_report_names_all_faults_at_once() -> None:
    sheet = read_sheet(places={"orva": ["Orva"]})
    sheet["events"][0]["type"] = "Ambush"
    sheet["figures"][0]["measure"] = "raids"
    sheet["statements"][0]["cue"] = "boasted"
    del sheet["control"][0]["area"]
    with pytest.raises(SheetError) as caught:
        build_report(sheet)
    lines = str(caught.value).splitlines()
    assert all(line.startswith("zz-orva-mill-wire: ") for line in lines)
    for part in ("places.orva", "events[0]", "figures[0]", "'boasted'", "control[0]: KeyError 'area'"):
        assert any(part in line for line in lines), part
