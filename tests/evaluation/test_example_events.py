"""How well the coder does on the example reports, whose events were coded by hand; it may get better, never worse."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.base.settings import Settings
from dateline.evaluate.gold import GoldScore, score_gold
from dateline.model.records import EVENT_TYPE_OF, CodedReport
from dateline.model.reports import Report
from dateline.read.inputs import ReadReport, read_inputs
from dateline.services.coding import make_coder
from dateline.services.demonstration import list_examples

FOLDER = Path(__file__).parent
FLOORS = json.loads((FOLDER / "floors.json").read_text(encoding="utf-8"))["example_events"]
_TYPE_NAMES = re.compile("|".join(map(re.escape, sorted(EVENT_TYPE_OF, key=len, reverse=True))))
_SENTENCE_END = re.compile(r"[.!?][”\"]?(?=\s|$)")


@pytest.fixture(scope="module")
def score() -> GoldScore:
    reports = {path.name: _read(path) for path in list_examples()}
    rows = yaml.safe_load((FOLDER / "examples.yaml").read_text(encoding="utf-8"))["events"]
    assert rows.keys() == reports.keys()
    golds = [
        {"report": report.to_json(), "events": [_gold_event(row, report.text) for row in rows[name]]}
        for name, report in reports.items()
    ]
    coded = [item for item in make_coder(Settings()).code(reports.values()) if isinstance(item, CodedReport)]
    assert len(coded) == len(golds)
    return score_gold(golds, [item.to_json() for item in coded])


def _read(path: Path) -> Report:
    (read,) = read_inputs([str(path)], Settings())
    assert isinstance(read, ReadReport), read
    return read.report


def _gold_event(row: dict[str, Any], text: str) -> dict[str, Any]:
    """A row of examples.yaml in the form of the codebook, with alternatives as `any_of`."""
    types = _TYPE_NAMES.findall(row["type"])
    start = text.index(row["words"])
    end = match.end() if (match := _SENTENCE_END.search(text, start + len(row["words"]))) else len(text)
    return {
        "event_type": {"any_of": sorted({EVENT_TYPE_OF[name] for name in types})},
        "sub_event_type": {"any_of": types},
        "modality": _any_of(row.get("modality", "happened")),
        "actor1": [{"name": _any_of(name)} for name in row["who"]],
        "actor2": [{"name": _any_of(name)} for name in row["whom"]],
        "place": _place(*row["at"]),
        "time": _time(row["from"], row["to"]),
        "casualties": [_toll(*toll) for toll in row["tolls"]],
        "attribution": [{"source": _any_of(name), "source_type": "unnamed"} for name in row["says"]],
        "evidence": [{"start": start, "end": end, "quote": text[start:end]}],
        "optional": row.get("optional", False),
    }


def _any_of(names: str | None) -> dict[str, list[str]] | None:
    return {"any_of": names.split("/")} if names else None


def _place(names: str, lat: float, lon: float, radius_km: float) -> dict[str, Any]:
    return {"name": _any_of(names), "lat": lat, "lon": lon, "radius_km": radius_km}


def _time(start: object, end: object) -> dict[str, Any] | None:
    return {"start": str(start), "end": str(end), "precision": "day"} if start else None


def _toll(measure: str, low: int | None, high: int | None, group: str | None) -> dict[str, Any]:
    return {"measure": measure, "low": low, "high": high, "group": _any_of(group)}


def test_every_quote_stands_at_its_offsets(score: GoldScore) -> None:
    assert score.bad_quotes == 0


def test_events_are_found_as_well_as_before(score: GoldScore) -> None:
    events = score.kinds["events"]
    figures = {"records_f1": events.records.percent()["f1"], "slots_f1": events.slots.percent()["f1"]}
    below = {name: value for name, value in figures.items() if value < FLOORS[name]}
    assert below == {}, f"floors: {FLOORS}"
