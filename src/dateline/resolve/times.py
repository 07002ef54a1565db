"""Time expressions as closed intervals of days.

Source: TimeML 1.2.1, TIMEX3 values; the rules for "early", "since" and the like stand in
docs/decisions/0004-time-expressions.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dateline.model.annotations import ReportDays, ResolvedTime, Timex
from dateline.model.drafts import REPORT_DAYS, TIMES, TIMEXES, Additions, Draft, Layer
from dateline.model.intervals import Interval, TimePrecision
from dateline.model.reports import read_day
from dateline.model.spans import Span
from dateline.resolve.period_times import settle_on_period
from dateline.resolve.set_times import find_set_times
from dateline.resolve.timex_durations import resolve_beside, resolve_duration
from dateline.resolve.timex_intervals import extend_to, resolve_value
from dateline.resolve.undated_times import reach_over_days

TimexRow = dict[str, str | int | None]


class TimeStage:
    """Adds the interval of each time expression; a range ("from May to July") is one row over all its words."""

    name = "times"
    version = "2"
    requires: tuple[Layer[Any], ...] = (TIMEXES,)
    provides: tuple[Layer[Any], ...] = (TIMES,)

    def run(self, batch: Sequence[Draft]) -> Sequence[Additions]:
        return [{TIMES: _resolve_draft(draft)} for draft in batch]


def _resolve_draft(draft: Draft) -> tuple[ResolvedTime, ...]:
    text, published = draft.text, read_day(draft.report.published)
    told, days = resolve_times(text, draft.get(TIMEXES), published), draft.first(REPORT_DAYS)
    if days is None:
        return told
    if days.bounds is not None:
        first = resolve_times(text, days.if_first, days.bounds.start)
        last = resolve_times(text, days.if_last, days.bounds.end)
        told = tuple(reach_over_days(told, first, last, days.bounds))
    return settle_on_period(told, text, days.period)


def resolve_times(text: str, timexes: Sequence[Timex], published: date | None) -> tuple[ResolvedTime, ...]:
    """One row for each expression, in order; the two ends of a range give one row over the whole phrase."""
    rows: list[ResolvedTime] = []
    told: date | None = None
    first: date | None = None
    index = 0
    while index < len(timexes):
        timex = timexes[index]
        interval = resolve_timex(timex, text, published, _anchor_of(timex, text, told, first))
        joined = _join_range(text, timex, interval, timexes[index + 1 : index + 2], published, told)
        if joined:
            rows.append(joined)
            first = first or (joined.interval.start if joined.interval else None)
            index += 2
            continue
        rows.append(ResolvedTime(timex.span, interval))
        if interval and interval.start and interval.start == interval.end:
            told = interval.start
            first = first or told
        index += 1
    return tuple(rows)


def describe_timexes(text: str, timexes: Sequence[Timex], published: date | None) -> list[TimexRow]:
    """The rows of the `timex` command: each expression with offsets, words, type, value and own first and last day.

    In: the text, its expressions in order, the publication day. Out: `from` and `to` are ISO dates or None; "since
    July" is July here, and the two ends of a range stay two rows.
    """
    intervals = _resolve_alone(text, timexes, published)
    return [_describe(text, timex, intervals.get(timex.span)) for timex in timexes]


def describe_undated(text: str, timexes: Sequence[Timex], days: ReportDays) -> list[TimexRow]:
    """The same of a text without a date; `inferred` is true on rows that rest on when it may have come out."""
    told = _resolve_alone(text, timexes, None)
    if days.bounds is None:
        return [_describe(text, timex, told.get(timex.span)) for timex in timexes]
    first, last = (
        [ResolvedTime(span, interval) for span, interval in _resolve_alone(text, rows, day).items()]
        for rows, day in ((days.if_first, days.bounds.start), (days.if_last, days.bounds.end))
    )
    fixed = [ResolvedTime(span, interval) for span, interval in told.items()]
    intervals = {row.span: row.interval for row in reach_over_days(fixed, first, last, days.bounds)}
    return [_describe(text, timex, intervals.get(timex.span)) for timex in timexes]


def _resolve_alone(text: str, timexes: Sequence[Timex], published: date | None) -> dict[Span, Interval | None]:
    """The interval of each expression by itself, of sets the one that is told beside them."""
    intervals: dict[Span, Interval | None] = {}
    told: date | None = None
    first_told: date | None = None
    for timex in timexes:
        interval = resolve_timex(timex, text, published, _anchor_of(timex, text, told, first_told), open_since=False)
        first, last = (interval.start, interval.end) if interval else (None, None)
        told = first if first and first == last else told
        first_told = first_told or told
        intervals[timex.span] = interval
    return intervals | find_set_times(text, timexes, intervals, published)


def _describe(text: str, timex: Timex, interval: Interval | None) -> TimexRow:
    first, last = (interval.start, interval.end) if interval else (None, None)
    row: TimexRow = {
        "start": timex.span.start,
        "end": timex.span.end,
        "text": timex.span.text_in(text),
        "type": timex.type,
        "value": timex.value,
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
    }
    return {**row, "inferred": True} if interval and interval.inferred else row


_THE_ATTACK = re.compile(
    r"\s+(?:the|that|this|its|their)\s+(?:\w+\s+)?(?:attack|assault|raid|strike|bombing|blast|ambush|clash|battle|incident)"
)


def _anchor_of(timex: Timex, text: str, told: date | None, first: date | None) -> date | None:
    """The day that "before" counts from: with "the attack" the first day told, else the last."""
    return first if _THE_ATTACK.match(text, timex.span.end) else told


def resolve_timex(
    timex: Timex, text: str, published: date | None, told: date | None = None, *, open_since: bool = True
) -> Interval | None:
    """The closed interval of days that an expression names.

    In: the expression as annotated; the text it stands in; the publication day, local to the outlet; the day told
    last; whether "since July" runs to the publication day or is July. Out: the days from first to last with their
    precision; None for words that fix no days ("recently", "BC0490").
    """
    words = " ".join(timex.span.text_in(text).lower().split())
    before = text[max(0, timex.span.start - 100) : timex.span.start].lower()
    if timex.type == "SET":
        return None
    if timex.type == "DURATION":
        return resolve_duration(
            timex.value, words, before, text[timex.span.end : timex.span.end + 20], published, told
        )
    if beside := resolve_beside(words, before, published, told):
        return beside
    interval = _close_at_publication(
        resolve_value(timex.value, words, published), timex.value, words, before, published
    )
    if week := _week_around(interval, before):
        return week
    after = text[timex.span.end : timex.span.end + 8]
    return interval if _WHEN.match(after) or not open_since else _open_since(interval, before, published)


_WEEK_OF = re.compile(
    r"\bweek (?:(?P<from>of|beginning|starting|commencing|from)|ending|ended|to|up to|until)(?: on)?(?: the)?\s+$"
)


def _week_around(interval: Interval | None, before: str) -> Interval | None:
    """ "the week of 6 May", "the week ending 12 May": seven days from, or up to, the day told."""
    week = _WEEK_OF.search(before)
    if week is None or interval is None or not interval.start or interval.start != interval.end:
        return None
    first = interval.start if week["from"] else interval.start - timedelta(6)
    return Interval(start=first, end=first + timedelta(6), precision="week")


_WHEN = re.compile(r",? when\b")
""" "since October, when forces took the town": the words tell of October."""
_SINCE = re.compile(r"\b(?:ever since|since|from)(?: the| about| around| early in)?\s+$")
_SINCE_ITSELF = re.compile(r"\bsince(?: the)?\s+$")
_BY = re.compile(r"\b(?:will|would|due|expected|planned|set|to)\b[^.;]*\b(?:by|until|till|through)\s+(?:the\s+)?$")
_THIS = re.compile(
    r"(?:early|earlier|later?|mid)?[- ]?(?:in |on )?(?:this|the|the current) (?:week|month|year|decade)\b"
)


def _close_at_publication(
    interval: Interval | None, value: str, words: str, before: str, published: date | None
) -> Interval | None:
    """ "this year" is over for a report on the day it is published; "by the end of next year" begins on it."""
    if not interval or not published or not interval.end or not interval.start:
        return interval
    if _BY.search(before) and interval.end > published:
        return Interval(start=published, end=interval.end, precision="longer")
    holds_publication = interval.start <= published < interval.end
    if holds_publication and not words.startswith("later") and (_THIS.match(words) or len(value) == 4):
        precision: TimePrecision = "longer" if interval.precision == "year" else interval.precision
        is_earlier = words.startswith("earlier") and "-W" in value and interval.start < published
        end = published - timedelta(1) if is_earlier else published
        return Interval(start=interval.start, end=end, precision=precision)
    return interval


def _open_since(interval: Interval | None, before: str, published: date | None) -> Interval | None:
    """ "since July" runs to the publication day; "since the start of this month" stays a month."""
    if not interval or not interval.start or not _SINCE.search(before) or not _SINCE_ITSELF.search(before):
        return interval
    if published is None:
        return Interval(start=interval.start, end=None, precision="longer")
    if interval.start > published:
        return interval
    return extend_to(interval, published)


_TO = re.compile(
    r"\s*(?:[-–—]|\b(?:to|into|until|till|through|up to|and)\b(?:\s+(?:the|about|around))?)\s*", re.IGNORECASE
)
_OPENS = re.compile(r"\b(from|between)\s+(?:the\s+)?$", re.IGNORECASE)


def _join_range(
    text: str,
    first: Timex,
    opening: Interval | None,
    rest: Sequence[Timex],
    published: date | None,
    told: date | None,
) -> ResolvedTime | None:
    """The row for "from A to B", "between A and B" or "A-B"; None where no range stands there."""
    if not rest or first.type not in ("DATE", "TIME") or rest[0].type not in ("DATE", "TIME"):
        return None
    between = text[first.span.end : rest[0].span.start]
    if not _TO.fullmatch(between):
        return None
    opener = _OPENS.search(text, max(0, first.span.start - 16), first.span.start)
    if "and" in between.lower() and not (opener and opener[1].lower() == "between"):
        return None
    closing = resolve_timex(rest[0], text, published, told)
    if not opening or not closing or not opening.start or not closing.end or opening.start > closing.end:
        return None
    start = opener.start() if opener else first.span.start
    return ResolvedTime(Span(start, rest[0].span.end), _range_of(opening, closing))


def _range_of(opening: Interval, closing: Interval) -> Interval:
    assert opening.start
    assert closing.end
    start, end = opening.start, closing.end
    exact = opening.precision == "day" and closing.precision == "day"
    days = (end - start).days
    precision: TimePrecision = "day" if exact else "week" if days <= 7 else "month" if days <= 31 else "longer"
    return Interval(start=start, end=end, precision=precision)
