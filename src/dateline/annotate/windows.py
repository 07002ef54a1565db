"""What the encoder sees of a text: its words, their shapes, and the windows they are read in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.model.spans import Span

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_+")
_STOPS = frozenset(".!?…")

SHAPES = ("lower", "title", "upper", "mixed", "digits", "mark", "title after a stop", "after a paragraph")
"""What the uncased encoder is told of a word's writing, by index."""


@dataclass(frozen=True, slots=True)
class WindowWord:
    """A word or a mark: where it stands, and its shape as an index into `SHAPES`."""

    span: Span
    text: str
    shape: int


def split_window_words(text: str) -> list[WindowWord]:
    """The words and marks of a text in order. Every run of letters and digits is a word, every other mark its own."""
    words: list[WindowWord] = []
    previous_end, previous = 0, "\n\n"
    for match in _WORD.finditer(text):
        starts_paragraph = not words or "\n" in text[previous_end : match.start()]
        shape = shape_of(match.group(), after_stop=previous in _STOPS, starts_paragraph=starts_paragraph)
        words.append(WindowWord(Span(match.start(), match.end()), match.group(), shape))
        previous_end, previous = match.end(), match.group()
    return words


def shape_of(word: str, *, after_stop: bool, starts_paragraph: bool) -> int:
    """The shape of a word; a capital says less where every word would have one."""
    if word[0].isdigit():
        name = "digits"
    elif not word[0].isalpha():
        name = "mark"
    elif word.islower():
        name = "lower"
    elif word.isupper() and len(word) > 1:
        name = "upper"
    elif word[0].isupper() and (word[1:].islower() or len(word) == 1):
        name = "after a paragraph" if starts_paragraph else "title after a stop" if after_stop else "title"
    else:
        name = "mixed"
    return SHAPES.index(name)


def pack_windows(words: Sequence[str], piece_counts: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
    """Runs of words `[start, end)` of at most `limit` word pieces, cut after the last stop where there is one.

    In: the words and how many pieces the tokenizer makes of each. A word of more pieces than `limit` gets a window
    of its own; the tokenizer cuts it there.
    """
    start, size, last_stop = 0, 0, 0
    for index, (word, count) in enumerate(zip(words, piece_counts, strict=True)):
        while size + count > limit and index > start:
            cut = last_stop if last_stop > start else index
            yield start, cut
            start, size = cut, sum(piece_counts[cut:index])
        size += count
        if word in _STOPS:
            last_stop = index + 1
    if start < len(words):
        yield start, len(words)
