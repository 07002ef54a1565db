"""Where the words stand that a slot of a record was filled from: within the evidence where they are there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dateline.model.actors import ActorRef
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Attribution, Casualty, Record
from dateline.model.spans import Span
from dateline.publish.day_grids import MONTHS

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NEAR_DAYS = (
    r"yesterday|today|tonight|overnight|this (?:morning|afternoon|evening|week|month|year)"
    r"|last (?:night|week|month|year)"
)
_SPELLED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_LEAST_CHARS = 2


def find_words(text: str, record: Record, words: Iterable[str | None]) -> list[Span]:
    """Where one of the words stands in the record's evidence; where none does, its first place in the text.

    Whole words are looked for, in any case. Words that are missing or shorter than two letters are left out.
    """
    wanted = sorted({word.strip() for word in words if word and len(word.strip()) >= _LEAST_CHARS}, key=len)
    if not wanted:
        return []
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in reversed(wanted)), re.IGNORECASE)
    return _find(text, record, pattern) or [Span(*match.span()) for match in _first(pattern, text)]


def find_actors(text: str, record: Record, actors: Sequence[ActorRef]) -> list[Span]:
    """The words that name the actors; their names by the registry where the report's own are not known."""
    own = [actor.mention for actor in actors if actor.mention]
    return find_words(text, record, own) or find_words(text, record, [actor.name for actor in actors])


def find_place(text: str, record: Record, place: Place | None) -> list[Span]:
    """The words that name the place."""
    return find_words(text, record, [place.name]) if place else []


def find_sources(text: str, record: Record, attribution: Iterable[Attribution]) -> list[Span]:
    """The words that name who says so."""
    return find_words(text, record, [row.source for row in attribution])


def find_numbers(text: str, record: Record, numbers: Iterable[float | None]) -> list[Span]:
    """The numbers in the evidence, in figures or spelled."""
    written = {form for number in numbers if number is not None for form in _write_number(number)}
    if not written:
        return []
    forms = "|".join(re.escape(form) for form in sorted(written, key=len, reverse=True))
    return _find(text, record, re.compile(rf"(?<![\w.,])(?:{forms})(?![\w]|[.,]\d)", re.IGNORECASE))


def list_bounds(casualties: Iterable[Casualty]) -> list[float | None]:
    """All numbers of tolls."""
    return [bound for row in casualties for bound in (row.low, row.high)]


def find_times(text: str, record: Record, time: Interval | None) -> list[Span]:
    """The words of the evidence that tell the time: the day of the week, the date, the month or the year."""
    forms = [*_name_times(time)] if time else []
    return _find(text, record, re.compile("|".join(forms), re.IGNORECASE)) if forms else []


def _name_times(time: Interval) -> Iterator[str]:
    """Patterns of a time in words, the longest first."""
    days = [day for day in (time.start, time.end) if day is not None]
    for day in days:
        yield from _name_day(day)
    yield rf"\b(?:{_NEAR_DAYS})\b"
    if time.start and time.start == time.end:
        yield rf"\b(?:last )?{_DAYS[time.start.weekday()]}(?: (?:night|morning|afternoon|evening))?\b"
    for day in days:
        yield rf"\b{MONTHS[day.month - 1]}(?: {day.year})?\b"
    for day in days:
        yield rf"\b{day.year}\b"


def _name_day(day: date) -> Iterator[str]:
    month = rf"{MONTHS[day.month - 1][:3]}(?:{MONTHS[day.month - 1][3:]}|\.)?"
    yield rf"\b{day.day}(?:st|nd|rd|th)?(?: of)? {month}(?:,? {day.year})?\b"
    yield rf"\b{month} {day.day}(?:st|nd|rd|th)?(?:,? {day.year})?\b"
    yield rf"\b{day.isoformat()}\b"


def _write_number(number: float) -> Iterator[str]:
    if number != int(number):
        yield f"{number}"
        return
    whole = int(number)
    yield from (f"{whole}", f"{whole:,}")
    if whole < len(_SPELLED):
        yield _SPELLED[whole]
    elif whole < 100:
        tens = _TENS[whole // 10 - 2]
        yield tens if whole % 10 == 0 else f"{tens}-{_SPELLED[whole % 10]}"
    if whole == 1:
        yield from ("a", "an")


def _find(text: str, record: Record, pattern: re.Pattern[str]) -> list[Span]:
    return [
        Span(*match.span()) for piece in record.evidence for match in pattern.finditer(text, piece.start, piece.end)
    ]


def _first(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    match = pattern.search(text)
    if match:
        yield match
