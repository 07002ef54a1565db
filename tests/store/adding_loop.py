"""Run by the kill test: adds reports to a store for ever, and prints the id of each when it is kept."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "samples"))
from report_builders import build_coded

from dateline.store.databases import open_store


def add_for_ever(address: str, first: int) -> None:
    with open_store(address) as store:
        run_id = store.begin_run("patterns", "1.0", {})
        number = first
        while True:
            original = b"x" * 100_000
            coded = build_coded(number, original=original, incident=f"i-{number}")
            store.add_coded(coded, run_id=run_id, original=original, media_type="text/html")
            record_id = store.get_coded(coded.report.id).records[0].record_id
            store.decide(record_id, "approve", "ana")
            print(coded.report.id, flush=True)  # noqa: T201 - the parent reads it
            number += 1


if __name__ == "__main__":
    add_for_ever(sys.argv[1], int(sys.argv[2]))
