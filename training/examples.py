"""What the heads learn from: a text's words with the labels that a corpus gives for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dateline.annotate.windows import SHAPES, WindowWord, shape_of, split_window_words
from dateline.model.spans import Span
from training.heads import WINDOW_HEADS, WORD_HEADS

UNKNOWN = -100
"""A label that is not learnt from."""

WordRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """An anchor and a span, as ranges of words, and the indices of the roles that hold (none: they are unrelated)."""

    anchor: WordRange
    span: WordRange
    roles: tuple[int, ...]
    kinds: tuple[int, ...]
    """The roles that the corpus can tell of; the others are not learnt from."""
    proposal: int = 0
    """What the rules take the span for: an index into `PROPOSALS`."""


@dataclass(slots=True)
class Example:
    """The words of one text with labels: `words[i]` of head h has `tags[h][i]`, an index into the head's labels."""

    words: list[str]
    shapes: list[int]
    tags: dict[str, list[int]] = field(default_factory=dict)
    window_tags: dict[str, list[float]] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    weight: float = 1.0

    def tag(self, head: str) -> list[int]:
        """The labels of a head, all "outside" to begin with."""
        return self.tags.setdefault(head, [0] * len(self.words))

    def mark(self, head: str, label: str, words: WordRange) -> None:
        """Label a range of words; a head with B- and I- labels gets those."""
        labels, tags = WORD_HEADS[head], self.tag(head)
        for index in range(*words):
            name = label if label in labels else f"{'B' if index == words[0] else 'I'}-{label}"
            tags[index] = labels.index(name)

    def mark_window(self, head: str, labels: Iterable[str]) -> None:
        """Say which of a window head's labels hold for the text."""
        holding = set(labels)
        self.window_tags[head] = [float(label in holding) for label in WINDOW_HEADS[head]]


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of a text, and the way from characters to words."""

    words: tuple[WindowWord, ...]

    @classmethod
    def of(cls, text: str) -> TextWords:
        return cls(tuple(split_window_words(text)))

    def example(self) -> Example:
        return Example([word.text for word in self.words], [word.shape for word in self.words])

    def range_of(self, start: int, end: int) -> WordRange | None:
        """The words that overlap `[start, end)`; None where there are none."""
        span = Span(start, end)
        found = [index for index, word in enumerate(self.words) if word.span.overlaps(span)]
        return (found[0], found[-1] + 1) if found else None


def example_of_tokens(tokens: Sequence[str]) -> tuple[Example, list[WordRange]]:
    """An example of a corpus that comes as tokens, and for each token the words that it gives."""
    example = Example([], [])
    ranges: list[WordRange] = []
    for token in tokens:
        start = len(example.words)
        for word in split_window_words(token):
            previous = example.words[-1] if example.words else "\n"
            starts = not example.words
            example.words.append(word.text)
            example.shapes.append(shape_of(word.text, after_stop=previous in ".!?…", starts_paragraph=starts))
        ranges.append((start, len(example.words)))
    return example, ranges


def shape_count() -> int:
    return len(SHAPES)
