"""Time expressions: where they stand, and their TIMEX3 types and values.

Source: TimeML 1.2.1, TIMEX3 annotation guidelines; what is done where they leave a choice stands in
docs/decisions/0004-time-expressions.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from dateline.annotate.timex_anchors import ANCHORS
from dateline.annotate.timex_bounds import infer_bounds
from dateline.annotate.timex_headings import find_period
from dateline.annotate.timex_moments import Moment, Narrative, Reading
from dateline.annotate.timex_patterns import compile_shapes
from dateline.annotate.timex_readers import READERS
from dateline.model.annotations import ReportDays, Timex
from dateline.model.drafts import REPORT_DAYS, TIMEXES, Additions, Draft, Layer
from dateline.model.reports import Report, read_day
from dateline.model.spans import Span


class TimexStage:
    """Adds a `Timex` for every time expression of the text, anchored on the report's publication date."""

    name = "timexes"
    version = "2"
    requires: tuple[Layer[Any], ...] = ()
    provides: tuple[Layer[Any], ...] = (TIMEXES, REPORT_DAYS)

    def run(self, batch: Sequence[Draft]) -> Sequence[Additions]:
        return [_read_report(draft.report) for draft in batch]


def _read_report(report: Report) -> Additions:
    published = read_day(report.published)
    period = find_period(report.title, report.text, lambda words: find_timexes(words, published), published)
    timexes = find_timexes(report.text, published, period)
    retrieved = read_day(report.capture.retrieved) if report.capture else None
    days = ReportDays(period) if published else tell_days(report.text, timexes, report.title, retrieved, period)
    return {TIMEXES: timexes, REPORT_DAYS: (days,) if days.period or days.bounds else ()}


def tell_days(
    text: str,
    timexes: Sequence[Timex],
    title: str | None = None,
    retrieved: date | None = None,
    period: tuple[date, date] | None = None,
) -> ReportDays:
    """What a report without a date tells of when it came out, and how its words read on the first and last such day.

    In: its text with the expressions found there, its title, the day that it was fetched, the period of its heading.
    """
    headed = find_timexes(title, None) if title else ()
    bounds = infer_bounds(((text, timexes), (title or "", headed)), retrieved, period)
    if bounds is None:
        return ReportDays(period)
    first, last = (find_timexes(text, day, period) if day else () for day in (bounds.start, bounds.end))
    return ReportDays(period, bounds, first, last)


def find_timexes(text: str, published: date | None, period: tuple[date, date] | None = None) -> tuple[Timex, ...]:
    """The time expressions of a text, in order, none overlapping.

    In: the text; the day it was published, local to the outlet, None where unknown; the first and last day that it
    covers, where its heading says so. Out: spans with TIMEX3 type and value; without a publication day, what counts
    from it has TimeML's XXXX forms.
    """
    found = _choose(_candidates(text))
    narrative = Narrative(published, history=_is_history(found, published), period=period)
    timexes = []
    for candidate in found:
        reading = READERS[candidate.family](candidate.match, narrative)
        if reading is None:
            continue
        end = reading.end or candidate.end
        narrative.tell(reading, candidate.start)
        timexes.append(Timex(Span(candidate.start, end), reading.type, reading.value))
    return tuple(timexes)


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    rank: int
    family: str
    match: re.Match[str]


def _candidates(text: str) -> Iterator[_Candidate]:
    ranks = {family: rank for rank, family in enumerate(compile_shapes())}
    for families, anchor in ANCHORS:
        for start, end in _windows(text, anchor):
            for family in families:
                for match in compile_shapes()[family].finditer(text, start, end):
                    if _is_readable(family, match):
                        first, last = match.span("span" if "span" in match.re.groupindex else 0)
                        yield _Candidate(first, last, ranks[family], family, match)


def _windows(text: str, anchor: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Stretches of text around the anchor words, so that the costly patterns look only there."""
    start = end = -1
    for match in anchor.finditer(text):
        if match.start() - _BEFORE_CHARS > end:
            if end > 0:
                yield start, end
            start = max(0, match.start() - _BEFORE_CHARS)
            while start > 0 and text[start - 1].isalnum():
                start -= 1
        end = min(len(text), match.end() + _AFTER_CHARS)
    if end > 0:
        yield start, end


_BEFORE_CHARS, _AFTER_CHARS = 48, 48


def _is_readable(family: str, match: re.Match[str]) -> bool:
    """Whether the match can be read at all, so that a false one does not hide a shorter true one."""
    return READERS[family](match, _TRIAL) is not None


_TRIAL = Narrative(date(2999, 6, 15), now=Moment(2999, 6, 15), last_day=Moment(2999, 6, 15))


def _choose(candidates: Iterator[_Candidate]) -> list[_Candidate]:
    """The leftmost, longest expressions that do not overlap; the order of the families settles the rest."""
    chosen: list[_Candidate] = []
    end = 0
    for candidate in sorted(candidates, key=lambda row: (row.start, -row.end, row.rank)):
        if candidate.start >= end:
            chosen.append(candidate)
            end = candidate.end
    return chosen


def _is_history(found: list[_Candidate], published: date | None) -> bool:
    """Whether the text tells of a time long over.

    Most of the years that it names lie before the year before its publication, and it hardly names days by what only
    a reader of that week would know ("Sunday", "yesterday").
    """
    trial = Narrative(published)
    years = [reading.moment.year for reading in (_explicit(c, trial) for c in found) if reading and reading.moment]
    if published is None or len(years) < 4:
        return False
    fresh = sum(_is_fresh(candidate, trial) for candidate in found)
    return median(years) < published.year - 1 and fresh * 12 < len(found)


_FRESH_WORDS = re.compile(r"\bago$|\b(?:last|this|next) (?:week|month|year)$", re.IGNORECASE)


def _is_fresh(candidate: _Candidate, trial: Narrative) -> bool:
    if candidate.family not in ("weekday", "deictic"):
        return bool(_FRESH_WORDS.search(candidate.match.group()))
    reading = READERS[candidate.family](candidate.match, trial)
    return reading is not None and reading.moment is not None


_WITH_YEAR = ("iso_date", "numeric_date", "date", "month", "bc_year", "season", "year")


def _explicit(candidate: _Candidate, trial: Narrative) -> Reading | None:
    if candidate.family not in _WITH_YEAR:
        return None
    reading = READERS[candidate.family](candidate.match, trial)
    return reading if reading and reading.explicit_year and re.search(r"\d{4}", candidate.match.group()) else None
