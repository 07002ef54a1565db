"""The record as a table that fits 80 columns and breathes at 120."""

from __future__ import annotations

from datetime import date

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dateline.cli.phrases import (
    describe_actors,
    describe_kind,
    describe_place,
    describe_quantity,
    describe_sources,
    describe_time,
)
from dateline.model.records import CodedReport, Record
from dateline.model.reports import Report
from dateline.publish.kinds import ALL_KINDS, kind_of

ROOM_FOR_SOURCES_CHARS = 110

HUES = {
    "battles": "bright_blue",
    "explosions": "yellow",
    "violence": "magenta",
    "protests": "green",
    "riots": "bright_yellow",
    "developments": "cyan",
}
"""A hue for each kind of event; the letter says the kind, the hue only helps."""
LEGEND = " · ".join(f"{kind.letter} {kind.name.lower()}" for kind in ALL_KINDS)


def render_coded(coded: CodedReport, width_chars: int) -> RenderableType:
    """A report's head line and its records, one row each."""
    parts: list[RenderableType] = [render_heading(coded.report)]
    parts.append(_render_records(coded, width_chars) if coded.records() else Text("  no records\n", style="dim"))
    return Group(*parts)


def render_heading(report: Report) -> Text:
    """Title, then publisher and date on a line of their own."""
    told = " · ".join(part for part in (report.publisher, format_published(report.published)) if part)
    return Text.assemble((report.title or "Untitled report", "bold"), "\n", (told, "dim"))


def format_published(published: str | None) -> str:
    """ "2 December 2021"; says so where the date is missing."""
    if not published:
        return "no publication date"
    day = date.fromisoformat(published[:10])
    return f"{day.day} {day:%B} {day.year}"


def _render_records(coded: CodedReport, width_chars: int) -> Table:
    roomy = width_chars >= ROOM_FOR_SOURCES_CHARS
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim", width=width_chars)
    table.add_column("", width=1)
    table.add_column("when", ratio=4, min_width=11)
    table.add_column("what", ratio=7)
    table.add_column("who", ratio=7)
    table.add_column("where", ratio=5)
    table.add_column("how many", ratio=4)
    if roomy:
        table.add_column("who says so", ratio=6)
    for _, record in coded.records():
        table.add_row(*_cells(record, roomy))
    return table


def _cells(record: Record, roomy: bool) -> list[Text]:
    kind = kind_of(record)
    sources = describe_sources(record.attribution)
    what = Text(describe_kind(record))
    if not roomy:
        what.append(f"\n{sources}", style="dim")
    cells = [
        Text(kind.letter, style=HUES.get(kind.key, "dim")),
        Text(describe_time(record.time)),
        what,
        Text(describe_actors(record)),
        Text(describe_place(record)),
        Text(describe_quantity(record)),
    ]
    return [*cells, Text(sources, style="dim")] if roomy else cells


def count_records(coded: list[CodedReport]) -> str:
    """ "12 reports: 34 events, 9 figures, 20 statements, 6 control records"."""
    counts = [
        (sum(len(item.events) for item in coded), "event"),
        (sum(len(item.figures) for item in coded), "figure"),
        (sum(len(item.statements) for item in coded), "statement"),
        (sum(len(item.control) for item in coded), "control record"),
    ]
    return f"{count_of(len(coded), 'report')}: " + ", ".join(count_of(n, noun) for n, noun in counts)


def count_of(number: int, noun: str) -> str:
    """ "1 report", "3 reports"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
