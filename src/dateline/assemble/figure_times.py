"""When a figure holds: the period that it counts over, the day of what it is part of, or the day that it is told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.assemble.circumstances import (
    find_time,
    is_long,
    last_day_told,
    period_covered,
    report_days,
    time_told_before,
    times_told,
    until_report,
)
from dateline.assemble.contexts import Context
from dateline.model.annotations import ResolvedTime, Sentence
from dateline.model.intervals import Interval
from dateline.model.spans import Span


def find_figure_time(context: Context, span: Span) -> Interval | None:
    """The interval of the number at `span`; None where nothing tells of one."""
    sentence = context.sentence_at(span.start)
    rows = times_told(context, sentence.index)
    if rows:
        return _of_the_sentence(context, span, rows)
    if _lasts(context, span):
        return report_days(context)
    told = _told_in_paragraph(context, sentence)
    if told is None and _is_state(context, span):
        return report_days(context)
    told = told or time_told_before(context, sentence) or period_covered(context)
    told = told or _told_in_paragraph_before(context, sentence)
    told = told or last_day_told(
        context, [*range(sentence.index - 1, -1, -1), *range(sentence.index + 1, sentence.index + 4)]
    )
    return until_report(context, told) if _is_total(context, span) else told


def _of_the_sentence(context: Context, span: Span, rows: Sequence[ResolvedTime]) -> Interval | None:
    """The period that the clause names, else the sentence's, else the nearest time."""
    clause = context.clause_of(span)
    inside = [row for row in rows if clause.contains(row.span)]
    long = [row.interval for row in inside or rows if is_long(row.interval)]
    told = long[0] if long else find_time(context, span)
    begun = any(row.interval == told and _is_beginning(context, row.span) for row in rows)
    if begun and _TOTAL.search(context.sentence_at(span.start).span.text_in(context.text)):
        return until_report(context, told)
    return _from_beginning(context, span, rows, told) or told


_BY = re.compile(r"\b(?:by|as of|until|till|up to)\s+(?:the\s+)?(?:late\s+|early\s+)?$", re.IGNORECASE)


def _from_beginning(
    context: Context, span: Span, rows: Sequence[ResolvedTime], told: Interval | None
) -> Interval | None:
    """ "By Thursday they had counted 74": counted from the day of what is told before up to that one."""
    row = next((row for row in rows if row.interval == told), None)
    if row is None or told is None or told.end is None or is_long(told):
        return None
    if not _BY.search(context.text[max(0, row.span.start - 20) : row.span.start]):
        return None
    sentence = context.sentence_at(span.start)
    begun = last_day_told(context, range(sentence.index - 1, -1, -1))
    if begun is None or begun.start is None or begun.start >= told.end:
        return None
    return Interval(start=begun.start, end=told.end, precision="longer")


def _told_in_paragraph(context: Context, sentence: Sentence) -> Interval | None:
    """The time that the paragraph has told last; a total counts on from what began then."""
    for index in context.back_to_paragraph_start(sentence)[1:]:
        rows = times_told(context, index)
        if rows:
            return rows[0].interval
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


def _is_total(context: Context, span: Span) -> bool:
    """ "More than 3,000 people have been killed": counted up to now."""
    return _TOTAL.search(context.clause_of(span).text_in(context.text)) is not None


def _is_beginning(context: Context, time: Span) -> bool:
    """ "The war began in 2017": a time from which on something is counted."""
    start = context.sentence_at(time.start).span.start
    return _BEGINNING.search(context.text[start : time.start]) is not None


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
    """ "The mission has 7,000 men": what is so on the day of the report."""
    clause = context.clause_of(span)
    return _STATE.search(context.text[clause.start : span.start]) is not None


def _lasts(context: Context, span: Span) -> bool:
    """ "300 men still hide there": what is so on the day of the report, whatever was told before."""
    return _STATE_BEHIND.match(context.text, span.end, context.clause_of(span).end) is not None
