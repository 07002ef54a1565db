"""What the desk needs, put together over a store, and given to an application."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import FastAPI

from dateline.model.ports import Store
from dateline.resolve.gazetteers import CompiledGazetteer
from dateline.resolve.registries import YamlRegistry
from dateline.services.hand_drafts import HandDrafts
from dateline.services.lookups import Lookups
from dateline.services.projecting import Projector
from dateline.services.record_index import RecordIndex
from dateline.services.review_edits import EditRoom
from dateline.services.review_room import ReviewRoom
from dateline.services.reviewing import ReviewDesk
from dateline.web import review_deeds, review_edit_pages, review_pages
from dateline.web.region_lines import read_region_lines


@dataclass(frozen=True, slots=True)
class ReviewTools:
    """The services behind the desk."""

    room: ReviewRoom
    desk: ReviewDesk
    edits: EditRoom
    lookups: Lookups


def make_review_tools(
    store: Store, index: RecordIndex, registry: YamlRegistry, gazetteer: CompiledGazetteer
) -> ReviewTools:
    """The services over a store."""
    desk = ReviewDesk(store, Projector(store.projections, registry))
    return ReviewTools(
        room=ReviewRoom(store, index, read_region_lines, lambda: HandDrafts(registry, gazetteer)),
        desk=desk,
        edits=EditRoom(store, desk, registry, gazetteer),
        lookups=Lookups(registry, gazetteer),
    )


def add_review(app: FastAPI, tools: ReviewTools) -> None:
    """Give an application the pages of the desk."""
    app.state.review_room = tools.room
    app.state.review_desk = tools.desk
    app.state.edit_room = tools.edits
    app.state.lookups = tools.lookups
    for router in (review_pages.router, review_deeds.router, review_edit_pages.router):
        app.include_router(router)
