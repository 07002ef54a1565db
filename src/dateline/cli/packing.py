"""`dateline pack`: all that is kept of one incident, in a file that anybody can check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.base.settings import settings_from_environment
from dateline.cli.keeping import open_kept
from dateline.cli.options import Database
from dateline.cli.tables import count_of
from dateline.cli.terminals import Terminal
from dateline.model.errors import WrongCallError

app = typer.Typer()


@app.command()
def pack(
    incident_id: Annotated[
        str, typer.Argument(metavar="INCIDENT", show_default=False, help="The incident, by its id.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The zip file to write.", dir_okay=False)
    ],
    who: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Who makes it; it goes into the log.")
    ] = "terminal",
    database: Database = None,
) -> None:
    """Write an incident's evidence pack: captures, texts, records, decisions, hashes, and how to check them."""
    from dateline.base.outputs import replace_whole
    from dateline.linkage.toll_rules import load_toll_rule
    from dateline.resolve.registries import make_actor_registry
    from dateline.services.evidence_packs import Packer

    if not output.absolute().parent.is_dir():
        raise WrongCallError("cannot write there", str(output), "its folder does not exist")
    rule = load_toll_rule(settings_from_environment().toll_rule)
    terminal = Terminal()
    with open_kept(database) as store, replace_whole(output) as stream:
        counts = Packer(store, rule, make_actor_registry()).write(incident_id, stream, who=who)
    held = f"{count_of(counts.reports, 'report')}, {count_of(counts.records, 'record')}"
    terminal.say(f"{held}, {count_of(counts.decisions, 'decision')} -> {output}")
    terminal.say(f"SHA-256 {counts.sha256}, noted in the log")
    if counts.checkpoint is None:
        terminal.say("no checkpoint has been made yet, so no decision has a proof; `dateline checkpoint` makes one")
