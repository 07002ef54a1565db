"""How fast, how big and how right linking is, over made-up events. Usage: linking_speed.py [EVENTS...] [--province]

Every size runs in a process of its own, so that its memory is its own. `--province` adds the case of one province
with 2,000 events in one week, where everything lies close together.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.synthetic_incidents import World
from dateline.evaluate.alignments import b_cubed_f1
from dateline.services.linking import link

SIZES = (10_000, 100_000, 1_000_000)
EVENTS_PER_AREA = 3333
"""A tenfold record covers ten times the areas: more conflicts, not more of one."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("events", type=int, nargs="*", default=SIZES)
    parser.add_argument("--province", action="store_true")
    parser.add_argument("--dense", action="store_true", help="the same 300 areas for any number of events")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure_file(given.events[0], dense=given.dense)))
        return
    for number in given.events:
        flags = ["--one", *(["--dense"] if given.dense else [])]
        command = [sys.executable, "-m", "benchmarks.linking_speed", str(number), *flags]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip(), flush=True)
    if given.province:
        print(json.dumps(measure_province()))


def measure_file(events: int, *, dense: bool) -> dict[str, Any]:
    """`dateline link` over a file of so many events: seconds, megabytes at the peak."""
    world = World(areas=300 if dense else max(1, events // EVENTS_PER_AREA))
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "coded.jsonl", Path(folder) / "linked.jsonl"
        with source.open("w") as stream:
            stream.writelines(json.dumps(row) + "\n" for row in world.coded_reports(events))
        began = time.perf_counter()
        command = [sys.executable, "-m", "dateline.cli.main", "link", str(source), "-o", str(target)]
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - began
        with target.open() as stream:
            linked = (json.loads(line)["events"][0] for line in stream)
            pairs = [(event["incident"], event["incident_id"]) for event in linked]
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"events": events, "seconds": round(seconds, 1), "peak_mb": round(peak_mb), **judge(pairs)}


def measure_province() -> dict[str, Any]:
    """2,000 events of one week in one province."""
    world = World(seed=7, areas=1, villages=150, first_day=date(2022, 3, 7), days=7)
    linked = [row["events"][0] for row in link(world.coded_reports(2000))]
    return {"province": 2000, **judge([(event["incident"], event["incident_id"]) for event in linked])}


def judge(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """B-cubed F1, and of all pairs that were put together the share that is wrong."""
    found, right = count_pairs([other for _, other in pairs]), count_pairs([f"{one} {other}" for one, other in pairs])
    true = count_pairs([one for one, _ in pairs])
    return {
        "b_cubed_f1": round(100 * b_cubed_f1(pairs), 2),
        "merged_wrongly_percent": round(100 * (found - right) / max(found, 1), 2),
        "pairs_found_percent": round(100 * right / max(true, 1), 2),
    }


def count_pairs(keys: list[str]) -> int:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return sum(number * (number - 1) // 2 for number in counts.values())


if __name__ == "__main__":
    main()
