"""`dateline serve` and `dateline demo`: the desk in a browser."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from dateline.base.logging import get_logger, log_to_stderr
from dateline.base.settings import Settings, settings_from_environment
from dateline.cli.keeping import add_inputs, choose_database
from dateline.cli.options import Database, LogForm, Port, choose_log_format
from dateline.cli.reading import Told
from dateline.cli.tables import LEGEND, RecordCount, render_coded
from dateline.cli.terminals import Terminal
from dateline.model.errors import WrongCallError
from dateline.model.records import CodedReport

log = get_logger(__name__)
app = typer.Typer()
HOST = "127.0.0.1"
DEMO_DATABASE = Path("dateline-demo.db")


@app.command()
def serve(
    database: Database = None,
    port: Port = 8000,
    host: Annotated[
        str,
        typer.Option(metavar="HOST", help="The address of this machine to serve on; others than its own reach it."),
    ] = HOST,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A name that the desk is reached by; may be repeated."),
    ] = None,
    readers_only: Annotated[
        bool, typer.Option("--readers-only", help="Serve the reader pages and comments only, nothing of the desk.")
    ] = False,
    create: Annotated[bool, typer.Option("--create", help="Make the store where there is none yet.")] = False,
    log_format: LogForm = None,
) -> None:
    """Serve the desk and the reader pages on 127.0.0.1 until interrupted."""
    from dateline.store.databases import open_store

    settings = replace(settings_from_environment(), log_format=choose_log_format(log_format))
    kept = choose_database(database)
    open_store(kept, create=create).close()  # a wrong address is told before anything starts
    serve_pages(kept, port, Terminal(), host, names or (), settings, readers_only=readers_only)


@app.command()
def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after the table.")] = False,
    database: Annotated[
        Path, typer.Option(metavar="FILE", help="Where to keep the examples; an earlier demo there is replaced.")
    ] = DEMO_DATABASE,
    port: Port = 8000,
) -> None:
    """Code the example reports, keep them, print their record, and serve the desk."""
    from dateline.services.demonstration import list_examples, prepare_demo_database
    from dateline.store.databases import open_store

    terminal = Terminal()
    if not no_serve:
        check_port(port)
    prepare_demo_database(database)
    coded: list[CodedReport] = []
    with open_store(str(database)) as store:
        add_inputs(store, [str(path) for path in list_examples()], Told(), terminal, coded.append)
    number = RecordCount()
    for item in coded:
        number.add(item)
        terminal.show(render_coded(item, terminal.out.width))
    terminal.say(f"{LEGEND}\n{number}; kept in {database}. The incidents are invented.")
    if not no_serve:
        serve_pages(str(database), port, terminal)
    raise typer.Exit(terminal.exit_code)


def serve_pages(
    database: str,
    port: int,
    terminal: Terminal,
    host: str = HOST,
    names: Sequence[str] = (),
    settings: Settings | None = None,
    *,
    readers_only: bool = False,
) -> None:
    """Serve a store until interrupted. A desk that has no admin yet first says the link that makes one.

    In: `readers_only`, the pages of readers alone; nobody can sign in there.
    """
    from dateline.web.server import serve as serve_store

    chosen = settings or settings_from_environment()
    check_port(port, host)
    site = f"http://{names[0] if names else host}:{port}"
    if chosen.log_format == "json":
        log_to_stderr(form="json")
        _log_start(database, port, readers_only=readers_only)
    elif readers_only:
        terminal.say(f"Open {site}/read in a browser; Ctrl+C stops.")
    else:
        _say_start(database, site, terminal)
    serve_store(database, chosen, host=host, port=port, names=names, readers_only=readers_only)


def _say_start(database: str, desk: str, terminal: Terminal) -> None:
    link = make_first_link(database)
    if link is not None:
        terminal.say(
            f"This desk has no admin yet. To become the admin, open {desk}{link} (works once, for seven days)."
        )
    terminal.say(f"Open {desk} in a browser; Ctrl+C stops.")


def _log_start(database: str, port: int, *, readers_only: bool) -> None:
    """The same as lines of JSON. Logs are read by others than the admin, so there is no link in them."""
    from dateline.store.databases import open_store

    if readers_only:
        log.info("serving the reader pages on port %d", port)
        return
    with open_store(database) as store:
        if not store.people.count_admins():
            log.warning("this desk has no admin yet; `dateline people invite NAME --role admin` prints the link")
    log.info("serving the desk on port %d", port)


def make_first_link(database: str) -> str | None:
    """The path of the one-time link that makes the admin; None where there is one."""
    from dateline.services.ways_in import make_people_desk
    from dateline.store.databases import open_store

    with open_store(database) as store:
        secret = make_people_desk(store).accounts.invite_first_admin()
    return None if secret is None else f"/welcome/{secret}"


def check_port(port: int, host: str = HOST) -> None:
    """Raises WrongCallError where something else answers on the port, or the address is not this machine's."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror as error:
            raise WrongCallError("the host is not known", host, str(error.strerror)) from error
        except OSError as error:
            raise WrongCallError(
                "the port cannot be used", str(port), f"{error.strerror}; --port chooses another"
            ) from error
