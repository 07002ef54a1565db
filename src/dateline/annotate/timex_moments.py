"""Points and lengths of time as TIMEX3 writes them, and the narrative time that a text moves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from dateline.annotate.timex_patterns import load_lexicon

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


UNKNOWN_DAY = "XXXX-XX-XX"


@dataclass(frozen=True, slots=True)
class Moment:
    """A year (negative before Christ), perhaps with month and day; `season` in place of a month."""

    year: int
    month: int | None = None
    day: int | None = None
    season: str | None = None

    @classmethod
    def of(cls, day: date) -> Moment:
        return cls(day.year, day.month, day.day)

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        parts = [format_year(self.year)]
        if self.season:
            parts.append(self.season)
        elif self.month:
            parts.append(f"{self.month:02d}")
            if self.day:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def as_date(self) -> date | None:
        """The day, where all three are known and the calendar has it."""
        if self.year < 1 or not self.month or not self.day:
            return None
        return make_date(self.year, self.month, self.day)


@dataclass(slots=True)
class Narrative:
    """The anchors while a text is read from its start: `now` moves with every date told."""

    published: date | None
    history: bool = False
    """The text tells of years long before its publication, so partial dates belong to the year last told."""
    period: tuple[date, date] | None = None
    """The days that the report covers as its heading says: a bulletin's week or month."""
    now: Moment | None = None
    last_day: Moment | None = None
    told_at: int = -10_000
    explicit_year: bool = False

    def tell(self, reading: Reading, at: int) -> None:
        """Move narrative time to what was read at offset `at`; a bare year far from the story is an aside."""
        moment = reading.moment
        if moment is None or (self.history and reading.bare_year and self._is_aside(moment)):
            return
        self.now, self.told_at, self.explicit_year = moment, at, reading.explicit_year
        if moment.day:
            self.last_day = moment

    def _is_aside(self, moment: Moment) -> bool:
        return self.now is not None and not -1 <= moment.year - self.now.year <= 5

    @property
    def speech_time(self) -> Moment | None:
        """What "last month" counts from: the publication day, or in a history the time last told."""
        if self.history:
            return self.now
        return Moment.of(self.published) if self.published else None

    @property
    def story_time(self) -> Moment | None:
        """What "two days later" counts from: the time last told, else the publication day."""
        if self.history:
            return self.now
        return self.last_day or (Moment.of(self.published) if self.published else None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression says: `moment` moves narrative time, None leaves it; `end` cuts the span short.

    `bare_year` marks a year told alone.
    """

    type: TimexType
    value: str
    moment: Moment | None = None
    explicit_year: bool = False
    end: int | None = None
    bare_year: bool = False


Match = re.Match[str]


Reader = Callable[[Match, Narrative], Reading | None]


def format_year(year: int) -> str:
    return f"BC{-year:04d}" if year < 0 else f"{year:04d}"


def make_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def week_value(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def shift_year(year: int, step: int) -> int:
    """A year so many years on; there is no year 0."""
    moved = year + step
    if (year < 0) != (moved < 0) or moved == 0:
        moved += 1 if step > 0 else -1
    return moved


@dataclass(frozen=True, slots=True)
class Length:
    """So many units; `number` None is an unknown number."""

    number: float | None
    unit: str
    row: dict[str, object] = field(default_factory=dict)

    @property
    def value(self) -> str:
        """The TIMEX3 value: "P2W", "PT3H", "PXD"."""
        row = load_lexicon()["units"][self.unit]
        number = None if self.number is None else self.number * int(row.get("times", 1))
        shown = "X" if number is None else f"{number:g}"
        return f"P{'T' if row.get('time') else ''}{shown}{row['letter']}"


def shift_moment(anchor: Moment, length: Length, sign: int) -> tuple[str, Moment | None]:
    """The TIMEX3 value so many units from the anchor, and the moment where narrative time goes on."""
    number = int(length.number or 0) * sign
    if length.unit in ("year", "decade", "century"):
        years = number * {"year": 1, "decade": 10, "century": 100}[length.unit]
        moment = Moment(shift_year(anchor.year, years))
        return moment.value, moment
    if length.unit == "month" and anchor.month and anchor.year > 0:
        months = anchor.year * 12 + anchor.month - 1 + number
        moment = Moment(months // 12, months % 12 + 1)
        return moment.value, moment
    return _shift_days(anchor, length, number)


def unknown_value(unit: str) -> str:
    """The TIMEX3 value of a day, week, month or year that is not known."""
    return {"week": "XXXX-WXX", "fortnight": "XXXX-WXX", "month": "XXXX-XX", "year": "XXXX"}.get(unit, UNKNOWN_DAY)


def _shift_days(anchor: Moment, length: Length, number: int) -> tuple[str, Moment | None]:
    day = anchor.as_date()
    per_unit = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "weekend": 7}
    if day is None or length.unit not in per_unit:
        return (
            day.isoformat() if day and length.unit in ("hour", "minute", "second") else unknown_value(length.unit)
        ), None
    moved = day + timedelta(number * per_unit[length.unit])
    if length.unit in ("week", "fortnight", "weekend"):
        return week_value(moved), Moment.of(moved)
    return moved.isoformat(), Moment.of(moved)
