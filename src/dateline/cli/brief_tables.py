"""A brief, and what changed in a watched area, on the terminal: fits 80 columns and breathes at 120."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.cli.tables import HUES
from dateline.publish.brief_markdown import say_tolls
from dateline.publish.brief_parts import BriefLine, EvidenceLink, IncidentLine, LineGroup
from dateline.publish.briefs import Brief
from dateline.publish.watches import WatchReport
from dateline.publish.wordings import say_date

MOST_LINES = 12
"""So many lines of a section are shown unless all are asked for."""
MOST_LINKS = 4


def render_brief(brief: Brief, width_chars: int, *, show_all: bool = False) -> RenderableType:
    """The whole brief. A line ends with the records that it rests on, as REPORT#RECORD, where there is room.

    `show_all`: every line of every section, however long.
    """
    most = None if show_all else MOST_LINES
    parts: list[RenderableType] = [_render_head(brief)]
    if brief.is_empty:
        return Group(
            *parts, Text("\nNothing is on record for this area. That says nothing about what happened there.")
        )
    parts += _render_section("Lately", _list_lately(brief), most)
    parts += _render_incidents("Incidents", brief.incidents, width_chars, most)
    parts += _render_section("Tolls, lowest to highest told", map(render_line, brief.tolls), most)
    parts += _render_section("Figures as claimed", _list_groups(brief.figures), most)
    parts += _render_section("Who holds what", _list_groups(brief.control), most)
    parts += _render_section("Who says what to whom", _list_groups(brief.sayings), most)
    parts += _render_section("What is not known", map(render_line, brief.unknowns), most)
    parts += _render_section("Sources", _list_sources(brief), most)
    return Group(*parts, Text())


def render_changes(name: str, report: WatchReport, width_chars: int, *, show_all: bool = True) -> RenderableType:
    """What changed in a watched area or for a watched actor; `show_all` as for a brief."""
    most = None if show_all else MOST_LINES
    since = f"since {say_date(report.last_look.date())}" if report.last_look else "the first look"
    parts: list[RenderableType] = [Text.assemble((name, "bold"), (f" · {since}", "dim"))]
    if report.is_quiet:
        return Group(
            *parts, Text("  nothing new" if not report.reports else "  new reports, but nothing new in them")
        )
    if report.alert:
        parts.append(Text(f"  {report.alert}"))
    parts += _render_incidents("New incidents", report.incidents, width_chars, most)
    parts += _render_section("Tolls that changed", map(render_line, report.tolls), most)
    parts += _render_section("New on control", map(render_line, report.control), most)
    parts += _render_incidents("Told again", report.retold, width_chars, most)
    return Group(*parts, Text())


def render_line(line: BriefLine) -> Text:
    """A line with its source, its note and its records."""
    text = Text(line.text)
    if line.quote:
        text.append(f" “{line.quote}”")
    if line.said_by:
        text.append(f" — {line.said_by}", style="dim")
    if line.note:
        text.append(f" ({line.note})", style="dim italic")
    text.append(_say_links(line.links), style="dim")
    if line.is_settled:
        text.append(f" {line.state}", style="dim")
    return text


def _render_head(brief: Brief) -> Text:
    return Text.assemble(
        (brief.title, "bold"), "\n", (f"{say_date(brief.today)} · {brief.where}\n{brief.settled_words}", "dim")
    )


def _list_lately(brief: Brief) -> Iterator[Text]:
    yield from map(Text, brief.lately.words)
    counts = ", ".join(f"{window}: {count}" for window, count in brief.lately.counts)
    yield Text(f"Incidents in the last {counts}.")


def _list_groups(groups: Iterable[LineGroup]) -> Iterator[RenderableType]:
    for group in groups:
        note = f" ({group.note})" if group.note else ""
        lines = [Padding(render_line(line), (0, 0, 0, 2)) for line in group.lines]
        yield Group(Text.assemble(group.name, (note, "dim italic")), *lines)


def _list_sources(brief: Brief) -> Iterator[Text]:
    for row in brief.sources:
        yield Text.assemble(f"{row.publisher}, {row.published}: {row.title} ", (row.link or row.report_id, "dim"))


def _render_section(name: str, rows: Iterable[RenderableType], most: int | None) -> list[RenderableType]:
    listed = list(rows)
    if not listed:
        return []
    parts: list[RenderableType] = [Text(f"\n{name}", style="bold")]
    parts += [Padding(row, (0, 0, 0, 2)) for row in listed[:most]]
    return [*parts, *_say_more(len(listed), most)]


def _say_more(number: int, most: int | None) -> list[RenderableType]:
    left = number - most if most is not None else 0
    return [Text(f"  and {left} more", style="dim")] if left > 0 else []


def _render_incidents(
    name: str, lines: Sequence[IncidentLine], width_chars: int, most: int | None
) -> list[RenderableType]:
    if not lines:
        return []
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0), width=width_chars - 2)
    table.add_column(width=1)
    table.add_column(ratio=2, min_width=14)
    table.add_column(ratio=7)
    table.add_column(ratio=3, min_width=14)
    for line in lines[:most]:
        table.add_row(*_list_cells(line))
    return [Text(f"\n{name}", style="bold"), Padding(table, (0, 0, 0, 2)), *_say_more(len(lines), most)]


def _list_cells(line: IncidentLine) -> list[Text]:
    deed = Text(line.headline or line.label)
    if line.headline:
        deed.append(f" · {line.label}")
    if line.modality:
        deed.append(f" ({line.modality})")
    deed.append(f" · {line.place}")
    deed.append(f" — {line.said_by}", style="dim")
    if line.differs:
        deed.append(f"; told differently: {', '.join(line.differs)}", style="italic")
    deed.append(_say_links(line.links), style="dim")
    tolls = Text(say_tolls(line.tolls))
    return [Text(line.kind.letter, style=HUES.get(line.kind.key, "dim")), Text(line.when), deed, tolls]


def _say_links(links: Sequence[EvidenceLink]) -> str:
    """ " [rudaw-2021#c2 +3]": the report and its record, which `dateline` commands and the pages know it by."""
    if not links:
        return ""
    shown = ", ".join(f"{link.report_id}#{link.slug}" for link in links[:MOST_LINKS])
    more = f" +{len(links) - MOST_LINKS}" if len(links) > MOST_LINKS else ""
    return f" [{shown}{more}]"
