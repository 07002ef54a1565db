"""When an area is held: the time that is told, that of the story it is told in, or the day of the report."""

from __future__ import annotations

import re

from dateline.assemble.circumstances import find_time, last_day_told, report_days, until_report
from dateline.assemble.contexts import Context
from dateline.model.intervals import Interval
from dateline.model.spans import Span


def find_control_time(context: Context, span: Span) -> Interval | None:
    """The time that is told; else what has come about runs from the day told before, and what is holds on the day of
    the report."""
    told, report = find_time(context, span), report_days(context)
    if told is not None and told.start and report and _is_since(context, span):
        end = max(report.end, told.start) if report.end else None
        return Interval(start=told.start, end=end, precision="longer", inferred=report.inferred)
    if told is not None and _told_in_clause(context, span):
        return told
    said = _time_said(context, span)
    if said is not None:
        return said
    return _of_the_story(context, span) or report or told


def _of_the_story(context: Context, span: Span) -> Interval | None:
    """ "They have since moved in": from the day told before to the report; "they held it for hours": that day."""
    words = context.clause_of(span).text_in(context.text)
    lasting, past = _HAS_COME_ABOUT.search(words), _IS_PAST.search(words)
    if not lasting and (not past or _IS_PRESENT.search(words)):
        return None
    before = last_day_told(context, range(context.sentence_at(span.start).index - 1, -1, -1))
    return until_report(context, before) if lasting else before


_HAS_COME_ABOUT = re.compile(
    r"\b(?:has|have)\s+(?:\w+\s+){0,2}?(?:withdrawn|moved|gone|left|pulled|retreated|taken|retaken|seized|captured|closed|"
    r"entered|occupied|abandoned|fled|set up|vacated|quit|stayed|remained|kept)\b|\bsince then\b|\bsince\s*[,.;]",
    re.IGNORECASE,
)
_IS_PAST = re.compile(
    r"\b(?:held|ruled|withdrew|pulled|took|retook|left|entered|occupied|seized|moved|fled|stood|remained|stayed|was|were|"
    r"had|abandoned|kept|retreated)\b",
    re.IGNORECASE,
)
_IS_PRESENT = re.compile(
    r"\b(?:is|are|has|have|holds?|controls?|still|now|remains?|runs?|rules?|keeps?)\b", re.IGNORECASE
)


def _time_said(context: Context, span: Span) -> Interval | None:
    """The day on which somebody said so ("On 26 January they announced that they were in command")."""
    rows = context.times.get(context.sentence_at(span.start).index, ())
    said = (row.interval for row in rows if row.interval and context.is_time_of_speech(row.span))
    return next((interval for interval in said if interval.precision == "day"), None)


def _told_in_clause(context: Context, span: Span) -> bool:
    """Whether the clause itself names a time; one of another clause is of what was done there."""
    clause = context.clause_of(span)
    rows = context.times.get(context.sentence_at(span.start).index, ())
    return any(clause.contains(row.span) for row in rows if row.interval)


_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)


def _is_since(context: Context, span: Span) -> bool:
    """Whether the sentence says that it has been so since the time that it names."""
    return _SINCE.search(context.sentence_at(span.start).span.text_in(context.text)) is not None
