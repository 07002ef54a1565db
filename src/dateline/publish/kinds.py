"""The visual language of kinds: each of the nine has a letter, a shape and a hue, never a hue alone."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model.records import Event, Figure, Record, Statement


@dataclass(frozen=True, slots=True)
class Kind:
    """`key` names the hue in the style sheet; `letter` stands inside the shape, its base line at `letter_y`.

    `path` is the outline of the shape in a box of 24 by 24, as SVG path data; page and map draw the same one.
    """

    key: str
    letter: str
    name: str
    path: str
    letter_y: float = 16.2


_STAR = (
    "M12.0 0.6 L15.1 4.4 L20.1 3.9 L19.6 8.9 L23.4 12.0 L19.6 15.1 L20.1 20.1 L15.1 19.6 L12.0 "
    "23.4 L8.9 19.6 L3.9 20.1 L4.4 15.1 L0.6 12.0 L4.4 8.9 L3.9 3.9 L8.9 4.4Z"
)

EVENT_KINDS: dict[str, Kind] = {
    "Battles": Kind("battles", "B", "Battles", "M12 1.5L23.5 22H.5Z", 19.4),
    "Explosions/Remote violence": Kind(
        "explosions",
        "E",
        "Explosions and remote violence",
        _STAR,
    ),
    "Violence against civilians": Kind("violence", "V", "Violence against civilians", "M2.5 2.5H21.5V21.5H2.5Z"),
    "Protests": Kind("protests", "P", "Protests", "M12 1.5a10.5 10.5 0 1 1 0 21a10.5 10.5 0 1 1 0-21Z"),
    "Riots": Kind("riots", "R", "Riots", "M12 1L23.3 9.3L19 22.3H5L.7 9.3Z", 17.2),
    "Strategic developments": Kind("developments", "D", "Strategic developments", "M12 .5L23.5 12L12 23.5L.5 12Z"),
}
FIGURE_KIND = Kind("figure", "F", "Figures", "M.5 5H23.5V19H.5Z")
STATEMENT_KIND = Kind("statement", "S", "Statements", "M1.5 2.5H22.5V18.5H11.5L6.5 23V18.5H1.5Z", 14.9)
CONTROL_KIND = Kind(
    "control", "C", "Control", "M2.5 2H21.5V11.5C21.5 17 17.5 20.6 12 23C6.5 20.6 2.5 17 2.5 11.5Z", 15.6
)

ALL_KINDS: tuple[Kind, ...] = (*EVENT_KINDS.values(), FIGURE_KIND, STATEMENT_KIND, CONTROL_KIND)


def kind_of(record: Record) -> Kind:
    """The kind that a record is shown as; an event type that is not of the contract is shown as a development."""
    if isinstance(record, Event):
        return EVENT_KINDS.get(record.event_type, EVENT_KINDS["Strategic developments"])
    if isinstance(record, Figure):
        return FIGURE_KIND
    return STATEMENT_KIND if isinstance(record, Statement) else CONTROL_KIND


def slug_prefix(record: Record) -> str:
    """The first letter of a record's short name on the page: e1, f2, s3, c4."""
    if isinstance(record, Event):
        return "e"
    if isinstance(record, Figure):
        return "f"
    return "s" if isinstance(record, Statement) else "c"
