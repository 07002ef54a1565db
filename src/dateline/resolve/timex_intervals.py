"""TIMEX3 values of dates as closed intervals of days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from dateline.model.intervals import Interval, TimePrecision

_DAY = re.compile(r"(?!0000)(\d{4})-(\d\d)-(\d\d)")
_WEEK = re.compile(r"(?!0000)(\d{4})-W(\d\d)(-WE)?$")
_SEASON = re.compile(r"(?!0000)(\d{4})-(SP|SU|FA|WI)$")
_MONTH = re.compile(r"(?!0000)(\d{4})-(\d\d)$")
_QUARTER = re.compile(r"(?!0000)(\d{4})-Q([1-4])$")
_YEARS = re.compile(r"(\d{4})(?:/(\d{4}))?$")
_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def resolve_value(value: str, words: str, published: date | None) -> Interval | None:
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
        whole = whole_months(int(month[1]), int(month[2]), 1, "month")
        return _part_of(whole, words) or _narrow_month(int(month[1]), int(month[2]), words)
    if season := _SEASON.match(value):
        return whole_months(int(season[1]), _SEASON_MONTHS[season[2]], 3, "season")
    if quarter := _QUARTER.match(value):
        return whole_months(int(quarter[1]), int(quarter[2]) * 3 - 2, 3, "season")
    return _resolve_years(value, words)


def _days_of(day: date, value: str, words: str) -> Interval:
    if value.endswith("/P1M"):
        return Interval(start=day, end=day + timedelta(29), precision="month")
    over_night = value.endswith("TNI") and re.search(
        r"overnight|night of .* (?:to|and)\b|night of .*[-–/]|last night", words
    )
    return Interval(start=day, end=day + timedelta(1) if over_night else day, precision="day")


def whole_months(year: int, month: int, count: int, precision: TimePrecision) -> Interval:
    last = year * 12 + month - 1 + count - 1
    end_year, end_month = last // 12, last % 12 + 1
    end = date(end_year, end_month, monthrange(end_year, end_month)[1])
    return Interval(start=date(year, month, 1), end=end, precision=precision)


_EARLY = re.compile(
    r"(?:very )?early\b|(?:the )?(?:very )?(?:beginning|start|opening)\b|(?:the )?(?:first|early) (?:days|part)\b"
)
_LATE = re.compile(r"(?:very )?late\b|(?:the )?(?:last|final) (?:days|part)\b|(?:the )?latter part\b")
_END = re.compile(r"(?:the )?(?:very )?(?:end|close|last week)\b")
_NTH_WEEK = re.compile(r"(?:the )?(first|opening|second|third|fourth) week\b")
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
    elif week := _NTH_WEEK.match(words):
        first = {"first": 1, "opening": 1, "second": 8, "third": 15, "fourth": 22}[week[1]]
        days = (first, first + 6)
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
        whole = _whole_years(first, last, "longer")
        return (whole and _part_of(whole, words)) or (_narrow_year(first, words) if first == last else whole)
    if re.fullmatch(r"\d{3}", value):
        return _narrow_decade(int(value) * 10, words)
    if re.fullmatch(r"\d{2}", value) and int(value):
        return _whole_years(int(value) * 100, int(value) * 100 + 99, "longer")
    return None


def _whole_years(first: int, last: int, precision: TimePrecision) -> Interval | None:
    if first < 1:
        return None
    return Interval(start=date(first, 1, 1), end=date(last, 12, 31), precision=precision)


_PART = re.compile(
    r"(?:the )?(first|opening|last|final) (\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven) "
    r"(months|weeks|days) of\b"
)
_QUARTER_WORDS = re.compile(r"(?:the )?(first|second|third|fourth|last|final) quarter\b")
_SMALL = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")


def _part_of(whole: Interval, words: str) -> Interval | None:
    """ "the first six months of 2021": so much of a year or month, from its start or its end."""
    part = _PART.match(words)
    if not part or not whole.start or not whole.end:
        return None
    number = int(part[2]) if part[2].isdigit() else _SMALL.index(part[2])
    at_start = part[1] in ("first", "opening")
    if part[3] == "months":
        month = 1 if at_start else max(13 - number, 1)
        return whole_months(whole.start.year, month, min(number, 12), "season" if number < 12 else "year")
    days = number * (7 if part[3] == "weeks" else 1)
    if at_start:
        return Interval(start=whole.start, end=whole.start + timedelta(days - 1), precision="week")
    return Interval(start=whole.end - timedelta(days - 1), end=whole.end, precision="week")


def _narrow_year(year: int, words: str) -> Interval | None:
    """Thirds of a year for "early", "mid-" and "late", its last two months for "the end of"."""
    if quarter := _QUARTER_WORDS.match(words):
        number = {"first": 1, "second": 2, "third": 3}.get(quarter[1], 4)
        return whole_months(year, number * 3 - 2, 3, "season")
    if _EARLY.match(words):
        return whole_months(year, 1, 4, "season")
    if _MIDDLE.match(words):
        return whole_months(year, 5, 4, "season")
    if _LATE.match(words):
        return whole_months(year, 9, 4, "season")
    if _END.match(words):
        return whole_months(year, 11, 2, "season")
    if _FIRST_HALF.match(words) or _SECOND_HALF.match(words):
        return whole_months(year, 1 if _FIRST_HALF.match(words) else 7, 6, "season")
    return _whole_years(year, year, "year")


_PART_OF_DECADE = re.compile(r"(?:the )?(?:very )?(early|mid|late)[- ]")


def _narrow_decade(first: int, words: str) -> Interval | None:
    """ "the early 1990s" are the first four years, "the mid-" the four in the middle, "the late" the last four."""
    part = _PART_OF_DECADE.match(words)
    begins, ends = {"early": (0, 3), "mid": (3, 6), "late": (6, 9)}[part[1]] if part else (0, 9)
    return _whole_years(first + begins, first + ends, "longer")


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
