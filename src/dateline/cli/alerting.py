"""`dateline alerts`: rises and falls over every region of a store, and every actor in it."""

from __future__ import annotations

import json as json_format
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.base.clock import now_utc
from dateline.cli.areas import read_day
from dateline.cli.files import open_result
from dateline.cli.keeping import open_kept
from dateline.cli.options import Database, Json
from dateline.cli.terminals import Terminal

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dateline.services.alerting import AlertBoard, AlertLine

app = typer.Typer()


@app.command()
def alerts(
    day: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE", help="By what was published up to this day; the newest report unless said."
        ),
    ] = None,
    json: Json = False,
    database: Database = None,
) -> None:
    """Where and by whom more or less happens than is usual, each with its reason and what chance would do."""
    from dateline.resolve.gazetteers import make_gazetteer
    from dateline.resolve.registries import make_actor_registry
    from dateline.services.alerting import AlertBoard, AlertDesk, find_end
    from dateline.services.projecting import Projector

    terminal = Terminal()
    until = read_day(day) if day else now_utc().date()
    with open_kept(database) as store:
        registry = make_actor_registry()
        Projector(store.projections, registry).catch_up()
        as_of = find_end(store, until)
        board = AlertBoard(None, ())
        if as_of is not None:
            board = AlertDesk(store, make_gazetteer(), registry).make_board(as_of)
    if json:
        with open_result(None) as stream:
            stream.write(json_format.dumps(describe_board(board), ensure_ascii=False, indent=1) + "\n")
        return
    if board.lines:
        terminal.show(_render_lines(board, terminal.out.width))
    else:
        terminal.say("nothing out of the usual")
    terminal.say(board.words)


def _render_lines(board: AlertBoard, width_chars: int) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 1, 0), width=width_chars)
    table.add_column(ratio=3)
    table.add_column(width=5)
    table.add_column(ratio=7)
    for line in board.lines:
        found = line.alert.assessment
        where = Text(line.where)
        if line.who:
            where.append(f"\n{line.who}", style="dim")
        reason = Text.assemble(found.reason, " ", (line.chance_words, "dim"))
        table.add_row(where, Text(found.verdict, style="bold"), reason)
    return table


def describe_board(board: AlertBoard) -> dict[str, Any]:
    """The alerts as JSON: days ISO, chances as probabilities."""
    found = board.found
    return {
        "as_of": found.as_of.isoformat() if found else None,
        "series": found.series if found else 0,
        "tested": found.tested if found else 0,
        "false_alerts_per_year": round(found.false_per_year, 2) if found else 0,
        "known_after_a_day": round(found.known_days[0], 3) if found else None,
        "known_after_a_week": round(found.known_days[1], 3) if found else None,
        "alerts": [_describe_line(line) for line in board.lines],
    }


def _describe_line(line: AlertLine) -> dict[str, Any]:
    alert, found = line.alert, line.alert.assessment
    return {
        "country": alert.region[0],
        "region": alert.region[1],
        "area_id": line.area.area_id if line.area else None,
        "actor": alert.actor,
        "actor_name": line.who,
        "verdict": found.verdict,
        "reason": found.reason,
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "began": found.began.isoformat() if found.began else None,
        "observed": found.observed,
        "expected": found.expected,
        "usual": [found.usual_low, found.usual_high],
        "chance": found.chance,
        "chance_per_year": found.chance_per_year,
        "false_alarms_per_year": found.false_alarms_per_year,
        "by_chance_among_all": alert.by_chance,
        "first_week": alert.first_week.isoformat(),
        "weeks": list(alert.weeks),
        "first_month": alert.first_month.isoformat(),
        "months": list(alert.months),
    }
