"""The review page without scripts: what it shows, what its forms do, and who may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_samples import HOSTILE
from fastapi import FastAPI
from people_samples import signed_in
from review_samples import fill_desk_store
from starlette.testclient import TestClient

from dateline.base.settings import Settings
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.passwords import Passwords
from dateline.services.projecting import Projector
from dateline.services.record_index import RecordIndex
from dateline.services.ways_in import make_people_desk
from dateline.store.databases import SqlStore
from dateline.web.app import create_app
from dateline.web.review_tools import make_review_tools

JSON = {"Accept": "application/json"}


@pytest.fixture
def store(tmp_path: Path) -> SqlStore:
    return fill_desk_store(tmp_path / "desk.sqlite", raids=5)


@pytest.fixture
def app(store: SqlStore) -> FastAPI:
    registry = make_actor_registry()
    Projector(store.projections, registry).catch_up()
    index = RecordIndex(store, registry)
    tools = make_review_tools(store, index, registry, make_gazetteer())
    people = make_people_desk(store, passwords=Passwords())
    return create_app(store, Settings(), people=people, index=index, review=tools)


@pytest.fixture
def client(app: FastAPI, store: SqlStore) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        yield signed_in(client, store, "coder")


def first_record(client: TestClient, query: str = "") -> str:
    found = re.search(r'data-line="([^"]+)"', client.get(f"/review{query}").text)
    assert found
    return found[1]


def raid_record(store: SqlStore) -> str:
    """One of the raids."""
    return store.get_coded("r-raid-3-tigris").records[0].record_id


def state_of(store: SqlStore, record_id: str) -> str:
    stored = store.get_coded(store.find_record(record_id)[0])
    return next(row.state for row in stored.records if row.record_id == record_id)


def form_of(client: TestClient, record_id: str, **more: str) -> dict[str, str]:
    """The fields that the page of a record sends along."""
    html = client.get(f"/review?record={record_id}").text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    return {**hidden, "record_id": record_id, **more}


def test_the_desk_is_for_those_who_decide(app: FastAPI, store: SqlStore) -> None:
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as nobody:
        assert nobody.get("/review").headers["location"].startswith("/sign-in")
        for path in ("/review/keys", "/review/items/x", "/review/queue", "/lookups/actors.json?q=x"):
            assert nobody.get(path).status_code == 303, path
        reader = signed_in(nobody, store, "reader")
        assert reader.get("/review").status_code == 403
        for path in ("decisions", "corrections", "records", "merges", "splits", "undo", "redo"):
            assert reader.post(f"/review/{path}", data={"record_id": "x"}).status_code == 403, path
        assert "/review" not in reader.get("/").text


def test_the_page_shows_queue_text_and_proposal(client: TestClient) -> None:
    html = client.get("/review").text
    assert html.count("data-line=") >= 5
    assert 'class="kind-battles lit"' in html
    assert 'data-slots="place"' in html
    assert 'class="place-sketch"' in html
    assert 'name="verdict" value="approve"' in html


def test_a_verdict_goes_on_to_the_next_with_the_filter_kept(client: TestClient, store: SqlStore) -> None:
    record_id = first_record(client, "?kind=battles")
    fields = form_of(client, record_id, verdict="approve", back="kind=battles", next="e-next")
    answer = client.post("/review/decisions", data=fields)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/review?kind=battles&record=e-next&done={record_id}"
    assert state_of(store, record_id) == "approved"
    shown = client.get(f"/review?done={record_id}").text
    assert "approved by Karim" in shown
    assert first_record(client, "?kind=battles") != record_id


def test_a_rejection_needs_a_reason(client: TestClient, store: SqlStore) -> None:
    record_id = first_record(client)
    assert "Why is it rejected?" in client.get(f"/review?record={record_id}&do=reject").text
    refused = client.post("/review/decisions", data=form_of(client, record_id, verdict="reject"))
    assert refused.status_code == 422
    assert "a rejection needs a reason" in refused.text
    fields = form_of(client, record_id, verdict="reject", reason="wrong-place", why="it was in Daquq")
    assert client.post("/review/decisions", data=fields).status_code == 303
    decision = store.decisions(record_id)[-1]
    assert (decision.kind, decision.who, decision.why) == ("reject", "Karim", "wrong place: it was in Daquq")


def test_programs_get_json_and_a_deed_sent_twice_is_done_once(client: TestClient, store: SqlStore) -> None:
    record_id = first_record(client)
    fields = form_of(client, record_id, verdict="unsure", key="one-and-the-same")
    first, second = (client.post("/review/decisions", data=fields, headers=JSON).json() for _ in range(2))
    assert first == second
    assert first["states"] == {record_id: "unsure"}
    assert len(store.decisions(record_id)) == 1


def test_who_decides_on_what_another_has_decided_is_told(client: TestClient, store: SqlStore) -> None:
    record_id = first_record(client)
    fields = form_of(client, record_id, verdict="approve")
    store.decide(record_id, "reject", "Vian", "not in the text")
    answer = client.post("/review/decisions", data=fields, headers=JSON)
    assert answer.status_code == 409
    assert "Vian" in answer.json()["problem"]
    assert client.post("/review/decisions", data=fields).status_code == 409


def test_undo_and_redo_show_what_they_are_about(client: TestClient, store: SqlStore) -> None:
    record_id = first_record(client)
    client.post("/review/decisions", data=form_of(client, record_id, verdict="approve"))
    assert f"record={record_id}" in client.post("/review/undo", data={}).headers["location"]
    assert state_of(store, record_id) == "proposed"
    client.post("/review/redo", data={})
    assert state_of(store, record_id) == "approved"
    assert client.post("/review/redo", data={}, headers=JSON).json()["record_id"] is None


def read_form(html: str) -> dict[str, str]:
    """The fields of the form of slots, as a browser would send them."""
    form = html[html.index("data-edit") :]
    fields = dict(re.findall(r'<input type="(?:hidden|text|date)" name="([^"]+)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def test_a_correction_takes_the_place_and_shows_the_difference(client: TestClient, store: SqlStore) -> None:
    record_id = raid_record(store)
    fields = read_form(client.get(f"/review?record={record_id}&do=correct").text)
    assert fields["place.name"]
    answer = client.post("/review/corrections", data={**fields, "casualties.0.low": "1", "casualties.0.high": "1"})
    assert answer.status_code == 303
    assert state_of(store, record_id) == "superseded"
    new = client.get(answer.headers["location"]).text
    assert "In place of a record that Karim corrected" in new
    assert "<ins>1 killed" in new
    old = client.get(f"/review?record={record_id}").text
    assert "To the record that took its place" in old


def test_what_is_not_right_in_a_form_is_told_and_nothing_is_lost(client: TestClient, store: SqlStore) -> None:
    record_id = raid_record(store)
    fields = read_form(client.get(f"/review?record={record_id}&do=correct").text)
    wrong = {**fields, "place.lat": "200", "place.name": "A place of our own", "why": "because"}
    page = client.post("/review/corrections", data=wrong)
    assert page.status_code == 422
    assert "between -90 and 90" in page.text
    assert 'value="A place of our own"' in page.text
    assert "place.lat" in client.post("/review/corrections", data=wrong, headers=JSON).json()["problems"]
    assert state_of(store, record_id) == "proposed"


def test_a_record_is_made_by_hand_from_sentences(client: TestClient, store: SqlStore) -> None:
    record_id = raid_record(store)
    html = client.get(f"/review?record={record_id}&do=new").text
    sentence = re.findall(r'name="sentence" value="([^"]+)"', html)[1]
    fields = {**read_form(html), "sub_event_type": "Attack", "sentence": sentence}
    answer = client.post("/review/records", data=fields, headers=JSON).json()
    stored = store.get_coded(store.find_record(answer["record_id"])[0])
    row = next(row for row in stored.records if row.record_id == answer["record_id"])
    assert row.made_by == "Karim"
    assert row.record.evidence[0].quote == "Villagers heard shots for an hour."
    assert client.post("/review/records", data=read_form(html)).status_code == 422


def test_a_record_by_hand_begins_with_what_the_marked_words_tell(client: TestClient, store: SqlStore) -> None:
    record_id = raid_record(store)
    text = store.get_coded("r-raid-3-tigris").report.text
    first = {"record": record_id, "do": "new", "span": f"0,{text.index('.')}"}
    fields = read_form(client.get("/review", params=first).text)
    assert fields["casualties.0.low"] == "5"
    assert fields["place.country"] == "IQ"
    assert client.get("/review", params={**first, "span": "9,99999"}).status_code == 200


def test_accounts_are_merged_and_split(client: TestClient, store: SqlStore) -> None:
    ids = [row.record_id for stored in store.iter_coded() for row in stored.records if row.kind == "events"][:2]
    assert client.post("/review/merges", data={"record_id": ids[0], "others": ids[1]}).status_code == 303
    page = client.get(f"/review?record={ids[0]}").text
    assert "1 other account of this incident" in page
    client.post("/review/splits", data={"record_id": ids[0], "others": ids[1]})
    assert store.decisions(ids[0])[-1].kind == "split"
    assert client.post("/review/merges", data={"record_id": ids[0]}).status_code == 422


def test_hostile_reports_are_set_as_text(client: TestClient, store: SqlStore) -> None:
    ids = [row.record_id for stored in store.iter_coded() for row in stored.records if HOSTILE in stored.report.text]
    for record_id in ids:
        for address in (f"/review?record={record_id}", f"/review?record={record_id}&do=correct"):
            page = client.get(address)
            assert page.status_code == 200
            assert "<script>window" not in page.text
            assert "<img src=x" not in page.text


def test_a_filter_that_cannot_be_read_is_said_and_left_out(client: TestClient) -> None:
    page = client.get("/review?first=yesterday")
    assert page.status_code == 200
    assert "a day is written as" in page.text


def test_an_empty_queue_teaches(client: TestClient) -> None:
    page = client.get("/review?country=FR").text
    assert "Nothing waits under these filters" in page
    assert "Show the whole queue" in page


def test_names_are_looked_up(client: TestClient) -> None:
    assert client.get("/lookups/actors.json?q=islamic sta").json()[0]["name"] == "Islamic State"
    assert any(
        "Makhmur" in row["name"] or "Makhm" in row["name"]
        for row in client.get("/lookups/places.json?q=Makhm").json()
    )


def test_unknown_records_and_wrong_forms_are_refused(client: TestClient) -> None:
    assert client.get("/review/items/e-none").status_code == 404
    assert client.post("/review/decisions", data={"record_id": "e-none", "verdict": "approve"}).status_code == 404
    assert client.post("/review/decisions", data={"verdict": "approve"}).status_code == 422
    assert client.post("/review/decisions", data={"record_id": "e-none", "verdict": "burn"}).status_code == 422
