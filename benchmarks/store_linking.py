"""How long one report takes to be added and linked in a store that holds many events already.

Usage: store_linking.py [EVENTS]   (1,000,000 unless said; the store is made in a temporary folder)
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.synthetic_incidents import World
from dateline.model.records import EVENT_TYPE_OF, CodedReport, Event
from dateline.model.reports import Report
from dateline.services.projecting import make_projector
from dateline.store.databases import SqlStore, open_store

REPORTS_ADDED = 200
EVENTS_PER_REPORT = 5
EVENTS_PER_AREA = 3333


def main() -> None:
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    world = World(areas=max(1, events // EVENTS_PER_AREA))
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder) / "events.db")) as store:
        began = time.perf_counter()
        fill(store, bundle(world.coded_reports(events)))
        filled_s = time.perf_counter() - began
        projector = make_projector(store)
        began = time.perf_counter()
        projector.catch_up()
        linked_s = time.perf_counter() - began
        took_ms = []
        run_id = store.begin_run("dateline-coder", "1", {})
        more = bundle(World(seed=2, areas=world.areas).coded_reports(REPORTS_ADDED * EVENTS_PER_REPORT), "new-")
        for coded in more:
            began = time.perf_counter()
            store.add_coded(coded, run_id=run_id)
            projector.catch_up()
            took_ms.append(1000 * (time.perf_counter() - began))
        size_mb = sum(path.stat().st_size for path in Path(folder).iterdir()) / 2**20
    print(
        json.dumps(
            {
                "events": events,
                "filled_s": round(filled_s),
                "linked_s": round(linked_s),
                "add_median_ms": round(median(took_ms)),
                "add_p95_ms": round(quantiles(took_ms, n=20)[-1]),
                "add_max_ms": round(max(took_ms)),
                "store_mb": round(size_mb),
                "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            }
        )
    )


def bundle(rows: Iterator[dict[str, Any]], prefix: str = "") -> Iterator[CodedReport]:
    """Reports of several events each."""
    while some := list(islice(rows, EVENTS_PER_REPORT)):
        text = "\n".join(row["events"][0]["evidence"][0]["quote"] for row in some)
        events, start = [], 0
        for row in some:
            event = {key: value for key, value in row["events"][0].items() if key != "incident"}
            event["event_type"] = EVENT_TYPE_OF[event["sub_event_type"]]
            quote = event["evidence"][0]["quote"]
            event["evidence"] = [{"start": start, "end": start + len(quote), "quote": quote}]
            events.append(Event.model_validate(event))
            start += len(quote) + 1
        report = Report(id=prefix + some[0]["report"]["id"], published=some[0]["report"]["published"], text=text)
        yield CodedReport(report=report, events=tuple(events))


def fill(store: SqlStore, reports: Iterator[CodedReport]) -> None:
    run_id = store.begin_run("dateline-coder", "1", {})
    for coded in reports:
        store.add_coded(coded, run_id=run_id)
    store.finish_run(run_id)


if __name__ == "__main__":
    main()
