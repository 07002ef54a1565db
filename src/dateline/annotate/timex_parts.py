"""The parts that every time expression is made of: numbers, months, years told or left out, parts of the day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from dateline.annotate.named_events import find_known_year
from dateline.annotate.timex_moments import Length, Match, Moment, Narrative, Reading, make_date, shift_year
from dateline.annotate.timex_patterns import index_units, index_words, load_lexicon


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


_FUTURE = re.compile(
    r"\b(?:will|shall|due|scheduled|expected|planned|plans?|set (?:for|to)|to be held|going to|would|feared)\b[^.;]*$"
    r"|\b(?:is|are|was|were) to (?!date\b)[a-z]+\b[^.;]*$"
    r"|\b(?:calls?|called|slated|convened|summoned|postponed|delayed|planned|announced)\b[^.;]{0,60}\bfor\s+$"
    r"|\b(?:stays?|remains?|is|are|closed|shut|suspended|extended|adjourned)\b[^.;]*\b(?:until|till)\s+$"
    r"|,\s+to (?:open|begin|start|end|close|meet|resume|leave)\b[^.;]*$"
)


def is_future(match: Match) -> bool:
    """Whether the words before, in the same sentence, speak of what is to come."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    return bool(_FUTURE.search(before.rsplit(". ", 1)[-1]))


def guess_year(match: Match, narrative: Narrative, month: int, day: int | None) -> int | None:
    """The year of a date told without one: of the narrative in a history, else the nearest past one."""
    now, published = narrative.now, narrative.published
    if narrative.period and (year := _year_in_period(narrative.period, month, day)):
        return year
    if ahead := _YEAR_AHEAD.match(match.string, match.end()):
        return int(ahead[1])
    if published is None:
        return None
    if day and (known := find_known_year(match.string, match.start(), match.end(), month, day, published)):
        return known
    if now and (narrative.history or _goes_on(match, narrative, month, day)):
        return _next_in_story(now, month)
    past = (month, day or 1) <= (published.month, published.day)
    if day and not past and _is_near_ahead(match, published, month, day):
        return published.year
    if is_future(match):
        return published.year if (month, day or 31) >= (published.month, published.day) else published.year + 1
    return published.year if past else published.year - 1


def _year_in_period(period: tuple[date, date], month: int, day: int | None) -> int | None:
    """The year in which a day or month lies in the period that a bulletin covers; None where in none."""
    first, last = period
    for year in (first.year, last.year):
        opens = make_date(year, month, day or 1)
        closes = make_date(year, month, day or monthrange(year, month)[1])
        if opens and closes and opens <= last and first <= closes:
            return year
    return None


_YEAR_AHEAD = re.compile(
    r"(?:\s*[-–—]\s*|\s+(?:to|and|or|until|till|through)\s+)(?:(?:early|mid|late)[-\s])?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?(?=,?\s\d{4})|\d{1,2}\s+[A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.?(?:\s+\d{1,2})?),?\s+((?:1[5-9]|20)\d\d)\b"
)
"""The year of the second date of a pair goes for the first too: "between March and June 2015"."""


_DEADLINE = re.compile(r"\b(?:by|until|till|before|for)\s+(?:the\s+)?$")
_NEAR_AHEAD_DAYS = 45


def _is_near_ahead(match: Match, published: date, month: int, day: int) -> bool:
    """ "Herds must leave by 30 June": weeks ahead in the report's own year, and most of a year back in the last."""
    if not _DEADLINE.search(match.string[max(0, match.start() - 12) : match.start()]):
        return False
    if day > monthrange(published.year, month)[1]:
        return False
    return (date(published.year, month, day) - published).days <= _NEAR_AHEAD_DAYS


_SAME_SENTENCE_CHARS, _SAME_PARAGRAPH_CHARS = 160, 600
_NEWS_DAYS = 60
_ASIDE = re.compile(
    r"\b(?:since|after|than|before|until|till|from|as|like|unlike|compared (?:with|to)|in effect)\s+"
    r"(?:the\s+|early\s+|late\s+|at least\s+)*$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:^|[.!?”\"]\s|\n)(?:Back |Early |Late )?[Ii]n\s+$")
_BACK_IN_NEWS = re.compile(
    r"\b(?:now|today|tonight|yesterday|overnight|recent|recently|currently|latest|ago|so far|still|says?|is|are|"
    r"(?:this|last|past|next|current) (?:\w+ )?(?:week|weekend|month|year|decade)s?|(?:has|have) (?:\w+ly )?been|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)


def _goes_on(match: Match, narrative: Narrative, month: int, day: int | None) -> bool:
    """Whether a year long past was told just before and still holds: in the same sentence, or in a paragraph that
    looks back ("The summer of 1988 was the worst. On 27 May …")."""
    assert narrative.now
    assert narrative.published
    if not narrative.explicit_year or narrative.now.year >= narrative.published.year - 1:
        return False
    between = match.string[narrative.told_at : match.start()]
    if "\n" in between or len(between) >= _SAME_PARAGRAPH_CHARS:
        return False
    if len(between) < _SAME_SENTENCE_CHARS and ". " not in between:
        return True
    before = match.string[max(0, narrative.told_at - 40) : narrative.told_at]
    if _ASIDE.search(before) or _BACK_IN_NEWS.search(between) or not day:
        return False
    narrates = narrative.now.month or narrative.now.season or _OPENS.search(before)
    return bool(narrates) and _is_far_back(narrative.published, month, day)


def _is_far_back(published: date, month: int, day: int) -> bool:
    """Whether the nearest such date is too old for news, so that it is one of what the report looks back on."""
    days = (make_date(year, month, day) for year in (published.year, published.year - 1))
    latest = next((one for one in days if one is not None and one <= published), None)
    return latest is None or (published - latest).days > _NEWS_DAYS


def _next_in_story(now: Moment, month: int) -> int:
    """A story goes forward: "January" told after "December 1941" is the next year's."""
    if now.month and now.year > 0 and now.month >= 10 and month <= 3:
        return now.year + 1
    return now.year


def part_code(word: str) -> str:
    return str(index_words("day_parts")[word.lower()])


def part_in(words: str | None) -> str | None:
    """The part of the day named in "the early morning hours of"."""
    parts = index_words("day_parts")
    return next((word for word in (words or "").lower().split() if word in parts), None)


def timed_reading(value: str, part: str | None, moment: Moment | None = None, explicit: bool = False) -> Reading:
    if not part:
        return Reading("DATE", value, moment, explicit)
    return Reading("TIME", f"{value}T{part_code(part)}", moment, explicit)


def read_length(match: Match) -> Length:
    unit = index_units()[match["unit"].lower()]
    words = group(match, "number")
    number = read_number(words) if words else None
    if number is not None and re.search(r"and[\s-]+a[\s-]+half", match.group()):
        number += 0.5 if number == int(number) else 0
    return Length(number, unit)


def read_length_of(word: str) -> Length:
    return Length(None, index_units().get(word.lower(), "minute"))
