"""`dateline evaluate`: the system's figures over gold files and published corpora."""

from __future__ import annotations

import json as json_format
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from dateline.cli.options import Json
from dateline.cli.reading import code_all
from dateline.cli.terminals import Terminal
from dateline.evaluate.alignments import Tally
from dateline.evaluate.gold import GoldScore, load_lines, score_gold
from dateline.model.errors import WrongCallError
from dateline.model.reports import Report

app = typer.Typer()


class Suite(StrEnum):
    """The suites that exist."""

    GOLD = "gold"
    TIMEX = "timex"


@app.command()
def evaluate(
    suite: Annotated[
        Suite, typer.Argument(metavar="SUITE", help="gold: coded reports; timex: time expressions of TimeML files.")
    ],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The gold file or corpus.", show_default=False)],
    predictions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="gold: score this coded file instead of running the coder.", dir_okay=False
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Score the coder, or a file of predictions, against a gold file or a corpus."""
    terminal = Terminal()
    if suite is Suite.GOLD:
        _evaluate_gold(path, predictions, json, terminal)
    elif predictions is not None:
        raise WrongCallError("this suite cannot score predictions yet", suite)
    else:
        _evaluate_timex(path, json, terminal)
    raise typer.Exit(terminal.exit_code)


def _evaluate_gold(path: Path, predictions: Path | None, json: bool, terminal: Terminal) -> None:
    golds = load_lines(path)
    if not golds:
        raise WrongCallError("the gold file is empty", str(path))
    score = score_gold(golds, load_lines(predictions) if predictions else _code_gold(golds, terminal))
    if json:
        typer.echo(json_format.dumps(score.to_json(), indent=1))
        return
    terminal.show(_render_score(score))
    terminal.show(_tell_rest(score))


def _evaluate_timex(path: Path, json: bool, terminal: Terminal) -> None:
    from dateline.evaluate.timex import evaluate_timex  # its patterns take a moment to compile

    if not path.is_dir():
        raise WrongCallError("this suite needs a folder of TimeML files", str(path))
    figures = evaluate_timex(path).to_json()
    if json:
        typer.echo(json_format.dumps(figures, indent=1))
        return
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    table.add_column("time expressions")
    table.add_column("", justify="right")
    for name, value in figures.items():
        is_share = isinstance(value, float)
        table.add_row(name.replace("_", " "), f"{100 * value:.1f}" if is_share else str(value))
    terminal.show(table)


def _code_gold(golds: list[Any], terminal: Terminal) -> list[Any]:
    reports = [Report.model_validate(gold["report"]) for gold in golds]
    with terminal.progress("coding", total=len(reports)) as step:
        coded = []
        for item in code_all(reports, terminal):
            coded.append(item.to_json())
            step()
    return coded


def _render_score(score: GoldScore) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    table.add_column("")
    for name in ("P", "R", "F1"):
        table.add_column(name, justify="right")
    table.add_column("wanted", justify="right")
    table.add_column("found", justify="right")
    for kind, kind_score in score.kinds.items():
        table.add_row(f"[bold]{kind}[/bold], slots", *_figures(kind_score.slots))
        table.add_row("  records", *_figures(kind_score.records))
        for slot, tally in kind_score.by_slot.items():
            table.add_row(f"  {slot}", *_figures(tally), style="dim")
    table.add_row("[bold]all slots[/bold]", *_figures(score.all_slots))
    return table


def _figures(tally: Tally) -> list[str]:
    percent = tally.percent()
    return [*(f"{percent[key]:.1f}" for key in ("p", "r", "f1")), str(tally.wanted), str(tally.predicted)]


def _tell_rest(score: GoldScore) -> str:
    return (
        f"incident B-cubed F1 over aligned events {score.to_json()['incident_b_cubed_f1']:.1f}; "
        f"reports missing {score.missing_reports}; quotes not at their offsets {score.bad_quotes}"
    )
