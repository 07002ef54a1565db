"""The pages of incidents, over a source that holds them in memory."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from desk_samples import HOSTILE
from fastapi import FastAPI
from incident_samples import MINISTRY, IncidentShelf, kill, make_account, make_incident, make_night

from dateline.model.actors import ActorRef
from dateline.model.incidents import Incident
from dateline.services.incident_room import INCIDENTS_PER_PAGE, IncidentRoom
from dateline.web.errors import add_error_pages
from dateline.web.incident_pages import router


def ask(address: str, *incidents: Incident) -> httpx.Response:
    app = FastAPI()
    app.state.incident_room = IncidentRoom(IncidentShelf(*incidents))
    app.include_router(router)
    add_error_pages(app)

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(address)

    return asyncio.run(send())


def make_hostile() -> Incident:
    name = ActorRef(name=HOSTILE)
    return Incident(
        HOSTILE, (make_account("x", kill(7, HOSTILE, group=HOSTILE), publisher=HOSTILE, actor1=(name,), actor2=()),)
    )


def test_page_shows_headline_differences_tolls_sources_and_history() -> None:
    answer = ask("/incidents/i-tel-rim", make_night())
    assert answer.status_code == 200
    for words in (
        "Islamic State attacked the Peshmerga at Tel Rim on 2 December 2021; 7 to 10 killed, best 10 (4 sources)",
        "Islamic State says it killed 13",
        "given by 2 of 3 sources",
        "told differently",
        "How it became known",
        'href="/reports/r-herald"',
    ):
        assert words in answer.text
    assert "style=" not in answer.text
    assert "<script>" not in answer.text


def test_page_of_agreeing_sources_marks_nothing() -> None:
    text = ask("/incidents/i-tel-rim", make_incident(make_account("a", kill(7)), make_account("b", kill(7)))).text
    assert "differs" not in text
    assert "Told differently" not in text
    assert "7 killed (2 sources)" in text


def test_copies_are_counted_once_on_page_and_list() -> None:
    incident = make_incident(*(make_account(f"copy{number}", kill(7)) for number in range(3)))
    assert "3 reports · 1 source<" in ask("/incidents", incident).text
    assert "in The Copy0, The Copy1, The Copy2" in ask("/incidents/i-tel-rim", incident).text


@pytest.mark.parametrize("address", ["/incidents", "/incidents/%22%3E%3Cscript%3E"])
def test_hostile_text_is_escaped(address: str) -> None:
    hostile = Incident('"><script>', make_hostile().accounts)
    answer = ask(address, hostile)
    assert answer.status_code == 200
    assert "<script>window" not in answer.text
    assert "<img" not in answer.text
    assert "{{ 7*7 }}" in answer.text


def test_list_goes_on_over_pages_and_says_when_it_is_empty() -> None:
    many = [Incident(f"i-{number}", (make_account("a"),)) for number in range(INCIDENTS_PER_PAGE + 1)]
    assert "page=2" in ask("/incidents", *many).text
    second = ask("/incidents?page=2", *many).text
    assert "/incidents/i-50" in second
    assert "page=1" in second
    assert "No incident is kept yet" in ask("/incidents").text


def test_unknown_and_rejected_incidents_have_a_page() -> None:
    assert ask("/incidents/i-none", make_night()).status_code == 404
    rejected = make_incident(make_account("a", kill(7, "x"), attribution=(MINISTRY,), state="rejected"))
    answer = ask("/incidents/i-tel-rim", rejected)
    assert answer.status_code == 200
    assert "No account of this incident stands" in answer.text
