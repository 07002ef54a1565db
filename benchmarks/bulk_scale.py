"""What coding an archive in bulk takes: memory, its overhead over `dateline code`, and one process against two.

Usage: python -m benchmarks.bulk_scale overhead [REPORTS]     `code` and `bulk` at the same time, one processor each,
                                                              and changed over; then each on both (2,000 unless said)
       python -m benchmarks.bulk_scale processes [REPORTS]    one actor, two, one again; `code` once, and twice
       python -m benchmarks.bulk_scale memory [REPORTS...]    peak of all processes together (10,000 and 100,000)

Reports are made up of the sentences of the packaged examples, about 340 words each unless --words says how many;
seeded. Rates of bulk are those of the coding itself, which the command tells, and of the whole command; the start of
Ray is in the latter alone.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from dateline.base.processes import count_processors
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


def run_command(command: Sequence[str], cores: str, *, watches_memory: bool = False) -> Taken:
    """Run `dateline`, kept to some processors, told as "0" or "0-1".

    Watching a dozen processes takes a tenth of a processor: not while speed is measured.
    """
    pinned = ["taskset", "-c", cores, sys.executable, "-m", "dateline.cli.main", *command]
    began = time.perf_counter()
    process = subprocess.Popen(pinned, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    peaks: list[float] = [0.0]
    if watches_memory:
        threading.Thread(target=_watch_memory, args=(process, peaks), daemon=True).start()
    _, said = process.communicate()
    if process.returncode not in (0, 1):
        raise RuntimeError(said)
    return Taken(time.perf_counter() - began, "\n".join(said.strip().splitlines()[-3:]), max(peaks))


def run_side_by_side(commands: Mapping[str, Sequence[str]]) -> list[Taken]:
    """Run commands at the same time, each on the processor by which it is named."""
    with ThreadPoolExecutor(len(commands)) as pool:
        begun = [pool.submit(run_command, command, core) for core, command in commands.items()]
        return [one.result() for one in begun]


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
    """A machine is not equally quick at all times: what runs at the same time has the same."""
    ratios = []
    for core, other in (("0", "1"), ("1", "0")):
        code, bulk = _code(source, core), _bulk(source, f"beside-{core}", 1)
        plain, ours = run_side_by_side({core: code, other: bulk})
        ratios.append(_tell_overhead(f"code on {core}, bulk on {other}", count, plain, ours))
    print(f"{100 * (math.prod(ratios) ** (1 / len(ratios)) - 1):.1f} % more on one processor", flush=True)
    plain, ours = run_command(_code(source, "both"), "0-1"), run_command(_bulk(source, "both", 2), "0-1")
    _tell_overhead("both on two processors", count, plain, ours)


def _tell_overhead(where: str, count: int, plain: Taken, bulk: Taken) -> float:
    """How many times as long bulk takes for a report."""
    ratio = count / plain.seconds / _rate_of(bulk.said)
    print(f"{count:,} reports, {where}")
    print(f"  dateline code   {count / plain.seconds:7.1f} a second, start and all")
    print(f"  dateline bulk   {_rate_of(bulk.said):7.1f} a second coding, {count / bulk.seconds:.1f} start and all")
    print(f"  overhead        {100 * (ratio - 1):7.1f} % coding", flush=True)
    return ratio


def measure_processes(source: Path, count: int) -> None:
    rates: dict[int, list[float]] = {1: [], 2: []}
    for turn, (actors, cores) in enumerate(((1, "0"), (2, "0-1"), (1, "1"))):
        taken = run_command(_bulk(source, f"of-{turn}", actors), cores)
        rates[actors].append(_rate_of(taken.said))
        print(f"{actors} process(es): {rates[actors][-1]:.1f} a second", flush=True)
    print(f"two are {rates[2][0] / statistics.mean(rates[1]):.2f} times one", flush=True)
    alone = [run_command(_code(source, core), core).seconds for core in ("0", "1")]
    together = [taken.seconds for taken in run_side_by_side({core: _code(source, core) for core in ("0", "1")})]
    print(f"dateline code: {count / statistics.mean(alone):.1f} a second, twice at once "
          f"{2 * count / statistics.mean(together):.1f}: "
          f"{2 * statistics.mean(alone) / statistics.mean(together):.2f} times one")  # fmt: skip


def _code(source: Path, name: str) -> list[str]:
    return ["code", str(source), "-o", str(source.with_suffix(f".{name}.coded"))]


def _bulk(source: Path, name: str, actors: int) -> list[str]:
    return ["bulk", str(source), "-o", str(source.parent / name), "--actors", str(actors)]


def measure_memory(source: Path, count: int) -> None:
    folder = source.parent / f"bulk-{count}"
    taken = run_command(["bulk", str(source), "-o", str(folder)], f"0-{count_processors() - 1}", watches_memory=True)
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
                measure_processes(source, count)
            else:
                measure_overhead(source, count)


if __name__ == "__main__":
    main()
