"""`dateline rounds`: rounds of double coding, and how far their coders agree."""

from __future__ import annotations

import json as json_format
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.keeping import open_kept
from dateline.cli.options import Database, Json
from dateline.cli.terminals import Terminal

if TYPE_CHECKING:
    from dateline.model.rounds import Round
    from dateline.services.round_reports import SlotAgreement

app = typer.Typer()
rounds = typer.Typer(no_args_is_help=True)
app.add_typer(rounds, name="rounds", help="Rounds of double coding: list, agreement.")


@rounds.command(name="list")
def list_rounds(json: Json = False, database: Database = None) -> None:
    """All rounds, the latest first."""
    with open_kept(database) as store:
        found = store.rounds.list()
    if json:
        typer.echo(json_format.dumps([_describe(row) for row in found], ensure_ascii=False, indent=1))
        return
    for row in found:
        state = "open" if row.is_open else f"closed {(row.closed or '')[:10]}"
        number = f"{len(row.record_ids)} records, {len(row.coder_ids)} coders"
        typer.echo(f"{row.id:>4}  {row.made[:10]}  {state:<17}  {number:<24}  {row.name}")
    if not found:
        Terminal().say("no rounds yet; a reviewer opens one at the desk, under Rounds")


@rounds.command()
def agreement(
    number: Annotated[int, typer.Argument(metavar="ROUND", help="The number of a closed round.", show_default=False)],
    json: Json = False,
    database: Database = None,
) -> None:
    """How far the coders of a closed round agree, slot by slot."""
    from dateline.services.round_files import describe_round
    from dateline.services.round_reports import compare_round, measure_round

    with open_kept(database) as store:
        compared = compare_round(store, number)
    figures = measure_round(compared)
    if json:
        typer.echo(json_format.dumps(describe_round(compared, figures), ensure_ascii=False, indent=1))
        return
    _print_table(figures)
    disputed = len(compared.disputed)
    Terminal().say(f"{len(compared.comparisons)} records, {disputed} with differences")


def _print_table(figures: Sequence[SlotAgreement]) -> None:
    from dateline.publish.round_words import GAP_WORDS, SLOT_WORDS, say_coefficient

    typer.echo(f"{'slot':<24}  {'records':>7}  {'agree':>6}  {'kappa':>12}  {'alpha':>12}  interval")
    for row in figures:
        found = row.agreement
        percent = "" if found.percent is None else f"{100 * found.percent:.0f} %"
        kappa, alpha = (
            "" if each is None else say_coefficient(each.value) or GAP_WORDS[each.gap or "too few"]
            for each in (found.kappa, found.alpha)
        )
        bounds = [say_coefficient(each) for each in (found.alpha.low, found.alpha.high) if each is not None]
        words = f"{SLOT_WORDS[row.key]:<24}  {found.units:>7}  {percent:>6}  {kappa:>12}  {alpha:>12}"
        typer.echo(f"{words}  {' to '.join(bounds)}".rstrip())


def _describe(row: Round) -> dict[str, object]:
    return {
        "round": row.id,
        "name": row.name,
        "opened_by": row.who,
        "opened": row.made,
        "closed": row.closed,
        "records": len(row.record_ids),
        "coders": len(row.coder_ids),
        "done": len(row.done),
        "sample": row.sample.to_json(),
    }
