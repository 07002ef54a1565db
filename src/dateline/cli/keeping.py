"""`dateline add`, `export`, `prov` and `verify`: the store from the terminal."""

from __future__ import annotations

import json as json_format
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.base.outputs import hash_file
from dateline.base.processes import keep_what_is_loaded
from dateline.base.settings import settings_from_environment
from dateline.cli.files import open_result
from dateline.cli.options import Database, Inputs, Json, Output, Published, Publisher, Url, Who, name_user
from dateline.cli.reading import Told, count_steps, read_all
from dateline.cli.tables import RecordCount, count_of
from dateline.cli.terminals import Terminal
from dateline.model.records import CodedReport

if TYPE_CHECKING:
    from dateline.services.keeping import KeepCounts
    from dateline.store.databases import SqlStore

app = typer.Typer()


def choose_database(given: str | None) -> str:
    """The option, else the environment, else the file in the working folder."""
    return given or settings_from_environment().database


def open_kept(database: str | None) -> SqlStore:
    """The store that a command reads. Raises StoreError where there is none."""
    from dateline.store.databases import open_store

    return open_store(choose_database(database), create=False)


@app.command()
def add(
    inputs: Inputs,
    database: Database = None,
    published: Published = None,
    publisher: Publisher = None,
    url: Url = None,
    screenshots: Annotated[
        bool, typer.Option("--screenshots", help="Take a full-page screenshot of every page that is fetched.")
    ] = False,
    who: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Who adds them; noted with each report's custody.")
    ] = None,
) -> None:
    """Read, code, link and keep reports. Adding the same report twice changes nothing."""
    from dateline.store.databases import open_store

    terminal = Terminal()
    address = choose_database(database)
    number = RecordCount()
    with open_store(address) as store:
        counts = add_inputs(
            store, inputs, Told(published, publisher, url, who), terminal, number.add, screenshots=screenshots
        )
    terminal.say(str(number))
    terminal.say(f"{count_of(len(counts.added), 'report')} added to {address}, {len(counts.present)} kept already")
    raise typer.Exit(terminal.exit_code)


def add_inputs(
    store: SqlStore,
    inputs: Iterable[str],
    told: Told,
    terminal: Terminal,
    on_coded: Callable[[CodedReport], None],
    *,
    screenshots: bool = False,
) -> KeepCounts:
    """Read, code and keep; `on_coded` is given every report that was coded, be it new or kept already."""
    from dateline.services.adding import add_reports
    from dateline.services.coding import make_coder
    from dateline.services.projecting import make_projector

    coder = make_coder(settings_from_environment())
    keep_what_is_loaded()
    names = list(inputs)
    with terminal.progress("adding", names) as step:
        reads = count_steps(read_all(names, told, terminal, screenshots=screenshots), step)
        projector = make_projector(store)
        return add_reports(store, reads, coder, projector, on_failure=terminal.name_failure, on_coded=on_coded)


@app.command()
def export(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.", dir_okay=False)
    ],
    format_name: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="jsonl, geojson, parquet, acled-csv, ucdp-csv or hxl-csv."),
    ] = "jsonl",
    every: Annotated[
        bool, typer.Option("--all", help="Also what is not reviewed, each record with its state.")
    ] = False,
    who: Who = None,
    database: Database = None,
) -> None:
    """Write the approved record to a file."""
    from dateline.services.exporting import INCIDENT_FORMATS, ExportOptions, export_records

    terminal = Terminal()
    settings = settings_from_environment()
    of_incidents = format_name in INCIDENT_FORMATS
    with open_kept(database) as store:
        readings = store.count_reports() * (2 if of_incidents else 1)  # incidents are sorted before they are read
        with terminal.progress("exporting", total=readings) as step:
            options = ExportOptions(toll_rule=settings.toll_rule, own_actors=settings.actors, on_read=step)
            number = export_records(store, format_name, output, include_unreviewed=every, options=options)
        detail = {"format": format_name, "count": number, "all": every, "sha256": hash_file(output)}
        store.log.append("export", name_user(who), f"export:{format_name}", detail)
    terminal.say(f"{count_of(number, 'row' if of_incidents else 'record')} -> {output}")
    if not number and not every:
        terminal.say(f"nothing {'of this kind ' if of_incidents else ''}is approved yet; --all also writes the rest")


@app.command()
def prov(
    record_id: Annotated[str, typer.Argument(metavar="RECORD_ID", show_default=False, help="A record of the store.")],
    output: Output = None,
    database: Database = None,
) -> None:
    """Write where a record comes from, and what was decided on it, as W3C PROV-JSON."""
    from dateline.services.provenance import trace_record

    with open_kept(database) as store:
        document = trace_record(store, record_id)
    with open_result(output) as stream:
        stream.write(json_format.dumps(document, ensure_ascii=False, indent=1) + "\n")


@app.command()
def verify(
    against: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="A checkpoint's statement that was kept elsewhere, to be compared with the chains; may be repeated.",
        ),
    ] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Check the chains, checkpoints, every hash and every quote of a store; exit 1 where anything is broken."""
    from dateline.model.checkpoints import parse_statement
    from dateline.services.verification import list_unfinished_runs, verify_store

    terminal = Terminal()
    with open_kept(database) as store:
        points = [parse_statement(path.read_text("utf-8")) for path in against or ()]
        faults = verify_store(store, points)
        unfinished = list_unfinished_runs(store)
        number = store.count_reports()
    if json:
        rows = [{"subject": fault.subject, "problem": fault.problem} for fault in faults]
        with open_result(None) as stream:
            stream.write(json_format.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        for fault in faults:
            typer.echo(str(fault))
    for run in unfinished:
        terminal.say(f"note: run {run.run_id} of {run.started} was cut off; what it kept is whole")
    terminal.say(f"{count_of(number, 'report')} checked, {count_of(len(faults), 'fault')}")
    raise typer.Exit(1 if faults else 0)
