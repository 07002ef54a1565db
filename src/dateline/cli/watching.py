"""`dateline watch`: areas and actors that a user follows, and what changed in them since the last look."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.areas import choose_area, open_shelf
from dateline.cli.files import open_result
from dateline.cli.keeping import open_kept
from dateline.cli.options import Database, Json
from dateline.cli.terminals import Terminal
from dateline.model.errors import WrongCallError
from dateline.model.watches import WatchKind

if TYPE_CHECKING:
    from dateline.publish.brief_parts import BriefLine, IncidentLine
    from dateline.services.area_shelves import StoreAreaShelf
    from dateline.services.watching import Change, Lookout

ME = "me"
app = typer.Typer()
watch = typer.Typer()
app.add_typer(watch, name="watch")

Who = Annotated[str | None, typer.Option("--as", metavar="NAME", help='Whose watches; "me" unless said.')]
Kind = Annotated[str, typer.Argument(metavar="KIND", help="area or actor.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help='As "Hawija, Iraq" or "Islamic State".')]


@watch.callback(invoke_without_command=True)
def look(
    context: typer.Context,
    who: Who = None,
    peek: Annotated[bool, typer.Option("--peek", help="Leave the mark of the last look where it is.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Every line of every section, however long.")] = False,
    json: Json = False,
    database: Database = None,
) -> None:
    """What changed since the last look in the areas and for the actors that are followed."""
    if context.invoked_subcommand is not None:
        return
    terminal = Terminal()
    name = who or ME
    with _open_lookout(context, database) as (lookout, _):
        changes = lookout.look(name, move_mark=not peek)
    if json:
        _print_json([_describe_change(change) for change in changes])
    else:
        _show_changes(changes, terminal, every)
    if not changes:
        terminal.say(f"{name} follows nothing yet; `dateline watch add area NAME` begins")


@watch.command()
def add(context: typer.Context, kind: Kind, name: Name, who: Who = None, database: Database = None) -> None:
    """Follow an area or an actor."""
    terminal = Terminal()
    user = _choose_who(context, who)
    with _open_lookout(context, database) as (lookout, shelf):
        if _known_kind(kind) == "area":
            from dateline.publish.briefs import say_area

            area = choose_area(shelf, name)
            shown, is_new = say_area(area), lookout.follow_area(user, area)
        else:
            shown, is_known, is_new = lookout.follow_actor(user, name)
            if not is_known:
                terminal.say("the registry knows no actor of this name; it is followed by the name alone")
    terminal.say(f"{user} {'now follows' if is_new else 'already follows'} {shown}")


@watch.command(name="list")
def list_watches(context: typer.Context, who: Who = None, json: Json = False, database: Database = None) -> None:
    """What is followed, and when it was last looked at."""
    terminal = Terminal()
    user = _choose_who(context, who)
    with _open_lookout(context, database) as (lookout, _):
        followed = lookout.list_watches(user)
    if json:
        names = ("kind", "subject", "name", "since", "last_look")
        _print_json([{name: getattr(row, name) for name in names} for row in followed])
        return
    from dateline.publish.wordings import say_published

    for row in followed:
        looked = f"last look {say_published(row.last_look)}" if row.last_look else "not looked at yet"
        typer.echo(f"{row.kind}  {row.name}  ({looked})")
    if not followed:
        terminal.say(f"{user} follows nothing yet; `dateline watch add area NAME` begins")


@watch.command()
def remove(context: typer.Context, kind: Kind, name: Name, who: Who = None, database: Database = None) -> None:
    """Follow an area or an actor no longer."""
    user = _choose_who(context, who)
    with _open_lookout(context, database) as (lookout, _):
        gone = lookout.drop(user, _known_kind(kind), name)
    Terminal().say(f"{user} no longer follows {gone.name}")


def _choose_who(context: typer.Context, given: str | None) -> str:
    """The option of the command, else that of `dateline watch` before it."""
    before = context.parent.params.get("who") if context.parent else None
    return given or before or ME


@contextmanager
def _open_lookout(context: typer.Context, given: str | None) -> Iterator[tuple[Lookout, StoreAreaShelf]]:
    from dateline.resolve.registries import make_actor_registry
    from dateline.services.watching import Lookout

    before = context.parent.params.get("database") if context.parent else None
    with open_kept(given or before) as store:
        registry = make_actor_registry()
        shelf = open_shelf(store, registry)
        yield Lookout(store, shelf, registry), shelf


def _known_kind(kind: str) -> WatchKind:
    if kind == "area":
        return "area"
    if kind == "actor":
        return "actor"
    raise WrongCallError("this cannot be followed", kind, "known: area, actor")


def _show_changes(changes: list[Change], terminal: Terminal, every: bool) -> None:
    from dateline.cli.brief_tables import render_changes

    for change in changes:
        terminal.show(render_changes(change.watch.name, change.report, terminal.out.width, show_all=every))


def _print_json(rows: list[dict[str, Any]]) -> None:
    with open_result(None) as stream:
        stream.write(json_format.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def _describe_change(change: Change) -> dict[str, Any]:
    report = change.report
    return {
        "kind": change.watch.kind,
        "subject": change.watch.subject,
        "name": change.watch.name,
        "last_look": change.watch.last_look,
        "new_reports": report.reports,
        "incidents": [_describe_incident(line) for line in report.incidents],
        "told_again": [_describe_incident(line) for line in report.retold],
        "tolls": [_describe_line(line) for line in report.tolls],
        "control": [_describe_line(line) for line in report.control],
        "alert": report.alert,
    }


def _describe_incident(line: IncidentLine) -> dict[str, Any]:
    return {
        "incident_id": line.incident_id,
        "when": line.when,
        "what": line.headline or line.label,
        "sub_event_type": line.label,
        "modality": line.modality or "happened",
        "place": line.place,
        "tolls": [{"measure": toll.measure, "group": toll.group, "words": toll.words} for toll in line.tolls],
        "told_differently": list(line.differs),
        "records": [link.record_id for link in line.links],
    }


def _describe_line(line: BriefLine) -> dict[str, Any]:
    return {
        "text": line.text,
        "said_by": line.said_by,
        "note": line.note,
        "records": [link.record_id for link in line.links],
    }
