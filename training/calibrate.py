"""`python -m training.calibrate`: fits the coder's confidence on the held-out parts of our own corpus.

The weights are fitted on `dev` and `test`, which the encoder has not seen; what they are worth is measured by leaving
out one conflict after the other, and on any gold files that are named.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dateline.annotate.encoders import load_encoder
from dateline.assemble.confidences import RECORD
from dateline.pipeline.stages import Stage
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import make_stages
from training.calibrating import Case, expected_calibration_error, fit_weights, judge, reliability
from training.calibration_report import draw_diagram, said_and_right, write_table
from training.corpus.reading import list_sheets, read_rows

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "src" / "dateline" / "data" / "weights" / "calibration.json"
DOCS = ROOT / "docs"
EVENTS = (f"events/{RECORD}",)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m training.calibrate", description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="gold files to measure on; nothing is fitted on them")
    options = parser.parse_args(arguments)
    stages = make_stages(make_actor_registry(), make_gazetteer(), load_encoder(), calibrated=False)
    by_conflict = _judge_corpus(stages)
    cases = [case for rows in by_conflict.values() for case in rows]
    weights = fit_weights(cases)
    WEIGHTS.write_text(json.dumps({"version": 1, "weights": weights}, indent=1) + "\n", encoding="utf-8")
    _measure_held_out(by_conflict)
    for path in options.gold:
        _measure_gold(path, weights, stages)
    return 0


def _judge_corpus(stages: Sequence[Stage]) -> dict[str, list[Case]]:
    paths = [*list_sheets("dev"), *list_sheets("test")]
    return {path.stem: list(judge(read_rows([path]), stages)) for path in paths}


def _measure_held_out(by_conflict: Mapping[str, Sequence[Case]]) -> None:
    """Each conflict by weights that were fitted on the others: the table and diagram of the docs."""
    said: list[float] = []
    right: list[float] = []
    for conflict, cases in by_conflict.items():
        others = [case for name, rows in by_conflict.items() if name != conflict for case in rows]
        one_said, one_right = said_and_right(fit_weights(others), cases, EVENTS)
        said, right = said + one_said, right + one_right
    bins = reliability(said, right)
    error = expected_calibration_error(bins)
    sys.stdout.write(f"events, each conflict by the others: {len(said)} answers, ECE {error:.3f}\n")
    diagram = draw_diagram(bins, f"Events of our held-out conflicts (ECE {error:.3f})")
    (DOCS / "reliability-events.svg").write_text(diagram, encoding="utf-8")


def _measure_gold(path: Path, weights: Mapping[str, Mapping[str, float]], stages: Sequence[Stage]) -> None:
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    cases = list(judge(rows, stages))
    said, right = said_and_right(weights, cases, EVENTS)
    error = expected_calibration_error(reliability(said, right))
    sys.stdout.write(f"{path.name}: {len(said)} events, ECE {error:.3f}\n{write_table(weights, cases)}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
