"""What happened when, as a picture: events stacked by type, tolls above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from dateline.publish.axes import Scale, find_bar, find_highest, find_ticks
from dateline.publish.frames import (
    LEFT,
    LETTER_PX,
    RIGHT,
    WIDTH,
    Panel,
    draw_days,
    draw_element,
    draw_frame,
    draw_panel,
    draw_text,
)  # fmt: skip
from dateline.publish.kinds import EVENT_KINDS, Kind
from dateline.publish.series import Series, TollRange, TollSeries, shift_start
from dateline.publish.wordings import say_date, say_days

_LETTER_WIDTH, _LETTER_HEIGHT = 9, 11
_TOLLS = (110, 170)
_EVENTS_HEIGHT = 180
_ROW_HEIGHT = 13


def draw_timeline(
    series_of_type: Mapping[str, Series], tolls: TollSeries | None, title: str, key: str = "timeline"
) -> str:
    """Events by week or month, stacked by type, with the tolls above where there are any.

    In: for each event type its counts, all over the same buckets; `key`, unique on the page. Types that are not of
    the contract, an empty mapping, or unlike buckets raise ValueError.
    """
    stack = order_types(series_of_type)
    model = stack[0][1]
    starts, buckets = model.starts, len(model.counts)
    days = Scale(
        model.first.toordinal(), shift_start(model.step, model.first, buckets).toordinal(), LEFT, WIDTH - RIGHT
    )
    edges = [days.place(day.toordinal()) for day in (*starts, model.end + timedelta(days=1))]
    totals = [sum(rows) for rows in zip(*(series.counts for _, series in stack), strict=True)]
    top = _TOLLS[1] + 38 if tolls else _TOLLS[0]
    events = Panel(top, top + _EVENTS_HEIGHT, tuple(find_ticks(find_highest(totals))))
    body = draw_legend([(kind, sum(series.counts)) for kind, series in stack])
    if tolls:
        body += draw_tolls(tolls, edges)
    body += draw_panel(events, f"events a {model.step}")
    body += draw_stacks(stack, edges, events)
    body += draw_days(days, model.first, model.end, events.bottom)
    bottom = events.bottom + 30
    if find_bar(edges[0], edges[1])[1] < _LETTER_WIDTH:
        rows = draw_rows(stack, edges, bottom)
        body += rows
        bottom += _ROW_HEIGHT * len(stack) + 8
    subtitle = f"{say_days(model.first, model.end)}, by {model.step}"
    return draw_frame(key, bottom, title, [subtitle], describe_timeline(stack, tolls), body)


def order_types(series_of_type: Mapping[str, Series]) -> list[tuple[Kind, Series]]:
    """The kinds that have a series, in the order of the contract, from the base line up."""
    unknown = set(series_of_type) - set(EVENT_KINDS)
    if unknown or not series_of_type:
        raise ValueError(f"no event types of the contract: {sorted(unknown)}")
    stack = [(kind, series_of_type[name]) for name, kind in EVENT_KINDS.items() if name in series_of_type]
    if len({(series.step, series.first, len(series.counts)) for _, series in stack}) > 1:
        raise ValueError("series drawn together need the same buckets")
    return stack


def describe_timeline(stack: Sequence[tuple[Kind, Series]], tolls: TollSeries | None) -> str:
    """What the picture says, in words."""
    model = stack[0][1]
    total = sum(sum(series.counts) for _, series in stack)
    rows = ", ".join(f"{sum(series.counts):,} {kind.name.lower()}" for kind, series in stack if any(series.counts))
    words = f"{total:,} events from {say_date(model.first)} to {say_date(model.end)}" + (
        f": {rows}." if rows else "."
    )
    left_out = sum(series.left_out for _, series in stack)
    if left_out:
        words += f" {left_out:,} more are dated too vaguely to be drawn."
    told = [row for row in (tolls.ranges if tolls else ()) if row]
    if told:
        words += f" Tolls add up to {_say_toll(TollRange(sum(r.low for r in told), sum(r.high for r in told)))}."
    return words


def draw_legend(rows: Sequence[tuple[Kind, int]], y: float = 58) -> list[str]:
    """The marks of the kinds that occur, as on the map, with name and number."""
    parts, x = [], float(LEFT)
    for kind, count in rows:
        if count:
            label = f"{kind.name} {count:,}"
            shape = draw_element("path", class_=kind.key, d=kind.path)
            letter = draw_text(kind.letter, 12, kind.letter_y, f"letter on-{kind.key}", anchor="middle")
            parts.append(draw_element("g", shape + letter, transform=f"translate({x:g} {y:g}) scale(.75)"))
            parts.append(draw_text(label, x + 23, y + 13, "small"))
            x += 44 + LETTER_PX * len(label)
    return parts


def draw_stacks(stack: Sequence[tuple[Kind, Series]], edges: Sequence[float], panel: Panel) -> list[str]:
    """One pile of blocks for every bucket; a letter in each block that has room for one."""
    parts = []
    for index in range(len(edges) - 1):
        below = 0
        for kind, series in stack:
            count = series.counts[index]
            if count:
                parts.append(_draw_block(kind, count, below, (edges[index], edges[index + 1]), panel, series, index))
                below += count
    return parts


def draw_rows(stack: Sequence[tuple[Kind, Series]], edges: Sequence[float], top: float) -> list[str]:
    """A row for each kind a stroke in every bucket that has it: for blocks too narrow for letters."""
    parts = []
    for row, (kind, series) in enumerate(stack):
        y = top + _ROW_HEIGHT * row
        parts.append(draw_text(kind.letter, LEFT - 8, y + 9, "small strong", anchor="end"))
        parts.append(draw_element("line", class_="rule", x1=LEFT, x2=edges[-1], y1=y + 5.5, y2=y + 5.5))
        for index, count in enumerate(series.counts):
            if count:
                left, width = find_bar(edges[index], edges[index + 1])
                parts.append(draw_element("rect", class_=kind.key, x=left, y=y + 1, width=width, height=9))
    return parts


def _draw_block(
    kind: Kind, count: int, below: int, edge: tuple[float, float], panel: Panel, series: Series, index: int
) -> str:
    left, width = find_bar(*edge)
    bottom, top = panel.scale.place(below), panel.scale.place(below + count)
    height = max(bottom - top - (1 if bottom - top > 3 else 0), 0.5)
    tip = draw_element("title", f"{say_bucket(series, index)}: {count:,} {kind.name.lower()}")
    block = draw_element("rect", tip, class_=kind.key, x=left, y=top, width=width, height=height)
    if width < _LETTER_WIDTH or height < _LETTER_HEIGHT:
        return block
    middle = top + height / 2 + 3.6
    return block + draw_text(kind.letter, left + width / 2, middle, f"letter on-{kind.key}", anchor="middle")


def draw_tolls(tolls: TollSeries, edges: Sequence[float]) -> list[str]:
    """A bar from the lowest to the highest toll of every bucket, with a dot at the best value where there is one."""
    highest = find_highest([row.high if row else None for row in tolls.ranges])
    panel = Panel(*_TOLLS, tuple(find_ticks(highest, at_most=2)))
    parts = draw_panel(panel, "killed, from the lowest to the highest toll told")
    for index, row in enumerate(tolls.ranges):
        if row:
            x = (edges[index] + edges[index + 1]) / 2
            low, high = panel.scale.place(row.low), panel.scale.place(row.high)
            tip = draw_element("title", f"{_say_toll(row)}")
            parts.append(draw_element("line", tip, class_="range", x1=x, x2=x, y1=low + 1, y2=high - 1))
            if row.best is not None:
                parts.append(draw_element("circle", tip, class_="best", cx=x, cy=panel.scale.place(row.best), r=2.2))
    return parts


def say_bucket(series: Series, index: int) -> str:
    """The days of a bucket in words."""
    start = shift_start(series.step, series.first, index)
    return say_days(start, shift_start(series.step, start, 1) - timedelta(days=1))


def _say_toll(row: TollRange) -> str:
    numbers = f"{row.low:,}" if row.low == row.high else f"{row.low:,}–{row.high:,}"
    return f"{numbers} killed" + (f", best {row.best:,}" if row.best is not None and row.low != row.high else "")
