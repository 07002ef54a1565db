"""`dateline audit`, `checkpoint` and `keys`: who did what, and proof of it that can leave the house."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.keeping import open_kept
from dateline.cli.options import Database, Json, Who, name_user
from dateline.cli.terminals import Terminal

if TYPE_CHECKING:
    from dateline.model.checkpoints import Checkpoint, Signature

app = typer.Typer()
keys = typer.Typer(no_args_is_help=True)
app.add_typer(keys, name="keys", help="Keys to sign checkpoints with.")


@app.command()
def audit(
    record: Annotated[str | None, typer.Option(metavar="ID", help="Only what was done to this record.")] = None,
    subject: Annotated[
        str | None, typer.Option(metavar="SUBJECT", help="Only what was done to this, as export:geojson.")
    ] = None,
    who: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Only what this person did.")] = None,
    limit: Annotated[int, typer.Option(metavar="NUMBER", min=1, help="At most so many lines.")] = 100,
    database: Database = None,
    json: Json = False,
) -> None:
    """List who did what when, newest first: decisions on records, and entries of the log."""
    from dateline.services.audit_trails import AuditTrail, Wanted

    with open_kept(database) as store:
        trail = AuditTrail(store)
        wanted = Wanted(who=who, subject=f"record:{record}" if record else subject)
        lines = trail.history(record)[::-1][:limit] if record and not who else trail.page(wanted, limit=limit).lines
    if json:
        typer.echo(json_format.dumps([line.to_json() for line in lines], ensure_ascii=False, indent=1))
        return
    for line in lines:
        typer.echo(f"{line.when[:19].replace('T', ' ')}  {line.who}  {line.deed}  {line.subject}  {line.hash[:8]}")
        if line.words:
            typer.echo(f"    {line.words}")
    if not lines:
        Terminal().say("nothing was done to it yet")


@app.command()
def checkpoint(
    sign: Annotated[
        Path | None, typer.Option(metavar="KEY.pem", help="Sign it with this key.", exists=True, dir_okay=False)
    ] = None,
    show: Annotated[
        bool, typer.Option("--print", help="Make none: print the last one with its signatures, to be kept elsewhere.")
    ] = False,
    who: Who = None,
    database: Database = None,
) -> None:
    """Keep the roots of both chains as they are now, and print what they state."""
    from dateline.services.checkpoints import make_checkpoint, sign_checkpoint

    with open_kept(database) as store:
        name = name_user(who)
        known = store.checkpoints.list()
        if show and not known:
            Terminal().say("there is no checkpoint yet; `dateline checkpoint` makes one")
            raise typer.Exit(1)
        made = known[-1] if show else make_checkpoint(store, name)
        if sign is not None:
            sign_checkpoint(store, made.number, sign, name)
        signed = store.checkpoints.signatures(made.number)
    _print(made, list(signed))


def _print(made: Checkpoint, signed: list[Signature]) -> None:
    typer.echo(made.statement(), nl=False)
    for row in signed:
        typer.echo(f"signed {row.signature}\nkey {row.public_key}")


@keys.command()
def new(file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="The file to make.")]) -> None:
    """Make a key, in a file that only you can read; prints its public half."""
    from dateline.review.signatures import make_key_file

    typer.echo(make_key_file(file))
    Terminal().say(
        f"{file} is the key: keep it off the machine that the database is on, and give away the line above"
    )
