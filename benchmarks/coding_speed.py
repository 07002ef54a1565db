"""How fast the coder codes: reports a second in one process, and each stage's share of the time.

Run: python benchmarks/coding_speed.py [FOLDER_OR_FILE ...]    (default: the example reports of the package)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from importlib.resources import files

from dateline.base.settings import Settings
from dateline.model.drafts import Draft
from dateline.model.reports import Report
from dateline.read.inputs import ReadReport, read_inputs
from dateline.services.coding import make_coder

ROUNDS = 20


def load_reports(inputs: Sequence[str]) -> list[Report]:
    paths = list(inputs) or [str(files("dateline.data") / "examples")]
    return [row.report for row in read_inputs(paths, Settings()) if isinstance(row, ReadReport)]


def main(inputs: Sequence[str]) -> None:
    reports = load_reports(inputs)
    started = time.perf_counter()
    coder = make_coder(Settings())
    loaded_s = time.perf_counter() - started
    list(coder.code(reports))  # warm: lexicons are compiled at first use
    spent: dict[str, float] = {}
    drafts = [Draft(report) for report in reports * ROUNDS]
    for stage in coder.stages:
        began = time.perf_counter()
        added = stage.run(drafts)
        spent[stage.name] = time.perf_counter() - began
        drafts = [draft.plus(extra) for draft, extra in zip(drafts, added, strict=True)]
    total = sum(spent.values())
    words = sum(len(report.text.split()) for report in reports) / len(reports)
    print(f"{len(reports)} reports of {words:.0f} words, {ROUNDS} rounds; start {loaded_s:.2f} s")
    print(f"{len(drafts) / total:.1f} reports/s in one process ({1000 * total / len(drafts):.1f} ms a report)")
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {name:14} {100 * seconds / total:5.1f} %")


if __name__ == "__main__":
    main(sys.argv[1:])
