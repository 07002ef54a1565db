"""The day of publication, out of date lines, metadata and addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit

from dateline.base.resources import load_yaml

FIRST_YEAR = 1990
"""Numbers that would give an earlier year are article numbers, not dates."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in text: ISO value, where it stood, whether day and month could be the other way round, and whether
    it is called the date of a later change."""

    value: str
    start: int
    end: int
    ambiguous: bool = False
    updated: bool = False


@cache
def _months() -> dict[str, int]:
    rows: dict[int, list[str]] = load_yaml("reading/months.yaml")["months"]
    return {name.lower(): number for number, names in rows.items() for name in names}


@cache
def _date_patterns() -> tuple[re.Pattern[str], ...]:
    month = "|".join(re.escape(name) for name in sorted(_months(), key=len, reverse=True))
    month = rf"(?P<month>{month})\b\.?"
    year = r"(?P<year>(?:19|20)\d\d)\b"
    day = r"\b(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
    sources = (
        r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d/-])",
        r"(?<![\d/.-])(?P<day>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<year>(?:19|20)\d\d)(?![\d/-])",
        rf"{day}(?:\s+of|\s+de)?[\s-]*{month}(?:\s+de)?[\s,-]*{year}",
        rf"\b{month}\s*{day},?\s+{year}",
        rf"{year}[\s,-]*{month}[\s-]*{day}",
    )
    return tuple(re.compile(source, re.IGNORECASE) for source in sources)


_LINE_WORDS = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\b(?:first |last |date |re)?(?:published|publication|posted|issued|updated?|modified|created|date)\b"
    r"|\b\d{1,2}[:.h]\d{2}(?::\d{2})?\b|\b\d{1,2}(?=\s*[ap]\.?m)|\b[ap]\.?m\b\.?"
    r"|\b(?:gmt|utc|bst|est|edt|cet|cest|eet|eest|ast|msk|ist|wat|cat|eat|pst|pdt|local time|hours?|hrs?)\b"
    r"|\b(?:on|at|the|of|le|el|publié|publicado|à|a las|نشر|في|تاريخ|النشر|آخر تحديث)\b|[+-]\d{1,2}(?::?\d{2})?\b"
    r"|\d+ ?min(?:ute)?s? read|\d+ (?:year|month|week|day|hour|minute)s? ago|\W",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"updat|modif|تحديث", re.IGNORECASE)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def find_dates(text: str) -> list[FoundDate]:
    """All full dates (day, month and year) in `text`, in its order. Day before month where numbers leave it open."""
    text = text.translate(_DIGITS)
    found: list[FoundDate] = []
    for pattern in _date_patterns():
        for match in pattern.finditer(text):
            if (one := _read_match(match)) and not any(
                one.start < other.end and other.start < one.end for other in found
            ):
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def read_date_line(line: str) -> FoundDate | None:
    """The date where the line says nothing else than when; of several the first that is not of an update."""
    if len(line) > 160 or not any(char.isdigit() for char in line):
        return None
    found = find_dates(line)
    rest = line
    for one in reversed(found):
        rest = rest[: one.start] + " " + rest[one.end :]
    if not found or _LINE_WORDS.sub("", rest):
        return None
    ends = [0, *(one.end for one in found)]
    told = [
        replace(one, updated=bool(_UPDATED.search(line[end : one.start])))
        for one, end in zip(found, ends, strict=False)
    ]
    return min(told, key=lambda one: one.updated)


def read_stamp(value: str) -> str | None:
    """A metadata value as an ISO date, or as a date-time where it has its offset; None where it is no date."""
    value = value.strip().translate(_DIGITS)
    stamp = _parse_stamp(value)
    if stamp is None:
        found = find_dates(value)
        return found[0].value if found else None
    if not FIRST_YEAR <= stamp.year <= 2100:
        return None
    if stamp.tzinfo is None:
        return stamp.date().isoformat()
    return stamp.replace(microsecond=0).isoformat()


def _parse_stamp(value: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):  # ISO 8601, then the form of mail and RSS
        try:
            return parse(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def date_in_address(url: str) -> str | None:
    """The day that an address carries: /2021/02/11/, /2021-02-11, /20210211, /11022021, /071120182, /2021/feb/11/."""
    path = urlsplit(url).path.lower()
    for reader in (_in_folders, _in_digits):
        if day := reader(path):
            return day
    return None


_FOLDERS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3,9})[/-](\d{1,2})(?=[/._-]|$)")
_FOLDERS_DAY_FIRST = re.compile(r"(?:/|-)(\d{1,2})[/-](\d{1,2}|[a-z]{3,9})[/-]((?:19|20)\d\d)(?=[/._-]|$)")
_DASHED = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_](\d\d)[-_](\d\d)(?!\d)")
_DIGIT_RUN = re.compile(r"(?<![\da-z])(\d{8,10})(?![\da-z])")


def _in_folders(path: str) -> str | None:
    for pattern, day_first in ((_FOLDERS, False), (_FOLDERS_DAY_FIRST, True), (_DASHED, False)):
        if match := pattern.search(path):
            year, month, day = reversed(match.groups()) if day_first else match.groups()
            number = int(month) if month.isdigit() else _months().get(month, 0)
            if found := _iso(int(year), number, int(day)):
                return found
    return None


def _in_digits(path: str) -> str | None:
    for match in _DIGIT_RUN.finditer(path):
        run = match[1]
        day = _iso(int(run[4:8]), int(run[2:4]), int(run[:2]))
        if len(run) == 8:  # with a counter behind it only day-month-year is in use
            day = _iso(int(run[:4]), int(run[4:6]), int(run[6:])) or day
        if day:
            return day
    return None


def _read_match(match: re.Match[str]) -> FoundDate | None:
    parts = match.groupdict()
    year, day = int(parts["year"]), int(parts["day"])
    month = int(parts["m"]) if parts.get("m") else _months()[parts["month"].lower().rstrip(".")]
    numeric = bool(parts.get("m")) and match.start("day") < match.start("year")
    if numeric and month > 12 >= day:  # month first can be the only way to read it
        day, month = month, day
        numeric = False
    value = _iso(year, month, day)
    if value is None:
        return None
    return FoundDate(value, match.start(), match.end(), ambiguous=numeric and day <= 12 and day != month)


def _iso(year: int, month: int, day: int) -> str | None:
    if not FIRST_YEAR <= year <= 2100:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
