"""An incident as plain lines, for the terminal and for text files; whoever prints them wraps them."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.publish.incident_slots import SlotTable
from dateline.publish.incident_tolls import IncidentToll
from dateline.publish.incidents import IncidentView

_DIFFERS = "≠ "


def list_lines(view: IncidentView) -> Iterator[str]:
    """The incident line by line: headline, differences, tolls, sources with what they tell, reports, history.

    Headings stand alone, what belongs to them is indented by two spaces; an empty line parts the sections.
    """
    yield view.line.headline
    yield f"{view.line.label} · {view.line.counted} · {view.line.review}"
    sections = (
        ("Told differently", list(view.differences)),
        ("Tolls", [line for toll in view.tolls for line in _list_toll(toll)]),
        ("What they say (≠ differs from most)", list(_list_sayings(view.table))),
        ("Reports", [f"{row.published}  {row.publisher}: {row.title} ({row.report_id})" for row in view.reports]),
        ("How it became known", [f"{row.day}  {row.publishers}: {row.toll}" for row in view.history]),
    )
    for heading, lines in sections:
        if lines:
            yield ""
            yield heading
            yield from (f"  {line}" for line in lines)


def _list_toll(toll: IncidentToll) -> Iterator[str]:
    best = f", best {toll.best}" if toll.best and toll.best != toll.words else ""
    yield f"{toll.words} {toll.measure}{best}{f' ({toll.why})' if toll.why else ''}"
    for line in toll.lines:
        notes = (line.groups, f"as of {line.as_of}" if line.as_of else "", line.standing)
        yield f"  {line.number}  {line.name}{''.join(f' · {note}' for note in notes if note)}"


def _list_sayings(table: SlotTable) -> Iterator[str]:
    for row in table.rows:
        yield f"{row.name} ({row.type_words}, {row.stances})"
        told = zip(table.columns, row.cells, strict=True)
        words = (
            f"{column.lower()} {_DIFFERS if cell.differs else ''}{cell.words}" for column, cell in told if cell.words
        )
        yield f"  {'; '.join(words)}"
