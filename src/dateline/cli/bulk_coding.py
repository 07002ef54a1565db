"""`dateline bulk`: a whole archive coded and linked in parallel, on this machine or on a cluster."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from dateline.base.processes import count_processors
from dateline.base.settings import settings_from_environment
from dateline.cli.tables import count_of
from dateline.cli.terminals import Terminal
from dateline.model.errors import DatelineError, WrongCallError

if TYPE_CHECKING:
    from dateline.bulk.runs import RunSummary

app = typer.Typer()
LINE_EVERY_S = 60.0
"""Where no bar can be drawn, a line so often says how far it is."""


@app.command()
def bulk(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Parquet, JSON Lines or WARC: files, folders, or addresses of an object store.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="DIR", help="The folder or object-store address for the results.")
    ],
    address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Ray cluster, as ray://head:10001; else this machine.")
    ] = None,
    actors: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes that code, one a processor; else all there are.")
    ] = None,
    block: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Reports in a block; else 25 to 500, as fits.")
    ] = None,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Find copies over the whole archive, and code each story once.")
    ] = False,
    texts: Annotated[bool, typer.Option("--texts", help="Keep the texts with the results.")] = False,
    price: Annotated[
        float | None, typer.Option(metavar="P", min=0, help="What a processor costs an hour, for the sum at the end.")
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Take away results of inputs that are not given any more.")
    ] = False,
) -> None:
    """Code and link an archive in parallel, into a folder of tables; go on where it stopped."""
    from dateline.bulk.engines import open_engine
    from dateline.bulk.outputs import Output
    from dateline.bulk.runs import BulkRun, Wishes
    from dateline.services.coding import make_coder

    terminal = Terminal()
    settings = settings_from_environment()
    _check_inputs(inputs, output)
    local = None if address else (actors or count_processors())
    with open_engine(address, local) as engine, make_watcher(terminal) as watcher:
        wishes = Wishes(actors or engine.cores, block, keeps_texts=texts, only_firsts=duplicates, prunes=prune)
        run = BulkRun(Output(output), engine, settings, wishes, watcher)
        summary = run.run(inputs, make_coder(settings))
    for line in say_summary(summary, output, price):
        terminal.say(line)
    failed = summary.failures + terminal.failures
    raise typer.Exit(1 if failed else 0)


def _check_inputs(inputs: list[str], output: str) -> None:
    from dateline.bulk.archives import lies_within

    for name in inputs:
        if name == "-" or name.lower().startswith(("http://", "https://")):
            raise WrongCallError("not read in bulk", name, "files, folders and object stores are; see dateline code")
        if lies_within(output, name):
            raise WrongCallError("the results would lie among the inputs", output, "choose a folder elsewhere")


def say_summary(summary: RunSummary, output: str, price: float | None) -> list[str]:
    """What came of a run, in a line or a few."""
    from dateline.bulk.archives import join_address
    from dateline.bulk.costs import say_seconds

    def within(name: str) -> str:
        return join_address(output, f"/{name}", f"{output.rstrip('/')}/{name}")

    lines = [f"{count_of(summary.records, 'record')} of {count_of(summary.reports, 'report')} -> {output}"]
    linked = f"{count_of(summary.linked.events, 'event')} in {count_of(summary.linked.incidents, 'incident')}"
    took = say_seconds(summary.linking_s)
    lines.append(f"{linked}, linked in {took} -> {within(summary.linked.folder)}")
    if summary.copies:
        lines.append(f"copies that were not coded: {summary.copies:,} -> {within('copies.parquet')}")
    if summary.failures:
        lines.append(f"{summary.failures:,} failed: set aside with their reasons in {within('failures')}")
    lines.append(summary.cost.say(price) if summary.cost else "nothing was left to code")
    return lines


class BulkWatcher:
    """Shows a run: a bar on a terminal, elsewhere a line a minute; failures by name."""

    def __init__(self, terminal: Terminal, bar: Progress | None) -> None:
        self._terminal, self._bar = terminal, bar
        self._doing, self._total, self._done, self._began, self._said = "", 0, 0, 0.0, 0.0
        self._task = bar.add_task("planning", total=None) if bar else None

    def __enter__(self) -> BulkWatcher:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def begin(self, doing: str, total: int) -> None:
        self._doing, self._total, self._done = doing, total, 0
        self._began = self._said = time.monotonic()
        if self._bar and self._task is not None:
            self._bar.reset(self._task, description=doing, total=total or None)

    def step(self, reports: int) -> None:
        self._done += reports
        if self._bar and self._task is not None:
            self._bar.advance(self._task, reports)
        elif time.monotonic() - self._said >= LINE_EVERY_S:
            self._said = time.monotonic()
            rate = self._done / (self._said - self._began)
            self._terminal.say(f"{self._doing}: {self._done:,} of {self._total:,} reports, {rate:,.1f} a second")

    def fail(self, error: DatelineError) -> None:
        self._terminal.name_failure(error)


def make_watcher(terminal: Terminal) -> BulkWatcher:
    if not terminal.err.is_terminal:
        return BulkWatcher(terminal, None)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return BulkWatcher(terminal, Progress(*columns, TimeRemainingColumn(), console=terminal.err, transient=True))
