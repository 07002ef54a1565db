"""Readers of lengths ("two weeks"), of what counts from a time ("last month", "two days later"), and of sets."""

from __future__ import annotations

import re
from datetime import timedelta

from dateline.annotate.timex_moments import (
    UNKNOWN_DAY,
    Length,
    Match,
    Moment,
    Narrative,
    Reading,
    format_year,
    shift_moment,
    shift_year,
    unknown_value,
    week_value,
)
from dateline.annotate.timex_parts import guess_year, part_code, read_length, read_length_of, read_month, read_number
from dateline.annotate.timex_patterns import index_units, index_words

_CLAUSE_FOLLOWS = re.compile(r"\s+(?!and\b|but\b|or\b|in\b|on\b|at\b|by\b)[\w“\"'‘]")


def read_shift(match: Match, narrative: Narrative) -> Reading | None:
    length, direction = read_length(match), match["dir"].lower()
    if length.unit == "second" and length.number == 1:
        return None
    if direction in ("before", "after") and _CLAUSE_FOLLOWS.match(match.string, match.end()):
        if match["number"].lower() == "the":
            return _day_beside(length, direction, narrative)
        return Reading("DURATION", length.value, end=match.start("dir") - 1)
    sign = -1 if direction in ("ago", "earlier", "before", "previously", "prior") else 1
    if length.number is None or (length.number != int(length.number) and length.unit != "hour"):
        return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    anchor = narrative.speech_time if direction in ("ago", "from now", "hence") else narrative.story_time
    if anchor is None:
        return Reading("DATE", unknown_value(length.unit))
    value, moment = shift_moment(anchor, length, sign)
    return Reading("DATE", value, moment)


def _day_beside(length: Length, direction: str, narrative: Narrative) -> Reading | None:
    """ "the week before the attack": what comes before or after the time told."""
    anchor = narrative.story_time
    if anchor is None:
        return Reading("DATE", UNKNOWN_DAY)
    value, _ = shift_moment(anchor, length, -1 if direction == "before" else 1)
    return Reading("DATE", value)


def read_bare_shift(match: Match, _narrative: Narrative) -> Reading | None:
    if match["dir"].lower() in ("before", "after") and _CLAUSE_FOLLOWS.match(match.string, match.end()):
        return Reading("DURATION", read_length_of(match["unit"]).value, end=match.start("dir") - 1)
    past = match["dir"].lower() in ("ago", "earlier", "before")
    return Reading("DATE", "PAST_REF" if past else "FUTURE_REF")


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


_TOLD = ("that", "that same", "that very", "the same", "same", "the very same", "those", "the",
         "the following", "the next",
         "the previous", "the preceding", "following", "previous", "the very next", "the ensuing")  # fmt: skip


_LONG_UNITS = ("week", "month", "year", "decade", "century")
""" "the past year" is a stretch up to now, "last year" the one of the calendar."""


def read_relative(match: Match, narrative: Narrative) -> Reading | None:
    det, length = " ".join(match["det"].lower().split()), read_length(match)
    plural = match["unit"].lower().endswith("s")
    after = " ".join((match["after"] or "").lower().split())
    if length.unit == "second" or (length.unit == "quarter" and det == "the"):
        return None
    if match["of"] and (match["number"] or det in ("the first", "the last", "the final", "the opening")):
        return _part_of_date(match, narrative)
    if det in ("the first", "the final", "the opening") and not match["number"]:
        return None
    if match["number"] or plural:
        return _relative_length(match, det, length)
    if (det == "the" and not (match["edge"] or after or _on_the_day(match) or length.unit == "weekend")) or det in (
        "recent",
        "these",
        "those",
    ):
        return None
    if det in ("past", "the past", "this past", "the last") and length.unit in _LONG_UNITS and not match["edge"]:
        return Reading("DURATION", Length(1, length.unit).value)
    if length.unit == "weekend" and det == "the":
        return _past_weekend(narrative)
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


def _part_of_date(match: Match, narrative: Narrative) -> Reading | None:
    """ "the last two weeks of February 1951" has the value of that month."""
    year = int(match["year"]) if match["year"] else _year_of(match["ofyear"], narrative)
    month = read_month(match["month"]) if match["month"] else None
    if year is None and month:
        year = guess_year(match, narrative, month, None)
    if year is None:
        return Reading("DATE", f"XXXX-{month:02d}" if month else "XXXX")
    return Reading("DATE", Moment(year, month).value, Moment(year, month), bool(match["year"]))


def _year_of(words: str | None, narrative: Narrative) -> int | None:
    """The year of "the first four months of the year" or "of last year"."""
    if words is None or narrative.speech_time is None:
        return None
    return shift_year(narrative.speech_time.year, -1 if words.lower().startswith("last") else 0)


def _past_weekend(narrative: Narrative) -> Reading:
    """ "over the weekend": the last one that has begun."""
    speech = narrative.speech_time
    anchor = speech.as_date() if speech else None
    if anchor is None:
        return Reading("DATE", "XXXX-WXX-WE")
    return Reading("DATE", f"{week_value(anchor - timedelta(5))}-WE")


def _on_the_day(match: Match) -> bool:
    before = match.string[max(0, match.start() - 4) : match.start()].lower()
    return match["unit"].lower() == "day" and before.endswith("on ")


def _relative_length(match: Match, det: str, length: Length) -> Reading | None:
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


def read_year_quarter(match: Match, narrative: Narrative) -> Reading | None:
    """ "in the first quarter": of the report's year, or of the one before where it has not begun."""
    speech = narrative.speech_time
    if speech is None:
        return None
    number = {"first": 1, "second": 2, "third": 3}.get(match["ord"].lower(), 4)
    begun = (speech.month or 12) > number * 3 - 3
    return Reading("DATE", f"{format_year(speech.year if begun else shift_year(speech.year, -1))}-Q{number}")


_SET_VALUES = {
    "daily": UNKNOWN_DAY, "everyday": UNKNOWN_DAY, "nightly": "XXXX-XX-XXTNI", "nights": "XXXX-XX-XXTNI",
    "hourly": "PT1H",
    "weekly": "XXXX-WXX", "biweekly": "P2W", "monthly": "XXXX-XX", "quarterly": "XXXX-QX", "yearly": "XXXX",
    "annually": "XXXX", "annual": "XXXX", "weekdays": "XXXX-WXX",
}  # fmt: skip


_EACH_VALUES = {"day": UNKNOWN_DAY, "night": "XXXX-XX-XXTNI", "week": "XXXX-WXX", "month": "XXXX-XX", "year": "XXXX",
                "weekend": "XXXX-WXX-WE"}  # fmt: skip


def read_set(match: Match, _narrative: Narrative) -> Reading | None:
    if adverb := match["adverb"]:
        return Reading("SET", _SET_VALUES[adverb.lower()])
    if aunit := match["aunit"]:
        return Reading("SET", _EACH_VALUES[aunit.split()[-1].lower()])
    word = match["unit"].lower()
    if match["number"] and word in index_units():
        return Reading("SET", Length(read_number(match["number"]), index_units()[word]).value)
    if word in index_units():
        unit = index_units()[word]
        per = Length(1, unit).value
        return Reading("SET", per if match["each"].lower() == "per" else _EACH_VALUES.get(unit, per))
    if word in index_words("weekdays"):
        return Reading("SET", f"XXXX-WXX-{index_words('weekdays')[word] + 1}")
    return Reading("SET", f"XXXX-XX-XXT{part_code(word)}")


def read_age(match: Match, _narrative: Narrative) -> Reading | None:
    return Reading("DURATION", read_length(match).value)


_OF_AGE = re.compile(r"[-\s](?:old|of\s+age)\b")


def read_duration(match: Match, _narrative: Narrative) -> Reading | None:
    length = read_length(match)
    one = match["number"].lower() in ("a", "an")
    if one and match["long"]:
        return None
    if length.unit == "quarter" or (length.unit == "second" and (one or length.number == 1)):
        return None
    if length.unit == "hour" and re.fullmatch(r"[012]\d[0-5]\d", match["number"]):
        return None
    if _OF_AGE.match(match.string, match.end()):
        return None
    return Reading("DURATION", length.value)


def read_bare_duration(match: Match, _narrative: Narrative) -> Reading | None:
    if word := match["yearlong"]:
        return Reading("DURATION", Length(1, index_units()[word.lower()]).value)
    before = match.string[max(0, match.start() - 7) : match.start()].lower()
    if match["unit"].lower() == "hours" and before.endswith(("early ", "small ", "late ", "wee ")):
        return None
    return Reading("DURATION", read_length_of(match["unit"]).value)
