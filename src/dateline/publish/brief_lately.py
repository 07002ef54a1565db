"""An area of late: how much was told of the last weeks, and whether that is usual."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.model.areas import AreaRecord
from dateline.publish.brief_incidents import event_of, group_incidents
from dateline.publish.brief_parts import count_of
from dateline.publish.brief_unknowns import last_day
from dateline.publish.trends import Assessment
from dateline.publish.wordings import say_date

_WINDOWS_DAYS = (7, 30, 90, 365)
_FRESH_DAYS = 7
_DONE = frozenset({"happened", "attempted"})


@dataclass(frozen=True, slots=True)
class Lately:
    """The area of late. `counts`: incidents in the last 7, 30, 90 and 365 days; the SVG pictures may be missing."""

    words: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    assessment: Assessment | None
    timeline_svg: str | None
    trend_svg: str | None

    @property
    def has_trend(self) -> bool:
        """Whether there is enough past to say what is usual."""
        return self.assessment is not None and self.assessment.verdict != "too_little_past"


def make_lately(
    events: Sequence[AreaRecord],
    today: date,
    assessment: Assessment | None,
    timeline_svg: str | None,
    trend_svg: str | None,
) -> Lately:
    """How many incidents of late, the trend with its test in words, and the pictures."""
    done = [rows for rows in group_incidents(events) if any(event_of(row).modality in _DONE for row in rows)]
    days = [day for rows in done if (day := last_day(rows))]
    counts = tuple(
        (f"{window} days", sum(today - timedelta(days=window) < day <= today for day in days))
        for window in _WINDOWS_DAYS
    )
    words = [assessment.reason] if assessment else []
    if assessment and (today - assessment.last).days > _FRESH_DAYS:
        words.append(
            f"The newest report on any place is of {say_date(assessment.last)}; what came after is not known."
        )
    if days:
        words.append(f"{count_of(len(done), 'incident')} told as having happened, the last on {say_date(max(days))}.")
        words += [_say_peak(days)] if len(days) > 2 else []
    elif done:
        words.append(f"{count_of(len(done), 'incident')} told as having happened, none with a day.")
    return Lately(tuple(words), counts, assessment, timeline_svg, trend_svg)


def _say_peak(days: Sequence[date]) -> str:
    months = Counter((day.year, day.month) for day in days)
    (year, month), count = max(months.items(), key=lambda item: (item[1], item[0]))
    name = say_date(date(year, month, 1)).split(" ", 1)[1]
    return f"Most in {name}: {count}."
