"""Fitting: one network over many corpora at once."""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from training.batches import Batch, group_windows, make_batch
from training.examples import UNKNOWN
from training.heads import WINDOW_HEADS, WORD_HEADS
from training.networks import HeadedEncoder
from training.windowing import Window

HEAD_WEIGHTS = {"contents": 0.5, "sources": 0.5, "cues": 0.5, "events": 2.0, "muc_roles": 2.0}
"""How much a head's loss counts; 1 where it is not named."""
PAIR_WEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class Task:
    """The windows of one corpus, how often an epoch shows them (0.25: a random quarter), and the pieces of a step."""

    name: str
    windows: Sequence[Window]
    share: float = 1.0
    budget: int = 2048

    def sample(self, order: random.Random) -> list[Window]:
        whole, part = divmod(self.share, 1.0)
        return [*self.windows] * int(whole) + order.sample([*self.windows], int(part * len(self.windows)))

    def steps(self, order: random.Random) -> Iterator[list[Window]]:
        """The groups of windows of an epoch's steps."""
        return group_windows(self.sample(order), self.budget, order)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fit: passes over the data, rates and seed."""

    epochs: float = 5
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    seed: int = 20


def fit(
    network: HeadedEncoder, tasks: Sequence[Task], plan: Plan, device: torch.device, keep: Path | None = None
) -> None:
    """Fit the network in place; its weights are kept at `keep` after every epoch."""
    order = random.Random(plan.seed)
    torch.manual_seed(plan.seed)
    network.to(device).train()
    optimizer = _optimizer(network, plan)
    steps_an_epoch = sum(1 for task in tasks for _ in task.steps(random.Random(0)))
    total = max(1, int(plan.epochs * steps_an_epoch))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, total, plan.warmup))
    begun, step = time.monotonic(), 0
    for epoch in range(math.ceil(plan.epochs)):
        losses: dict[str, list[float]] = {}
        for name, group in _steps(tasks, order):
            if step >= total:
                break
            loss = _step(network, make_batch(group).to(device), optimizer)
            schedule.step()
            step += 1
            losses.setdefault(name, []).append(loss)
            if step % 50 == 0:
                _tell(step, total, begun, losses)
        _tell(step, total, begun, losses, end=f" (epoch {epoch + 1})\n")
        if keep:
            torch.save(network.state_dict(), keep)


def _steps(tasks: Sequence[Task], order: random.Random) -> Iterator[tuple[str, list[Window]]]:
    """The groups of an epoch, those of all tasks shuffled together."""
    groups = [(task.name, group) for task in tasks for group in task.steps(order)]
    order.shuffle(groups)
    yield from groups


def _optimizer(network: HeadedEncoder, plan: Plan) -> torch.optim.Optimizer:
    encoder = [one for name, one in network.named_parameters() if name.startswith("bert.") and one.requires_grad]
    heads = [one for name, one in network.named_parameters() if not name.startswith("bert.")]
    groups = [{"params": encoder, "lr": plan.encoder_rate}, {"params": heads, "lr": plan.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _rate(step: int, total: int, warmup: float) -> float:
    begin = max(1, int(total * warmup))
    return (step + 1) / begin if step < begin else max(0.02, (total - step) / max(1, total - begin))


def _step(network: HeadedEncoder, batch: Batch, optimizer: torch.optim.Optimizer) -> float:
    with torch.autocast(batch.pieces.device.type, dtype=torch.bfloat16):
        scores = network(batch.pieces, batch.shapes, batch.mask)
    loss = loss_of(network, batch, *scores)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def loss_of(
    network: HeadedEncoder, batch: Batch, words: Tensor, windows: Tensor, anchors: Tensor, spans: Tensor
) -> Tensor:
    """The weighted sum of the losses of the heads that the batch has labels for."""
    total = words.new_zeros((), dtype=torch.float32)
    column = 0
    for head, labels in WORD_HEADS.items():
        if head in batch.tags:
            total = total + HEAD_WEIGHTS.get(head, 1.0) * _word_loss(
                words[..., column : column + len(labels)], batch.tags[head]
            )
        column += len(labels)
    column = 0
    for head, names in WINDOW_HEADS.items():
        if head in batch.window_tags:
            total = total + _window_loss(windows[:, column : column + len(names)], batch.window_tags[head])
        column += len(names)
    if len(batch.pair_classes):
        total = total + PAIR_WEIGHT * _pair_loss(network, batch, anchors, spans)
    return total


def _word_loss(scores: Tensor, tags: Tensor) -> Tensor:
    """The mean over the words that have a label; zero where none has."""
    known = int((tags != UNKNOWN).sum())
    flat = scores.float().flatten(0, 1)
    return nn.functional.cross_entropy(flat, tags.flatten(), ignore_index=UNKNOWN, reduction="sum") / max(1, known)


def _window_loss(scores: Tensor, tags: Tensor) -> Tensor:
    known = ~torch.isnan(tags)
    return nn.functional.binary_cross_entropy_with_logits(scores.float()[known], tags[known])


def _pair_loss(network: HeadedEncoder, batch: Batch, anchors: Tensor, spans: Tensor) -> Tensor:
    flat_anchors = torch.sparse.mm(batch.pair_anchors, anchors.float().flatten(0, 1))
    flat_spans = torch.sparse.mm(batch.pair_spans, spans.float().flatten(0, 1))
    scores = network.pairs(flat_anchors, flat_spans, batch.pair_classes, batch.pair_proposals)
    losses = nn.functional.binary_cross_entropy_with_logits(scores, batch.pair_roles, reduction="none")
    return (losses * batch.pair_known).sum() / batch.pair_known.sum()


def _tell(step: int, total: int, begun: float, losses: dict[str, list[float]], end: str = "\n") -> None:
    seconds = time.monotonic() - begun
    told = " ".join(f"{name} {sum(some[-50:]) / len(some[-50:]):.3f}" for name, some in sorted(losses.items()))
    sys.stderr.write(f"step {step}/{total} {seconds:.0f} s: {told}{end}")
