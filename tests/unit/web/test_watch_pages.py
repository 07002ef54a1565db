import asyncio

import httpx
from alert_samples import FOLLOWED, SINCE, Board, Watches, make_board
from area_samples import AREA
from desk_samples import HOSTILE, ShelfSource
from shelf_samples import Shelf

from dateline.base.settings import Settings
from dateline.model.watches import Watch
from dateline.services.alerting import AlertBoard
from dateline.web.app import create_app


def ask(address: str, board: AlertBoard | None = None, *watches: Watch) -> httpx.Response:
    app = create_app(ShelfSource(), Settings(), areas=Shelf(), alerts=Board(board), watches=Watches(*watches))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(address)

    return asyncio.run(send())


def test_watches_are_listed_by_user_with_links_to_areas() -> None:
    page = ask(
        "/watches",
        None,
        FOLLOWED,
        Watch(HOSTILE, "actor", "front", HOSTILE, SINCE),
    )
    assert page.status_code == 200
    assert '<a href="/areas/test_rimal">Tel Rimal, Nineveh, Iraq</a>' in page.text
    assert "last look 8 May 2024" in page.text
    assert "not looked at yet" in page.text
    assert HOSTILE not in page.text


def test_without_watches_the_page_says_so() -> None:
    assert "Nothing is followed yet." in ask("/watches").text


def test_alerts_stand_above_the_list_of_areas_with_reason_and_chance() -> None:
    page = ask("/areas", make_board(HOSTILE)).text
    assert page.index("Rises and falls") < page.index("Most incidents")
    assert f'<a href="/areas/{AREA.slug}">Nineveh, Iraq</a>' in page
    assert "events in the" in page
    assert "At one look 0.004 of all the series would be as far out by accident." in page
    assert "chance alone begins about 3.3 alerts a year" in page
    assert HOSTILE not in page
    assert '<a href="/watches">' in page


def test_alerts_that_are_still_counted_and_none_at_all_are_told_apart() -> None:
    assert "They are being counted" in ask("/areas").text
    assert "Nothing out of the usual." in ask("/areas", AlertBoard(None, ())).text
