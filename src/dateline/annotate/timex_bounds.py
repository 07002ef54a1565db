"""When a report without a date came out: not before the days that it tells of as over, nor after it was fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from dateline.annotate.timex_patterns import any_of, capitalise_names, load_lexicon
from dateline.model.annotations import Timex
from dateline.model.reports import DayBounds
from dateline.model.spans import Span

_DAYS = re.compile(r"(?:\d{4}-\d\d-\d\d/)?(?P<day>\d{4}-\d\d-\d\d)(?:T[\w:]+)?")
_MONTH = re.compile(r"(?P<month>\d{4}-\d\d)")
_YEAR = re.compile(r"\d{4}")


def infer_bounds(
    told: Iterable[tuple[str, Sequence[Timex]]], retrieved: date | None, period: tuple[date, date] | None = None
) -> DayBounds | None:
    """The first and last day on which a report without a date may have come out; None where nothing tells of either.

    In: its texts with their time expressions as read without a date; the day that it was fetched; the period that its
    heading gives. The first day is the latest one told with its year as over, the last that on which it was fetched.
    """
    days = [day for text, timexes in told for day in _list_days_over(text, timexes)]
    days += [period[1]] if period else []
    first = max((day for day in days if retrieved is None or day <= retrieved), default=None)
    return DayBounds(start=first, end=retrieved) if first or retrieved else None


def _list_days_over(text: str, timexes: Sequence[Timex]) -> Iterator[date]:
    for timex in timexes:
        day = _day_of(timex, timex.span.text_in(text))
        if day and _is_told_as_over(text, timex.span):
            yield day


def _day_of(timex: Timex, words: str) -> date | None:
    """The day that an expression with its year names, of a month the first."""
    if timex.type not in ("DATE", "TIME") or not _YEAR.search(words):
        return None
    if day := _DAYS.fullmatch(timex.value):
        return date.fromisoformat(day["day"])
    month = _MONTH.fullmatch(timex.value)
    return date.fromisoformat(f"{month['month']}-01") if month else None


_SENTENCE_END = re.compile(r"[.!?][”\"’')]*\s+(?=[A-Z“\"‘'(])|\n")
_LEADS_AHEAD = re.compile(r"\b(?:until|till|by|before|ahead of)\s+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE)
_HEADING_WORDS = 14
_TO_DO = re.compile(r"\bto [a-z]+\b")


def _is_told_as_over(text: str, span: Span) -> bool:
    """Whether the sentence tells of a day as past: in the past tense or as a bare heading, and of nothing to come."""
    start, end = 0, len(text)
    for match in _SENTENCE_END.finditer(text):
        if match.end() <= span.start:
            start = match.end()
        elif match.start() >= span.end:
            end = match.end()
            break
    sentence = text[start:end].strip()
    ahead, past = _cues()
    if ahead.search(sentence) or _LEADS_AHEAD.search(text[start : span.start]):
        return False
    if past.search(sentence):
        return True
    is_heading = len(sentence.split()) <= _HEADING_WORDS and not sentence.endswith((".", "!", "?"))
    return is_heading and not _TO_DO.search(sentence)


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words of what is to come, and verbs of what is over."""
    lexicon = load_lexicon()
    words = set(capitalise_names(lexicon["ahead_words"])) - {"May"}  # the month
    ahead = re.compile(rf"\b(?:{any_of(words)})\b")
    return ahead, re.compile(rf"\b(?:{any_of(lexicon['past_verbs'])}|[a-z]{{2,}}ed)\b")
