"""Whether it is getting worse, as a picture: counts, what would be usual, and where alerts begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dateline.publish.axes import Scale, find_bar, find_highest, find_ticks
from dateline.publish.frames import (
    LEFT,
    LETTER_PX,
    LINE_HEIGHT,
    RIGHT,
    TITLE_Y,
    WIDTH,
    Panel,
    draw_days,
    draw_element,
    draw_frame,
    draw_panel,
    draw_text,
    wrap_words,
)  # fmt: skip
from dateline.publish.trends import TrendWeek, list_alerts
from dateline.publish.wordings import say_date, say_days

_HEIGHT = 190
_TOLD_SHARE = 0.1
_NOTE = "too little past to say what is usual"
_NOTE_WIDTH = 16 + LETTER_PX * len(_NOTE)


def draw_trend(history: Sequence[TrendWeek], title: str, key: str = "trend") -> str:
    """Events a week as bars, what would be usual as a band, and a mark where a rise or a fall begins.

    In: the weeks of `assess_history`, one at least. The last bar is completed by a dashed one where late reports are
    likely to be missing.
    """
    if not history:
        raise ValueError("a trend needs at least one week")
    first, end = history[0].first, history[-1].first + timedelta(days=6)
    days = Scale(first.toordinal(), end.toordinal() + 1, LEFT, WIDTH - RIGHT)
    highest = find_highest([*(week.observed for week in history), *(week.usual_high for week in history)])
    latest = history[-1].assessment
    lines = wrap_words(latest.reason)
    legend_y = TITLE_Y + 25 + LINE_HEIGHT * len(lines)
    panel = Panel(legend_y + 36, legend_y + 36 + _HEIGHT, tuple(find_ticks(highest * 1.06)))
    body = [
        *draw_trend_legend(legend_y, has_missing=find_missing(history[-1]) > 0),
        *draw_panel(panel, "events a week"),
        *draw_band(history, days, panel),
        *draw_counts(history, days, panel),
        *draw_expected(history, days, panel),
        *draw_alerts(history, days, panel),
        *draw_days(days, first, end, panel.bottom),
    ]
    description = f"Events a week from {say_date(first)} to {say_date(latest.last)}. {latest.reason}"
    return draw_frame(key, panel.bottom + 30, title, lines, description, body)


def draw_trend_legend(y: float, *, has_missing: bool) -> list[str]:
    """What bar, band and mark mean."""
    rows = [
        (draw_element("rect", class_="count", x=3, y=-9, width=9, height=9), "events known"),
        (draw_element("rect", class_="band", x=0, y=-10, width=16, height=11), "usual, nine weeks in ten"),
        (draw_element("path", class_="expected", d="M0 -4H16"), "expected"),
        (draw_element("path", class_="mark", d="M8 -11L14 -1H2Z"), "rise begins"),
        (draw_element("path", class_="mark", d="M8 -1L14 -11H2Z"), "fall begins"),
    ]
    if has_missing:
        dashed = draw_element("rect", class_="missing", x=3, y=-9.5, width=9, height=10)
        rows.insert(1, (dashed, "likely to be reported yet"))
    parts, x = [], float(LEFT)
    for mark, label in rows:
        parts.append(draw_element("g", mark, transform=f"translate({x:g} {y:g})"))
        parts.append(draw_text(label, x + 22, y, "small"))
        x += 46 + LETTER_PX * len(label)
    return parts


def draw_band(history: Sequence[TrendWeek], days: Scale, panel: Panel) -> list[str]:
    """The usual range as one area with steps; where the past is too short for one, that is said."""
    lows, highs = [], []
    for week in history:
        if week.usual_low is None or week.usual_high is None:
            continue
        for edge in (0, 7):
            x = days.place(week.first.toordinal() + edge)
            highs.append((x, panel.scale.place(week.usual_high)))
            lows.append((x, panel.scale.place(week.usual_low)))
    note_end = highs[0][0] if highs else WIDTH - RIGHT
    parts = []
    if note_end - LEFT > _NOTE_WIDTH:
        parts.append(draw_text(_NOTE, LEFT + 8, panel.top + 16, "small"))
    if highs:
        parts.append(draw_element("path", class_="band", d=f"M{_write_points([*highs, *reversed(lows)])}Z"))
    return parts


def draw_expected(history: Sequence[TrendWeek], days: Scale, panel: Panel) -> list[str]:
    """The expected number as a line over the bars, with a rim that keeps it apart from them."""
    points = [
        (days.place(week.first.toordinal() + 3.5), panel.scale.place(week.expected))
        for week in history
        if week.expected is not None
    ]
    line = f"M{_write_points(points)}"
    return [draw_element("path", class_=class_, d=line) for class_ in ("halo", "expected")] if points else []


def draw_counts(history: Sequence[TrendWeek], days: Scale, panel: Panel) -> list[str]:
    """A bar a week, in the accent where an alert stands; what is likely to be reported yet as a dashed outline."""
    parts = []
    for week in history:
        left, width = find_bar(*(days.place(week.first.toordinal() + day) for day in (0, 7)))
        top, assessment = panel.scale.place(week.observed), week.assessment
        class_ = f"count {assessment.verdict}" if assessment.is_alert else "count"
        tip = draw_element(
            "title", f"{say_days(week.first, week.first + timedelta(days=6))}: {week.observed:,} events"
        )
        if week.observed:
            height = panel.bottom - top
            parts.append(draw_element("rect", tip, class_=class_, x=left, y=top, width=width, height=height))
        missing = find_missing(week)
        if missing:
            whole = min(week.observed + missing, float(panel.ticks[-1]))
            height = top - panel.scale.place(whole)
            parts.append(draw_element("rect", class_="missing", x=left, y=top - height, width=width, height=height))
    return parts


def find_missing(week: TrendWeek) -> float:
    """How many events of a week are likely to be reported yet; 0 where that is next to none, or not to be told."""
    share = week.assessment.share_known
    missing = week.observed / share - week.observed if share > _TOLD_SHARE else 0.0
    return missing if missing >= 0.5 else 0.0


def draw_alerts(history: Sequence[TrendWeek], days: Scale, panel: Panel) -> list[str]:
    """A triangle above the first week of every alert, upwards for a rise and downwards for a fall."""
    parts = []
    for week in list_alerts(history):
        x = days.place(week.first.toordinal() + 3.5)
        is_rise = week.assessment.verdict == "rise"
        y = panel.scale.place(week.observed) - 6
        base, tip = (y, y - 10) if is_rise else (y - 10, y)
        shape = f"M{x:g} {tip:g}L{x + 6:g} {base:g}H{x - 6:g}Z"
        parts.append(draw_element("path", draw_element("title", week.assessment.reason), class_="mark", d=shape))
    return parts


def _write_points(points: Sequence[tuple[float, float]]) -> str:
    return "L".join(f"{x:g} {y:g}" for x, y in points)
