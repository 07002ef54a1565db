"""How the answers of the encoder and the exact signals are weighed into one flag: a logistic regression for each.

It is fitted on rows that the encoder was not fitted on, with few weights: the flag's own answer, that for the whole
comment, and the signals that speak for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from dateline.model.comments import FLAGS
from dateline.moderation.encoders import CommentEncoder
from dateline.moderation.signals import find_signals
from dateline.moderation.suggestions import REJECT, SPEAKING_FOR
from dateline.moderation.word_lists import make_spelling_reader
from training.comments.rows import Row

_INPUTS: Mapping[str, tuple[str, ...]] = {flag: (flag, REJECT) for flag in FLAGS} | {REJECT: (REJECT, "olid")}
_STRENGTH = 2.0
"""How strongly weights are drawn to where they begin."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of rows before they are weighed: answers [rows, columns], the kinds of signals of each."""

    rows: Sequence[Row]
    answers: np.ndarray
    kinds: Sequence[frozenset[str]]


def read_rows(rows: Sequence[Row], encoder: CommentEncoder) -> Told:
    """Read rows with the encoder as it is shipped."""
    plain = [make_spelling_reader().read(row.text) for row in rows]
    readings = encoder.read([one.text for one in plain], [row.article for row in rows])
    kinds = [frozenset(s.kind for s in find_signals(row.text, one)) for row, one in zip(rows, plain, strict=True)]
    return Told(rows, np.stack([reading.scores for reading in readings]), kinds)


def calibrate(told: Told, columns: Sequence[str], counts: Sequence[float]) -> dict[str, dict[str, object]]:
    """The weights of every flag and of the verdict, as `weights.json` has them.

    In: `counts`, how much each row counts; rows that do not answer a question are left out of it.
    """
    return {name: _fit(name, told, columns, counts) for name in (*FLAGS, REJECT)}


def write_weights(path: Path, weights: Mapping[str, object]) -> None:
    path.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def _fit(name: str, told: Told, columns: Sequence[str], counts: Sequence[float]) -> dict[str, object]:
    known = [at for at, row in enumerate(told.rows) if name in row.labels]
    inputs, signals = _INPUTS[name], sorted(SPEAKING_FOR.get(name, ()))
    answers = told.answers[known][:, [list(columns).index(one) for one in inputs]]
    found = np.array([[float(kind in told.kinds[at]) for kind in signals] for at in known]).reshape(len(known), -1)
    features = torch.tensor(np.concatenate([answers, found], 1), dtype=torch.float64)
    truth = torch.tensor([float(told.rows[at].labels[name] > 0.5) for at in known], dtype=torch.float64)
    weighed = torch.tensor([counts[at] for at in known], dtype=torch.float64)
    start = torch.tensor([1.0] + [0.0] * (features.shape[1] - 1), dtype=torch.float64)
    fitted, bias = _regress(features, truth, weighed, start)
    rounded = [round(value, 4) for value in fitted.tolist()]
    return {
        "bias": round(bias, 4),
        "columns": dict(zip(inputs, rounded, strict=False)),
        "signals": dict(zip(signals, rounded[len(inputs) :], strict=True)),
    }


def _regress(
    features: torch.Tensor, truth: torch.Tensor, counts: torch.Tensor, start: torch.Tensor
) -> tuple[torch.Tensor, float]:
    values = start.clone().requires_grad_()
    bias = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([values, bias], max_iter=200, line_search_fn="strong_wolfe")

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        losses = nn.functional.binary_cross_entropy_with_logits(features @ values + bias, truth, reduction="none")
        loss = (losses * counts).sum() + _STRENGTH * ((values - start) ** 2).sum()
        loss.backward()
        return loss

    optimizer.step(step)
    return values.detach(), float(bias.detach())
