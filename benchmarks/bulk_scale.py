"""What coding an archive in bulk takes: memory, its overhead over `dateline code`, and one process against two.

Usage: python -m benchmarks.bulk_scale overhead [REPORTS]     plain `dateline code` against `dateline bulk`, both on
                                                              one processor, then both on two (2,000 unless said)
       python -m benchmarks.bulk_scale processes [REPORTS]    one and two actors
       python -m benchmarks.bulk_scale memory [REPORTS...]    peak of all processes together (10,000 and 100,000)

Reports are made up of the sentences of the packaged examples, about 340 words each unless --words says how many;
seeded. Rates of bulk are those of the coding itself, which the command tells, and of the whole command; the start of
Ray is in the latter alone.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from dateline.base.settings import Settings
from dateline.read.inputs import ReadReport, read_inputs

WORDS_PER_REPORT = 340
SIZES = {"overhead": [2_000], "processes": [2_000], "memory": [10_000, 100_000]}
_SAMPLE_S = 0.5


def make_reports(count: int, words: int = WORDS_PER_REPORT, seed: int = 11) -> Iterator[dict[str, Any]]:
    """Plausible reports: sentences of the examples put together anew, under days of six years."""
    chance = random.Random(seed)
    found = read_inputs([str(files("dateline.data") / "examples")], Settings())
    texts = [row.report.text for row in found if isinstance(row, ReadReport)]
    sentences = [one for text in texts for one in re.split(r"(?<=[.!?])\s+", text) if len(one.split()) > 4]
    for number in range(count):
        parts: list[str] = []
        while sum(len(part.split()) for part in parts) < words:
            parts.append(chance.choice(sentences))
        yield {
            "id": f"made-{number}",
            "title": f"Report {number}",
            "publisher": f"Paper {number % 40}",
            "published": f"20{18 + number % 6}-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "text": "\n\n".join(" ".join(parts[begin : begin + 3]) for begin in range(0, len(parts), 3)),
        }


def write_reports(folder: Path, count: int, words: int) -> Path:
    path = folder / f"{count}.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in make_reports(count, words))
    return path


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of a command by the clock, its last lines on stderr, and the most that its processes held together."""

    seconds: float
    said: str
    peak_mb: float


def run_command(command: Sequence[str], cores: int) -> Taken:
    """Run `dateline`, kept to so many processors."""
    pinned = ["taskset", "-c", f"0-{cores - 1}", sys.executable, "-m", "dateline.cli.main", *command]
    began = time.perf_counter()
    process = subprocess.Popen(pinned, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    peaks: list[float] = [0.0]
    watcher = threading.Thread(target=_watch_memory, args=(process, peaks), daemon=True)
    watcher.start()
    _, said = process.communicate()
    if process.returncode not in (0, 1):
        raise RuntimeError(said)
    return Taken(time.perf_counter() - began, "\n".join(said.strip().splitlines()[-3:]), max(peaks))


def _watch_memory(process: subprocess.Popen[str], peaks: list[float]) -> None:
    while process.poll() is None:
        peaks.append(sum(_proportional_mb(pid) for pid in _list_family(process.pid)))
        time.sleep(_SAMPLE_S)


def _list_family(pid: int) -> list[int]:
    """A process and all that it began, by /proc."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        found = [int(child) for child in children.read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in found for one in _list_family(child))]


def _proportional_mb(pid: int) -> float:
    """What a process holds, its part of what it shares counted once over all (PSS)."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024


def measure_overhead(source: Path, count: int) -> None:
    for cores in (1, 2):
        plain = run_command(["code", str(source), "-o", str(source.with_suffix(".coded"))], cores)
        folder = source.parent / f"on-{cores}"
        bulk = run_command(["bulk", str(source), "-o", str(folder), "--actors", str(cores)], cores)
        rate, whole = _rate_of(bulk.said), count / bulk.seconds
        print(f"{count:,} reports on {cores} processor(s)")
        print(f"  dateline code   {count / plain.seconds:7.1f} a second, start and all; {plain.peak_mb:.0f} MB")
        print(f"  dateline bulk   {rate:7.1f} a second coding, {whole:.1f} start and all; {bulk.peak_mb:.0f} MB")
        print(f"  overhead        {100 * (count / plain.seconds / rate - 1):7.1f} % coding", flush=True)


def measure_processes(source: Path) -> None:
    rates = []
    for actors in (1, 2):
        folder = source.parent / f"of-{actors}"
        taken = run_command(["bulk", str(source), "-o", str(folder), "--actors", str(actors)], actors)
        rates.append(_rate_of(taken.said))
        print(f"{actors} process(es): {rates[-1]:.1f} a second", flush=True)
    print(f"two are {rates[1] / rates[0]:.2f} times one")


def measure_memory(source: Path, count: int) -> None:
    folder = source.parent / f"bulk-{count}"
    taken = run_command(["bulk", str(source), "-o", str(folder)], os.cpu_count() or 1)
    written = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{count:,} reports of {source.stat().st_size / count:,.0f} bytes, results of {written / count:,.0f} each")
    print(f"  {taken.seconds:,.0f} s start and all; {taken.peak_mb:.0f} MB at most, all processes together")
    print("  " + taken.said.replace("\n", "\n  "), flush=True)


def _rate_of(said: str) -> float:
    found = re.search(r": ([\d.,]+) a second", said)
    if found is None:
        raise RuntimeError(said)
    return float(found[1].replace(",", ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=sorted(SIZES))
    parser.add_argument("reports", type=int, nargs="*")
    parser.add_argument("--words", type=int, default=WORDS_PER_REPORT)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for count in given.reports or SIZES[given.what]:
            source = write_reports(Path(name), count, given.words)
            if given.what == "memory":
                measure_memory(source, count)
            elif given.what == "processes":
                measure_processes(source)
            else:
                measure_overhead(source, count)


if __name__ == "__main__":
    main()
