"""What a network says of windows, for measuring while training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from training.batches import make_batch
from training.heads import OUTSIDE, WORD_HEADS
from training.networks import HeadedEncoder
from training.windowing import Window

Spans = set[tuple[int, int, str]]


def head_columns(head: str) -> slice:
    """The columns of a head in the word scores."""
    start = 0
    for name, labels in WORD_HEADS.items():
        if name == head:
            return slice(start, start + len(labels))
        start += len(labels)
    raise KeyError(head)


@torch.inference_mode()
def word_scores(network: HeadedEncoder, windows: Sequence[Window], head: str, size: int = 32) -> Iterator[Tensor]:
    """The scores of a head for the words of each window, [words, labels], in the order of the windows."""
    network.eval()
    columns = head_columns(head)
    device = next(network.parameters()).device
    for start in range(0, len(windows), size):
        group = windows[start : start + size]
        batch = make_batch(group).to(device)
        scores = network(batch.pieces, batch.shapes, batch.mask)[0]
        for row, window in enumerate(group):
            yield scores[row, window.first_pieces][:, columns].float().cpu()


def decode_bio(tags: Sequence[int], labels: Sequence[str]) -> Spans:
    """The spans of B- and I- tags; an I- without its B- opens one."""
    spans: Spans = set()
    start, kind = 0, OUTSIDE
    for index, tag in enumerate([*tags, 0]):
        mark, _, name = labels[tag].partition("-")
        if kind != OUTSIDE and (mark != "I" or name != kind):
            spans.add((start, index, kind))
            kind = OUTSIDE
        if mark in ("B", "I") and kind == OUTSIDE:
            start, kind = index, name
    return spans


def entity_f1(network: HeadedEncoder, windows: Sequence[Window], head: str) -> float:
    """Exact micro-F1 of a B- and I- head over windows that carry its gold tags."""
    right = said = there = 0
    for window, scores in zip(windows, word_scores(network, windows, head), strict=True):
        gold = decode_bio(window.tags[head], WORD_HEADS[head])
        found = decode_bio(scores.argmax(-1).tolist(), WORD_HEADS[head])
        right, said, there = right + len(gold & found), said + len(found), there + len(gold)
    return 2 * right / max(1, said + there)
