"""The record as a table that fits 80 columns and breathes at 120."""

from __future__ import annotations

from collections import Counter

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
from dateline.publish.wordings import say_published, say_title

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
    parts.append(_render_records(coded, width_chars) if coded.records() else Text("no records", style="dim"))
    return Group(*parts, Text())


def render_heading(report: Report) -> Text:
    """Title, then publisher and date on a line of their own."""
    published = say_published(report.published, report.published_inferred)
    told = " · ".join(part for part in (report.publisher, published) if part)
    return Text.assemble((say_title(report.title), "bold"), "\n", (told, "dim"))


def _render_records(coded: CodedReport, width_chars: int) -> Table:
    roomy = width_chars >= ROOM_FOR_SOURCES_CHARS
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim", width=width_chars
    )
    table.add_column("", width=1)
    table.add_column("when", ratio=4, min_width=11)
    table.add_column("what", ratio=7)
    table.add_column("who", ratio=7)
    table.add_column("where", ratio=5)
    table.add_column("how many", ratio=4, min_width=10, overflow="fold")
    if roomy:
        table.add_column("who says so", ratio=6)
    for _, record in coded.records():
        table.add_row(*_cells(record, roomy))
    return table


def _cells(record: Record, roomy: bool) -> list[Text]:
    kind = kind_of(record)
    sources = describe_sources(record)
    what = Text(describe_kind(record))
    if sources and not roomy:
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


class RecordCount:
    """How many reports and records went by."""

    def __init__(self) -> None:
        self.numbers: Counter[str] = Counter()

    def add(self, coded: CodedReport) -> None:
        self.numbers["reports"] += 1
        self.numbers.update(kind for kind, _ in coded.records())

    def __str__(self) -> str:
        """ "12 reports: 34 events, 9 figures, 20 statements, 6 control records"."""
        nouns = {"events": "event", "figures": "figure", "statements": "statement", "control": "control record"}
        records = ", ".join(count_of(self.numbers[kind], noun) for kind, noun in nouns.items())
        return f"{count_of(self.numbers['reports'], 'report')}: {records}"


def count_of(number: int, noun: str) -> str:
    """ "1 report", "3 reports"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
