"""Fitting the network of comments over all corpora at once, and measuring it while it is fitted."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.comments.batches import Batch, Read, cut_row, group_reads, make_batch, vary
from training.comments.networks import CommentNetwork
from training.comments.rows import COLUMNS, Row

_BUDGET = 2048
_WEIGHTS = {"hate": 2.0, "reject": 1.5, "olid": 1.5}
_RARE = {
    "threat": 3.0,
    "vulgarity": 4.0,
    "off_topic": 3.0,
    "promotion": 2.0,
    "personal_attack": 2.0,
    "profanity": 2.0,
}
"""How much more a "yes" counts of what few comments are; the weighing afterwards makes up for it."""
_AVERAGED_FROM = 0.6
"""From this share of the steps on, the weights are averaged: what single steps learnt by chance cancels out."""


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of one corpus, and how often an epoch shows each of them (0.25: a random quarter)."""

    name: str
    rows: Sequence[Row]
    share: float

    def sample(self, order: random.Random) -> list[Row]:
        fit = [row for row in self.rows if row.split == "fit"]
        whole, part = divmod(self.share, 1.0)
        return fit * int(whole) + order.sample(fit, int(part * len(fit)))


@dataclass(frozen=True, slots=True)
class Plan:
    """Passes over the data, rates and seed."""

    epochs: int
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    seed: int = 20


def fit(network: CommentNetwork, sources: Sequence[Source], tokenizer: Tokenizer, plan: Plan, keep: Path) -> None:
    """Fit the network in place; the mean of its late weights is kept at `keep` after every epoch."""
    order = random.Random(plan.seed)
    torch.manual_seed(plan.seed)
    optimizer = _make_optimizer(network, plan)
    groups = _epoch(sources, tokenizer, order)
    total = plan.epochs * len(groups)
    mean = torch.optim.swa_utils.AveragedModel(network)
    begun, step, losses = time.monotonic(), 0, [0.0]
    for epoch in range(plan.epochs):
        network.train()
        for group in groups if epoch == 0 else _epoch(sources, tokenizer, order):
            _set_rates(optimizer, plan, step / total)
            losses.append(_step(network, make_batch(group), optimizer))
            step += 1
            if step / total > _AVERAGED_FROM and step % 10 == 0:
                mean.update_parameters(network)
            if step % 100 == 0:
                seconds, loss = time.monotonic() - begun, sum(losses[-100:]) / 100
                sys.stderr.write(f"step {step}/{total} {seconds:.0f} s: {loss:.4f}\n")
        best = mean.module if step / total > _AVERAGED_FROM else network
        torch.save(best.state_dict(), keep)
        for name, line in measure(best, sources, tokenizer, "dev").items():
            sys.stderr.write(f"  epoch {epoch + 1} {name}: {line}\n")
    network.load_state_dict(torch.load(keep))


def measure(
    network: CommentNetwork, sources: Sequence[Source], tokenizer: Tokenizer, split: str
) -> Mapping[str, str]:
    """Macro-F1 of every question that a corpus answers, over one split, at the threshold 0.5."""
    lines = {}
    for source in sources:
        rows = [row for row in source.rows if row.split == split]
        scores = predict(network, [cut_row(row, tokenizer) for row in rows])
        told = []
        for column, name in enumerate(COLUMNS):
            known = [at for at, row in enumerate(rows) if name in row.labels]
            truth = np.array([rows[at].labels[name] > 0.5 for at in known], dtype=bool)
            if truth.any() and not truth.all():
                told.append(f"{name} {macro_f1(truth, scores[known, column] > 0):.3f}")
        lines[source.name] = " ".join(told)
    return lines


def macro_f1(truth: np.ndarray, said: np.ndarray) -> float:
    """The mean of the F1 of "yes" and that of "no"."""
    halves = []
    for side in (True, False):
        hit = int(((truth == side) & (said == side)).sum())
        halves.append(2 * hit / max(1, int((truth == side).sum() + (said == side).sum())))
    return sum(halves) / 2


def predict(network: CommentNetwork, reads: Sequence[Read]) -> np.ndarray:
    """Scores [rows, COLUMNS], above 0 for yes."""
    network.eval()
    places = {id(read): at for at, read in enumerate(reads)}
    scores = np.zeros((len(reads), len(COLUMNS)), dtype=np.float32)
    with torch.inference_mode():
        for group in group_reads(reads, 4096):
            batch = make_batch(group)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                answers, _ = network(batch.pieces, batch.mask, batch.own)
            scores[[places[id(read)] for read in group]] = answers.float().numpy()
    return scores


def loss_of(scores: Tensor, labels: Tensor) -> Tensor:
    """The mean of what is known of each row, the questions weighted."""
    known = ~torch.isnan(labels)
    weights = torch.tensor([_WEIGHTS.get(name, 1.0) for name in COLUMNS]) * known
    losses = nn.functional.binary_cross_entropy_with_logits(
        scores.float(),
        torch.nan_to_num(labels),
        pos_weight=torch.tensor([_RARE.get(name, 1.0) for name in COLUMNS]),
        reduction="none",
    )
    return (losses * weights).sum() / weights.sum()


def _epoch(sources: Sequence[Source], tokenizer: Tokenizer, order: random.Random) -> list[list[Read]]:
    rows = [vary(row, order) for source in sources for row in source.sample(order)]
    return list(group_reads([cut_row(row, tokenizer) for row in rows], _BUDGET, order))


def _make_optimizer(network: CommentNetwork, plan: Plan) -> torch.optim.Optimizer:
    network.bert.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
    encoder = [one for name, one in network.named_parameters() if name.startswith("bert.") and one.requires_grad]
    heads = [one for name, one in network.named_parameters() if not name.startswith("bert.")]
    groups = [{"params": encoder, "lr": plan.encoder_rate}, {"params": heads, "lr": plan.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _set_rates(optimizer: torch.optim.Optimizer, plan: Plan, done: float) -> None:
    """Up over the first twentieth of the steps, then down in a line."""
    share = min(1.0, (done + 1e-3) / 0.05) * max(0.02, 1 - done)
    for group, rate in zip(optimizer.param_groups, (plan.encoder_rate, plan.head_rate), strict=True):
        group["lr"] = rate * share


def _step(network: CommentNetwork, batch: Batch, optimizer: torch.optim.Optimizer) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, _ = network(batch.pieces, batch.mask, batch.own)
    loss = loss_of(scores, batch.labels)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def names_of(sources: Sequence[Source]) -> Iterator[str]:
    """A line on each corpus."""
    for source in sources:
        yield f"{source.name}: {len(source.rows)} rows, shown {source.share} times an epoch"
