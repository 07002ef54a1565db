"""`dateline people`: who may do what at a desk, from the terminal of the machine that it runs on."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.keeping import open_kept
from dateline.cli.options import Database, Json
from dateline.cli.terminals import Terminal

if TYPE_CHECKING:
    from dateline.model.people import Person
    from dateline.services.ways_in import PeopleDesk

BY = "command line"
"""Who the log says it was: whoever can write the database can do all that is done here."""

app = typer.Typer()
people = typer.Typer(no_args_is_help=True)
app.add_typer(people, name="people", help="Who may do what at a desk: list, invite, role, end, token.")

Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False, help="The person's name.")]
RoleName = Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, coder, moderator, reviewer or admin.")]
At = Annotated[str, typer.Option("--at", metavar="URL", help="Where the desk is reached, for the link.")]
LOCAL_DESK = "http://127.0.0.1:8000"


@people.command(name="list")
def list_people(json: Json = False, database: Database = None) -> None:
    """All people, with role and state."""
    terminal = Terminal()
    with _open_desk(database) as desk:
        rows = [_describe(person) for person in desk.accounts.list_people()]
    if json:
        typer.echo(json_format.dumps(rows, ensure_ascii=False, indent=1))
        return
    width = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        typer.echo(f"{row['name']:<{width}}  {row['role']:<8}  {row['state']}")
    if not rows:
        terminal.say("nobody yet; `dateline serve` prints a link that makes the admin")


@people.command()
def invite(name: Name, role: RoleName = "coder", at: At = LOCAL_DESK, database: Database = None) -> None:
    """Invite someone, or make a new password link for someone who is there; prints the one-time link."""
    with _open_desk(database) as desk:
        known = desk.accounts.find(name)
        if known is None or known.ended:
            person, secret = desk.accounts.invite(name, role, BY)
        else:
            person, secret = known, desk.accounts.invite_again(known.id, BY)
    typer.echo(f"{at.rstrip('/')}/welcome/{secret}")
    what = "a new password for" if person.joined else "an invitation of"
    Terminal().say(f"{what} {person.name}, {person.role}; the link works once, for seven days")


@people.command(name="role")
def change_role(
    name: Name,
    role: Annotated[str, typer.Argument(metavar="ROLE", show_default=False, help="The role to give.")],
    database: Database = None,
) -> None:
    """Give someone another role; they are signed out."""
    with _open_desk(database) as desk:
        person = desk.accounts.change_role(desk.accounts.name(name).id, role, BY)
    Terminal().say(f"{person.name} is {person.role} now")


@people.command()
def end(name: Name, database: Database = None) -> None:
    """End someone's account, with all sessions, links and keys. What they decided stays."""
    with _open_desk(database) as desk:
        person = desk.accounts.end(desk.accounts.name(name).id, BY)
    Terminal().say(f"the account of {person.name} is ended")


@people.command()
def token(
    name: Name,
    what: Annotated[
        str, typer.Option("--for", metavar="WORDS", help="What the key is for.")
    ] = "made at the terminal",
    scope: Annotated[
        list[str] | None, typer.Option("--scope", metavar="SCOPE", help="read, export or decide; may be repeated.")
    ] = None,
    days: Annotated[int, typer.Option("--days", metavar="DAYS", help="How long it lasts, a year at most.")] = 90,
    database: Database = None,
) -> None:
    """Make a key of the API that acts for someone; prints it once."""
    with _open_desk(database) as desk:
        person = desk.accounts.name(name)
        made, secret = desk.sign_ins.make_token(person, what, scope or ["read"], days, BY)
    typer.echo(secret)
    Terminal().say(f"a key of {person.name} for {', '.join(made.scopes)}; it is not shown again")


def _describe(person: Person) -> dict[str, str]:
    state = "ended" if person.ended else "here" if person.joined else "invited"
    return {"id": person.id, "name": person.name, "role": person.role, "state": state, "since": person.made}


@contextmanager
def _open_desk(database: str | None) -> Iterator[PeopleDesk]:
    from dateline.services.ways_in import make_people_desk

    with open_kept(database) as store:
        yield make_people_desk(store)
