"""`dateline evaluate`: the system's figures over gold files and published corpora."""

from __future__ import annotations

import json as json_format
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table

from dateline.cli.benchmarks import (
    score_comments_suite,
    score_muc4_full_suite,
    score_muc4_suite,
    score_ner_suite,
)
from dateline.cli.marking import read_rows
from dateline.cli.options import Json
from dateline.cli.reading import code_all, count_steps
from dateline.cli.terminals import Terminal
from dateline.evaluate.alignments import Tally
from dateline.evaluate.gold import GoldScore, load_lines, score_gold
from dateline.model.errors import WrongCallError
from dateline.model.reports import Report

app = typer.Typer()
Figures = dict[str, float | int]


class Suite(StrEnum):
    """The suites that exist."""

    GOLD = "gold"
    MUC4 = "muc4"
    MUC4_FULL = "muc4-full"
    NER = "ner"
    GEO = "geo"
    TIMEX = "timex"
    COMMENTS = "comments"


BENCHMARKS = {
    Suite.MUC4: score_muc4_suite,
    Suite.MUC4_FULL: score_muc4_full_suite,
    Suite.NER: score_ner_suite,
    Suite.COMMENTS: score_comments_suite,
}


@app.command()
def evaluate(
    suite: Annotated[
        Suite,
        typer.Argument(
            metavar="SUITE",
            help="gold: coded reports; muc4, muc4-full: templates; ner: entities; geo: places; timex: times;"
            " comments: what moderators would do.",
            show_default=False,
        ),
    ],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The gold file or corpus.", show_default=False)],
    predictions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Score this file instead of running the coder.", dir_okay=False),
    ] = None,
    json: Json = False,
) -> None:
    """Score the coder, or a file of predictions, against a gold file or a corpus."""
    terminal = Terminal()
    figures: Mapping[str, object]
    shown: RenderableType
    if suite is Suite.GOLD:
        score = _score_gold(path, predictions, terminal)
        figures, shown = score.to_json(), Group(_render_score(score), _tell_rest(score))
    elif suite in BENCHMARKS:
        figures, shown = BENCHMARKS[suite](path, predictions)
    else:
        shares = _score_geo(path, predictions, terminal) if suite is Suite.GEO else _score_timex(path, predictions)
        figures, shown = shares, _render_figures(shares)
    if json:
        typer.echo(json_format.dumps(figures, indent=1))
    else:
        terminal.show(shown)
    raise typer.Exit(terminal.exit_code)


def _score_gold(path: Path, predictions: Path | None, terminal: Terminal) -> GoldScore:
    golds = load_lines(path)
    if not golds:
        raise WrongCallError("the gold file is empty", str(path))
    return score_gold(golds, load_lines(predictions) if predictions else _code_gold(golds, terminal))


def _score_geo(path: Path, predictions: Path | None, terminal: Terminal) -> Figures:
    from dateline.evaluate.geo import read_geo_corpus, score_geo, score_given
    from dateline.services.geoparsing import geoparse, place_spans

    documents = list(read_geo_corpus(path))
    if predictions:
        rows = list(read_rows(predictions, ("id", "toponyms"), terminal))
        return score_geo(documents, {str(row["id"]): row["toponyms"] for row in rows}).to_json()
    texts = [
        {
            "id": document.name,
            "text": document.text,
            "spans": [(span.start, span.end) for span, _ in document.toponyms],
        }
        for document in documents
    ]
    with terminal.progress("geoparsing", total=2 * len(documents)) as step:
        rows = list(count_steps(geoparse(texts), step))
        given = list(count_steps(place_spans(texts), step))
    found = score_geo(documents, {str(row["id"]): row["toponyms"] for row in rows})
    placed = {str(row["id"]): row["toponyms"] for row in given}
    points = {str(row["id"]): row["candidates"] for row in given}
    return {**found.to_json(), **score_given(documents, placed, points).to_json()}


def _score_timex(path: Path, predictions: Path | None) -> Figures:
    from dateline.evaluate.timex import evaluate_timex  # its patterns take a moment to compile

    if predictions is not None:
        raise WrongCallError("this suite cannot score predictions yet", "timex")
    if not path.is_dir():
        raise WrongCallError("this suite needs a folder of TimeML files", str(path))
    return evaluate_timex(path).to_json()


def _render_figures(figures: Figures) -> Table:
    """Shares in percent; counts and kilometres as they are."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in figures.items():
        is_share = isinstance(value, float) and "_km_" not in name
        table.add_row(name.replace("_", " "), f"{100 * value:.1f}" if is_share else f"{value:,}")
    return table


def _code_gold(golds: list[Any], terminal: Terminal) -> list[Any]:
    from dateline.services.linking import link

    reports = [Report.model_validate(gold["report"]) for gold in golds]
    with terminal.progress("coding", total=len(reports)) as step:
        coded = []
        for item in code_all(reports, terminal):
            coded.append(item.to_json())
            step()
    return list(link(coded))


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
