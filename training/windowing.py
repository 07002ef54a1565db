"""From examples to the windows that the encoder is fed: piece ids, and the labels at each word's first piece."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Encoding, Tokenizer

from dateline.annotate.windows import pack_windows
from training.examples import UNKNOWN, Example, Pair, WordRange

MAX_PIECES = 254
"""Word pieces of a window; with the two marks around it 256 places."""


@dataclass(slots=True)
class Window:
    """A window as the network takes it: pieces, a shape for each, where each word begins, and the labels."""

    pieces: list[int]
    shapes: list[int]
    first_pieces: list[int]
    tags: dict[str, list[int]]
    window_tags: dict[str, list[float]]
    pairs: list[Pair]


def cut_windows(example: Example, tokenizer: Tokenizer) -> Iterator[Window]:
    """The windows of an example. A pair that would reach from one window into another is left out."""
    if not example.words:
        return
    pieces = [encoding.ids or [_id_of(tokenizer, "[UNK]")] for encoding in _encode(example.words, tokenizer)]
    counts = [len(ids) for ids in pieces]
    runs = list(pack_windows(example.words, counts, MAX_PIECES))
    for start, end in runs:
        yield _window(example, pieces, (start, end), tokenizer, alone=len(runs) == 1)


def _encode(words: Sequence[str], tokenizer: Tokenizer) -> list[Encoding]:
    return list(tokenizer.encode_batch(list(words), add_special_tokens=False))


def _id_of(tokenizer: Tokenizer, mark: str) -> int:
    number = tokenizer.token_to_id(mark)
    if number is None:
        raise ValueError(f"the tokenizer has no {mark}")
    return number


def _window(
    example: Example, pieces: list[list[int]], run: WordRange, tokenizer: Tokenizer, *, alone: bool
) -> Window:
    start, end = run
    ids, shapes, firsts = [_id_of(tokenizer, "[CLS]")], [0], []
    for index in range(start, end):
        firsts.append(len(ids))
        ids.extend(pieces[index][:MAX_PIECES])
        shapes.extend([example.shapes[index] + 1] * len(pieces[index][:MAX_PIECES]))
    ids.append(_id_of(tokenizer, "[SEP]"))
    shapes.append(0)
    tags = {head: labels[start:end] for head, labels in example.tags.items()}
    return Window(ids, shapes, firsts, tags, _window_tags(example, tags, alone=alone), _pairs_within(example, run))


def _window_tags(example: Example, tags: dict[str, list[int]], *, alone: bool) -> dict[str, list[float]]:
    """Labels of a whole report hold for a part of it only where the part is seen to tell of them."""
    found = dict(example.window_tags)
    types = found.get("muc_types")
    if types and any(types) and not alone and not any(tag > 0 for tag in tags["muc_roles"]):
        found["muc_types"] = [math.nan if held else 0.0 for held in types]
    return found


def _pairs_within(example: Example, run: WordRange) -> list[Pair]:
    start, end = run
    return [
        Pair(_shift(pair.anchor, start), _shift(pair.span, start), pair.roles, pair.kinds, pair.proposal)
        for pair in example.pairs
        if start <= min(pair.anchor[0], pair.span[0]) and max(pair.anchor[1], pair.span[1]) <= end
    ]


def _shift(words: WordRange, by: int) -> WordRange:
    return words[0] - by, words[1] - by


def is_learnable(window: Window) -> bool:
    """Whether a window says anything at all."""
    return bool(window.pairs or window.window_tags) or any(
        any(tag != UNKNOWN for tag in labels) for labels in window.tags.values()
    )
