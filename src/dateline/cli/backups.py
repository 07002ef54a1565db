"""`dateline backup` and `restore`: the whole store in one file, and back."""

from __future__ import annotations

import json as json_format
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.keeping import choose_database
from dateline.cli.options import Database, Json, Who, name_user
from dateline.cli.tables import count_of
from dateline.cli.terminals import Terminal
from dateline.model.errors import WrongCallError

if TYPE_CHECKING:
    from dateline.services.backup_files import Manifest
    from dateline.services.backups import Progress

app = typer.Typer()
_STEPS = 200


@app.command()
def backup(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            show_default=False,
            help="The file to make (.tar.zst, .tar.gz or .tar), or a folder, where its name tells the time.",
        ),
    ],
    compress: Annotated[
        str, typer.Option(metavar="HOW", help="In a folder: zstd, gzip or none. A file's name tells it itself.")
    ] = "zstd",
    keep: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", min=1, help="In a folder: remove all but the newest NUMBER backups there."),
    ] = None,
    who: Who = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write the whole store to one file while the desk goes on; prints its SHA-256."""
    from dateline.services.backups import make_backup, name_backup, remove_leavings, remove_old

    terminal = Terminal()
    in_folder = file.is_dir()
    if keep is not None and not in_folder:
        raise WrongCallError("only of a folder can old backups be removed", str(file), "--keep")
    if in_folder:
        remove_leavings(file)
    path = name_backup(file, compress) if in_folder else file
    made = make_backup(choose_database(database), path, who=name_user(who), progress=_watch(terminal))
    removed = remove_old(file, keep) if keep is not None else []
    if json:
        told = {"path": str(path), "sha256": made.sha256, "bytes": made.bytes, "manifest": made.manifest.to_json()}
        typer.echo(
            json_format.dumps({**told, "removed": [str(old) for old in removed]}, ensure_ascii=False, indent=1)
        )
    else:
        typer.echo(f"{made.sha256}  {path}")  # as sha256sum -c reads it
    terminal.say(f"{say_contents(made.manifest)}; {made.bytes:,} bytes, read again and whole")
    if not made.logged:
        terminal.say(
            "note: the log of the store does not tell of it, as it could not be written or is of an older form"
        )
    for old in removed:
        terminal.say(f"removed {old.name}")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="A backup.")],
    check: Annotated[
        bool, typer.Option("--check", help="Restore nothing: only see that the backup is whole, and its store sound.")
    ] = False,
    who: Who = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Make a store out of a backup, in a new file or an empty database, and verify it."""
    from dateline.services.backups import check_backup, restore_backup

    terminal = Terminal()
    if check:
        manifest, faults = check_backup(file, _watch(terminal))
        said = "whole"
    else:
        done = restore_backup(file, choose_database(database), who=name_user(who), progress=_watch(terminal))
        manifest, faults, said = done.manifest, done.faults, f"restored to {done.address}; everybody is signed out"
        if done.keys:
            terminal.say(
                f"note: {count_of(done.keys, 'key')} of programs can be used again; end those that were ended"
            )
    if json:
        rows = [{"subject": fault.subject, "problem": fault.problem} for fault in faults]
        typer.echo(json_format.dumps({"manifest": manifest.to_json(), "faults": rows}, ensure_ascii=False, indent=1))
    for fault in faults:
        terminal.say(f"as it was backed up: {fault}")
    terminal.say(f"{said}: {say_contents(manifest)}, {count_of(len(faults), 'fault')}")
    raise typer.Exit(1 if faults else 0)


def say_contents(manifest: Manifest) -> str:
    reports, records = manifest.tables.get("reports", 0), manifest.tables.get("records", 0)
    return f"{count_of(reports, 'report')} and {count_of(records, 'record')} as of {manifest.made}"


def _watch(terminal: Terminal) -> Progress:
    @contextmanager
    def progress(doing: str, total: int) -> Iterator[Callable[[int], None]]:
        with terminal.progress(f"{doing}, in {_STEPS} parts", total=_STEPS) as step:
            done = 0

            def advance(number: int) -> None:
                nonlocal done
                before, done = done, done + number
                for _ in range(_part(done, total) - _part(before, total)):
                    step()

            yield advance

    return progress


def _part(done: int, total: int) -> int:
    return min(done * _STEPS // max(total, 1), _STEPS)
