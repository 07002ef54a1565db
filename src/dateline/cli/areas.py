"""`dateline brief` and `dateline watch`: what is known of an area, and what changed since the last look."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.base.clock import now_utc
from dateline.cli.files import open_result
from dateline.cli.keeping import open_kept
from dateline.cli.options import Database, Output
from dateline.cli.terminals import Terminal
from dateline.model.errors import WrongCallError

if TYPE_CHECKING:
    from dateline.model.areas import Area
    from dateline.model.ports import ActorRegistry
    from dateline.services.area_shelves import StoreAreaShelf
    from dateline.store.databases import SqlStore

app = typer.Typer()


@app.command()
def brief(
    place: Annotated[
        str, typer.Argument(metavar="PLACE", help='A name, as "Hawija" or "Hawija, Iraq" or "Kirkuk province".')
    ],
    database: Database = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Write Markdown instead of a table.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Every line of every section, however long.")] = False,
    day: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="As of this day; today unless said.")
    ] = None,
    picture: Annotated[
        str | None, typer.Option("--picture", metavar="NAME", help="Write the timeline or the trend as SVG instead.")
    ] = None,
    output: Output = None,
) -> None:
    """What is known of an area: incidents, tolls, figures side by side, who holds it, statements, trend."""
    from dateline.cli.brief_tables import render_brief
    from dateline.publish.brief_markdown import write_markdown
    from dateline.services.briefing import draw_picture, write_brief

    terminal = Terminal()
    today = read_day(day)
    with open_kept(database) as store:
        shelf = open_shelf(store)
        area = choose_area(shelf, place)
        if picture is not None:
            _write(output, _need_picture(draw_picture(shelf, area, today, _known_picture(picture)), area))
            return
        found = write_brief(shelf, area, today)
    if markdown or (output is not None and str(output) != "-"):
        _write(output, write_markdown(found))
    else:
        terminal.show(render_brief(found, terminal.out.width, show_all=every))


def open_shelf(store: SqlStore, actors: ActorRegistry | None = None) -> StoreAreaShelf:
    """The areas of a store, with everything linked that waits to be; `actors`, the packaged registry unless given."""
    from dateline.resolve.registries import make_actor_registry
    from dateline.services.area_shelves import make_area_shelf
    from dateline.services.projecting import Projector

    registry = actors or make_actor_registry()
    Projector(store.projections, registry).catch_up()
    return make_area_shelf(store, registry)


def choose_area(shelf: StoreAreaShelf, place: str) -> Area:
    """The area that is meant: of namesakes the one that the store tells of, where it is one.

    Raises WrongCallError where there is none, or more than one could be meant.
    """
    from dateline.publish.briefs import say_area

    found = shelf.find_areas(place)
    told = [area for area in found if shelf.area_records(area)] if len(found) > 1 else found
    if len(told) == 1 or (found and not told):
        return (told or found)[0]
    if not found:
        raise WrongCallError("no place of this name is known", place, "dateline gazetteer add takes more places")
    names = "; ".join(f"{say_area(area)} ({area.kind})" for area in told[:8])
    raise WrongCallError("several places have this name", place, f"say which: {names}")


def read_day(day: str | None) -> date:
    if day is None:
        return now_utc().date()
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise WrongCallError("not a date", day, "write it as 2021-12-03") from error


def _known_picture(name: str) -> str:
    if name not in ("timeline", "trend"):
        raise WrongCallError("there is no such picture", name, "known: timeline, trend")
    return name


def _need_picture(svg: str | None, area: Area) -> str:
    if svg is None:
        raise WrongCallError("there is nothing to draw", area.name, "no dated incident is on record there")
    return svg


def _write(output: Path | None, text: str) -> None:
    with open_result(output) as stream:
        stream.write(text)
