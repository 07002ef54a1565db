"""Stretches of days that end or begin at a known one: "the past two weeks", "days earlier", "two days after"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateline.model.intervals import Interval, TimePrecision
from dateline.resolve.timex_intervals import whole_months

_LENGTH = re.compile(r"P(T?)(X|[\d.]+)(S|M|H|DE|D|WE|W|Y|CE|Q)$")
_PAST = re.compile(r"(?:the |this )?(?:last|past|previous|preceding|recent)\b")
_NEXT = re.compile(r"(?:the )?(?:next|following|coming|upcoming|ensuing)\b")
_HAS_LASTED = re.compile(
    r"\b(?:has|have|[’']ve)\s+(?!no\b|an?\b|\d)[^.;:]*\b(?:in|for|over|within)\s+"
    r"(?:a|the|about|nearly|some|more than)?\s*$"
)
""" "They have held the town for two months", "the war has cost 12,000 lives in nine years": up to the report."""
_VAGUE_NUMBER = {"D": 7, "W": 4, "M": 5, "Y": 3, "DE": 3, "H": 0}
_PER_HOUR = {"M": 60.0, "S": 3600.0}
_LONGEST_DAYS = 400_000
"""Longer stretches ("the past 5,000 years") leave the calendar and date no report."""
_DAYS_PER = {"D": 1.0, "W": 7.0, "WE": 7.0, "M": 30.44, "Y": 365.25, "DE": 3652.5, "CE": 36525.0, "Q": 91.3}


def resolve_duration(
    value: str, words: str, before: str, after: str, published: date | None, told: date | None
) -> Interval | None:
    """A stretch that ends or begins at a known day ("the past two weeks"), else None."""
    length = _LENGTH.match(value)
    if not length:
        return None
    unit = "H" if length[1] else length[3]
    number = _VAGUE_NUMBER.get(unit, 0) if length[2] == "X" else float(length[2])
    if length[1]:
        number /= _PER_HOUR.get(length[3], 1.0)
    if words.endswith((" before", " earlier")) and told:
        return _stretch_before(told - timedelta(1), unit, number)
    if re.match(r" (?:after|before)\b", after) and told and length[2] != "X":
        return _beside_clause(told, unit, number, before, after)
    if after.startswith(" after") and published and length[2] != "X" and _BEGINS.search(before):
        return _beside(published, unit, number, -1)
    if _HAS_LASTED.search(before) and published and length[2] != "X" and unit != "H":
        return _stretch_before(published, unit, number)
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
    if number * _DAYS_PER.get(unit, 1.0) > _LONGEST_DAYS:
        return None
    if unit == "H":
        first = last - timedelta(round(number / 24))
        return Interval(start=first, end=last, precision="day")
    if number == 1 and unit in ("M", "Y"):
        return Interval(
            start=last - timedelta(30 if unit == "M" else 365),
            end=last,
            precision="month" if unit == "M" else "longer",
        )
    if unit in ("M", "Y"):
        months = last.year * 12 + last.month - 1 - int(number * (12 if unit == "Y" else 1))
        first = date(months // 12, months % 12 + 1, 1)
        return Interval(start=first, end=last, precision="longer")
    days = number * _DAYS_PER.get(unit, 1.0)
    first = last - timedelta(max(round(days) - 1, 0)) if unit == "D" else last - timedelta(round(days))
    precision: TimePrecision = "week" if days <= 7 else "month" if days <= 31 else "longer"
    return Interval(start=first, end=last, precision=precision)


def _stretch_after(first: date, unit: str, number: float) -> Interval | None:
    days = round(number * _DAYS_PER.get(unit, 1 / 24))
    if days > _LONGEST_DAYS:
        return None
    precision: TimePrecision = "day" if days <= 1 else "week" if days <= 7 else "month" if days <= 31 else "longer"
    return Interval(start=first, end=first + timedelta(days), precision=precision)


_CAME = re.compile(r"\b(?:came|comes|coming|happened|occurred|took place)\s+(?:just |only |some )?$")
_BEGINS = re.compile(r"(?:^|[.!?:\n”\"]\s*)(?:just |only |some )?$")


def _beside_clause(told: date, unit: str, number: float, before: str, after: str) -> Interval | None:
    """The time of what is told beside "two days after X" or "two days before X", from the day told last.

    At the start of a sentence the day told is X's ("Two days after the raid, soldiers…"); else it is that of the
    words before, and the clause of X lies on the other side ("It came two days after the raid").
    """
    if after.startswith(" after"):
        return _beside(told, unit, number, 1 if _BEGINS.search(before) else -1)
    if before.endswith("for ") and unit in ("D", "W", "M"):
        return _stretch_before(told - timedelta(1), unit, number)
    return _beside(told, unit, number, 1 if _CAME.search(before) else -1)


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
    return whole_months(months // 12, months % 12 + 1, 1, "month")


_VAGUE_SHIFT = re.compile(r"(?:(?:a |the )?(?:few|couple of|several) |just )?(days?|weeks?) (ago|earlier|before)$")


def resolve_beside(words: str, before: str, published: date | None, told: date | None) -> Interval | None:
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
