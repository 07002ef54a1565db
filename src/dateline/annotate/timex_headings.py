"""The period that a bulletin covers, where its heading says so: "Weekly security bulletin, 3-9 March 2024"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from dateline.annotate.timex_patterns import any_of, load_lexicon
from dateline.model.annotations import Timex
from dateline.model.spans import Span

Period = tuple[date, date]
_HEADING_WORDS = 16
_HEADINGS = 3
_LONGEST_DAYS = 100


def find_period(
    title: str | None, text: str, find: Callable[[str], Sequence[Timex]], published: date | None
) -> Period | None:
    """The first and last day that a bulletin covers by its title, or by a heading at the start of its text.

    In: title and text; what finds the time expressions of a heading; the publication day, None where unknown. None
    where the heading is not a bulletin's, names one day or none, or a period that was not over when it came out.
    """
    for heading in _list_headings(title, text):
        if not _cue().search(heading):
            continue
        period = _read_period(heading, find(heading))
        if period and (published is None or period[1] <= published + timedelta(1)):
            return period
    return None


def _list_headings(title: str | None, text: str) -> Iterator[str]:
    """The title, and the first paragraphs that are headings, or say what the report covers."""
    if title:
        yield title
    for paragraph in text.split("\n\n", _HEADINGS)[:_HEADINGS]:
        line = paragraph.strip()
        if len(line.split()) <= _HEADING_WORDS and (not line.endswith((".", "!", "?", ":")) or _COVERS.search(line)):
            yield line


_COVERS = re.compile(r"\b(?:covers|covering|reporting period|period under review)\b", re.IGNORECASE)


@cache
def _cue() -> re.Pattern[str]:
    """What a bulletin calls itself."""
    return re.compile(rf"\b(?:{any_of(load_lexicon()['bulletin_words'])})\b", re.IGNORECASE)


_BETWEEN = re.compile(r"\s*(?:[-–—/]|\b(?:to|until|till|through|and)\b(?:\s+the)?)\s*", re.IGNORECASE)
_WEEK = re.compile(r"\bweek\s+(?P<end>ending|ended|to)?\s*(?:of|from|beginning|on)?\s*(?:the\s+)?$", re.IGNORECASE)


def _read_period(heading: str, timexes: Sequence[Timex]) -> Period | None:
    """The period that stands by itself in a heading, at its start or its end."""
    for at, timex in enumerate(timexes):
        days, span = _days_of(timex), timex.span
        if days is None:
            continue
        closing = timexes[at + 1] if at + 1 < len(timexes) else None
        if closing and _BETWEEN.fullmatch(heading[span.end : closing.span.start]) and (last := _days_of(closing)):
            days, span = (days[0], last[1]), Span(span.start, closing.span.end)
        elif days[0] == days[1] and (week := _WEEK.search(heading, 0, span.start)):
            days = (days[0] - timedelta(6), days[0]) if week["end"] else (days[0], days[0] + timedelta(6))
            span = Span(week.start(), span.end)
        if days[0] < days[1] and _is_fit(days, heading) and _stands_alone(heading, span):
            return days
    return None


_VALUE = re.compile(r"(\d{4}-\d\d-\d\d)(?:/(\d{4}-\d\d-\d\d))?|(\d{4})(?:-(\d\d))?")


def _days_of(timex: Timex) -> Period | None:
    value = _VALUE.fullmatch(timex.value)
    if value is None or timex.type != "DATE" or timex.value.startswith("0000"):
        return None
    if value[1]:
        return date.fromisoformat(value[1]), date.fromisoformat(value[2] or value[1])
    year, month = int(value[3]), int(value[4] or 0)
    last = monthrange(year, month or 12)[1]
    return date(year, month or 1, 1), date(year, month or 12, last)


_ANNUAL = re.compile(r"\b(?:annual|yearly|year in review)\b", re.IGNORECASE)


def _is_fit(days: Period, heading: str) -> bool:
    """A year is the period of an annual report alone: elsewhere it dates what the report is about."""
    return (days[1] - days[0]).days <= _LONGEST_DAYS or _ANNUAL.search(heading) is not None


_SET_OFF = re.compile(r"[,;:|(\[–—-]\s*$|\s-\s*$")
_LEADS = re.compile(r"\b(?:for|of|from|covering|covers|between|period|during)\s+(?:the\s+)?$", re.IGNORECASE)
_SET_OFF_AFTER = re.compile(r"\s*(?:[,;:|)\]–—.-]|$)")


def _stands_alone(heading: str, span: Span) -> bool:
    """Whether a period is set off at the start or end of a heading, or stands right beside what the bulletin calls
    itself, and is not part of what it tells ("Report: April 2023 killings were planned")."""
    before, after = heading[: span.start], heading[span.end :]
    led = _LEADS.search(before)
    name = before[: led.start()] if led else before
    opens = not before.strip() or _SET_OFF.search(before) is not None
    called = re.search(rf"(?:{_cue().pattern})\s*$", name, re.IGNORECASE) is not None
    if not opens and not called and not (led and _COVERS.search(heading)):
        return False
    return _SET_OFF_AFTER.match(after) is not None or _cue().search(after.lstrip()[:30]) is not None
