"""Batches of windows of like length, within a budget of pieces."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from dateline.model.readings import distance_class
from training.examples import UNKNOWN
from training.heads import DISTANCES, PAIR_ROLES, WINDOW_HEADS, WORD_HEADS
from training.windowing import Window


@dataclass(slots=True)
class Batch:
    """Windows as tensors. `tags[head]` is [batch, pieces]; pairs are rows over the whole batch."""

    pieces: Tensor
    shapes: Tensor
    mask: Tensor
    tags: dict[str, Tensor]
    window_tags: dict[str, Tensor]
    pair_anchors: Tensor
    pair_spans: Tensor
    pair_classes: Tensor
    pair_proposals: Tensor
    pair_roles: Tensor
    pair_known: Tensor

    def to(self, device: torch.device) -> Batch:
        moved = {name: getattr(self, name) for name in self.__slots__}
        return Batch(**{name: _move(value, device) for name, value in moved.items()})


def _move(value: Tensor | dict[str, Tensor], device: torch.device) -> Tensor | dict[str, Tensor]:
    return value.to(device) if isinstance(value, Tensor) else {name: one.to(device) for name, one in value.items()}


def group_windows(windows: Sequence[Window], budget: int, order: random.Random) -> Iterator[list[Window]]:
    """Groups of at most `budget` padded pieces, windows of like length together, in random order."""
    by_length = sorted(windows, key=lambda window: (len(window.pieces), order.random()))
    groups: list[list[Window]] = [[]]
    for window in by_length:
        if groups[-1] and (len(groups[-1]) + 1) * len(window.pieces) > budget:
            groups.append([])
        groups[-1].append(window)
    order.shuffle(groups)
    yield from (group for group in groups if group)


def make_batch(windows: Sequence[Window]) -> Batch:
    """Pad a group of windows to one length."""
    length = max(len(window.pieces) for window in windows)
    shape = (len(windows), length)
    pieces, shapes, mask = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for row, window in enumerate(windows):
        size = len(window.pieces)
        pieces[row, :size], shapes[row, :size], mask[row, :size] = window.pieces, window.shapes, 1
    return Batch(
        torch.from_numpy(pieces),
        torch.from_numpy(shapes),
        torch.from_numpy(mask),
        {head: torch.from_numpy(array) for head, array in _word_tags(windows, shape)},
        {head: torch.from_numpy(array) for head, array in _window_tags(windows)},
        *_pairs(windows, length),
    )


def _word_tags(windows: Sequence[Window], shape: tuple[int, int]) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
    for head in WORD_HEADS:
        if not any(head in window.tags for window in windows):
            continue
        array = np.full(shape, UNKNOWN, dtype=np.int64)
        for row, window in enumerate(windows):
            if head in window.tags:
                array[row, window.first_pieces] = window.tags[head]
        yield head, array


def _window_tags(windows: Sequence[Window]) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    for head, labels in WINDOW_HEADS.items():
        if not any(head in window.window_tags for window in windows):
            continue
        array = np.full((len(windows), len(labels)), np.nan, dtype=np.float32)
        for row, window in enumerate(windows):
            if head in window.window_tags:
                array[row] = window.window_tags[head]
        yield head, array


def _pairs(windows: Sequence[Window], length: int) -> tuple[Tensor, ...]:
    """Sparse averaging matrices [pairs, batch * pieces] for anchors and spans; distances; roles, and those known."""
    anchors: list[tuple[int, list[int]]] = []
    spans: list[tuple[int, list[int]]] = []
    classes: list[int] = []
    proposals: list[int] = []
    roles: list[list[float]] = []
    known: list[list[float]] = []
    for row, window in enumerate(windows):
        for pair in window.pairs:
            at = row * length
            anchors.append((len(classes), [at + window.first_pieces[word] for word in range(*pair.anchor)]))
            spans.append((len(classes), [at + window.first_pieces[word] for word in range(*pair.span)]))
            classes.append(distance_class(pair.anchor, pair.span, DISTANCES))
            proposals.append(pair.proposal)
            roles.append([float(role in pair.roles) for role in range(len(PAIR_ROLES))])
            known.append([float(role in pair.kinds) for role in range(len(PAIR_ROLES))])
    size = (len(classes), len(windows) * length)
    return (
        _averaging(anchors, size),
        _averaging(spans, size),
        torch.tensor(classes, dtype=torch.long),
        torch.tensor(proposals, dtype=torch.long),
        torch.tensor(roles, dtype=torch.float32).reshape(-1, len(PAIR_ROLES)),
        torch.tensor(known, dtype=torch.float32).reshape(-1, len(PAIR_ROLES)),
    )


def _averaging(rows: Sequence[tuple[int, list[int]]], size: tuple[int, int]) -> Tensor:
    indices = [(row, column) for row, columns in rows for column in columns]
    values = [1.0 / len(columns) for _, columns in rows for _ in columns]
    where = torch.tensor(indices, dtype=torch.long).reshape(-1, 2).T
    return torch.sparse_coo_tensor(where, torch.tensor(values, dtype=torch.float32), size, check_invariants=False)
