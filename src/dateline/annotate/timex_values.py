"""What a time expression's parts come to: TIMEX3 types and values.

A value is computed from the parts that the pattern named and from two anchors: the day the report was published, and
the narrative's own time, the last date told before. See docs/decisions/0004-time-expressions.md for the rules.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Literal

from dateline.annotate.timex_patterns import index_units, index_words, load_lexicon

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
    now: Moment | None = None
    last_day: Moment | None = None
    told_at: int = -10_000
    explicit_year: bool = False

    def tell(self, moment: Moment, at: int, explicit_year: bool) -> None:
        """Move narrative time to `moment`, told at offset `at`."""
        self.now, self.told_at, self.explicit_year = moment, at, explicit_year
        if moment.day:
            self.last_day = moment

    @property
    def speech_time(self) -> Moment | None:
        """What "last month" counts from: the publication day, or in a history the time last told."""
        if self.history or not self.published:
            return self.now
        return Moment.of(self.published)

    @property
    def story_time(self) -> Moment | None:
        """What "two days later" counts from: the time last told, else the publication day."""
        if self.history:
            return self.now
        return self.last_day or (Moment.of(self.published) if self.published else None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression says: `moment` moves narrative time, None leaves it; `end` cuts the span short."""

    type: TimexType
    value: str
    moment: Moment | None = None
    explicit_year: bool = False
    end: int | None = None


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


# --- the parts -----------------------------------------------------------------------------------------------------


def group(match: Match, *names: str) -> str | None:
    """The first of the named groups that took part in the match."""
    known = match.re.groupindex
    return next((match[name] for name in names if name in known and match[name]), None)


def read_month(word: str) -> int:
    months = index_words("months")
    key = word.lower().rstrip(".")
    return int(months[key])


def read_number(words: str) -> float | None:
    """The number that words or digits say; None for a vague one ("a few"). "half a" is 0.5."""
    text = " ".join(words.lower().replace("-", " ").split())
    if text[0].isdigit():
        return float(text.replace(",", ""))
    if text in ("a", "an", "the", "another"):
        return 1
    if text.startswith(("half", "a half")):
        return 0.5
    if text in ("one and a half", "a couple", "couple"):
        return 1.5 if "half" in text else 2
    return _spelled_number(text)


def _spelled_number(text: str) -> float | None:
    numbers = index_words("numbers")
    total = 0
    words = text.removeprefix("a ").removeprefix("an ").split()
    for word in words:
        if word in ("hundred", "thousand"):
            total = max(total, 1) * (100 if word == "hundred" else 1000)
        elif word in numbers and text not in load_lexicon()["vague_numbers"]:
            total += int(numbers[word])
        else:
            return None
    return total


def read_year(match: Match, narrative: Narrative) -> int | None:
    """The year that the expression itself gives, also as "last year" or "490 BC"."""
    if year := group(match, "year"):
        return int(year)
    if bc := group(match, "bcyear"):
        return -int(bc)
    which = group(match, "which")
    return _which_year(" ".join(which.lower().split()), narrative) if which else None


def _which_year(which: str, narrative: Narrative) -> int | None:
    told = which in ("that", "that same", "the same", "the following", "the next", "the previous")
    anchor = narrative.now if told else narrative.speech_time
    step = {"last": -1, "the previous": -1, "next": 1, "the next": 1, "the following": 1}.get(which, 0)
    return shift_year(anchor.year, step) if anchor else None


def shift_year(year: int, step: int) -> int:
    """A year so many years on; there is no year 0."""
    moved = year + step
    if (year < 0) != (moved < 0) or moved == 0:
        moved += 1 if step > 0 else -1
    return moved


_FUTURE = re.compile(
    r"\b(?:will|shall|due|scheduled|expected|planned|plans?|set (?:for|to)|to be held|going to|would)\b[^.;]*$"
)


def is_future(match: Match) -> bool:
    """Whether the words before, in the same sentence, speak of what is to come."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    return bool(_FUTURE.search(before.rsplit(". ", 1)[-1]))


# --- guessing what was left out ------------------------------------------------------------------------------------


def guess_year(match: Match, narrative: Narrative, month: int, day: int | None) -> int | None:
    """The year of a date told without one: of the narrative in a history, else the nearest past one."""
    now, published = narrative.now, narrative.published
    if published is None:
        return None
    if now and (narrative.history or _goes_on(match, narrative)):
        return _next_in_story(now, month)
    past = (month, day or 1) <= (published.month, published.day)
    if is_future(match):
        return published.year if (month, day or 31) >= (published.month, published.day) else published.year + 1
    return published.year if past else published.year - 1


def _goes_on(match: Match, narrative: Narrative) -> bool:
    """Whether a year long past was told just before, in the same sentence, and still holds."""
    assert narrative.now
    assert narrative.published
    if not narrative.explicit_year or narrative.now.year >= narrative.published.year - 1:
        return False
    between = match.string[narrative.told_at : match.start()]
    return len(between) < 160 and "\n" not in between and ". " not in between


def _next_in_story(now: Moment, month: int) -> int:
    """A story goes forward: "January" told after "December 1941" is the next year's."""
    if now.month and now.year > 0 and now.month >= 10 and month <= 3:
        return now.year + 1
    return now.year


# --- the families --------------------------------------------------------------------------------------------------


def read_date(match: Match, narrative: Narrative) -> Reading | None:
    month = read_month(group(match, "month", "monthb") or "")
    day = int(group(match, "dom", "domb") or 0)
    year = read_year(match, narrative)
    explicit = year is not None
    if year is None:
        year = guess_year(match, narrative, month, day)
    part = group(match, "part") or _part_in(group(match, "partedge"))
    if year is None:
        return _timed(f"XXXX-{month:02d}-{day:02d}", part)
    if year > 0 and day > monthrange(year, month)[1]:
        return None
    moment = Moment(year, month, day)
    return _timed(moment.value, part, moment, explicit)


def _timed(value: str, part: str | None, moment: Moment | None = None, explicit: bool = False) -> Reading:
    if not part:
        return Reading("DATE", value, moment, explicit)
    return Reading("TIME", f"{value}T{part_code(part)}", moment, explicit)


def part_code(word: str) -> str:
    return str(index_words("day_parts")[word.lower()])


def _part_in(words: str | None) -> str | None:
    """The part of the day named in "the early morning hours of"."""
    parts = index_words("day_parts")
    return next((word for word in (words or "").lower().split() if word in parts), None)


def read_span_of_days(match: Match, narrative: Narrative) -> Reading | None:
    """ "the night of June 4 to 5": the night that begins on the first of the two days."""
    month = read_month(group(match, "month", "monthb") or "")
    day = int(group(match, "d1", "d1b") or 0)
    year = read_year(match, narrative) or guess_year(match, narrative, month, day)
    if year is None or make_date(abs(year), month, day) is None:
        return Reading("TIME", f"XXXX-{month:02d}-{day:02d}TNI")
    moment = Moment(year, month, day)
    return _timed(moment.value, _part_in(match["edge"].rstrip("s")), moment)


def read_iso_date(match: Match, narrative: Narrative) -> Reading | None:
    year, month = int(match["y"]), int(match["m"])
    if not match["d"]:
        return Reading("DATE", f"{year}-{month:02d}", Moment(year, month), True)
    if make_date(year, month, int(match["d"])) is None:
        return None
    moment = Moment(year, month, int(match["d"]))
    if match["clock"]:
        return Reading("TIME", f"{moment.value}T{match['clock']}", moment, True)
    return Reading("DATE", moment.value, moment, True)


def read_numeric_date(match: Match, narrative: Narrative) -> Reading | None:
    """Day first, as most of the world writes, unless only month first gives a date."""
    first, second, year = int(match["n1"]), int(match["n2"]), match["y"]
    full_year = int(year) if len(year) == 4 else 2000 + int(year)
    day, month = (first, second) if second <= 12 else (second, first)
    if make_date(full_year, month, day) is None:
        return None
    moment = Moment(full_year, month, day)
    return Reading("DATE", moment.value, moment, True)


_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|since|by|until|till|of|from|to|through|during|and|between|before|after|for|as|around|every|each|both)|[,(–-])\s*$",
    re.IGNORECASE,
)


def read_month_name(match: Match, narrative: Narrative) -> Reading | None:
    word = match["month"]
    bare = match.end() - match.start() == len(word)
    before = match.string[max(0, match.start() - 12) : match.start()]
    if (
        bare
        and word in ("May", "March", "August", "April", "June", "MAY", "MARCH")
        and not _BEFORE_MONTH.search(before)
    ):
        return None
    month = read_month(word)
    year = read_year(match, narrative)
    explicit = year is not None
    if year is None and match["det"]:
        year = _year_beside(month, " ".join(match["det"].lower().split()), narrative)
    if year is None:
        year = guess_year(match, narrative, month, None)
    if year is None:
        return Reading("DATE", f"XXXX-{month:02d}")
    return Reading("DATE", Moment(year, month).value, Moment(year, month), explicit)


def _year_beside(month: int, which: str, narrative: Narrative) -> int | None:
    """The year of "last September" (the latest one over) or "next May" (the first one to come)."""
    anchor = narrative.speech_time if which in ("last", "this", "next", "this past") else narrative.now
    if anchor is None:
        return None
    here = anchor.month or 12
    if which in ("last", "this past", "the previous"):
        return anchor.year if month < here else shift_year(anchor.year, -1)
    if which in ("next", "the following"):
        return anchor.year if month > here else shift_year(anchor.year, 1)
    return anchor.year


def read_season(match: Match, narrative: Narrative) -> Reading | None:
    word, det = match["season"].lower(), " ".join((match["det"] or "").lower().split())
    season = str(index_words("seasons")[word])
    year = read_year(match, narrative)
    if year is None and not _is_season(match, word, det):
        return None
    if det in ("every", "each"):
        return Reading("SET", f"XXXX-{season}")
    explicit = year is not None
    if year is None:
        year = _season_year(season, det, narrative)
    if year is None:
        return Reading("DATE", f"XXXX-{season}")
    return Reading("DATE", f"{format_year(year)}-{season}", Moment(year, season=season), explicit)


def _is_season(match: Match, word: str, det: str) -> bool:
    after = match.string[match.end() : match.end() + 4]
    if det in ("last", "this", "next", "this past", "every", "each", "that"):
        return True
    if after.startswith(" of") or (word in ("fall", "spring") and not (det or match["edge"])):
        return False
    before = match.string[max(0, match.start() - 9) : match.start()].lower()
    return bool(re.search(r"\b(?:in|by|during|of|until|since|through|for|and)\s$", before)) or bool(match["edge"])


_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _season_year(season: str, det: str, narrative: Narrative) -> int | None:
    anchor = narrative.speech_time
    if anchor is None:
        return None
    if narrative.history:
        return shift_year(anchor.year, {"next": 1, "the following": 1, "last": -1, "the previous": -1}.get(det, 0))
    started = (anchor.month or 12) >= _SEASON_START[season]
    if det == "next":
        return anchor.year + 1 if started else anchor.year
    if det == "last":
        over = (anchor.month or 12) >= _SEASON_START[season] + 3
        return anchor.year if over else anchor.year - 1
    return anchor.year if started or det == "this" else anchor.year - 1


def read_bc_year(match: Match, narrative: Narrative) -> Reading | None:
    year = -int(match["bcyear"])
    if match["decade"]:
        return Reading("DATE", f"BC{-year // 10:03d}")
    return Reading("DATE", format_year(year), Moment(year), True)


def read_century(match: Match, narrative: Narrative) -> Reading | None:
    number = int(index_words("ordinals")[match["ord"].lower()])
    return Reading("DATE", f"BC{number - 1:02d}" if match["bc"] else f"{number - 1:02d}")


def read_decade(match: Match, narrative: Narrative) -> Reading | None:
    digits = match["decade"].lstrip("’'‘")
    if len(digits) == 2 and not re.match(r"[’'‘]|.*\bthe\b", match.group(), re.IGNORECASE | re.DOTALL):
        return None
    return Reading("DATE", digits[:3] if len(digits) == 4 else f"19{digits[0]}")


_COUNT_BEFORE = re.compile(
    r"(?:\b(?:about|some|nearly|over|than|least|almost|approximately|roughly|killed|of|No\.?|number|resolution|numbered|up to|"
    r"the|wounded|all|other|additional|with|for)|[$£€#=+×])\s*$",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|to|through|during|and|between|before|after|late|early|mid|around|year|circa|the|of)"
    r"|[(,;:\[–—-]|^|\n)\s*$",
    re.IGNORECASE,
)
_COUNTED_AFTER = re.compile(
    r"\s+(?:(?!(?:was|is|as|has|its|his|this|less|does|saw|and|elections?|was)\b)[a-z]+(?<!ss)s\b|[a-z]+\s+[a-z]+(?<!ss)s\s+(?:were|in|of|are|from|to)\b"
    r"|(?:people|men|women|children|km|kilomet|met(?:re|er)s|miles|tons|tonnes|police|troops|killed|dead|wounded|GMT|hours|hrs|"
    r"dollars|million|percent)\b)|\s?%|[.,]\d|,\d{3}"
)
_RULED_AFTER = re.compile(
    r"\s*(?:people|men|women|km|m\b|kilomet|met(?:re|er)s|miles|tons|tonnes|troops|soldiers|GMT|hours|hrs|%)"
)


def read_bare_year(match: Match, narrative: Narrative) -> Reading | None:
    text, year = match.string, int(match["year"])
    if match.end() - match.start() == 4 and not _reads_as_year(text, match.start(), match.end()):
        return None
    if match["year2"]:
        return Reading("DATE", f"{year}/{str(year)[:2]}{match['year2']}", Moment(year), True)
    return Reading("DATE", format_year(year), Moment(year), True)


def _reads_as_year(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 14) : start], text[end : end + 40]
    if _RULED_AFTER.match(after):
        return False
    if re.search(r"\bin\s$|[(\n]$|^$|\bsince\s$", before):
        return True
    return not (_COUNTED_AFTER.match(after) and not _DATE_BEFORE.search(before)) and not (
        _COUNT_BEFORE.search(before) and _COUNTED_AFTER.match(after)
    )


def read_weekday(match: Match, narrative: Narrative) -> Reading | None:
    word = match["weekday"]
    weekday = int(index_words("weekdays")[word.lower().rstrip(".")])
    if word.endswith(".") and not re.match(r",?\s+(?:[A-Z][a-z]|\d)", match.string[match.end() : match.end() + 4]):
        return None
    part = group(match, "part") or _part_in(match["nightof"])
    if match["plural"]:
        return Reading("SET", f"XXXX-WXX-{weekday + 1}")
    day = _day_of_week(match, weekday, narrative)
    if day is None:
        return _timed(f"XXXX-WXX-{weekday + 1}", part)
    return _timed(Moment.of(day).value, part, Moment.of(day))


def _day_of_week(match: Match, weekday: int, narrative: Narrative) -> date | None:
    det = " ".join((match["det"] or "").lower().split())
    told = det in ("that", "that same", "the same", "the following", "the previous") or narrative.history
    moment = narrative.story_time if told else narrative.speech_time
    anchor = moment.as_date() if moment else None
    if anchor is None:
        return None
    if week := group(match, "week"):
        step = {"last": -7, "the previous": -7, "next": 7, "the following": 7}.get(" ".join(week.lower().split()), 0)
        return anchor - timedelta(anchor.weekday()) + timedelta(step + weekday)
    since = (anchor.weekday() - weekday) % 7
    if det in ("next", "the following", "this coming") or (not told and det != "last" and is_future(match)):
        return anchor + timedelta(7 - since)
    if det in ("last", "the previous") and since == 0:
        return anchor - timedelta(7)
    return anchor - timedelta(since)


def read_clock(match: Match, narrative: Narrative) -> Reading | None:
    hour, minute = _hour_and_minute(match)
    if hour is None or hour > 24:
        return None
    if "." in match.group() and match["h"] and not (match["ampm"] or match["zone"] or match["part"]):
        return None
    half = (group(match, "ampm", "ampm2") or "").lower()[:1]
    part = (group(match, "part") or "").lower()
    if (half == "p" or part in ("afternoon", "evening") or (part == "night" and hour > 5)) and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    moment = _clock_day(match, narrative)
    value = moment.value if moment else UNKNOWN_DAY
    return Reading("TIME", f"{value}T{hour:02d}:{minute:02d}", moment)


def _hour_and_minute(match: Match) -> tuple[int | None, int]:
    if hhmm := match["hhmm"]:
        return int(hhmm[:2]), int(hhmm[2:])
    word = group(match, "h", "h2", "h3", "h4") or ""
    number = read_number(word)
    if number is None:
        return None, 0
    if not match["half"]:
        return int(number), int(match["min"] or 0)
    to_the_hour = bool(re.search(r"\bto\b", match.group()))
    minute = 30 if match["half"].lower() == "half" else 45 if to_the_hour else 15
    return int(number) - (1 if to_the_hour else 0), minute


def _clock_day(match: Match, narrative: Narrative) -> Moment | None:
    if word := group(match, "weekday"):
        weekday = int(index_words("weekdays")[word.lower().rstrip(".")])
        anchor = narrative.speech_time.as_date() if narrative.speech_time else None
        return Moment.of(anchor - timedelta((anchor.weekday() - weekday) % 7)) if anchor else None
    told = narrative.story_time
    return told if told and told.day else None


def read_day_part(match: Match, narrative: Narrative) -> Reading | None:
    word, det = match["part"].lower(), " ".join((match["det"] or "").lower().split())
    code = part_code(word)
    if not det and not match["edge"]:
        return _bare_part(match, word, code, narrative)
    if det in ("every", "each"):
        return Reading("SET", f"XXXX-XX-XXT{code}")
    if (det in ("one", "a", "the", "the early", "the late") and not match["before"]) or det == "last":
        return _loose_part(match, det, code, narrative)
    story = narrative.speech_time if det == "this" else narrative.story_time
    anchor = story.as_date() if story else None
    if anchor is None:
        return Reading("TIME", f"XXXX-XX-XXT{code}")
    step = {"the following": 1, "the next": 1, "the previous": -1}.get(det, 0)
    if edge := re.search(r"next|following", (match["edge"] or "").lower()):
        step = 1 if edge else 0
    if match["before"]:
        step = 1 if match["before"].split()[-1].lower() in ("after", "later") else -1
    moment = Moment.of(anchor + timedelta(step))
    return Reading("TIME", f"{moment.value}T{code}", moment)


def _bare_part(match: Match, word: str, code: str, narrative: Narrative) -> Reading | None:
    before = match.string[max(0, match.start() - 9) : match.start()].lower()
    at = re.search(r"\b(at|by|before|after|until|till|since|from|around|near|between|to)\s$", before)
    if not at or (word.endswith("s") and word != "nights"):
        return None
    story = narrative.story_time
    if (word in ("night", "daylight") and at[1] == "at") or not (story and story.day):
        return Reading("TIME", f"XXXX-XX-XXT{code}")
    return Reading("TIME", f"{story.value}T{code}")


def _loose_part(match: Match, det: str, code: str, narrative: Narrative) -> Reading | None:
    """ "the morning" belongs to the day told; "one night" to none."""
    if det in ("a", "last"):
        return None
    story = narrative.story_time
    if det == "one" or not (story and story.day):
        return Reading("TIME", f"XXXX-XX-XXT{code}")
    return Reading("TIME", f"{story.value}T{code}")


def read_deictic(match: Match, narrative: Narrative) -> Reading | None:
    row = _deictic_rows()[" ".join(match["word"].lower().split())]
    if "value" in row:
        return Reading("DATE", str(row["value"]))
    speech = narrative.speech_time
    anchor = speech.as_date() if speech else None
    part = row.get("part")
    if anchor is None:
        return Reading("TIME", f"{UNKNOWN_DAY}T{part}") if part else Reading("DATE", UNKNOWN_DAY)
    moment = Moment.of(anchor + timedelta(int(str(row["offset_days"]))))
    if part:
        return Reading("TIME", f"{moment.value}T{part}", moment)
    return Reading("DATE", moment.value, moment)


@cache
def _deictic_rows() -> dict[str, dict[str, object]]:
    return {word: row for row in load_lexicon()["deictics"] for word in row["words"]}


def read_holiday(match: Match, narrative: Narrative) -> Reading | None:
    """The first day of the feast; a feast of the Islamic calendar by the arithmetic calendar, right to a day or two."""
    name = " ".join(match["holiday"].split())
    row, islamic = _holiday_rows()[name]
    year = read_year(match, narrative)
    explicit = year is not None
    if islamic:
        return _islamic_feast(match, row, year, narrative)
    month, day = row["month"], row["day"]
    if year is None:
        year = guess_year(match, narrative, month, day)
    if year is None:
        return Reading("DATE", f"XXXX-{month:02d}-{day:02d}")
    moment = Moment(year, month, day)
    return Reading("DATE", moment.value, moment, explicit)


def _islamic_feast(match: Match, row: dict[str, int], year: int | None, narrative: Narrative) -> Reading:
    published = narrative.published
    for candidate in [year] if year else [published.year, published.year - 1] if published else []:
        begins = islamic_days_in(candidate, row["month"], row["day"])
        begun = [day for day in begins if year or (published and day <= published)]
        if begun:
            moment = Moment.of(begun[-1])
            value = moment.value if row["days"] < 20 else f"{moment.value}/P1M"
            return Reading("DATE", value, moment if row["days"] < 20 else None, bool(year))
    return Reading("DATE", "XXXX")


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
    """Gregorian days of `year` on which a day of the arithmetic (civil) Islamic calendar falls.

    Source: the thirty-year cycle with eleven leap years; epoch 16 July 622 (Julian), day 227015 of the common count.
    """
    about = int((year - 622) * 33 / 32)
    found = []
    for hijri in range(about - 1, about + 3):
        ordinal = day + -(-59 * (month - 1) // 2) + (hijri - 1) * 354 + (3 + 11 * hijri) // 30 + 227014
        candidate = date.fromordinal(ordinal)
        if candidate.year == year:
            found.append(candidate)
    return found


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


def read_length(match: Match) -> Length:
    unit = index_units()[match["unit"].lower()]
    words = group(match, "number")
    number = read_number(words) if words else None
    if number is not None and re.search(r"and[\s-]+a[\s-]+half", match.group()):
        number += 0.5 if number == int(number) else 0
    return Length(number, unit)


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


def _shift_days(anchor: Moment, length: Length, number: int) -> tuple[str, Moment | None]:
    day = anchor.as_date()
    per_unit = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "weekend": 7}
    if day is None or length.unit not in per_unit:
        return (day.isoformat() if day and length.unit in ("hour", "minute", "second") else UNKNOWN_DAY), None
    moved = day + timedelta(number * per_unit[length.unit])
    if length.unit in ("week", "fortnight", "weekend"):
        return week_value(moved), Moment.of(moved)
    return moved.isoformat(), Moment.of(moved)


_CLAUSE_FOLLOWS = re.compile(r"\s+(?!and\b|but\b|or\b|in\b|on\b|at\b|by\b)[\w“\"'‘]")


def read_shift(match: Match, narrative: Narrative) -> Reading | None:
    length, direction = read_length(match), match["dir"].lower()
    if length.unit == "second" and length.number == 1:
        return None
    if direction in ("before", "after") and _CLAUSE_FOLLOWS.match(match.string, match.end()):
        if match["number"].lower() == "the":
            return _day_beside(match, length, direction, narrative)
        return Reading("DURATION", length.value, end=match.start("dir") - 1)
    sign = -1 if direction in ("ago", "earlier", "before", "previously", "prior") else 1
    if length.number is None or (length.number != int(length.number) and length.unit != "hour"):
        return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    anchor = narrative.speech_time if direction in ("ago", "from now", "hence") else narrative.story_time
    if anchor is None:
        return Reading("DATE", UNKNOWN_DAY)
    value, moment = shift_moment(anchor, length, sign)
    return Reading("DATE", value, moment)


def _day_beside(match: Match, length: Length, direction: str, narrative: Narrative) -> Reading | None:
    """ "the week before the attack": what comes before or after the time told."""
    anchor = narrative.story_time
    if anchor is None:
        return Reading("DATE", UNKNOWN_DAY)
    value, _ = shift_moment(anchor, length, -1 if direction == "before" else 1)
    return Reading("DATE", value)


def read_bare_shift(match: Match, narrative: Narrative) -> Reading | None:
    if match["dir"].lower() in ("before", "after") and _CLAUSE_FOLLOWS.match(match.string, match.end()):
        return Reading("DURATION", read_length_of(match["unit"]).value, end=match.start("dir") - 1)
    past = match["dir"].lower() in ("ago", "earlier", "before")
    return Reading("DATE", "PAST_REF" if past else "FUTURE_REF")


def read_length_of(word: str) -> Length:
    return Length(None, index_units().get(word.lower(), "minute"))


_BACK = (
    "last",
    "past",
    "the past",
    "the last",
    "previous",
    "the previous",
    "preceding",
    "the preceding",
    "this past",
)
_AHEAD = (
    "next",
    "the next",
    "the following",
    "following",
    "coming",
    "the coming",
    "the upcoming",
    "the ensuing",
    "the very next",
)
_TOLD = ("that", "that same", "that very", "the same", "same", "the very same", "those", "the", "the following", "the next",
         "the previous", "the preceding", "following", "previous", "the very next", "the ensuing")  # fmt: skip


def read_relative(match: Match, narrative: Narrative) -> Reading | None:
    det, length = " ".join(match["det"].lower().split()), read_length(match)
    plural = match["unit"].lower().endswith("s")
    after = " ".join((match["after"] or "").lower().split())
    if length.unit == "second" or (length.unit == "quarter" and det == "the"):
        return None
    if match["number"] or plural:
        return _relative_length(match, det, length, after)
    if (det == "the" and not (match["edge"] or after or _on_the_day(match))) or det in ("recent", "these", "those"):
        return None
    step = -1 if det in _BACK else 1 if det in _AHEAD else 0
    if after:
        step = {"before last": -2, "after next": 2, "ago": -1}.get(
            after, -1 if after in ("before", "earlier", "prior") else 1
        )
    anchor = (
        narrative.story_time if det in _TOLD and after not in ("before last", "after next") else narrative.speech_time
    )
    if det in _TOLD and narrative.now and length.unit in ("month", "year", "decade", "century"):
        anchor = narrative.now if narrative.history or det != "the" else narrative.speech_time
    if anchor is None:
        return Reading("DATE", UNKNOWN_DAY)
    return _unit_at(anchor, length.unit, step)


def _on_the_day(match: Match) -> bool:
    before = match.string[max(0, match.start() - 4) : match.start()].lower()
    return match["unit"].lower() == "day" and before.endswith("on ")


def _relative_length(match: Match, det: str, length: Length, after: str) -> Reading | None:
    if det in ("the", "those", "these", "that", "this", "same", "the same") and not (
        match["number"] or match["edge"]
    ):
        return None
    if det in ("these", "those") and not match["number"]:
        return None
    return Reading("DURATION", length.value)


def _unit_at(anchor: Moment, unit: str, step: int) -> Reading | None:
    """The day, week, month… `step` units from the one that holds the anchor."""
    if unit == "decade":
        return Reading("DATE", format_year(anchor.year // 10 * 10 + 10 * step)[:3])
    if unit == "century":
        return Reading("DATE", f"{anchor.year // 100 + step:02d}")
    if unit == "weekend":
        day = anchor.as_date()
        return Reading("DATE", f"{week_value(day + timedelta(7 * step))}-WE" if day else "XXXX-WXX-WE")
    if unit in ("hour", "minute"):
        return None
    if unit == "quarter":
        return Reading("DATE", _quarter_value(anchor, step))
    value, moment = shift_moment(anchor, Length(abs(step), unit), 1 if step >= 0 else -1)
    if unit == "night":
        return Reading("TIME", f"{value}TNI", moment)
    return Reading("DATE", value, moment)


def _quarter_value(anchor: Moment, step: int) -> str:
    quarter = anchor.year * 4 + ((anchor.month or 1) - 1) // 3 + step
    return f"{quarter // 4}-Q{quarter % 4 + 1}"


_SET_VALUES = {
    "daily": UNKNOWN_DAY, "everyday": UNKNOWN_DAY, "nightly": "XXXX-XX-XXTNI", "nights": "XXXX-XX-XXTNI", "hourly": "PT1H",
    "weekly": "XXXX-WXX", "biweekly": "P2W", "monthly": "XXXX-XX", "quarterly": "XXXX-QX", "yearly": "XXXX",
    "annually": "XXXX", "annual": "XXXX", "weekdays": "XXXX-WXX",
}  # fmt: skip
_EACH_VALUES = {"day": UNKNOWN_DAY, "night": "XXXX-XX-XXTNI", "week": "XXXX-WXX", "month": "XXXX-XX", "year": "XXXX",
                "weekend": "XXXX-WXX-WE"}  # fmt: skip


def read_set(match: Match, narrative: Narrative) -> Reading | None:
    if adverb := match["adverb"]:
        return Reading("SET", _SET_VALUES[adverb.lower()])
    if aunit := match["aunit"]:
        return Reading("SET", _EACH_VALUES[aunit.split()[-1].lower()])
    word = match["unit"].lower()
    if match["number"] and word in index_units():
        return Reading("SET", Length(read_number(match["number"]), index_units()[word]).value)
    if word in index_units():
        unit = index_units()[word]
        return Reading("SET", _EACH_VALUES.get(unit, Length(1, unit).value))
    if word in index_words("weekdays"):
        return Reading("SET", f"XXXX-WXX-{index_words('weekdays')[word] + 1}")
    return Reading("SET", f"XXXX-XX-XXT{part_code(word)}")


_OF_AGE = re.compile(r"[-\s](?:old|of\s+age)\b")


def read_duration(match: Match, narrative: Narrative) -> Reading | None:
    length = read_length(match)
    one = match["number"].lower() in ("a", "an")
    if length.unit == "quarter" or (length.unit == "second" and (one or length.number == 1)):
        return None
    if _OF_AGE.match(match.string, match.end()):
        return None
    return Reading("DURATION", length.value)


def read_bare_duration(match: Match, narrative: Narrative) -> Reading | None:
    if word := match["yearlong"]:
        return Reading("DURATION", Length(1, index_units()[word.lower()]).value)
    return Reading("DURATION", read_length_of(match["unit"]).value)


READERS: dict[str, Reader] = {
    "iso_date": read_iso_date,
    "numeric_date": read_numeric_date,
    "span_of_days": read_span_of_days,
    "date": read_date,
    "month": read_month_name,
    "bc_year": read_bc_year,
    "season": read_season,
    "century": read_century,
    "decade": read_decade,
    "year": read_bare_year,
    "weekday": read_weekday,
    "clock": read_clock,
    "day_part": read_day_part,
    "holiday": read_holiday,
    "deictic": read_deictic,
    "relative": read_relative,
    "shift": read_shift,
    "bare_shift": read_bare_shift,
    "set": read_set,
    "duration": read_duration,
    "bare_duration": read_bare_duration,
}
"""The reader of each family of `timex_patterns.SHAPES`."""
