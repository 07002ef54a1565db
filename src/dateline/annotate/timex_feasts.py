"""Readers of feasts, of national days, and of dates by the Islamic calendar ("12 Rajab 1445")."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from dateline.annotate.national_days import find_national_day
from dateline.annotate.timex_moments import Match, Moment, Narrative, Reading
from dateline.annotate.timex_parts import guess_year, read_year
from dateline.annotate.timex_patterns import index_words, load_lexicon


def read_holiday(match: Match, narrative: Narrative) -> Reading | None:
    """The first day of the feast, or its eve; one of the Islamic calendar by the arithmetic calendar, right to a day
    or two."""
    row, islamic = _holiday_rows()[" ".join(match["holiday"].split())]
    year = read_year(match, narrative)
    if year is None and _is_personal_name(match):
        return None
    if islamic:
        return _on_the_eve(match, _islamic_feast(row, year, narrative))
    day = _feast_day(match, narrative, row, year)
    if day is None:
        return Reading("DATE", f"XXXX-{row['month']:02d}-{row['day']:02d}" if "month" in row else "XXXX")
    return _on_the_eve(match, Reading("DATE", Moment.of(day).value, Moment.of(day), year is not None))


def _feast_day(match: Match, narrative: Narrative, row: dict[str, int], year: int | None) -> date | None:
    """The day in the year told, else in the one that the story is in."""
    if "month" in row:
        guessed = year or guess_year(match, narrative, row["month"], row["day"])
        return date(guessed, row["month"], row["day"]) if guessed and guessed > 0 else None
    guessed = year or guess_year(match, narrative, 4, 1)
    if guessed is None or guessed < 1583:
        return None
    published, eastern = narrative.published, bool(row.get("eastern"))
    day = find_easter(guessed, eastern=eastern) + timedelta(row["easter"])
    if year is None and published and day > published and guessed == published.year and (day - published).days > 60:
        return find_easter(guessed - 1, eastern=eastern) + timedelta(row["easter"])
    return day


def _on_the_eve(match: Match, reading: Reading) -> Reading:
    moment = reading.moment.as_date() if match["eve"] and reading.moment else None
    if moment is None:
        return reading
    before = Moment.of(moment - timedelta(1))
    return Reading(reading.type, before.value, before, reading.explicit_year)


def find_easter(year: int, *, eastern: bool = False) -> date:
    """Easter Sunday of a year, in the Gregorian calendar.

    Source: the anonymous Gregorian computus; for the Eastern churches Meeus's Julian algorithm, moved by the days
    between the two calendars.
    """
    if eastern:
        d = (19 * (year % 19) + 15) % 30
        e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        return date(year, month, day + 1) + timedelta(year // 100 - year // 400 - 2)
    a, b, c = year % 19, year // 100, year % 100
    g = (8 * b + 13) // 25
    h = (19 * a + b - b // 4 - g + 15) % 30
    spread = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * spread) // 451
    month, day = divmod(h + spread - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _is_personal_name(match: Match) -> bool:
    """Whether a name stands beside: "Nowruz Ahmad", "Tariq Ramadhan", "Ramadhan said"."""
    before, after = match.string[: match.start()][-24:], match.string[match.end() : match.end() + 12]
    if re.match(r"\s+(?:[A-Z][a-z]|said|told|added|says|who\b)|['’]s\s", after):
        return not match["holiday"].startswith(("Christmas", "New", "the", "Eid"))
    return bool(re.search(r"[A-Z][\w'’-]+\s$", before)) and not re.search(
        r"\b(?:In|During|Since|Before|After|On|For|The|Of|By|Every|Until|Muslim|Islamic)\s$", before
    )


def _islamic_feast(row: dict[str, int], year: int | None, narrative: Narrative) -> Reading:
    day = _latest_begun(row["month"], row["day"], year, narrative)
    return _lasting(day, year is not None, whole_month=row["days"] >= 20) if day else Reading("DATE", "XXXX")


def _latest_begun(month: int, day: int, year: int | None, narrative: Narrative) -> date | None:
    """The last time that a day of the Islamic year has come: in the Gregorian year told, else before the report."""
    published = narrative.published
    for candidate in [year] if year else [published.year, published.year - 1] if published else []:
        begins = islamic_days_in(candidate, month, day)
        begun = [first for first in begins if year or (published and first <= published)]
        if begun:
            return begun[-1]
    return None


def _lasting(first: date, explicit: bool, *, whole_month: bool) -> Reading:
    moment = Moment.of(first)
    if whole_month:
        return Reading("DATE", f"{moment.value}/P1M", None, explicit)
    return Reading("DATE", moment.value, moment, explicit)


_ALSO_NAMES = frozenset({1, 2, 7, 8, 9})
"""Months whose names people bear too: they count with a day, a year, or "the month of"."""


def read_islamic_date(match: Match, narrative: Narrative) -> Reading | None:
    """ "12 Rajab 1445", "the tenth day of Ramadan", "in Shawwal": a day, or a month from its first day."""
    month = int(index_words("islamic_months")[" ".join(match["imonth"].split()).lower()])
    told = match["dom"] or (str(index_words("ordinals")[match["word"].lower()]) if match["word"] else None)
    if month in _ALSO_NAMES and not (told or match["hijri"] or match["named"]):
        return None
    day = int(told or 1)
    if day > 30 or (told and match["word"] and not re.search(r"\b(?:day|night|of)\b", match.group())):
        return None
    if hijri := match["hijri"]:
        first: date | None = from_islamic(int(hijri), month, day)
    else:
        first = _latest_begun(month, day, int(match["year"]) if match["year"] else None, narrative)
    if first is None:
        return Reading("DATE", "XXXX")
    return _lasting(first, bool(match["hijri"] or match["year"]), whole_month=told is None)


_SENTENCE_END = re.compile(r"[.!?][\"”’]?\s|\n")


def read_national_day(match: Match, narrative: Narrative) -> Reading | None:
    """ "Nigeria's Independence Day": only where the country is told, in the words or in the sentence."""
    text = match.string
    before = _SENTENCE_END.split(text[max(0, match.start() - 200) : match.start()])[-1]
    after = _SENTENCE_END.split(text[match.end() : match.end() + 200])[0]
    found = find_national_day(" ".join(match["dayname"].split()), match["owner"], before + " " + after)
    if found is None:
        return None
    told = read_year(match, narrative)
    year = told or guess_year(match, narrative, *found)
    if year is None:
        return Reading("DATE", f"XXXX-{found[0]:02d}-{found[1]:02d}")
    moment = Moment(year, *found)
    return Reading("DATE", moment.value, moment, told is not None)


@cache
def _holiday_rows() -> dict[str, tuple[dict[str, int], bool]]:
    lexicon = load_lexicon()
    return {
        word: (row, table == "islamic_holidays")
        for table in ("holidays", "islamic_holidays")
        for row in lexicon[table]
        for word in row["words"]
    }


def islamic_days_in(year: int, month: int, day: int) -> list[date]:
    """Gregorian days of `year` on which a day of the arithmetic (civil) Islamic calendar falls."""
    about = int((year - 622) * 33 / 32)
    days = (from_islamic(hijri, month, day) for hijri in range(about - 1, about + 3))
    return [candidate for candidate in days if candidate.year == year]


def from_islamic(year: int, month: int, day: int) -> date:
    """The Gregorian day of a day of the arithmetic (civil) Islamic calendar.

    Source: the thirty-year cycle with eleven leap years; epoch 16 July 622 (Julian), day 227015 of the common count.
    """
    return date.fromordinal(day + -(-59 * (month - 1) // 2) + (year - 1) * 354 + (3 + 11 * year) // 30 + 227014)
