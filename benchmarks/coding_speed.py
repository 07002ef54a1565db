"""How fast the coder codes: reports a second in one process, each stage's share, and the ratio to the bare encoder.

The bare encoder is one forward pass over the same windows, with nothing before or after it, measured in the same run.

Run: python benchmarks/coding_speed.py [FOLDER_OR_FILE ...]    (default: the example reports of the package)
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from importlib.resources import files

from dateline.annotate.encoders import load_encoder
from dateline.annotate.windows import split_window_words
from dateline.base.settings import Settings
from dateline.model.drafts import Draft
from dateline.model.reports import Report
from dateline.read.inputs import ReadReport, read_inputs
from dateline.services.coding import make_coder

ROUNDS = 20
BATCH_REPORTS = 16


def load_reports(inputs: Sequence[str]) -> list[Report]:
    paths = list(inputs) or [str(files("dateline.data") / "examples")]
    return [row.report for row in read_inputs(paths, Settings()) if isinstance(row, ReadReport)]


def measure_bare_encoder(texts: Sequence[str]) -> float:
    """Seconds of the forward passes alone over the windows of all texts, in the coder's own batches."""
    encoder = load_encoder()
    seconds = 0.0
    for start in range(0, len(texts), BATCH_REPORTS):
        words = [split_window_words(text) for text in texts[start : start + BATCH_REPORTS]]
        for group in encoder.cut(words):
            began = time.perf_counter()
            encoder.forward(group)
            seconds += time.perf_counter() - began
    return seconds


def main(inputs: Sequence[str]) -> None:
    reports = load_reports(inputs)
    started = time.perf_counter()
    coder = make_coder(Settings())
    loaded_s = time.perf_counter() - started
    list(coder.code(reports))  # warm: lexicons are compiled at first use
    spent: dict[str, float] = {}
    drafts = [Draft(report) for report in reports * ROUNDS]
    for start in range(0, len(drafts), BATCH_REPORTS):
        batch = drafts[start : start + BATCH_REPORTS]
        for stage in coder.stages:
            began = time.perf_counter()
            added = stage.run(batch)
            spent[stage.name] = spent.get(stage.name, 0.0) + time.perf_counter() - began
            batch = [draft.plus(extra) for draft, extra in zip(batch, added, strict=True)]
    in_turn = sum(spent.values())
    began = time.perf_counter()
    done = sum(1 for _ in coder.code(reports * ROUNDS))
    total = time.perf_counter() - began
    bare = measure_bare_encoder([draft.text for draft in drafts])
    words = sum(len(report.text.split()) for report in reports) / len(reports)
    print(f"{len(reports)} reports of {words:.0f} words, {ROUNDS} rounds; start {loaded_s:.2f} s")
    print(f"{done / total:.1f} reports/s end to end in one process ({1000 * total / done:.1f} ms a report)")
    print(f"{total / bare:.2f} times the bare encoder, which takes {1000 * bare / len(drafts):.1f} ms a report")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB resident at most")
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {name:14} {100 * seconds / in_turn:5.1f} %")


if __name__ == "__main__":
    main(sys.argv[1:])
