"""`dateline decide`, `undo` and `history`: review from the terminal."""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from getpass import getuser
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.files import open_result
from dateline.cli.keeping import open_kept
from dateline.cli.options import Database, Json
from dateline.model.errors import WrongCallError

if TYPE_CHECKING:
    from dateline.services.review_history import HistoryStep
    from dateline.services.reviewing import Outcome, ReviewDesk
    from dateline.store.databases import SqlStore

app = typer.Typer()
RecordId = Annotated[
    str, typer.Argument(metavar="RECORD", help="The id of a record of the store.", show_default=False)
]
Who = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who decides; else the name you are logged in with here.")
]
VERDICTS = ("approve", "reject", "unsure")


@app.command()
def decide(
    record: RecordId,
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="approve, reject or unsure.", show_default=False)],
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="The reason; a rejection needs one.")] = None,
    who: Who = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Decide on a record."""
    if verdict not in VERDICTS:
        raise WrongCallError("there is no such verdict", verdict, f"known: {', '.join(VERDICTS)}")
    person = choose_person(who)
    with open_kept(database) as store:
        desk = make_desk(store)
        if verdict == "approve":
            outcome = desk.approve(record, person, why)
        elif verdict == "reject":
            outcome = desk.reject(record, person, why)
        else:
            outcome = desk.unsure(record, person, why)
    _print_outcome(outcome, json)


@app.command()
def undo(
    who: Who = None,
    redo: Annotated[bool, typer.Option("--redo", help="Bring back what was taken back last, instead.")] = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Take back the last thing that you decided and that stands."""
    person = choose_person(who)
    with open_kept(database) as store:
        desk = make_desk(store)
        outcome = desk.redo(person) if redo else desk.undo(person)
    if outcome is None:
        raise WrongCallError(f"there is nothing to {'bring' if redo else 'take'} back", person)
    _print_outcome(outcome, json)


@app.command()
def history(record: RecordId, database: Database = None, json: Json = False) -> None:
    """Tell what was done to a record, from the coder's proposal on, over all its corrections."""
    from dateline.services.review_history import list_history

    with open_kept(database) as store:
        steps = list_history(store, record)
    with open_result(None) as stream:
        if json:
            stream.write(json_format.dumps([asdict(step) for step in steps], ensure_ascii=False, indent=1) + "\n")
        for step in () if json else steps:
            stream.write("".join(f"{line}\n" for line in _say_step(step)))


def choose_person(given: str | None) -> str:
    """Who decides. Raises WrongCallError where nobody is named and this machine does not know."""
    try:
        name = getuser() if given is None else given
    except (OSError, KeyError):
        name = ""
    if not name.strip():
        raise WrongCallError("a decision needs to say who made it", "", "say it with --who NAME")
    return name.strip()


def make_desk(store: SqlStore) -> ReviewDesk:
    """The desk over a store; what waits to be linked is linked first."""
    from dateline.services.projecting import make_projector
    from dateline.services.reviewing import ReviewDesk

    projector = make_projector(store)
    projector.catch_up()
    return ReviewDesk(store, projector)


def _print_outcome(outcome: Outcome, json: bool) -> None:
    states = dict(outcome.states)
    if json:
        made = [decision.seq for decision in outcome.decisions]
        row = {"said": outcome.said, "record": outcome.record_id, "states": states, "decisions": made}
        typer.echo(json_format.dumps(row, ensure_ascii=False))
        return
    typer.echo(outcome.said)
    for record_id, state in states.items():
        typer.echo(f"  {record_id}  {state}")


def _say_step(step: HistoryStep) -> list[str]:
    number = "" if step.seq is None else f"{step.seq}"
    told = step.said if step.kind is None else f"{step.who} {step.said}"
    taken = "" if step.stands else "  (taken back)"
    changes = [f"{'':>34}{row.name}: {row.before} → {row.after}" for row in step.differences]
    return [f"{number:>6}  {step.when[:19]}  {step.record_id[:12]}…  {told}{taken}", *changes]
