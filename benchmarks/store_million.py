"""The same large store in SQLite and in PostgreSQL: filling it, linking it, asking it, adding to it, moving it.

Usage: store_million.py [--records N] [--postgresql ADDRESS] [--alone] [--folder DIR]

1,000,000 records unless said, of which four in five are events. ADDRESS is that of a database that may be wiped;
without one, SQLite alone is measured, and with --alone PostgreSQL alone. Prints one line of JSON for each database
and each move between them. All data is made up, and seeded.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import sqlalchemy as sa
from fastapi.testclient import TestClient

from benchmarks.desk_load import COOKIE, HOST, KINDS, Asker, begin_session
from benchmarks.desk_store import DECIDED_SHARE, Newsroom, decide_some, fill_reports
from dateline.base.settings import Settings
from dateline.services.moving import move_store
from dateline.services.projecting import make_projector
from dateline.store.databases import SqlStore, open_store
from dateline.web.server import make_desk

PAGES_OF_A_KIND = 100
REPORTS_ADDED = 100


def measure(address: str, records: int) -> dict[str, Any]:
    """Fill an empty database, and do with it what a desk does."""
    figures: dict[str, Any] = {"database": address.partition(":")[0] if "://" in address else "sqlite"}
    with open_store(address) as store:
        filled_s = take_time(lambda: fill_reports(store, records))
        figures |= {"reports": store.count_reports(), "filled_s": round(filled_s)}
        figures["records_per_s"] = round(records / filled_s)
        figures["link_s"] = round(take_time(make_projector(store).catch_up))
        figures["decided_s"] = round(take_time(lambda: decide_some(store, int(records * DECIDED_SHARE))))
        figures |= measure_adding(store, records)
        figures |= measure_pages(store, begin_session(address))
        figures["mb"] = measure_size(store)
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures


def measure_adding(store: SqlStore, records: int) -> dict[str, Any]:
    """One report after another is kept and linked, each in transactions of its own."""
    projector = make_projector(store)
    run_id = store.begin_run("dateline-coder", "1", {})
    took: list[float] = []
    made = Newsroom(records + 1).reports(records)
    for number, (coded, _) in enumerate(islice(made, REPORTS_ADDED)):
        report = coded.report.model_copy(update={"id": f"added-{number}"})
        another = coded.model_copy(update={"report": report})

        def add(coded: Any = another) -> None:
            store.add_coded(coded, run_id=run_id)
            projector.catch_up()

        took.append(take_time(add))
    store.finish_run(run_id)
    return {"add_and_link_ms": spread(took)}


def measure_pages(store: SqlStore, secret: str) -> dict[str, Any]:
    """One user asks for one page after another, in this process: what a page costs, without a network or others."""
    desk = make_desk(store, Settings(), (HOST,))
    index_s = take_time(desk.state.record_index.refresh)
    figures: dict[str, Any] = {"index_s": round(index_s, 1)}
    with TestClient(desk, base_url=f"http://{HOST}", cookies={COOKIE: secret}) as client:
        asker = Asker(1, json.loads(client.get("/facets.json").text))
        for kind in KINDS:
            figures[f"{kind}_ms"] = spread(list(ask_pages(client, asker, kind)))
    return figures


def ask_pages(client: TestClient, asker: Asker, kind: str) -> Iterator[float]:
    for _ in range(PAGES_OF_A_KIND):
        path = asker.ask(kind)
        began = time.perf_counter()
        answer = client.get(path)
        yield time.perf_counter() - began
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code} {path}")


def measure_size(store: SqlStore) -> int:
    """Megabytes on the disk, indexes and all."""
    lite = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    with store._reading() as connection:
        query = lite if connection.dialect.name == "sqlite" else "SELECT pg_database_size(current_database())"
        return round(int(connection.exec_driver_sql(query).scalar_one()) / 2**20)


def measure_move(source: str, target: str) -> dict[str, Any]:
    """A whole move: copying, comparing every row, verifying."""
    began = time.perf_counter()
    report = move_store(source, target)
    took_s = time.perf_counter() - began
    rows = report.row_count
    return {"moved_rows": rows, "s": round(took_s), "rows_per_s": round(rows / took_s), "faults": len(report.faults)}


def take_time(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def spread(took_s: list[float]) -> dict[str, float]:
    """Milliseconds: the median and the 95th percentile."""
    return {"p50": round(1000 * median(took_s), 1), "p95": round(1000 * quantiles(took_s, n=20)[-1], 1)}


def wipe(address: str) -> None:
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()


def tell(figures: dict[str, Any]) -> None:
    print(json.dumps(figures | {"load": round(os.getloadavg()[0], 1)}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--postgresql")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=given.folder))
    try:
        file = str(folder / "store.db")
        if not given.alone:
            tell(measure(file, given.records))
        if given.postgresql:
            wipe(given.postgresql)
            tell(measure(given.postgresql, given.records))
            wipe(given.postgresql)
        if given.postgresql and not given.alone:
            tell({"move": "to postgresql"} | measure_move(file, given.postgresql))
            tell({"move": "back to sqlite"} | measure_move(given.postgresql, str(folder / "back.db")))
            wipe(given.postgresql)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
