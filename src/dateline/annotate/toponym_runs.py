"""Runs of capitalised words: where names of places may stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:[’'‘ʿʻ`\-–][^\W_]+)*")
_ARTICLE_NAME = re.compile(r"^(?:al|el|as|ash|ad|an|ar|at|az|ez|es|ed|er|et)[-–][A-ZÀ-Þ]")
POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_COMPOUND = re.compile(
    r"[-–](?:based|led|backed|wide|born|brokered|sponsored|supported|allied|made|held|controlled|funded|trained|bound)$"
)
_JOINTS = frozenset({
    "of", "the", "de", "del", "la", "las", "los", "al", "el", "ez", "az", "as", "ash", "ar", "ad",
    "an", "da", "do", "dos", "das", "du", "des", "le", "sur", "en", "i", "e",
})  # fmt: skip
_SHORT_LEADS = frozenset({"St", "Mt", "Ft", "Ste"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its offsets, and whether it starts with a capital or an article ("al-Hol")."""

    start: int
    end: int
    text: str
    capital: bool


def unbroken(free: Sequence[Word], run: Sequence[Word]) -> list[list[Word]]:
    """The free words of a run in stretches that follow each other, with no joint at an end."""
    parts: list[list[Word]] = []
    places = {word.start: index for index, word in enumerate(run)}
    for word in free:
        if parts and places[word.start] == places[parts[-1][-1].start] + 1:
            parts[-1].append(word)
        else:
            parts.append([word])
    trimmed = [trim_joints(part) for part in parts]
    return [part for part in trimmed if part]


def trim_joints(part: list[Word]) -> list[Word]:
    while part and not part[0].capital and part[0].text not in ("al", "el"):
        part = part[1:]
    while part and not part[-1].capital:
        part = part[:-1]
    return part


def capital_runs(text: str) -> Iterable[list[Word]]:
    """Runs of words that start with a capital, joined by single spaces; small joints may stand between."""
    run: list[Word] = []
    for match in _WORD.finditer(text):
        word_text = match.group()
        capital = word_text[0].isupper() or bool(_ARTICLE_NAME.match(word_text))
        if compound := _COMPOUND.search(word_text):
            word_text = word_text[: compound.start()]
        word = Word(match.start(), match.start() + len(word_text), word_text, capital)
        follows = bool(run) and _goes_on(text, run[-1], word) and not POSSESSIVE.search(run[-1].text)
        if run and not (follows and (capital or word_text in _JOINTS)):
            if part := trim_joints(run):
                yield part
            run = []
        if capital or word_text in _JOINTS:
            run.append(word)
    if part := trim_joints(run):
        yield part


def _goes_on(text: str, word: Word, other: Word) -> bool:
    """One space between them, or the point of "St. Petersburg"."""
    between = text[word.end : other.start]
    return between == " " or (between == ". " and word.text in _SHORT_LEADS)
