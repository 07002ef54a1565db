"""Exact signals: what anyone can point at in a comment: swear words, links, numbers to call, repeated text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from dateline.moderation.plain_spellings import PlainText
from dateline.moderation.word_lists import load_words

SignalKind = Literal[
    "swearing",
    "mild swearing",
    "masked",
    "slur",
    "insult",
    "vulgar",
    "link",
    "phone",
    "mail",
    "handle",
    "price",
    "offer",
    "repeated",
]
SIGNAL_KINDS: tuple[SignalKind, ...] = get_args(SignalKind)

_LISTS: dict[str, SignalKind] = {
    "strong": "swearing",
    "mild": "mild swearing",
    "slurs": "slur",
    "insults": "insult",
    "vulgarity": "vulgar",
}
_WORD = re.compile(r"[^\W_]+")
_MASKED = re.compile(r"(?<![\w*])(?=[\w*#@$%&!]*[^\W\d_])[^\W\d_]+[*#@$%&!]{2,}\w*(?!\w)|(?<!\w)[@#$%&!*]{4,}(?!\w)")
_PATTERNS: tuple[tuple[SignalKind, re.Pattern[str]], ...] = (
    (
        "link",
        re.compile(
            r"(?i)\b(?:https?://|www\.)\S+"
            r"|\b[a-z0-9-]{2,}(?:\.|\s?[\[(]?\bdot\b[\])]?\s?)"
            r"(?:com|net|org|info|biz|shop|store|online|site|xyz|io|ru|top|club|link|me|app|tv|co)\b(?:/\S*)?"
        ),
    ),
    ("mail", re.compile(r"(?i)\b[\w.+-]+\s?(?:@|[\[(]at[\])])\s?[\w-]+(?:\.|\s?[\[(]?dot[\])]?\s?)[a-z]{2,}\b")),
    (
        "phone",
        re.compile(r"(?<![\w.,:])(?:(?:\+|00)\d(?:[\s().-]{0,2}\d){6,14}|\d(?:[\s().-]{0,2}\d){8,14})(?![\w%])"),
    ),
    (
        "handle",
        re.compile(
            r"(?<![\w.])@[A-Za-z]\w{3,}"
            r"|(?i:\bt\.me/\w+|\b(?:whats\s?app|telegram|insta(?:gram)?|onlyfans|youtube)\b)"
        ),
    ),
    ("price", re.compile(r"(?i)[$€£₽]\s?\d+|\b\d+\s?(?:usd|eur|dollars|euros|%\s?off)\b")),
    (
        "offer",
        re.compile(
            r"(?i)\b(?:subscribe|discount|promo|buy now|order now|for sale|free trial|sign up|click|check out"
            r"|my (?:new )?(?:book|channel|page|podcast|album|shop|store|blog|course|novel)"
            r"|link in bio|dm me|earn|giveaway|limited offer|sponsored)\b"
        ),
    ),
)
_SENTENCE = re.compile(r"[^.!?\n]+")
_FLOOD = re.compile(r"(\S{1,4}?)\1{11,}|((?:\S+\s+){1,4}?)\2{3,}")
_TIMES_REPEATED = 3


@dataclass(frozen=True, slots=True)
class Signal:
    """What was found, and its `[start, end)` in the text as sent."""

    kind: SignalKind
    start: int
    end: int


def find_signals(text: str, plain: PlainText) -> list[Signal]:
    """All signals of a text, in its order. In: the text as sent, and in plain spelling."""
    return sorted({*_find_words(plain), *_find_masked(text), *_find_patterns(text), *_find_repeats(text)}, key=_place)


def _place(signal: Signal) -> tuple[int, int, str]:
    return signal.start, signal.end, signal.kind


def _find_words(plain: PlainText) -> Iterator[Signal]:
    lists = [(load_words(name), kind) for name, kind in _LISTS.items()]
    for match in _WORD.finditer(plain.text):
        word = match.group().lower()
        for words, kind in lists:
            if word in words:
                yield Signal(kind, *plain.origin(match.start(), match.end()))


def _find_masked(text: str) -> Iterator[Signal]:
    for match in _MASKED.finditer(text):
        if not match.group().endswith("!"):
            yield Signal("masked", match.start(), match.end())


def _find_patterns(text: str) -> Iterator[Signal]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Signal(kind, match.start(), match.end())


def _find_repeats(text: str) -> Iterator[Signal]:
    """Letters or words in a flood, and a sentence said again and again."""
    flood = _FLOOD.search(text)
    if flood:
        yield Signal("repeated", flood.start(), flood.end())
    sentences = [(match, " ".join(match.group().lower().split())) for match in _SENTENCE.finditer(text)]
    counts = Counter(said for _, said in sentences if len(said) > 7)
    for match, said in sentences:
        if counts[said] >= _TIMES_REPEATED:
            yield Signal("repeated", match.start(), match.end())
