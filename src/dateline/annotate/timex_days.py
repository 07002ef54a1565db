"""Readers of weekdays, clock times, parts of the day, and words such as "today"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from dateline.annotate.timex_moments import UNKNOWN_DAY, Match, Moment, Narrative, Reading
from dateline.annotate.timex_parts import group, is_future, part_code, part_in, read_number, timed_reading
from dateline.annotate.timex_patterns import index_words, load_lexicon


def read_weekday(match: Match, narrative: Narrative) -> Reading | None:
    word = match["weekday"]
    weekday = int(index_words("weekdays")[word.lower().rstrip(".")])
    if word.endswith(".") and not re.match(r",?\s+(?:[A-Z][a-z]|\d)", match.string[match.end() : match.end() + 4]):
        return None
    nightof = (match["nightof"] or "").lower()
    part = group(match, "part") or ("night" if nightof.startswith("overnight") else part_in(nightof))
    if match["plural"]:
        return Reading("SET", f"XXXX-WXX-{weekday + 1}")
    day = _day_of_week(match, weekday, narrative)
    if day and nightof.startswith("overnight") and ("into" in nightof or day == narrative.published):
        day -= timedelta(1)
    if day is None:
        return timed_reading(f"XXXX-WXX-{weekday + 1}", part)
    return timed_reading(Moment.of(day).value, part, Moment.of(day))


_WEEKDAY_AHEAD = re.compile(
    r"\s+(?:to|into|through|until|and)\s+(?:[a-z]+\s)?((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)


def _day_of_week(match: Match, weekday: int, narrative: Narrative) -> date | None:
    det = " ".join((match["det"] or "").lower().split())
    told = det in ("that", "that same", "the same", "the following", "the previous") or narrative.history
    moment = narrative.story_time if told else narrative.speech_time
    anchor = moment.as_date() if moment else None
    if narrative.period and not told and not det and not match["before"] and not group(match, "week"):
        return _story_day_on(match, weekday, narrative) or _in_period(weekday, narrative.period, anchor)
    if anchor is None:
        return None
    if match["before"]:
        return anchor - timedelta(anchor.weekday()) + timedelta(weekday - (14 if "last" in match["before"] else 7))
    if week := group(match, "week"):
        step = {"last": -7, "the previous": -7, "next": 7, "the following": 7}.get(" ".join(week.lower().split()), 0)
        return anchor - timedelta(anchor.weekday()) + timedelta(step + weekday)
    if not told and not det and (day := _story_day_on(match, weekday, narrative)):
        return day
    ahead = _WEEKDAY_AHEAD.match(match.string, match.end())
    if ahead and (
        "and" not in ahead[0].split() or re.search(r"(?i)between\s+$", match.string[: match.start()][-12:])
    ):
        last = anchor - timedelta((anchor.weekday() - int(index_words("weekdays")[ahead[1].lower()])) % 7)
        return last - timedelta((last.weekday() - weekday) % 7)
    since = (anchor.weekday() - weekday) % 7
    if det in ("next", "the following", "this coming") or (not told and det != "last" and is_future(match)):
        return anchor + timedelta(7 - since)
    if det in ("last", "the previous") and since == 0:
        return anchor - timedelta(7)
    return anchor - timedelta(since)


_LONGEST_WEEK_DAYS = 8


def _in_period(weekday: int, period: tuple[date, date], speech: date | None) -> date | None:
    """The day in the week that a bulletin covers; in a longer period only that which the publication day gives."""
    first, last = period
    if (last - first).days < _LONGEST_WEEK_DAYS:
        day = last - timedelta((last.weekday() - weekday) % 7)
    elif speech is not None:
        day = speech - timedelta((speech.weekday() - weekday) % 7)
    else:
        return None
    return day if first <= day <= last else None


def _story_day_on(match: Match, weekday: int, narrative: Narrative) -> date | None:
    """The weekday after the weekday and date just told."""
    story = _story_day(match, narrative)
    return story + timedelta((weekday - story.weekday()) % 7) if story else None


_NAMES_WEEKDAY = re.compile(r"[\w\s]{0,30}?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")


def _story_day(match: Match, narrative: Narrative) -> date | None:
    """The weekday and date just told, more than a week old, where the paragraph goes on: its "Saturday" follows."""
    told = narrative.last_day.as_date() if narrative.last_day else None
    if told is None or narrative.published is None or (narrative.published - told).days <= 7:
        return None
    between = match.string[narrative.told_at : match.start()]
    if not _NAMES_WEEKDAY.match(between):
        return None
    return told if narrative.now == narrative.last_day and len(between) < 300 and "\n\n" not in between else None


def read_clock(match: Match, narrative: Narrative) -> Reading | None:
    hour, minute = _hour_and_minute(match)
    if hour is None or hour > 24:
        return None
    if "." in match.group() and match["h"] and not (match["ampm"] or match["zone"] or match["part"]):
        return None
    half = (group(match, "ampm", "ampm2") or "").lower()[:1]
    part = (group(match, "part", "part2") or "").lower()
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
        if story := _story_day(match, narrative):
            return Moment.of(story + timedelta((weekday - story.weekday()) % 7))
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
        return _loose_part(det, code, narrative)
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


def _loose_part(det: str, code: str, narrative: Narrative) -> Reading | None:
    """ "the morning" belongs to the day told; "one night" to none."""
    if det in ("a", "last"):
        return None
    story = narrative.story_time
    if det == "one" or not (story and story.day):
        return Reading("TIME", f"XXXX-XX-XXT{code}")
    return Reading("TIME", f"{story.value}T{code}")


_AT_THE_TIME = re.compile(r"\bat the time(?:[,.;)]|\s(?:in|was|were|is|and|but|said)\b)", re.IGNORECASE)


def read_deictic(match: Match, narrative: Narrative) -> Reading | None:
    if match["word"].lower() == "the time" and not _AT_THE_TIME.search(match.string[: match.end() + 8][-24:]):
        return None
    row = _deictic_rows()[" ".join(match["word"].lower().split())]
    if row.get("value") == "STORY":
        return Reading("DATE", narrative.now.value if narrative.now else "PAST_REF")
    if "value" in row:
        return Reading("DATE", str(row["value"]))
    if narrative.history and "part" not in row:
        return Reading("DATE", "PRESENT_REF" if row["offset_days"] == 0 else UNKNOWN_DAY)
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
