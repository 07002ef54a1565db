"""Over which days something came again and again: "every night in July", "every Friday since March"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from dateline.model.annotations import Timex
from dateline.model.intervals import Interval
from dateline.model.spans import Span
from dateline.resolve.timex_intervals import extend_to

Intervals = Mapping[Span, Interval | None]

_LEADS = r"(?:(?P<since>ever since|since)|(?P<from>from|between)|in|during|over|throughout|of|for|within|through)"
_BEHIND = re.compile(rf"\s*,?\s*{_LEADS}\s+(?:all of\s+)?(?:the\s+)?|\s+", re.IGNORECASE)
_BARE = re.compile(r"(?:last|this)\b", re.IGNORECASE)
_AHEAD = re.compile(rf"\b{_LEADS}\s+(?:all of\s+)?(?:the\s+)?$", re.IGNORECASE)
_LEAD_CHARS = 24
_TO = re.compile(r"\s*(?:[-–—]|\b(?:to|until|till|through|and)\b)\s*(?:the\s+)?", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.;!?]\s|\n")


def find_set_times(
    text: str, timexes: Sequence[Timex], intervals: Intervals, published: date | None
) -> dict[Span, Interval | None]:
    """The interval of each set whose sentence tells over which days it goes.

    In: the text, its expressions in order, the interval of each by itself, the publication day. "Since" runs to that
    day, or is open where it is not known. A set that has no days beside it ("three times a week") is left out.
    """
    found: dict[Span, Interval | None] = {}
    for at, timex in enumerate(timexes):
        if timex.type == "SET":
            interval = _told_behind(text, timexes, at, intervals, published) or _told_before(
                text, timexes, at, intervals, published
            )
            found |= {timex.span: interval} if interval else {}
    return found


def _told_behind(
    text: str, timexes: Sequence[Timex], at: int, intervals: Intervals, published: date | None
) -> Interval | None:
    """ "Every night in July": the time right behind the set."""
    if at + 1 >= len(timexes):
        return None
    begins = timexes[at + 1].span.start
    lead = _BEHIND.fullmatch(text, timexes[at].span.end, begins)
    if lead is None or not (lead[0].strip() or _BARE.match(text, begins)):
        return None
    return _read(text, timexes, at + 1, lead, intervals, published)


def _told_before(
    text: str, timexes: Sequence[Timex], at: int, intervals: Intervals, published: date | None
) -> Interval | None:
    """ "Since March the town was shelled every night": the nearest time before it in the sentence with its lead."""
    for before in range(at - 1, -1, -1):
        span = timexes[before].span
        if _CLAUSE_END.search(text, span.end, timexes[at].span.start):
            return None
        lead = _AHEAD.search(text, max(0, span.start - _LEAD_CHARS), span.start)
        interval = _read(text, timexes, before, lead, intervals, published) if lead else None
        if interval is not None:
            return interval
    return None


def _read(
    text: str,
    timexes: Sequence[Timex],
    at: int,
    lead: re.Match[str],
    intervals: Intervals,
    published: date | None,
) -> Interval | None:
    interval = intervals.get(timexes[at].span)
    if interval is None or interval.start is None:
        return None
    if lead["since"]:
        return (
            extend_to(interval, published)
            if published
            else interval.model_copy(update={"end": None, "precision": "longer"})
        )
    if lead["from"]:
        return _range_from(text, timexes, at, interval, intervals)
    return interval if interval.length_days != 1 else None


def _range_from(
    text: str, timexes: Sequence[Timex], at: int, opening: Interval, intervals: Intervals
) -> Interval | None:
    """ "From March to May": to the end of the time that follows; with no such time nothing is told."""
    if at + 1 >= len(timexes) or not _TO.fullmatch(text, timexes[at].span.end, timexes[at + 1].span.start):
        return None
    closing = intervals.get(timexes[at + 1].span)
    if closing is None or closing.end is None or opening.start is None or opening.start > closing.end:
        return None
    return Interval(start=opening.start, end=closing.end, precision="longer")
