"""A large store of made-up records for the desk: quickly filled, with incidents that are known, so without linking.

Usage: desk_store.py FILE [RECORDS]   (1,000,000 unless said)
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.synthetic_incidents import SYLLABLES, World
from dateline.model.decisions import DecisionKind, NewDecision
from dateline.model.outlines import Origin, Projected, outline_of
from dateline.model.records import EVENT_TYPE_OF, CodedReport, Control, Event, Figure, Record, Statement
from dateline.model.reports import Report, read_day
from dateline.model.stores import RECORD_TYPES, PendingRecord
from dateline.services.linking import make_incident_id
from dateline.store import insertions
from dateline.store.databases import SqlStore, open_store

EVENTS_PER_REPORT = 4
WORDS_PER_REPORT = 150
REPORTS_AT_A_TIME = 500
RECORDS_AT_A_TIME = 5000
RECORDS_PER_AREA = 3333
DECIDED_SHARE = 0.02
PUBLISHERS = tuple(
    f"{name} {kind}" for name in ("North", "South", "River", "Coast") for kind in ("Post", "Radio", "Wire")
)
SOURCE_TYPES = ("outlet", "state_force", "government", "armed_group", "witness", "ngo_or_un", "medical")


class Newsroom:
    """Makes reports of several records each. Seeded: the same number of records gives the same reports."""

    def __init__(self, records: int) -> None:
        self._chance = random.Random(7)
        self._world = World(areas=max(1, records // RECORDS_PER_AREA))
        parts = list(SYLLABLES)
        self._words = ["".join(self._chance.choices(parts, k=self._chance.randint(1, 4))) for _ in range(20_000)]
        self._weights = [1 / (rank + 10) for rank in range(len(self._words))]

    def reports(self, records: int) -> Iterator[tuple[CodedReport, list[str]]]:
        """Reports, with the keys of the incidents of their events."""
        rows = self._world.coded_reports(records)
        while some := list(islice(rows, EVENTS_PER_REPORT)):
            yield self._report(some)

    def _report(self, rows: list[dict[str, Any]]) -> tuple[CodedReport, list[str]]:
        quotes = [row["events"][0]["evidence"][0]["quote"] for row in rows]
        filler = " ".join(self._chance.choices(self._words, self._weights, k=WORDS_PER_REPORT))
        text = "\n".join([*quotes, filler])
        report = Report(
            id=f"made-{rows[0]['report']['id']}",
            title=quotes[0],
            publisher=self._chance.choice(PUBLISHERS),
            published=rows[0]["report"]["published"],
            text=text,
        )
        records: list[Record] = []
        start = 0
        for row, quote in zip(rows, quotes, strict=True):
            evidence = [{"start": start, "end": start + len(quote), "quote": quote}]
            records.append(self._record(row["events"][0], evidence))
            start += len(quote) + 1
        kinds = {name: tuple(record for record in records if isinstance(record, type_)) for name, type_ in _TYPES}
        keys = [
            row["events"][0]["incident"]
            for row, record in zip(rows, records, strict=True)
            if isinstance(record, Event)
        ]
        return CodedReport(report=report, **kinds), keys

    def _record(self, event: dict[str, Any], evidence: list[dict[str, Any]]) -> Record:
        chance = self._chance
        shared = {
            "place": {**event["place"], "admin1": f"Region {event['place']['name'][:2]}"},
            "time": event["time"],
            "attribution": [{"source": None, "source_type": chance.choice(SOURCE_TYPES), "stance": "says"}],
            "evidence": evidence,
            "confidence": {"record": round(chance.betavariate(4, 2), 3), "slots": {}},
        }
        which = chance.random()
        if which < 0.8:
            own = {key: value for key, value in event.items() if key not in ("incident", *shared)}
            own["event_type"] = EVENT_TYPE_OF[event["sub_event_type"]]
            return Event.model_validate({**own, **shared})
        if which < 0.9:
            speaker = event["actor1"][0]
            said = {
                "speaker": speaker,
                "speaker_role": None,
                "act": "claims",
                "addressee": None,
                "topic": None,
                "quote": None,
            }
            return Statement.model_validate({**said, **shared})
        if which < 0.96:
            figure = {
                "measure": "attacks",
                "value_low": 3,
                "value_high": 3,
                "approximate": False,
                "unit": None,
                "about": event["actor1"],
                "by": [],
            }
            return Figure.model_validate({**figure, **shared, "modality": "happened"})
        control = {"holder": event["actor1"], "relation": "controls", "area": "the road"}
        return Control.model_validate({**control, **shared, "modality": "happened"})


_TYPES = (("events", Event), ("figures", Figure), ("statements", Statement), ("control", Control))


def make_store(path: Path, records: int) -> None:
    """Fill a new store at `path`."""
    with open_store(str(path)) as store:
        founders = fill_reports(store, records)
        make_outlines(store)
        store.projections.replace_links([], founders)
        decide_some(store, int(records * DECIDED_SHARE))


def fill_reports(store: SqlStore, records: int) -> dict[str, str]:
    """Keep the reports, many in one transaction; gives the incident of each event."""
    run_id = store.begin_run("dateline-coder", "1", {})
    founders: dict[str, str] = {}
    incidents: dict[str, str] = {}
    added = datetime.now(UTC).isoformat()
    made = Newsroom(records).reports(records)
    while some := list(islice(made, REPORTS_AT_A_TIME)):
        with store._writing() as connection:
            for coded, _ in some:
                insertions.insert_coded(connection, insertions.Addition(coded, run_id, None, None, added))
        for stored, (_, keys) in zip(store.iter_coded(coded.report.id for coded, _ in some), some, strict=True):
            events = [row.record_id for row in stored.records if row.kind == "events"]
            for record_id, key in zip(events, keys, strict=False):
                incidents[record_id] = make_incident_id(founders.setdefault(key, record_id))
    store.finish_run(run_id)
    return incidents


def make_outlines(store: SqlStore) -> None:
    """As the projector does, without linking."""
    while waiting := store.projections.pending(RECORDS_AT_A_TIME):
        store.projections.keep(Projected({row.record_id: _outline(row) for row in waiting}))


def _outline(row: PendingRecord) -> Any:
    record = RECORD_TYPES[row.kind].model_validate(row.payload)
    return outline_of(row.kind, record, Origin(read_day(row.published), row.publisher, row.report_number, row.coder))


def decide_some(store: SqlStore, count: int) -> None:
    """Decisions on records spread over the store, as of four people."""
    chance = random.Random(3)
    with store._reading() as connection:
        query = f"SELECT record_id FROM outlines WHERE number % {int(1 / DECIDED_SHARE)} = 1 LIMIT {count}"
        record_ids = [row[0] for row in connection.execute(sa.text(query))]
    for first in range(0, len(record_ids), 500):
        kinds: list[DecisionKind] = ["approve", "approve", "approve", "reject", "unsure"]
        asked = [NewDecision(record_id, chance.choice(kinds)) for record_id in record_ids[first : first + 500]]
        store.decide_all(f"person {first // 500 % 4}", asked)


def main() -> None:
    path = Path(sys.argv[1])
    records = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    began = time.perf_counter()
    make_store(path, records)
    print(f"{records} records in {time.perf_counter() - began:.0f} s, {path.stat().st_size / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
