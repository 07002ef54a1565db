"""When a figure holds: the period that it counts over, the day of what it is part of, or the day that it is told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.assemble.circumstances import find_time, is_long, last_day_told, time_told_before, times_told
from dateline.assemble.contexts import Context
from dateline.model.annotations import ResolvedTime, Sentence
from dateline.model.intervals import Interval
from dateline.model.reports import read_day
from dateline.model.spans import Span


def find_figure_time(context: Context, span: Span) -> Interval | None:
    """The interval of the number at `span`; None where nothing tells of one."""
    sentence = context.sentence_at(span.start)
    rows = times_told(context, sentence.index)
    if rows:
        return _of_the_sentence(context, span, rows)
    told = _told_in_paragraph(context, sentence)
    if told is not None:
        return told
    if _is_state(context, span):
        return _day_of_report(context)
    return time_told_before(context, sentence) or _told_in_paragraph_before(context, sentence)


def _of_the_sentence(context: Context, span: Span, rows: Sequence[ResolvedTime]) -> Interval | None:
    """The period that the clause names, else the sentence's, else the nearest time."""
    clause = context.clause_of(span)
    inside = [row for row in rows if clause.contains(row.span)]
    long = [row.interval for row in inside or rows if is_long(row.interval)]
    told = long[0] if long else find_time(context, span)
    begun = any(row.interval == told and _is_beginning(context, row.span) for row in rows)
    return _until_report(context, told) if begun and _is_total(context, context.sentence_at(span.start)) else told


def _told_in_paragraph(context: Context, sentence: Sentence) -> Interval | None:
    """The time that the paragraph has told last; a total counts on from what began then."""
    for index in context.back_to_paragraph_start(sentence)[1:]:
        rows = times_told(context, index)
        if rows:
            begun = _is_beginning(context, rows[0].span) and _is_total(context, sentence)
            return _until_report(context, rows[0].interval) if begun else rows[0].interval
    return None


def _told_in_paragraph_before(context: Context, sentence: Sentence) -> Interval | None:
    """The day told last in the paragraph before, for what is counted of the same story."""
    opening = context.back_to_paragraph_start(sentence)[-1]
    if opening == 0:
        return None
    before = context.back_to_paragraph_start(context.sentences[opening - 1])
    if _SUMS_UP.search(sentence.span.text_in(context.text)):
        period = next((row.interval for index in before for row in times_told(context, index)), None)
        if is_long(period):
            return period
    return last_day_told(context, before)


_SUMS_UP = re.compile(
    r"\b(?:a total of|in all|altogether|overall|of (?:these|those|them)|"
    r"(?:the|these|those) (?:attacks|operations|raids|strikes))\b",
    re.IGNORECASE,
)


_TOTAL = re.compile(
    r"\b(?:has|have)\s+(?:\w+ly\s+|since\s+|also\s+|now\s+)?(?:been\s+)?(?:\w+ed|cost|fled|left|lost|died|taken|killed|"
    r"driven|seen|fallen|shot|slain|gone)\b|\bso far\b|\bin that time\b|\bsince then\b",
    re.IGNORECASE,
)
_BEGINNING = re.compile(
    r"\b(?:began|begun|started|broke out|erupted|spilled over|flared(?: up)?|took up arms|seized power|was launched|"
    r"launched|took power|coup|uprising|invasion|war|conflict|insurgency|rebellion|offensive)\b[^.;]{0,40}$",
    re.IGNORECASE,
)


def _is_total(context: Context, sentence: Sentence) -> bool:
    """ "More than 3,000 people have been killed": counted up to now."""
    return _TOTAL.search(sentence.span.text_in(context.text)) is not None


def _is_beginning(context: Context, time: Span) -> bool:
    """ "The war began in 2017": a time from which on something is counted."""
    start = context.sentence_at(time.start).span.start
    return _BEGINNING.search(context.text[start : time.start]) is not None


def _until_report(context: Context, interval: Interval | None) -> Interval | None:
    day = read_day(context.report.published)
    if interval is None or interval.start is None or day is None or interval.start >= day:
        return interval
    return Interval(start=interval.start, end=day, precision="longer")


_STATE = re.compile(
    r"\b(?:has|have|is|are|numbers?|counts?|keeps?|fields?|shelters?|hosts?|houses?|depends?|remains?|contributes?|"
    r"provides?|holds?|live|lives|commands?|employs?)\s+(?:[\w,’'-]+\s+){0,5}$",
    re.IGNORECASE,
)


_STATE_BEHIND = re.compile(
    r"\s+(?:[\w’'-]+\s+){0,4}?(?:still\s+|now\s+)?(?:hide|remain|operate|are|live|roam|stay|depend|shelter|sleep|wait)\b",
    re.IGNORECASE,
)


def _is_state(context: Context, span: Span) -> bool:
    """ "The mission has 7,000 men", "300 men still hide there": what is so on the day of the report."""
    clause = context.clause_of(span)
    if _STATE.search(context.text[clause.start : span.start]):
        return True
    return _STATE_BEHIND.match(context.text, span.end, clause.end) is not None


def _day_of_report(context: Context) -> Interval | None:
    day = read_day(context.report.published)
    return Interval.day(day) if day else None
