"""When an event was: what its own words name, else the day of what is told around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.assemble.circumstances import (
    announced_time,
    is_long,
    last_day_told,
    narrower,
    overlap,
    period_covered,
    time_told_before,
    until_report,
)
from dateline.assemble.contexts import Context
from dateline.assemble.merging import Case
from dateline.model.intervals import Interval


def find_event_time(context: Context, case: Case, cases: Sequence[Case]) -> Interval | None:
    """The time of a case: what its own sentences name, else the day of what is told around it."""
    time: Interval | None = None
    for sighting in case.sightings:
        time = narrower(time, sighting.time) if overlap(time, sighting.time) else time
    if time is not None or _lies_ahead(context, case) or _has_unknown_time(context, case):
        return time
    told = _time_around(context, case, cases)
    return until_report(context, told) if told is not None and _goes_on(context, case) else told


def _time_around(context: Context, case: Case, cases: Sequence[Case]) -> Interval | None:
    """The day of what is told around a case that names none itself."""
    position, first = cases.index(case), case.sightings[0].sentence
    period = period_covered(context)
    before = [other for other in reversed(cases[:position]) if other.time not in (None, period)]
    earlier = [other for other in before if not is_long(other.time)]
    for other in earlier:
        if other.last_paragraph == first.paragraph:
            return other.time
    told = time_told_before(context, first) or period
    if told is not None:
        return told
    for other in earlier:
        if first.paragraph - other.last_paragraph <= 1:
            return other.time
    told = last_day_told(context, [*range(first.index - 1, -1, -1), *range(first.index + 1, first.index + 4)])
    return told or (announced_time(context) if first.paragraph <= 2 or position == 0 else None)


_GOES_ON = re.compile(
    r"(?<!may )(?<!might )(?<!could )(?<!must )(?<!would )(?<!should )(?<!to )"
    r"\b(?:has|have|’ve|'ve)\s+(?:[\w’'-]+\s+){0,3}$"
    r"|\b(?:is|are)\s+(?:\w+\s+)?(?:being\s+)?$",
    re.IGNORECASE,
)


def _goes_on(context: Context, case: Case) -> bool:
    """ "Police have arrested five": done since what was told before, up to the report."""
    span = case.sightings[0].triggers[0].span
    return _GOES_ON.search(context.text[max(0, span.start - 50) : span.start]) is not None


def _has_unknown_time(context: Context, case: Case) -> bool:
    """A day is named that cannot be placed ("on Monday" in a report with no date): no other day is put for it."""
    rows = context.times.get(case.sightings[0].sentence.index, ())
    return any(
        row.interval is None
        and _NAMES_A_DAY.search(row.span.text_in(context.text))
        and not context.is_time_of_speech(row.span)
        for row in rows
    )


_NAMES_A_DAY = re.compile(
    r"\b(?:\w*day|\w*night|morning|evening|afternoon|dawn|\d\d?(?:st|nd|rd|th)|(?:last|this|next) \w+|January|"
    r"February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)


def _lies_ahead(context: Context, case: Case) -> bool:
    """Plans, threats and fears of what may come have no time of their own; what "may have been done" has."""
    modality = case.modality
    if modality == "possible":
        words = case.sightings[0].sentence.span.text_in(context.text)
        return _PERFECT.search(words) is None
    return modality in ("planned", "threatened")


_PERFECT = re.compile(r"\b(?:may|might|could|to) have\b")
