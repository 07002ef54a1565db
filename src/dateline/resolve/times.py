"""Time expressions as closed intervals of days.

Source: TimeML 1.2.1, TIMEX3 values; the rules for "early", "since" and the like stand in
docs/decisions/0004-time-expressions.md.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dateline.model.annotations import ResolvedTime, Timex
from dateline.model.drafts import TIMES, TIMEXES, Additions, Draft, Layer
from dateline.model.intervals import Interval, TimePrecision
from dateline.model.reports import Report
from dateline.model.spans import Span


class TimeStage:
    """Adds the interval of each time expression; a range ("from May to July") is one row over all its words."""

    name = "times"
    version = "1"
    requires: tuple[Layer[Any], ...] = (TIMEXES,)
    provides: tuple[Layer[Any], ...] = (TIMES,)

    def run(self, batch: Sequence[Draft]) -> Sequence[Additions]:
        return [
            {TIMES: resolve_times(draft.text, draft.get(TIMEXES), publication_day(draft.report))} for draft in batch
        ]


def publication_day(report: Report) -> date | None:
    """The day the report was published, local to the outlet; None where it is missing or not an ISO date."""
    try:
        return date.fromisoformat((report.published or "")[:10])
    except ValueError:
        return None


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


_THE_ATTACK = re.compile(
    r"\s+(?:the|that|this|its|their)\s+(?:\w+\s+)?(?:attack|assault|raid|strike|bombing|blast|ambush|clash|battle|incident)"
)


def _anchor_of(timex: Timex, text: str, told: date | None, first: date | None) -> date | None:
    """The day that "before" counts from: with "the attack" the first day told, else the last."""
    return first if _THE_ATTACK.match(text, timex.span.end) else told


def resolve_timex(timex: Timex, text: str, published: date | None, told: date | None = None) -> Interval | None:
    """The closed interval of days that an expression names.

    In: the expression as annotated; the text it stands in; the publication day, local to the outlet; the day told
    last. Out: first and last day, both included, with precision; None where it names no span ("recently", "BC0490").
    """
    words = " ".join(timex.span.text_in(text).lower().split())
    before = text[max(0, timex.span.start - 40) : timex.span.start].lower()
    if timex.type == "SET":
        return None
    if timex.type == "DURATION":
        return _resolve_duration(
            timex.value, words, before, text[timex.span.end : timex.span.end + 20], published, told
        )
    if beside := _resolve_beside(words, before, published, told):
        return beside
    interval = _close_at_publication(
        _resolve_value(timex.value, words, published), timex.value, words, before, published
    )
    after = text[timex.span.end : timex.span.end + 8]
    return interval if _WHEN.match(after) else _open_since(interval, before, published)


# --- values --------------------------------------------------------------------------------------------------------

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?$")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)$")
_MONTH = re.compile(r"(\d{4})-(\d\d)$")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])$")
_YEARS = re.compile(r"(\d{4})(?:/(\d{4}))?$")
_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _resolve_value(value: str, words: str, published: date | None) -> Interval | None:
    """The interval of a TIMEX3 value, narrowed by "early", "late" and their like in the words."""
    if days := re.fullmatch(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", value):
        return Interval(start=date.fromisoformat(days[1]), end=date.fromisoformat(days[2]), precision="day")
    if day := _DAY.match(value):
        return _days_of(date(int(day[1]), int(day[2]), int(day[3])), value, words)
    if week := _WEEK.match(value):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        if re.match(r"last week$", words) and published and published.weekday() == 6:
            monday = published - timedelta(7)
        start = monday + timedelta(5 if week[3] else 0)
        return Interval(start=start, end=monday + timedelta(6), precision="day" if week[3] else "week")
    if month := _MONTH.match(value):
        return _narrow_month(int(month[1]), int(month[2]), words)
    if season := _SEASON.match(value):
        return _months(int(season[1]), _SEASON_MONTHS[season[2]], 3, "season")
    if quarter := _QUARTER.match(value):
        return _months(int(quarter[1]), int(quarter[2]) * 3 - 2, 3, "season")
    return _resolve_years(value, words)


def _days_of(day: date, value: str, words: str) -> Interval:
    if value.endswith("/P1M"):
        return Interval(start=day, end=day + timedelta(29), precision="month")
    over_night = value.endswith("TNI") and re.search(
        r"overnight|night of .* (?:to|and)\b|night of .*[-–/]|last night", words
    )
    return Interval(start=day, end=day + timedelta(1) if over_night else day, precision="day")


def _months(year: int, month: int, count: int, precision: TimePrecision) -> Interval:
    last = year * 12 + month - 1 + count - 1
    end_year, end_month = last // 12, last % 12 + 1
    end = date(end_year, end_month, monthrange(end_year, end_month)[1])
    return Interval(start=date(year, month, 1), end=end, precision=precision)


_EARLY = re.compile(
    r"(?:very )?early\b|(?:the )?(?:very )?(?:beginning|start|opening)\b|(?:the )?(?:first|early) (?:days|part)\b"
)
_LATE = re.compile(r"(?:very )?late\b|(?:the )?(?:last|final) (?:days|part)\b|(?:the )?latter part\b")
_END = re.compile(r"(?:the )?(?:very )?(?:end|close|last week)\b")
_MIDDLE = re.compile(r"mid[- ]|(?:the )?middle\b")
_FIRST_HALF = re.compile(r"(?:the )?first half\b")
_SECOND_HALF = re.compile(r"(?:the )?(?:second|latter) half\b")


def _narrow_month(year: int, month: int, words: str) -> Interval:
    """Thirds of a month for "early", "mid-" and "late"; the end of a month is its last seven days."""
    last = monthrange(year, month)[1]
    days: tuple[int, int] | None = None
    if _EARLY.match(words):
        days = (1, 10)
    elif _MIDDLE.match(words):
        days = (11, 20)
    elif _LATE.match(words):
        days = (21, last)
    elif _END.match(words):
        days = (last - 6, last)
    elif _FIRST_HALF.match(words):
        days = (1, 15)
    elif _SECOND_HALF.match(words):
        days = (16, last)
    if days is None:
        return Interval(start=date(year, month, 1), end=date(year, month, last), precision="month")
    return Interval(start=date(year, month, days[0]), end=date(year, month, days[1]), precision="week")


def _resolve_years(value: str, words: str) -> Interval | None:
    if years := _YEARS.match(value):
        first, last = int(years[1]), int(years[2] or years[1])
        if not 1 <= first <= last:
            return None
        return _narrow_year(first, words) if first == last else _whole_years(first, last, "longer")
    if re.fullmatch(r"\d{3}", value):
        return _whole_years(int(value) * 10, int(value) * 10 + 9, "longer")
    if re.fullmatch(r"\d{2}", value) and int(value):
        return _whole_years(int(value) * 100, int(value) * 100 + 99, "longer")
    return None


def _whole_years(first: int, last: int, precision: TimePrecision) -> Interval | None:
    if first < 1:
        return None
    return Interval(start=date(first, 1, 1), end=date(last, 12, 31), precision=precision)


def _narrow_year(year: int, words: str) -> Interval | None:
    """Thirds of a year for "early", "mid-" and "late", its last two months for "the end of"."""
    if _EARLY.match(words):
        return _months(year, 1, 4, "season")
    if _MIDDLE.match(words):
        return _months(year, 5, 4, "season")
    if _LATE.match(words):
        return _months(year, 9, 4, "season")
    if _END.match(words):
        return _months(year, 11, 2, "season")
    if _FIRST_HALF.match(words) or _SECOND_HALF.match(words):
        return _months(year, 1 if _FIRST_HALF.match(words) else 7, 6, "season")
    return _whole_years(year, year, "year")


# --- what the words around add -------------------------------------------------------------------------------------

_WHEN = re.compile(r",? when\b")
""" "since October, when forces took the town": the words tell of October."""
_SINCE = re.compile(r"\b(?:ever since|since|from)(?: the| about| around| early in)?\s+$")
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
        is_earlier = words.startswith("earlier") and interval.start < published
        end = published - timedelta(1) if is_earlier else published
        return Interval(start=interval.start, end=end, precision=precision)
    return interval


def _open_since(interval: Interval | None, before: str, published: date | None) -> Interval | None:
    """ "since July" runs to the publication day; "since the start of this month" stays a month."""
    if not interval or not interval.start or not _SINCE.search(before) or not before.rstrip().endswith("since"):
        return interval
    if published is None or interval.start > published:
        return Interval(start=interval.start, end=published, precision="longer")
    return extend_to(interval, published)


def extend_to(interval: Interval, last: date) -> Interval:
    """The interval from the start of `interval` to `last`: what "since" makes of a time."""
    start = interval.start
    if start is None or start > last:
        return interval
    return Interval(start=start, end=last, precision=precision_of(start, last, interval.precision))


def precision_of(start: date, end: date, told: TimePrecision) -> TimePrecision:
    """How exact a stretch is whose start was told with precision `told`: its ends' precision or its length."""
    days = (end - start).days
    if start == end:
        return "day"
    if days <= 31 and told in ("week", "month", "day"):
        return "week" if days <= 7 else "month"
    return "longer"


# --- durations -----------------------------------------------------------------------------------------------------

_LENGTH = re.compile(r"P(T?)(X|[\d.]+)(S|M|H|DE|D|WE|W|Y|CE|Q)$")
_PAST = re.compile(r"(?:the |this )?(?:last|past|previous|preceding|recent)\b")
_NEXT = re.compile(r"(?:the )?(?:next|following|coming|upcoming|ensuing)\b")
_VAGUE_NUMBER = {"D": 7, "W": 4, "M": 5, "Y": 3, "DE": 3, "H": 0}
_DAYS_PER = {"D": 1.0, "W": 7.0, "WE": 7.0, "M": 30.44, "Y": 365.25, "DE": 3652.5, "CE": 36525.0, "Q": 91.3}


def _resolve_duration(
    value: str, words: str, before: str, after: str, published: date | None, told: date | None
) -> Interval | None:
    """A stretch that ends or begins at a known day ("the past two weeks"), else None."""
    length = _LENGTH.match(value)
    if not length:
        return None
    unit = "H" if length[1] else length[3]
    number = _VAGUE_NUMBER.get(unit, 0) if length[2] == "X" else float(length[2])
    if words.endswith((" before", " earlier")) and told:
        return _stretch_before(told - timedelta(1), unit, number)
    if re.match(r" (?:after|before)\b", after) and told and length[2] != "X":
        return _beside(told, unit, number, -1 if after.startswith(" after") else 1)
    if _PAST.match(words) and published:
        return _stretch_before(published, unit, number)
    if re.search(r"\b(?:over|in|for|within|during) the\s+$", before) and _PAST.search(words) and published:
        return _stretch_before(published, unit, number)
    anchor = told or published
    if published and re.match(r"(?:the )?(?:next|coming|upcoming)\b", words):
        anchor = published
    if _NEXT.match(words) and anchor:
        return _stretch_after(anchor, unit, number)
    if unit == "H" and re.search(r"\b(?:within|in)(?: the)?\s+$", before) and anchor:
        return _stretch_before(anchor, unit, number)
    return None


def _stretch_before(last: date, unit: str, number: float) -> Interval | None:
    """The stretch of so many units that ends on `last`; whole months for months and years."""
    if unit == "H":
        first = last - timedelta(round(number / 24))
        return Interval(start=first, end=last, precision="day")
    if unit in ("M", "Y"):
        months = last.year * 12 + last.month - 1 - int(number * (12 if unit == "Y" else 1))
        first = date(months // 12, months % 12 + 1, 1)
        return Interval(start=first, end=last, precision="longer")
    days = number * _DAYS_PER.get(unit, 1.0)
    first = last - timedelta(max(round(days) - 1, 0)) if unit == "D" else last - timedelta(round(days))
    precision: TimePrecision = "week" if days <= 7 else "month" if days <= 31 else "longer"
    return Interval(start=first, end=last, precision=precision)


def _stretch_after(first: date, unit: str, number: float) -> Interval | None:
    days = round(number * _DAYS_PER.get(unit, 0.0))
    precision: TimePrecision = "day" if days <= 1 else "week" if days <= 7 else "month" if days <= 31 else "longer"
    return Interval(start=first, end=first + timedelta(days), precision=precision)


def _beside(told: date, unit: str, number: float, sign: int) -> Interval | None:
    """ "two days after X": what follows the words lies two days before the day told; with "before", after it."""
    if unit == "H":
        return Interval.day(told)
    if unit == "D":
        return Interval.day(told + timedelta(sign * int(number)))
    if unit == "W":
        day = told + timedelta(sign * 7 * int(number))
        return Interval(start=day - timedelta(3), end=day + timedelta(3), precision="week")
    months = told.year * 12 + told.month - 1 + sign * int(number * {"M": 1, "Y": 12, "DE": 120}.get(unit, 0))
    if months < 12 or unit not in ("M", "Y", "DE"):
        return None
    return _months(months // 12, months % 12 + 1, 1, "month")


_VAGUE_SHIFT = re.compile(r"(?:(?:a |the )?(?:few|couple of|several) |just )?(days?|weeks?) (ago|earlier|before)$")


def _resolve_beside(words: str, before: str, published: date | None, told: date | None) -> Interval | None:
    """ "days earlier", "a few weeks ago", "the week before": the days or weeks up to the day before the anchor."""
    if words == "the week before" and told:
        return Interval(start=told - timedelta(7), end=told - timedelta(1), precision="week")
    shift = _VAGUE_SHIFT.match(words)
    anchor = (published if shift[2] == "ago" else told or published) if shift else None
    if not shift or not anchor or re.search(r"\d\s?$", before) or words in ("day ago", "week ago"):
        return None
    if shift[1].startswith("day"):
        return Interval(start=anchor - timedelta(7), end=anchor - timedelta(1), precision="week")
    return Interval(start=anchor - timedelta(28), end=anchor - timedelta(7), precision="month")


# --- ranges --------------------------------------------------------------------------------------------------------

_TO = re.compile(
    r"\s*(?:[-–—]|\b(?:to|until|till|through|up to|and)\b(?:\s+(?:the|about|around))?)\s*", re.IGNORECASE
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
    return ResolvedTime(Span(start, rest[0].span.end), _range_of(opening, closing, first, rest[0]))


def _range_of(opening: Interval, closing: Interval, first: Timex, last: Timex) -> Interval:
    assert opening.start
    assert closing.end
    start, end = opening.start, closing.end
    exact = opening.precision == "day" and closing.precision == "day"
    days = (end - start).days
    precision: TimePrecision = (
        "day" if days <= 1 and exact else "week" if days <= 7 else "month" if days <= 31 else "longer"
    )
    return Interval(start=start, end=end, precision=precision)


_SINCE_CLAUSE = re.compile(r"\bsince\s[^.;:,\n]{0,100}$")


def resolve_since(text: str, row: ResolvedTime, published: date | None) -> Interval | None:
    """What "since" makes of a time that a whole clause carries ("since the takeover of these areas on October 16").

    In: the text, one row of the layer, the publication day. Out: from the row's start to the publication day; None
    where no "since" opens the clause that the row stands in. The row itself keeps the time of what the clause tells.
    """
    if row.interval is None or published is None:
        return None
    if not _SINCE_CLAUSE.search(text[max(0, row.span.start - 110) : row.span.start].lower()):
        return None
    return extend_to(row.interval, published)
