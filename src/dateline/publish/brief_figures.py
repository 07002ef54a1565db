"""Figures as claimed, side by side: by what they count, those that speak of the same time next to each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dateline.base.text import fold_name
from dateline.model.actors import ActorRef
from dateline.model.areas import Area, AreaRecord
from dateline.model.intervals import Interval
from dateline.model.places import Place
from dateline.model.records import Figure, FigureMeasure
from dateline.publish.areas import find_reach
from dateline.publish.brief_parts import BriefLine, LineGroup, make_links, say_sources, say_state, say_when
from dateline.publish.cards import say_actors
from dateline.publish.control_claims import actor_key
from dateline.publish.wordings import MEASURE_WORDS, say_range

MAX_WIDER = 4
"""So many figures of larger areas are kept of one measure."""
_ORDER = tuple(MEASURE_WORDS)


def make_figure_groups(area: Area, records: Iterable[AreaRecord]) -> tuple[LineGroup, ...]:
    """The figures by measure, in the order of the codebook; distances, which only locate a place, are left out.

    Figures of the area itself stand before those of larger areas, of which the newest are kept. A group says in its
    note where two sources give different values for the same thing.
    """
    groups: dict[FigureMeasure, list[AreaRecord]] = {}
    for row in records:
        figure = figure_of(row)
        if figure.measure != "distance":
            groups.setdefault(figure.measure, []).append(row)
    return tuple(_make_group(area, measure, groups[measure]) for measure in _ORDER if measure in groups)


def figure_of(row: AreaRecord) -> Figure:
    """The figure of a row that is one."""
    assert isinstance(row.record, Figure)
    return row.record


def are_rivals(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same thing in one place and at overlapping times, and no number fits both."""
    return (
        one.measure == other.measure
        and _exclude(one, other)
        and _overlap(one.time, other.time)
        and _key_of_place(one.place) == _key_of_place(other.place)
        and _agree(one.about, other.about)
        and _agree(one.by, other.by)
    )


def _make_group(area: Area, measure: FigureMeasure, rows: Sequence[AreaRecord]) -> LineGroup:
    near = sorted((row for row in rows if not is_wider(area, row)), key=_order)
    wide = sorted((row for row in rows if is_wider(area, row)), key=_order)
    ordered = [*near, *wide[:MAX_WIDER]]
    return LineGroup(
        name=_name_measure(measure),
        lines=tuple(_make_line(area, same) for same in _merge_same(ordered)),
        note="; ".join(_say_notes(has_rivals([figure_of(row) for row in ordered]), len(wide) - MAX_WIDER)),
    )


def has_rivals(figures: Iterable[Figure]) -> bool:
    """Whether two of the figures are rivals; only those whose times overlap are compared."""
    timed = [
        (figure.time.start or date.min, figure.time.end or date.max, figure) for figure in figures if figure.time
    ]
    running: list[tuple[date, date, Figure]] = []
    for row in sorted(timed, key=lambda row: row[:2]):
        running = [other for other in running if other[1] >= row[0]]
        if any(are_rivals(row[2], other[2]) for other in running):
            return True
        running.append(row)
    return False


def is_wider(area: Area, row: AreaRecord) -> bool:
    """Whether a record is told of a larger area that holds this one."""
    return find_reach(area, row.record.place) == "wider"


def _say_notes(is_contested: bool, left_out: int) -> list[str]:
    notes = ["told differently for the same time"] if is_contested else []
    return [*notes, f"{left_out} more of larger areas left out"] if left_out > 0 else notes


def _merge_same(rows: Sequence[AreaRecord]) -> list[list[AreaRecord]]:
    """Reports that give the same value for the same thing make one line."""
    merged: dict[object, list[AreaRecord]] = {}
    for row in rows:
        figure = figure_of(row)
        key = (
            figure.value_low, figure.value_high, figure.unit, figure.about and _keys(figure.about),
            _keys(figure.by), _key_of_place(figure.place), figure.time, figure.modality,
        )  # fmt: skip
        merged.setdefault(key, []).append(row)
    return list(merged.values())


def _make_line(area: Area, rows: Sequence[AreaRecord]) -> BriefLine:
    row = rows[0]
    figure = figure_of(row)
    modality = "" if figure.modality == "happened" else f"{figure.modality}: "
    parts = [f"{modality}{say_figure(figure)}", say_when(figure.time, row.published)]
    if figure.place is not None:
        parts.append(_say_where(area, figure.place))
    state, is_settled = say_state(rows)
    return BriefLine(
        text=" · ".join(parts), said_by=say_sources(rows), links=make_links(rows), state=state, is_settled=is_settled
    )


def say_figure(figure: Figure) -> str:
    """ "1,422 attacks, by Islamic State": the value with its own unit, else with the words of its measure."""
    value = say_range(figure.value_low, figure.value_high, approximate=figure.approximate)
    if figure.unit and figure.value_low is None and figure.value_high is None:
        value = f"{value} ({figure.unit})"
    else:
        value = f"{value} {figure.unit or MEASURE_WORDS[figure.measure]}".strip()
    about = say_actors([actor for actor in figure.about if actor.name != figure.unit])
    by = say_actors(figure.by)
    return f"{value}{f': {about}' if about else ''}{f', by {by}' if by else ''}"


def _say_where(area: Area, place: Place) -> str:
    return f"all of {place.name}" if find_reach(area, place) == "wider" else place.name


def _name_measure(measure: FigureMeasure) -> str:
    return {"area_cleared": "area cleared", "other": "other counts"}.get(measure) or MEASURE_WORDS[measure]


def _order(row: AreaRecord) -> tuple[object, ...]:
    """Newest time first; of one time, by value."""
    figure = figure_of(row)
    last = (figure.time.end or figure.time.start) if figure.time else None
    value = figure.value_low if figure.value_low is not None else figure.value_high
    return -(last or date.min).toordinal(), _key_of_place(figure.place), value or 0, row.record_id


def _keys(actors: Sequence[ActorRef]) -> frozenset[str]:
    return frozenset(actor_key(actor) for actor in actors)


def _key_of_place(place: Place | None) -> str:
    return (place.gazetteer_id or fold_name(place.name)) if place else ""


def _agree(one: Sequence[ActorRef], other: Sequence[ActorRef]) -> bool:
    return not one or not other or bool(_keys(one) & _keys(other))


def _overlap(one: Interval | None, other: Interval | None) -> bool:
    if one is None or other is None:
        return False
    starts, ends = (one.start or date.min, other.start or date.min), (one.end or date.max, other.end or date.max)
    return max(starts) <= min(ends)


def _exclude(one: Figure, other: Figure) -> bool:
    """Whether no number fits both."""
    lows = [figure.value_low if figure.value_low is not None else 0.0 for figure in (one, other)]
    highs = [figure.value_high if figure.value_high is not None else float("inf") for figure in (one, other)]
    return max(lows) > min(highs)
