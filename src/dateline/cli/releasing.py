"""`dateline release`: frozen snapshots of the approved record, from the candidate to the file."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.base.settings import settings_from_environment
from dateline.cli.files import open_result
from dateline.cli.keeping import open_kept
from dateline.cli.options import Database, Json
from dateline.cli.release_tables import describe_release, render_changes, render_releases
from dateline.cli.tables import count_of
from dateline.cli.terminals import Terminal
from dateline.model.errors import WrongCallError

if TYPE_CHECKING:
    from dateline.model.ports import Store
    from dateline.model.releases import ReleasePolicy
    from dateline.services.releasing import ReleaseDesk
    from dateline.store.databases import SqlStore

app = typer.Typer()
release = typer.Typer(help="Freeze, review, publish and export snapshots of the approved record.")
app.add_typer(release, name="release")

Version = Annotated[str, typer.Argument(metavar="VERSION", show_default=False, help="As 2026.11 or 2026.11.2.")]
Who = Annotated[str, typer.Option("--as", metavar="NAME", help="Who does it; it goes into the log.")]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="A remark for the log.")]


@release.command()
def make(
    who: Who,
    version: Annotated[
        str | None, typer.Option(metavar="VERSION", help="As 2026.11 or 2026.11.2; else the next one.")
    ] = None,
    precision: Annotated[
        str | None, typer.Option(metavar="PRECISION", help="Of places: exact, grid, region or country.")
    ] = None,
    delay_days: Annotated[
        int | None, typer.Option(metavar="DAYS", min=0, help="Hold back what is about the last DAYS days.")
    ] = None,
    texts: Annotated[bool, typer.Option("--texts", help="With the whole texts of the reports.")] = False,
    database: Database = None,
) -> None:
    """Freeze what is approved now as a candidate."""
    terminal = Terminal()
    with _open_desk(database, who) as (desk, _):
        made = desk.make(who, version, _choose_policy(desk.policy(), precision, delay_days, texts))
        counts = desk.changes(made.version).counts
    told = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
    terminal.say(f"{made.version}: a candidate of {count_of(made.record_count, 'record')} ({told or 'no change'})")
    typer.echo(f"{made.sha256}  {made.version}")


@release.command()
def review(version: Version, who: Who, why: Why = None, database: Database = None) -> None:
    """Say that you have looked through a candidate and found it right."""
    with _open_desk(database, who) as (desk, _):
        reviewed = desk.review(version, who, why)
        obstacle = desk.publishing_obstacle(reviewed)
    Terminal().say(f"{version}: reviewed by {who}" + (f"; not to be released yet: {obstacle}" if obstacle else ""))


@release.command()
def publish(version: Version, who: Who, database: Database = None) -> None:
    """Release a candidate that was reviewed."""
    with _open_desk(database, who) as (desk, _):
        released = desk.publish(version, who)
    Terminal().say(f"{version}: released")
    typer.echo(f"{released.sha256}  {version}")


@release.command()
def withdraw(
    version: Version,
    who: Who,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, which everybody can read.")],
    database: Database = None,
) -> None:
    """Say that a release is not to be used any more. It stays, with the reason."""
    with _open_desk(database, who) as (desk, _):
        desk.withdraw(version, who, why)
    Terminal().say(f"{version}: withdrawn")


@release.command(name="list")
def list_releases(json: Json = False, database: Database = None) -> None:
    """All releases, the latest first."""
    terminal = Terminal()
    with _open_desk(database) as (desk, _):
        found = desk.list()
    if json:
        _print_json([describe_release(one) for one in found])
    elif found:
        terminal.show(render_releases(found))
    else:
        terminal.say("nothing has been released yet; `dateline release make --as NAME` makes a candidate")


@release.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", show_default=False, help="A version.")],
    new: Annotated[str, typer.Argument(metavar="NEW", show_default=False, help="Another one.")],
    json: Json = False,
    database: Database = None,
) -> None:
    """What one release changes over another."""
    terminal = Terminal()
    with _open_desk(database) as (desk, _):
        changes = desk.diff(old, new)
    if json:
        _print_json(changes.to_json())
    else:
        terminal.show(render_changes(changes))


@release.command()
def verify(version: Version, json: Json = False, database: Database = None) -> None:
    """Check a release against its hashes; exit 1 where a byte was changed."""
    from dateline.services.release_checks import check_release

    terminal = Terminal()
    with _open_desk(database) as (desk, store):
        found = desk.get(version)
        faults = list(check_release(store.releases, found))
    if json:
        _print_json([{"subject": fault.subject, "problem": fault.problem} for fault in faults])
    else:
        for fault in faults:
            typer.echo(str(fault))
    if not faults and not json:
        typer.echo(f"{found.sha256}  {version}")
    terminal.say(f"{count_of(found.record_count, 'record')} checked, {count_of(len(faults), 'fault')}")
    raise typer.Exit(1 if faults else 0)


@release.command()
def export(
    version: Version,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.", dir_okay=False)
    ],
    format_name: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="jsonl, geojson, parquet, acled-csv, ucdp-csv, hxl-csv or zip."
        ),
    ] = "jsonl",
    who: Annotated[str, typer.Option("--as", metavar="NAME", help="Who exports; it goes into the log.")] = "terminal",
    database: Database = None,
) -> None:
    """Write a release to a file."""
    from dateline.services.exporting import ExportOptions, write_export
    from dateline.services.release_files import export_release

    settings = settings_from_environment()
    options = ExportOptions(toll_rule=settings.toll_rule, own_actors=settings.actors)
    with _open_desk(database) as (desk, store):
        number = write_export(export_release(store.releases, desk.get(version), format_name, options), output)
        store.log.append("export", who, f"release:{version}", {"format": format_name, "count": number})
    Terminal().say(f"{number} -> {output}")


def _choose_policy(usual: ReleasePolicy, precision: str | None, delay_days: int | None, texts: bool) -> ReleasePolicy:
    from dataclasses import replace

    changes: dict[str, Any] = {}
    if precision is not None:
        changes["precision"] = precision
    if delay_days is not None:
        changes["delay_days"] = delay_days
    if texts or precision not in (None, "exact"):
        changes["texts"] = texts
    return replace(usual, **changes)


@contextmanager
def _open_desk(database: str | None, who: str | None = None) -> Iterator[tuple[ReleaseDesk, SqlStore]]:
    from dateline.resolve.gazetteers import make_gazetteer
    from dateline.resolve.registries import make_actor_registry
    from dateline.services.releasing import ReleaseDesk

    settings = settings_from_environment()
    with open_kept(database) as store:
        if who is not None:
            _check_right(store, who)
        actors = make_actor_registry(Path(settings.actors) if settings.actors else None)
        yield ReleaseDesk(store, make_gazetteer(), actors), store


def _check_right(store: Store, who: str) -> None:
    """Where a desk has people, only those of them can release who have the right to. Raises WrongCallError."""
    if not store.people.list():
        return
    person = store.people.find(who)
    if person is None or "release" not in person.rights:
        raise WrongCallError("this person has no right to release", who, "reviewers and admins have")


def _print_json(data: Any) -> None:
    with open_result(None) as stream:
        stream.write(json_format.dumps(data, ensure_ascii=False, indent=1) + "\n")
