"""When and where: the time and place that a clause gives, by itself or through the story around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from dateline.assemble.contexts import Context
from dateline.base.distances import distance_km
from dateline.model.annotations import ResolvedPlace, ResolvedTime, Sentence
from dateline.model.intervals import Interval, TimePrecision
from dateline.model.places import Place
from dateline.model.reports import read_day
from dateline.model.spans import Span

LONG_PERIOD_DAYS = 45


def find_time(context: Context, span: Span) -> Interval | None:
    """The interval that the clause (else the sentence) gives for what is done at `span`; None if it gives none."""
    row = _nearest_time(context, span)
    if row is None or row.interval is None:
        return None
    return _since(context, row.span, row.interval) or row.interval


_SINCE_EVENT = re.compile(
    r"\bsince\s+(?:(?:the|its|their)\s+|(?:the|its|their|his|her|a|an)\s+(?:[\w’'-]+\s+){1,5}(?:(?:of|in|on)\s+)?"
    r"|(?:[\w’'-]+\s+){1,6}(?:began|started|broke out|fell|ended)\s+(?:in|on)\s+)$",
    re.IGNORECASE,
)


def _since(context: Context, time: Span, interval: Interval) -> Interval | None:
    """From then till the report: "since the coup of February 2021", where the time itself names only the coup's."""
    day = read_day(context.report.published)
    if interval.start is None or day is None or interval.precision == "longer" or interval.start >= day:
        return None
    if not _SINCE_EVENT.search(context.text[max(0, time.start - 70) : time.start]):
        return None
    return Interval(start=interval.start, end=day, precision="longer")


def _nearest_time(context: Context, span: Span) -> ResolvedTime | None:
    sentence = context.sentence_at(span.start)
    rows = [row for row in times_told(context, sentence.index) if not _belongs_elsewhere(context, row.span, span)]
    clause, segment = context.clause_of(span), context.segment_of(span)
    inside = [row for row in rows if clause.contains(row.span)]
    pool = inside or [row for row in rows if segment.contains(row.span)] or rows
    return min(pool, key=lambda row: (row.span.distance_chars(span), -_width(row.span)), default=None)


def times_told(context: Context, index: int) -> list[ResolvedTime]:
    """The times that a sentence gives for what is done in it: not those of speech, nor what names no days."""
    return [
        row
        for row in context.times.get(index, ())
        if row.interval is not None and (not context.is_time_of_speech(row.span) or _is_period_counted(context, row))
    ]


_LONGEST_SPEECH_DAYS = 8
_PREPOSITION_CHARS = 8


def _is_period_counted(context: Context, row: ResolvedTime) -> bool:
    """ "Between 1 August and 15 September our monitors documented 89 killings": too long for a saying, told before
    who says it."""
    if row.interval is None or (row.interval.length_days or LONG_PERIOD_DAYS) <= _LONGEST_SPEECH_DAYS:
        return False
    spoken = (speech.source_span for speech in context.speech if speech.span.overlaps(row.span))
    return any(source is not None and row.span.start <= source.start + _PREPOSITION_CHARS for source in spoken)


_OTHER_EVENT = re.compile(r"\b(?:after|before|since|until|ahead of)\s+(?:[\w’'-]+\s+){1,9}(?:on|in|at|last)?\s*$")


def _belongs_elsewhere(context: Context, time: Span, span: Span) -> bool:
    """Whether a time tells of another event in its own clause ("two months after the town fell in May")."""
    if context.clause_of(span).contains(time):
        return False
    return _OTHER_EVENT.search(context.text[max(0, time.start - 70) : time.start]) is not None


def _width(span: Span) -> int:
    return span.end - span.start


def is_period(interval: Interval | None) -> bool:
    """Whether an interval is a span of time that no single event fills ("since 2014"); a named year may hold one."""
    if interval is None or interval.precision in ("year", "season", "month"):
        return False
    return is_long(interval)


def is_long(interval: Interval | None) -> bool:
    """Whether an interval is a period that figures cover, and not the time of one event: nor is one that is long
    because nobody knows when the report came out."""
    if interval is None or interval.inferred:
        return False
    length = interval.length_days
    return interval.precision == "longer" or length is None or length > LONG_PERIOD_DAYS


def find_place(context: Context, span: Span) -> Place | None:
    """The event place nearest to `span` in its clause, else in its sentence; finer places before coarser ones."""
    sentence = context.sentence_at(span.start)
    rows = event_places(context, sentence.index)
    clause, segment = context.clause_of(span), context.segment_of(span)
    inside = [row for row in rows if clause.contains(row.span)]
    pool = inside or [row for row in rows if segment.contains(row.span)] or rows
    return min(pool, key=lambda row: _place_rank(row, span)).place if pool else None


def event_places(context: Context, index: int) -> list[ResolvedPlace]:
    """The places of a sentence where something may have been done: no metonyms, no places of the speaker."""
    rows = context.places.get(index, ())
    return [row for row in rows if row.event_place and not context.is_of_the_source(row.span)]


def _place_rank(row: ResolvedPlace, span: Span) -> tuple[int, int]:
    behind = row.span.start >= span.end  # "killed in Mosul": places mostly follow their verb
    return (row.place.geo_precision == 3, row.span.distance_chars(span) - (25 if behind else 0))


def finer(one: Place | None, other: Place | None) -> Place | None:
    """The more exact of two places of one event."""
    if one is None or other is None:
        return one or other
    return min((one, other), key=lambda place: (place.lat is None, place.geo_precision, place.radius_km or 0.0))


def apart_km(one: Place, other: Place) -> float | None:
    """Great-circle distance in km; None where a place has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return distance_km(one.lat, one.lon, other.lat, other.lon)


def same_area(one: Place | None, other: Place | None) -> bool:
    """Whether two places may be the same: near by both uncertainties, or one within the other, or unknown."""
    if one is None or other is None or one.name == other.name:
        return True
    if 3 in (one.geo_precision, other.geo_precision) and _within(one, other):
        return True
    apart = apart_km(one, other)
    if apart is None:
        return True
    return apart <= 12 + (one.radius_km or 10) + (other.radius_km or 10)


def _within(one: Place, other: Place) -> bool:
    """Whether a country or province may hold the other place, by the names the gazetteer gives."""
    if one.country is None or one.country != other.country:
        return False
    return None in (one.admin1, other.admin1) or one.admin1 == other.admin1


def overlap(one: Interval | None, other: Interval | None) -> bool:
    """Whether two times may be the same; an unknown time may be any.

    A day that is told and days that are inferred ("5 March 2020", "on Wednesday" in a report without a date) are not:
    the one would be put for the other.
    """
    if one is None or other is None:
        return True
    if one.inferred != other.inferred:
        return False
    return _first(one) <= _last(other) and _first(other) <= _last(one)


def narrower(one: Interval | None, other: Interval | None) -> Interval | None:
    """The shorter of two intervals of one event."""
    if one is None or other is None:
        return one or other
    return min((one, other), key=lambda interval: _last(interval) - _first(interval))


def _first(interval: Interval) -> date:
    return interval.start or date.min


def _last(interval: Interval) -> date:
    return interval.end or date.max


def until_report(context: Context, interval: Interval | None) -> Interval | None:
    """From then till the report; unchanged where the report has no date or comes first."""
    report = report_days(context)
    if interval is None or interval.start is None or report is None:
        return interval
    if report.end is not None and interval.start >= report.end:
        return interval
    return Interval(start=interval.start, end=report.end, precision="longer", inferred=report.inferred)


def report_days(context: Context) -> Interval | None:
    """The day of the report; between which days it came out where it has no date; None where nothing tells of it."""
    day = read_day(context.report.published)
    if day is not None:
        return Interval.day(day)
    bounds = context.days.bounds if context.days else None
    return _inferred(bounds.start, bounds.end) if bounds else None


def _inferred(start: date | None, end: date | None) -> Interval:
    """An interval that rests on when the report may have come out."""
    if start is not None and start == end:
        return Interval(start=start, end=end, precision="day", inferred=True)
    return Interval(start=start, end=end, precision="longer", inferred=True)


def period_covered(context: Context) -> Interval | None:
    """The week, month or few days that a bulletin covers, by its heading."""
    if context.days is None or context.days.period is None:
        return None
    first, last = context.days.period
    days = (last - first).days
    precision: TimePrecision = "week" if days <= 7 else "month" if days <= 31 else "longer"
    return Interval(start=first, end=last, precision=precision)


def announced_time(context: Context) -> Interval | None:
    """What is announced with no day of its own was done on that day or the one before."""
    report = report_days(context)
    if report is None:
        return None
    start = report.start - timedelta(days=1) if report.start else None
    if report.inferred:
        return _inferred(start, report.end)
    return Interval(start=start, end=report.end, precision="day")


def time_told_before(context: Context, sentence: Sentence) -> Interval | None:
    """The day that the paragraph has named last before a sentence: of the entry of a bulletin ("10 May, Njikwa."), or
    of what is told in it."""
    return last_day_told(context, context.back_to_paragraph_start(sentence)[1:])


def last_day_told(context: Context, indexes: Sequence[int]) -> Interval | None:
    """The day, or few days, of the story that the first of the given sentences with one names last."""
    day = read_day(context.report.published)
    for index in indexes:
        rows = [row for row in context.times.get(index, ()) if _is_of_the_story(context, row, day)]
        if rows:
            return max(rows, key=lambda row: row.span).interval
    return None


def _is_of_the_story(context: Context, row: ResolvedTime, published: date | None) -> bool:
    """Whether a time is a day, or few, that has passed, and not one of speech or of another event's clause."""
    interval = row.interval
    if interval is None or interval.start is None or (interval.length_days or LONG_PERIOD_DAYS) > 3:
        return False
    if published is not None and interval.start > published:
        return False
    before = context.text[max(0, row.span.start - 70) : row.span.start]
    return not context.is_time_of_speech(row.span) and _OTHER_EVENT.search(before) is None


def first_place(context: Context, indexes: Sequence[int]) -> Place | None:
    """The first event place of the given sentences, finer ones before whole provinces and countries."""
    rows = [row for index in indexes for row in event_places(context, index)]
    return min(rows, key=lambda row: (row.place.geo_precision == 3, row.span)).place if rows else None


def last_place(context: Context, indexes: Sequence[int]) -> Place | None:
    """The one told last, finer ones before whole provinces and countries."""
    rows = [row for index in indexes for row in event_places(context, index)]
    return max(rows, key=lambda row: (row.place.geo_precision < 3, row.span)).place if rows else None
