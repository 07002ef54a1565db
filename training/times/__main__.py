"""`python -m training.times`: fits the weights that choose the time of records on the own corpus.

Only its training part is read; what the weights are worth is measured by cross-validation.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from scipy.optimize import minimize

from dateline.annotate.encoders import load_encoder
from dateline.assemble.choices import Features, Weights, choose
from dateline.assemble.contexts import Context
from dateline.assemble.time_choices import Kind, describe_options, is_told_elsewhere, list_options
from dateline.evaluate.alignments import pair_greedily
from dateline.evaluate.comparisons import compare_times, day_range
from dateline.evaluate.slots import LEAST_SIMILARITY, record_similarity
from dateline.model.drafts import CONTROL, EVENTS, FIGURES, Draft
from dateline.model.intervals import Interval
from dateline.model.records import Control, Event, Figure, record_to_json
from dateline.model.reports import Report
from dateline.model.spans import Span
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import make_stages
from training.corpus.reading import list_sheets, read_rows
from training.templates.regressions import list_names, tabulate

Array = np.ndarray[Any, np.dtype[np.float64]]
Found = Sequence[Event] | Sequence[Figure] | Sequence[Control]
OUT = Path(__file__).parents[2] / "src" / "dateline" / "data" / "weights" / "times.yaml"
FOLDS, PENALTY, LEAST = 4, 4.0, 0.02
_KINDS: Mapping[Kind, str] = {"events": "events", "figures": "figures", "control": "controls"}
"""The module that assembles each kind of record."""
_REPORT_FIELDS = ("publisher", "title", "published", "dateline", "text")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules told for the words at `spans`; a record of that time holds this very interval."""

    context: Context
    spans: Sequence[Span]
    told: Interval


@dataclass(frozen=True, slots=True)
class Question:
    """One record of a report (by number): its options as features, the credit of each, and that of the rules' own."""

    report: int
    kind: Kind
    options: Sequence[Features]
    earned: Array
    by_rules: float


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m training.times", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    questions = list(_ask(list(read_rows(list_sheets("train")))))
    measured: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for fold in range(FOLDS):
        weights = fit([row for row in questions if row.report % FOLDS != fold])
        for row in questions:
            if row.report % FOLDS == fold:
                chosen = float(row.earned[choose(row.options, weights)])
                measured[row.kind].append((row.by_rules, chosen, float(row.earned.max())))
    for kind, rows in measured.items():
        rules, chosen, best = np.mean(rows, axis=0)
        sys.stderr.write(f"{kind}: {len(rows)} records, rules {rules:.3f}, weights {chosen:.3f}, best {best:.3f}\n")
    _write(fit(questions), options.out)
    return 0


def _ask(rows: Sequence[Mapping[str, Any]]) -> Iterator[Question]:
    drafts = [
        Draft(
            Report(
                id=row["report"]["id"], language="en", **{name: row["report"].get(name) for name in _REPORT_FIELDS}
            )
        )
        for row in rows
    ]
    asked: dict[int, Asked] = {}

    def tell(context: Context, _: Kind, spans: Sequence[Span], told: Interval | None) -> Interval | None:
        """Keeps what is asked, and takes what the rules tell."""
        if told is None:
            return None
        own = told.model_copy()
        asked[id(own)] = Asked(context, tuple(spans), own)
        return own

    with ExitStack() as patches:
        for module in _KINDS.values():
            patches.enter_context(patch(f"dateline.assemble.{module}.choose_time", tell))
        for stage in make_stages(make_actor_registry(), make_gazetteer(), load_encoder()):
            drafts = [draft.plus(more) for draft, more in zip(drafts, stage.run(drafts), strict=True)]
    for number, (row, draft) in enumerate(zip(rows, drafts, strict=True)):
        records: Mapping[Kind, Found] = {
            "events": draft.get(EVENTS),
            "figures": draft.get(FIGURES),
            "control": draft.get(CONTROL),
        }
        for kind, found in records.items():
            yield from _ask_records(number, kind, row[kind], found, asked)


def _ask_records(
    number: int, kind: Kind, golds: Sequence[Mapping[str, Any]], found: Found, asked: Mapping[int, Asked]
) -> Iterator[Question]:
    """Questions for the found records that stand beside a gold record with a time, where there is a choice."""

    def similarity(gold: Mapping[str, Any], other: Mapping[str, Any]) -> float:
        return record_similarity(kind, gold, other)

    written = [record_to_json(record) for record in found]
    for one, other, _ in pair_greedily(golds, written, similarity, LEAST_SIMILARITY[kind]):
        wanted, row = golds[one].get("time"), asked.get(id(found[other].time))
        if not wanted or day_range(wanted) is None or row is None:
            continue
        if not is_told_elsewhere(row.context, kind, row.spans[0], row.told):
            continue
        options = list_options(row.context, row.spans[0], row.told)
        described = describe_options(row.context, kind, row.spans, row.told, options)
        earned = [compare_times(wanted, option.interval.model_dump(mode="json")) for option in options]
        yield Question(number, kind, described, np.array(earned), compare_times(wanted, written[other]["time"]))


def fit(questions: Sequence[Question], penalty: float = PENALTY) -> Weights:
    """The weights under which one of the best options is likeliest to be chosen, drawn to zero by the penalty."""
    useful = [row for row in questions if row.earned.max() > row.earned.min()]
    names = list_names([features for row in useful for features in row.options])
    table = tabulate([features for row in useful for features in row.options], names)
    best = np.concatenate([row.earned == row.earned.max() for row in useful])
    sizes = [len(row.options) for row in useful]
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))

    def loss(weights: Array) -> tuple[float, Array]:
        """How unlikely it is that one of the best is chosen."""
        scores = table @ weights
        shares = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        shares /= np.repeat(np.add.reduceat(shares, starts), sizes)
        right = np.add.reduceat(shares * best, starts) + 1e-12
        pull = shares - shares * best / np.repeat(right, sizes)
        total = -np.log(right).sum() + penalty * (weights @ weights) / 2
        return float(total), table.T @ pull + penalty * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return dict(zip(names, found.tolist(), strict=True))


def _write(weights: Weights, path: Path) -> None:
    lines = [f"  {name!r}: {weight:.3f}" for name, weight in sorted(weights.items()) if abs(weight) >= LEAST]
    head = "# Weights of what speaks for a time as that of a record (assemble/time_choices.py)."
    source = "source: fitted on the training part of the own corpus (corpus/), python -m training.times"
    path.write_text("\n".join([head, source, "weights:", *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
