"""Rows as tensors, those of like length together, spelt a little worse now and then."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from dateline.moderation.word_lists import make_spelling_reader
from training.comments.rows import COLUMNS, Row

MAX_PIECES = 256
MAX_ARTICLE = 32
_NOISE, _BARE, _LOST_ARTICLE = 0.12, 0.12, 0.5


@dataclass(frozen=True, slots=True)
class Read:
    """A row as pieces with the marks around them; the first `own` are the comment's."""

    pieces: list[int]
    own: int
    labels: list[float]


@dataclass(frozen=True, slots=True)
class Batch:
    """All [batch, pieces], and `labels` [batch, COLUMNS] with NaN for what is not known."""

    pieces: Tensor
    mask: Tensor
    own: Tensor
    labels: Tensor


def cut_row(row: Row, tokenizer: Tokenizer) -> Read:
    """A row as it is: its text in plain spelling, then its article where it has one."""
    text = make_spelling_reader().read(row.text).text
    ids = tokenizer.encode(text, add_special_tokens=False).ids[: MAX_PIECES - 2]
    opening, closing = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    assert opening is not None
    assert closing is not None
    pieces = [opening, *ids, closing]
    own = len(pieces)
    if row.article:
        pieces += [*tokenizer.encode(row.article, add_special_tokens=False).ids[:MAX_ARTICLE], closing]
    return Read(pieces, own, [row.labels.get(name, math.nan) for name in COLUMNS])


def vary(row: Row, order: random.Random) -> Row:
    """A row as another person might have typed it, or as it stands where nobody knows its article."""
    labels, article, text = dict(row.labels), row.article, row.text
    if article is not None and order.random() < _LOST_ARTICLE:
        article = None  # what is off topic can mostly be told even so
    if order.random() < _NOISE:
        text = misspell(text, order)
    if order.random() < _BARE:
        text = "".join(one for one in text.lower() if one.isalnum() or one.isspace() or one == "'")
    return Row(text or row.text, labels, row.group, article)


def misspell(text: str, order: random.Random) -> str:
    """One word in six with a letter lost, doubled or swapped; now and then two words run together."""
    words = text.split(" ")
    for at, word in enumerate(words):
        if len(word) > 3 and order.random() < 0.17:
            words[at] = _mistype(word, order)
    spaces = ["" if order.random() < 0.04 else " " for _ in words]
    return "".join(part for pair in zip(words, spaces, strict=True) for part in pair).strip()


def _mistype(word: str, order: random.Random) -> str:
    at = order.randrange(1, len(word) - 1)
    change = order.randrange(3)
    if change == 0:
        return word[:at] + word[at + 1 :]
    if change == 1:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def group_reads(reads: Sequence[Read], budget: int, order: random.Random | None = None) -> Iterator[list[Read]]:
    """Groups of like length with `budget` padded pieces at most; in a random order where one is given."""
    ranked = sorted(reads, key=lambda read: len(read.pieces) + (order.random() * 3 if order else 0.0))
    groups: list[list[Read]] = [[]]
    for read in ranked:
        if groups[-1] and (len(groups[-1]) + 1) * max(len(read.pieces), len(groups[-1][-1].pieces)) > budget:
            groups.append([])
        groups[-1].append(read)
    if order:
        order.shuffle(groups)
    yield from (group for group in groups if group)


def make_batch(group: Sequence[Read]) -> Batch:
    width = max(len(read.pieces) for read in group)
    pieces, mask, own = (torch.zeros((len(group), width), dtype=torch.int64) for _ in range(3))
    for at, read in enumerate(group):
        pieces[at, : len(read.pieces)] = torch.tensor(read.pieces)
        mask[at, : len(read.pieces)] = 1
        own[at, : read.own] = 1
    return Batch(pieces, mask, own, torch.tensor([read.labels for read in group]))
