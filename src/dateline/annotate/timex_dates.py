"""Readers of dates, months, seasons and feasts."""

from __future__ import annotations

import re
from calendar import monthrange

from dateline.annotate.named_events import event_value
from dateline.annotate.timex_moments import Match, Moment, Narrative, Reading, format_year, make_date, shift_year
from dateline.annotate.timex_parts import group, guess_year, is_future, part_in, read_month, read_year, timed_reading
from dateline.annotate.timex_patterns import index_words


def read_date(match: Match, narrative: Narrative) -> Reading | None:
    month = read_month(group(match, "month", "monthb") or "")
    day = int(group(match, "dom", "domb") or 0)
    year = read_year(match, narrative)
    explicit = year is not None
    if year is None:
        year = guess_year(match, narrative, month, day)
    part = group(match, "part") or part_in(group(match, "partedge"))
    if year is None:
        return timed_reading(f"XXXX-{month:02d}-{day:02d}", part)
    if year > 0 and day > monthrange(year, month)[1]:
        return None
    moment = Moment(year, month, day)
    return timed_reading(moment.value, part, moment, explicit)


def read_ordinal_day(match: Match, narrative: Narrative) -> Reading | None:
    """ "on the 20th": of the month told last, else the nearest one before the report."""
    day = int(match["dom"] or index_words("ordinals")[match["word"].lower()])
    part = group(match, "part")
    moment = _ordinal_moment(match, narrative, day)
    return timed_reading(moment.value, part, moment) if moment else timed_reading(f"XXXX-XX-{day:02d}", part)


def _ordinal_moment(match: Match, narrative: Narrative, day: int) -> Moment | None:
    which = " ".join((match["which"] or "").lower().split())
    named = which in ("of this month", "of last month")
    story, published = narrative.now, narrative.speech_time
    if story is not None and story.month and not named:
        return _in_month(story, day, 0)
    if published is None or not published.month:
        return None
    if named:
        return _in_month(published, day, -1 if which == "of last month" else 0)
    ahead = is_future(match)
    found = (_in_month(published, day, step) for step in ((0, 1, 2) if ahead else (0, -1, -2)))
    return next((moment for moment in found if moment and _is_on_side(moment, published, ahead=ahead)), None)


def _is_on_side(moment: Moment, published: Moment, *, ahead: bool) -> bool:
    """Whether a day is not before, or not after, the report's."""
    one, other = moment.as_date(), published.as_date()
    if one is None or other is None:
        return True
    return one >= other if ahead else one <= other


def _in_month(around: Moment, day: int, step: int) -> Moment | None:
    """That day so many months on; None where the month has none such."""
    months = around.year * 12 + (around.month or 1) - 1 + step
    year, month = months // 12, months % 12 + 1
    return Moment(year, month, day) if make_date(abs(year), month, day) else None


def read_span_of_days(match: Match, narrative: Narrative) -> Reading | None:
    """ "the night of June 4 to 5": the night that begins on the first of the two days."""
    month = read_month(group(match, "month", "monthb") or "")
    day = int(group(match, "d1", "d1b") or 0)
    year = read_year(match, narrative) or guess_year(match, narrative, month, day)
    if year is None or make_date(abs(year), month, day) is None:
        return Reading("TIME", f"XXXX-{month:02d}-{day:02d}TNI")
    moment = Moment(year, month, day)
    return timed_reading(moment.value, part_in(match["edge"].rstrip("s")), moment)


def read_slash_days(match: Match, narrative: Narrative) -> Reading | None:
    """ "9/10 July": the two days, as a first and a last one."""
    month, first, last = read_month(match["month"]), int(match["d1"]), int(match["d2"])
    told = read_year(match, narrative)
    year = told or guess_year(match, narrative, month, first)
    if year is None or last <= first or make_date(year, month, last) is None:
        return None
    closing = Moment(year, month, last)
    return Reading("DATE", f"{Moment(year, month, first).value}/{closing.value}", closing, told is not None)


def read_iso_date(match: Match, _narrative: Narrative) -> Reading | None:
    year, month = int(match["y"]), int(match["m"])
    if not match["d"] and month == (year + 1) % 100:
        return None
    if not match["d"]:
        return Reading("DATE", f"{year}-{month:02d}", Moment(year, month), True)
    if make_date(year, month, int(match["d"])) is None:
        return None
    moment = Moment(year, month, int(match["d"]))
    if match["clock"]:
        return Reading("TIME", f"{moment.value}T{match['clock']}", moment, True)
    return Reading("DATE", moment.value, moment, True)


def read_numeric_date(match: Match, narrative: Narrative) -> Reading | None:
    """Day first, as most of the world writes, unless only month first gives a date up to the publication."""
    first, second, year = int(match["n1"]), int(match["n2"]), match["y"]
    full_year = int(year) if len(year) == 4 else 2000 + int(year)
    day, month = (first, second) if second <= 12 else (second, first)
    read = make_date(full_year, month, day)
    swapped = make_date(full_year, day, month)
    if read and narrative.published and read > narrative.published and swapped and swapped <= narrative.published:
        day, month = month, day
    elif read is None:
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
    if bare and len(word) == 3 and word != "May":
        return None
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
    after = match.string[match.end() : match.end() + 12]
    if det in ("last", "this", "next", "this past", "every", "each", "that"):
        return True
    if after.startswith(" of") or (word in ("fall", "spring") and not (det or match["edge"])):
        return False
    if word in ("summer", "winter", "autumn", "spring") and re.match(
        r"\s*(?:[,.;:)]|$|of |in |and |to |was |when |the )", after
    ):
        return bool(det or match["edge"] or match["season"][0].isupper() or word != "spring")
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


def read_named_event(match: Match, narrative: Narrative) -> Reading | None:
    """ "the fall of Kabul": its day, or its first and last; an event after the publication is another one."""
    value = event_value(match["event"])
    if value is None or (narrative.published and value[:10] > narrative.published.isoformat()):
        return None
    return Reading("DATE", value)
