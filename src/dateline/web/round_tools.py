"""What the pages of double coding need, put together over a store, and given to an application."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from dateline.model.people import Person
from dateline.model.ports import ActorRegistry, Gazetteer, Store
from dateline.services.double_coding import RoundDesk
from dateline.services.record_index import RecordIndex
from dateline.services.reviewing import ReviewDesk
from dateline.services.round_reports import ComparedRound, SlotAgreement, measure_round
from dateline.services.round_settling import SettlingDesk
from dateline.web.visitors import require


@dataclass(frozen=True, slots=True)
class RoundTools:
    """The services behind the pages of rounds."""

    store: Store
    index: RecordIndex
    desk: RoundDesk
    settling: SettlingDesk
    _figures: dict[int, tuple[SlotAgreement, ...]] = field(default_factory=dict)

    def measure(self, compared: ComparedRound) -> tuple[SlotAgreement, ...]:
        """The figures of a closed round, worked out once: its answers do not change any more."""
        number = compared.round.id
        if number not in self._figures:
            self._figures[number] = measure_round(compared)
        return self._figures[number]


def make_round_tools(
    store: Store, index: RecordIndex, review: ReviewDesk, registry: ActorRegistry, gazetteer: Gazetteer
) -> RoundTools:
    """The services over a store."""
    return RoundTools(
        store=store,
        index=index,
        desk=RoundDesk(store, index, registry, gazetteer),
        settling=SettlingDesk(store, review, registry, gazetteer),
    )


async def round_tools(request: Request) -> RoundTools:
    """The tools of the application that the request came to."""
    tools = request.app.state.round_tools
    assert isinstance(tools, RoundTools)
    return tools


def add_rounds(app: FastAPI, tools: RoundTools) -> None:
    """Give an application the pages of rounds."""
    from dateline.web import round_coding_pages, round_pages, round_settling_pages  # they name `Tools` in turn

    app.state.round_tools = tools
    for router in (round_pages.router, round_coding_pages.router, round_settling_pages.router):
        app.include_router(router)


Tools = Annotated[RoundTools, Depends(round_tools)]
Coder = Annotated[Person, Depends(require("decide"))]
Settler = Annotated[Person, Depends(require("settle"))]
NO_STORE = {"Cache-Control": "no-store"}
