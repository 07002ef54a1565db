"""Two places in one word: "the Siuna-Rosita road", "the Tuz Khurmatu–Kirkuk highway", "the Mali-Niger border"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.annotate.toponym_runs import Word
from dateline.base.resources import load_yaml
from dateline.model.annotations import Toponym
from dateline.model.ports import Gazetteer
from dateline.model.spans import Span

_DASHES = "-–—"
_ARTICLES = frozenset({"al", "el", "as", "ash", "ad", "an", "ar", "at", "az", "ez", "es", "ed", "er", "et", "ul"})
_MAX_NAME_WORDS = 3
_AFTER_CHARS = 45


@dataclass(frozen=True, slots=True)
class _Cut:
    """A dash that parts two names: the word that holds it, its offset in the word, and how many names are known."""

    index: int
    at: int
    known: int


def divide_pairs(text: str, run: Sequence[Word], gazetteer: Gazetteer) -> list[list[Word]]:
    """The run, or its two names where a dash parts them and a road, a front or a border follows.

    Of two names one must be known at least; before "area", "front" and the like both, for names with a dash are many.
    """
    wanted = _names_wanted(text, run)
    cuts = [cut for cut in _cuts(text, run, gazetteer) if wanted and cut.known >= wanted]
    if not cuts:
        return [list(run)]
    best = max(cuts, key=lambda cut: (cut.known, run[cut.index].text[cut.at] != "-"))
    word = run[best.index]
    middle = word.start + best.at
    name = _head_of(word.text[: best.at])
    head = Word(word.start, word.start + len(name), name, True)
    tail = Word(middle + 1, word.end, word.text[best.at + 1 :], True)
    return [[*run[: best.index], head], [tail, *run[best.index + 1 :]]]


def _names_wanted(text: str, run: Sequence[Word]) -> int:
    """How many of the two names must be known, by the word that follows the run or ends it; 0 for no such word."""
    if not any(dash in word.text for word in run for dash in _DASHES):
        return 0
    last = run[-1]
    after = text[last.end : last.end + _AFTER_CHARS]
    ending = f" {last.text.lower()}" if len(run) > 1 else ""
    for pattern, wanted in _followers():
        if pattern.match(after) or (ending and pattern.match(ending)):
            return wanted
    return 0


@cache
def _followers() -> Sequence[tuple[re.Pattern[str], int]]:
    lists = load_yaml("lexicons/stretches.yaml")
    return [(_following(lists["ways"] + lists["borders"]), 1), (_following(lists["tracts"]), 2)]


def _following(words: Sequence[str]) -> re.Pattern[str]:
    choices = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\s(?:[a-z]+ ){{0,2}}?(?:{choices})s?\b", re.IGNORECASE)


def _cuts(text: str, run: Sequence[Word], gazetteer: Gazetteer) -> Iterator[_Cut]:
    for index, word in enumerate(run):
        dashes = [at for at, letter in enumerate(word.text) if letter in _DASHES]
        if not dashes or gazetteer.find(word.text):
            continue
        for at in dashes:
            head, tail = _head_of(word.text[:at]), word.text[at + 1 :]
            if head.lower() in _ARTICLES or not (tail[:1].isupper() or tail.partition("-")[0] in _ARTICLES):
                continue
            known = [
                any(gazetteer.find(name) for name in _ending_in(text, run, index, word.start + len(head))),
                any(gazetteer.find(name) for name in _starting_with(text, run, index, word.start + at + 1)),
            ]
            yield _Cut(index, at, sum(known))


def _head_of(words: str) -> str:
    """The first name of "Bama-to-Gwoza"."""
    return words[:-3] if words[-3:] in ("-to", "–to") else words


def _ending_in(text: str, run: Sequence[Word], index: int, end: int) -> Iterator[str]:
    """Names that end before the dash, with words before it: "Khurmatu", "Tuz Khurmatu"."""
    for first in range(index, max(-1, index - _MAX_NAME_WORDS), -1):
        yield text[run[first].start : end]


def _starting_with(text: str, run: Sequence[Word], index: int, start: int) -> Iterator[str]:
    for last in range(index, min(len(run), index + _MAX_NAME_WORDS)):
        yield text[start : run[last].end]


def border_toponyms(text: str, gazetteer: Gazetteer) -> Iterator[Toponym]:
    """The countries of "the Thai-Cambodian border", by their adjectives."""
    pattern, codes = _adjectives()
    for match in pattern.finditer(text):
        for number in (1, 2):
            if country := gazetteer.get(f"country:{codes[match[number]]}"):
                yield Toponym(Span(*match.span(number)), country.name)


@cache
def _adjectives() -> tuple[re.Pattern[str], dict[str, str]]:
    """Two adjectives of countries before a word for a border, and the country (ISO 3166-1 alpha-2) of each."""
    rows = load_yaml("gazetteer/countries.yaml")["countries"]
    codes = {word: code for code, row in rows.items() for word in row.get("demonyms", [])}
    words = "|".join(re.escape(word) for word in sorted(codes, key=len, reverse=True))
    return re.compile(rf"\b({words})[-–—]({words})(?= (?:[a-z]+ )?(?:border|frontier)s?\b)"), codes
