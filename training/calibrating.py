"""Calibration: how probable a record and each of its slots is right, from reports the coder was not made with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.assemble.confidences import RECORD, Signals, describe, records_of
from dateline.assemble.contexts import Context
from dateline.evaluate.alignments import pair_greedily
from dateline.evaluate.slots import LEAST_SIMILARITY, SLOTS, record_similarity
from dateline.model.drafts import Draft
from dateline.model.records import record_to_json
from dateline.model.reports import Report
from dateline.pipeline.stages import Stage

Array = npt.NDArray[np.float64]
BINS = 10
PENALTY = 2.0
"""How strongly a weight is drawn to zero: there are a few hundred records of a kind, and a dozen signals."""


@dataclass(frozen=True, slots=True)
class Case:
    """One answer of the coder: its signals, and how right it was (1, 0.5, 0)."""

    key: str
    signals: Signals
    right: float


def judge(rows: Iterable[Mapping[str, Any]], stages: Sequence[Stage]) -> Iterator[Case]:
    """Code the reports of gold rows and hold every record and slot against them."""
    for row in rows:
        report = row["report"]
        fields = {name: report.get(name) for name in ("publisher", "title", "published", "dateline", "text")}
        draft = Draft(Report(id=report["id"], language="en", **fields))
        for stage in stages:
            draft = draft.plus(stage.run([draft])[0])
        yield from _judge_draft(draft, row)


def _judge_draft(draft: Draft, gold: Mapping[str, Any]) -> Iterator[Case]:
    context = Context.of(draft)
    by_kind: defaultdict[str, list[tuple[dict[str, Any], dict[str, Signals]]]] = defaultdict(list)
    for kind, record in records_of(draft):
        by_kind[kind].append((record_to_json(record), describe(context, kind, record)))
    for kind, found in by_kind.items():
        likeness = partial(record_similarity, kind)
        pairs = pair_greedily(gold[kind], [row for row, _ in found], likeness, LEAST_SIMILARITY[kind])
        partners = {j: gold[kind][i] for i, j, _ in pairs}
        for index, (row, signals) in enumerate(found):
            yield from _judge_record(kind, row, signals, partners.get(index))


def _judge_record(kind: str, record: dict[str, Any], signals: dict[str, Signals], partner: Any) -> Iterator[Case]:
    for slot, own in signals.items():
        if slot == RECORD:
            yield Case(f"{kind}/{RECORD}", own, float(partner is not None))
            continue
        scored = SLOTS[kind].get(slot) or SLOTS["events"][slot]  # the suite does not score a statement's place
        count = scored.count(record)
        if count:
            credit = scored.credit(partner, record) / count if partner is not None else 0.0
            yield Case(f"{kind}/{slot}", own, min(1.0, credit))


def fit_weights(cases: Iterable[Case]) -> dict[str, dict[str, float]]:
    """A penalised logistic regression for each kind and slot."""
    grouped: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        grouped[case.key].append(case)
    return {key: _fit(rows) for key, rows in sorted(grouped.items())}


def _fit(rows: Sequence[Case]) -> dict[str, float]:
    names = sorted({name for row in rows for name in row.signals})
    signals = np.array([[1.0, *(row.signals.get(name, 0.0) for name in names)] for row in rows])
    right = np.array([row.right for row in rows])
    penalty = np.diag([0.01, *([PENALTY] * len(names))])
    weights = np.zeros(len(names) + 1)
    for _ in range(50):
        likely = 1 / (1 + np.exp(-signals @ weights))
        slope = signals.T @ (likely - right) + penalty @ weights
        curve = (signals * (likely * (1 - likely))[:, None]).T @ signals + penalty
        change = np.linalg.solve(curve, slope)
        weights -= change
        if np.abs(change).max() < 1e-8:
            break
    return {name: round(float(value), 5) for name, value in zip(["bias", *names], weights, strict=True)}


def probability(weights: Mapping[str, float], signals: Signals) -> float:
    score = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in signals.items())
    return float(1 / (1 + np.exp(-score)))


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers of one stretch of probability: how many, what was said on average, and what share was right."""

    count: int
    said: float
    right: float


def reliability(said: Sequence[float], right: Sequence[float]) -> list[Bin]:
    """Ten equal stretches of probability; empty ones are left out."""
    stretches: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    for one, truth in zip(said, right, strict=True):
        stretches[min(BINS - 1, int(one * BINS))].append((one, truth))
    return [
        Bin(len(rows), sum(one for one, _ in rows) / len(rows), sum(truth for _, truth in rows) / len(rows))
        for _, rows in sorted(stretches.items())
    ]


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance of what was said from what was right, each bin by its size (Naeini et al. 2015)."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.said - one.right) for one in bins) / max(1, total)
