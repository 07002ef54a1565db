"""Quantities: numbers in digits and words, with their modifiers and what they count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.base.resources import load_yaml
from dateline.model.annotations import Quantity
from dateline.model.drafts import QUANTITIES, SENTENCES, TIMEXES, Additions, Draft
from dateline.model.spans import Span

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d[\d,.]*\d|\d")
_MAX_UNIT_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The compiled lexicon of numbers."""

    number: re.Pattern[str]
    words: dict[str, int]
    scales: dict[str, int]
    vague: dict[str, tuple[int | None, int | None]]
    at_least: frozenset[str]
    at_most: frozenset[str]
    about: frozenset[str]
    stops: frozenset[str]
    units: tuple[tuple[re.Pattern[str], str], ...]


class QuantityStage:
    """Finds what is counted; numbers that belong to a time expression are left to the timexes."""

    name = "quantities"
    version = "1"
    requires = (SENTENCES, TIMEXES)
    provides = (QUANTITIES,)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{QUANTITIES: tuple(self._find(draft))} for draft in batch]

    def _find(self, draft: Draft) -> Iterator[Quantity]:
        times = [timex.span for timex in draft.get(TIMEXES)]
        for sentence in draft.get(SENTENCES):
            near = [span for span in times if span.overlaps(sentence.span)]
            for quantity in find_quantities(draft.text, sentence.span):
                if not any(span.overlaps(quantity.span) for span in near):
                    yield quantity


def find_quantities(text: str, within: Span) -> Iterator[Quantity]:
    """The quantities in a stretch of text, in order."""
    grammar = _grammar()
    for match in grammar.number.finditer(text, within.start, within.end):
        if _is_label(text, match):
            continue
        low, high, approximate = _value(match, grammar)
        unit, unit_span = _unit(text, match.end(), within.end, grammar)
        yield Quantity(Span(match.start(), match.end()), low, high, approximate, unit, unit_span)


_LABEL_BEFORE = re.compile(r"(?:[-–/:.$€£#]|\bNo\. ?|\bPSC |[A-Za-z]-?)$")
_LABEL_AFTER = re.compile(
    r"(?:st|nd|rd|th)\b|[-–/:]\d|-year|%| per ?cent| ?mm\b| ?(?:a\.m|p\.m|am|pm)\b|-?[A-Za-z]\b"
)
_AGE = re.compile(r",\s*$")
_AGED = re.compile(r"\b(?:aged?|ages|age of)\s+$")
_PRONOUN_ONE = re.compile(
    r"\s+of\s+(?:the|its|their|his|her|them|these|those|our|whom)\b|\s+(?:another|day|side|by)\b"
)
_PRONOUN_BEFORE = re.compile(r"(?:\b(?:no|any|every|each|the|this|that|last|first|another|which)\s+)$", re.IGNORECASE)


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Numbers that count nothing: names, ordinals, ages, clock times, prices, calibres, "one of the"."""
    before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 12]
    digits = match["digits"] is not None
    if digits and (_LABEL_BEFORE.search(before) or _LABEL_AFTER.match(after)):
        return True
    if _AGED.search(before):
        return True
    if digits and _AGE.search(before) and after.startswith((",", ".", " and")):
        return True
    if (match["words"] or "").lower() == "one":
        return bool(_PRONOUN_ONE.match(text, match.end()) or _PRONOUN_BEFORE.search(before))
    return False


def _value(match: re.Match[str], grammar: _Grammar) -> tuple[float | None, float | None, bool]:
    modifier = " ".join((match["modifier"] or "").lower().split())
    after = bool(match["after"])
    if match["low"]:
        low, high = _plain(match["low"], grammar), _plain(match["high"], grammar)
        return low, _rescale(low, high), modifier in grammar.about
    if match["vague"]:
        low_, high_ = grammar.vague[" ".join(match["vague"].lower().split())]
        return low_, high_, bool(modifier in grammar.about)
    value = _plain(match["digits"] or match["words"], grammar)
    if after or modifier in grammar.at_least:
        return value, None, False
    if modifier in grammar.at_most:
        return None, value, False
    return value, value, modifier in grammar.about


def _rescale(low: float, high: float) -> float:
    """ "14 to 18 thousand" is left as written; a range never runs backwards."""
    return max(low, high)


def _plain(words: str, grammar: _Grammar) -> float:
    """The value of "27", "1,422", "1.2 million", "twenty-seven", "two hundred and five"."""
    total, current = 0.0, 0.0
    for raw in re.split(r"[\s-]+", words.lower().strip()):
        if raw in ("", "and", "a", "an"):
            current = current or (1.0 if raw in ("a", "an") else 0.0)
        elif raw[0].isdigit():
            current += _digits(raw)
        elif raw in grammar.words:
            current += grammar.words[raw]
        elif (scale := grammar.scales.get(raw)) is not None:
            current = (current or 1.0) * scale
            if scale >= 1000:
                total, current = total + current, 0.0
    return total + current


def _digits(raw: str) -> float:
    grouped = raw.replace(",", "")
    return float(grouped) if re.fullmatch(r"\d+(?:\.\d+)?", grouped) else float(re.sub(r"\D", "", raw) or 0)


def _unit(text: str, start: int, end: int, grammar: _Grammar) -> tuple[str | None, Span | None]:
    for pattern, unit in grammar.units:
        if match := pattern.match(text, start, end):
            return unit, Span(match.start("unit"), match.end())
    words = list(_unit_words(text, start, end, grammar))
    if not words:
        return None, None
    return words[-1].group().lower(), Span(words[0].start(), words[-1].end())


_OF = re.compile(r"\s+of\s+(?:(?:the|its|their|his|our|them|whom)\s+)?")


def _unit_words(text: str, start: int, end: int, grammar: _Grammar) -> Iterator[re.Match[str]]:
    """The words after a number up to the end of its noun phrase ("43 [rice farmers] in a field")."""
    if of := _OF.match(text, start, end):
        start = of.end()
    position = start
    for count, match in enumerate(_WORD.finditer(text, start, end)):
        gap = text[position : match.start()]
        if count >= _MAX_UNIT_WORDS or gap.strip() not in ("", "“", '"') or "\n" in gap:
            return
        word = match.group().lower()
        if word in grammar.stops or word[0].isdigit() or (count and word.endswith("ing")):
            return
        yield match
        position = match.end()
        if text[position : position + 1] in ",;:.)":
            return


@cache
def _grammar() -> _Grammar:
    rows = load_yaml("lexicons/numbers.yaml")
    vague = {phrase: (pair[0], pair[1]) for phrase, pair in rows["vague"].items()}
    at_least, at_most, about = (frozenset(rows[key]) for key in ("at_least", "at_most", "about"))
    return _Grammar(
        number=_number_pattern(rows, vague, [*at_least, *at_most, *about]),
        words=dict(rows["words"]),
        scales=dict(rows["scales"]),
        vague=vague,
        at_least=at_least,
        at_most=at_most,
        about=about,
        stops=frozenset(rows["stops"]),
        units=tuple(
            (re.compile(rf"[\s-]*(?P<unit>{_either(names)})\b", re.IGNORECASE), unit)
            for unit, names in rows["units"].items()
        ),
    )


def _either(phrases: Sequence[str]) -> str:
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)


def _number_pattern(rows: Mapping[str, list[str]], vague: Iterable[str], modifiers: list[str]) -> re.Pattern[str]:
    small = _either(list(rows["words"]))
    scale = _either(list(rows["scales"]))
    digits = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    spelled = rf"(?:{small})(?:[\s-]+(?:{small}|{scale})|\s+and\s+(?:{small})(?=\s))*|(?:an?\s+)(?:{scale})"
    one = rf"(?:(?:{digits})(?:\s+(?:{scale}))?|{spelled})"
    return re.compile(
        rf"(?<![\w.])(?:(?P<modifier>{_either(modifiers)})\s+)?"
        rf"(?:(?:between\s+)?(?P<low>{one})\s+(?:to|and|or)\s+(?P<high>{digits})(?:\s+(?:{scale}))?(?=\s+[a-z])"
        rf"|(?P<vague>{_either(list(vague))})\b"
        rf"|(?P<digits>(?:{digits})(?:\s+(?:{scale})\b)?)"
        rf"|(?P<words>{spelled})\b)"
        rf"(?P<after>\s+(?:{_either(rows['after_at_least'])})\b)?",
        re.IGNORECASE,
    )
