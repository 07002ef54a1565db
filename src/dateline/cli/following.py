"""`dateline follow`: feeds and folders, asked again and again; what is new there is coded and kept."""

from __future__ import annotations

import json as json_format
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.base.logging import get_logger, log_to_stderr
from dateline.base.settings import settings_from_environment
from dateline.cli.files import open_result
from dateline.cli.keeping import choose_database, open_kept
from dateline.cli.options import Database, Json, LogForm, Who, choose_log_format, name_user
from dateline.cli.tables import count_of
from dateline.cli.terminals import Terminal

if TYPE_CHECKING:
    from dateline.services.follow_board import SourceLine
    from dateline.services.following import Following
    from dateline.store.databases import SqlStore

log = get_logger(__name__)
app = typer.Typer()
follow = typer.Typer()
app.add_typer(follow, name="follow")

Source = Annotated[str, typer.Argument(metavar="SOURCE", help="The address of an RSS or Atom feed, or a folder.")]


@follow.callback(invoke_without_command=True)
def run(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Ask every source once, keep what is new, and end.")] = False,
    log_format: LogForm = None,
    database: Database = None,
) -> None:
    """Follow feeds and folders until interrupted, and keep what is new there."""
    if context.invoked_subcommand is not None:
        return
    form = choose_log_format(log_format)
    terminal = Terminal()
    log_to_stderr(form=form)
    say = log.info if form == "json" else terminal.say
    with open_kept(database) as store, _stopping() as stop:
        number = len(store.follows.list())
        if not number:
            say("nothing is followed yet; `dateline follow add SOURCE` begins")
        say(f"{count_of(number, 'source')} followed in {store.address}" + "; Ctrl+C stops" * (not once))
        following = _prepare(store, stop)
        following.run_once() if once else following.run()
        say(f"{count_of(following.keeper.new_reports, 'report')} added, {following.failures} failed")
    raise typer.Exit(1 if once and following.failures else 0)


@follow.command()
def add(
    context: typer.Context,
    source: Source,
    every_s: Annotated[
        int | None,
        typer.Option(
            "--every", metavar="SECONDS", help="How often it is asked; a feed every 900, a folder every 10."
        ),
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who publishes its reports.")] = None,
    who: Who = None,
    database: Database = None,
) -> None:
    """Follow one more feed or folder; makes the store where there is none."""
    from dateline.services.follow_board import follow_source
    from dateline.store.databases import open_store

    with open_store(choose_database(_given(context, database))) as store:
        made = follow_source(store.follows, source, who=name_user(who), every_s=every_s, publisher=publisher)
    Terminal().say(f"now followed: {made.kind} {made.address}, every {made.every_s} s; `dateline follow` asks it")


@follow.command(name="list")
def list_sources(context: typer.Context, json: Json = False, database: Database = None) -> None:
    """What is followed, and how it is doing."""
    from dateline.services.follow_board import FollowBoard

    terminal = Terminal()
    with open_kept(_given(context, database)) as store:
        picture = FollowBoard(store.follows).look()
    if json:
        with open_result(None) as stream:
            stream.write(json_format.dumps(picture.to_json(), ensure_ascii=False, indent=1) + "\n")
        return
    for line in picture.lines:
        typer.echo(_say_line(line))
    if not picture.lines:
        terminal.say("nothing is followed yet; `dateline follow add SOURCE` begins")
    terminal.say(
        f"{picture.follower.name} follows" if picture.follower else "nothing follows now; `dateline follow` does"
    )


@follow.command()
def remove(context: typer.Context, source: Source, who: Who = None, database: Database = None) -> None:
    """Follow a feed or folder no longer. What came from it stays."""
    address = source if "://" in source else Path(source).expanduser().resolve().as_posix()
    with open_kept(_given(context, database)) as store:
        gone = store.follows.remove(address, name_user(who))
    Terminal().say(f"no longer followed: {gone.kind} {gone.address}")


def _given(context: typer.Context, own: str | None) -> str | None:
    """The option of the command, else that of `dateline follow` before it."""
    before: str | None = context.parent.params.get("database") if context.parent else None
    return own or before


@contextmanager
def _stopping() -> Iterator[Event]:
    """An event that Ctrl+C and SIGTERM set; a second one of these ends the process however busy it is."""
    stop = Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _prepare(store: SqlStore, stop: Event) -> Following:
    from dateline.services.coding import make_coder
    from dateline.services.following import make_following

    settings = settings_from_environment()
    return make_following(store, make_coder(settings), settings, wait=stop.wait, is_over=stop.is_set)


def _say_line(line: SourceLine) -> str:
    from dateline.publish.audit_words import say_time

    source = line.source
    said = [f"{line.counts.new} new in a week"]
    said += [f"last success {say_time(source.last_success)}"] if source.last_success else []
    said += [f"failing since {source.failures} tries: {source.problem}"] if source.failures else []
    said += [f"{line.counts.waiting} waiting"] if line.counts.waiting else []
    said += [f"{line.counts.failed} failed in a week"] if line.counts.failed else []
    return f"{line.health:8} {source.kind:6} {source.address}  ({'; '.join(said)}; next {say_time(source.next_due)})"
