"""Rounds of double coding without scripts: who sees what, until a round is closed and after."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from round_samples import KARIM, SARA, RoundClient, fields_of, fill_rounds_store, make_coders, open_round

from dateline.model.decisions import state_of
from dateline.model.errors import WrongCallError
from dateline.model.filters import RecordFilter
from dateline.services.verification import verify_store
from dateline.store.databases import open_store

SECRET = "brigade was elsewhere that night"
"""What Karim says in an answer: nobody may read it before the round is closed."""


@pytest.fixture(scope="module")
def desk() -> RoundClient:
    """One desk for the module: its gazetteer takes a while to load. Each test opens rounds of its own."""
    store = open_store(":memory:")
    fill_rounds_store(store, raids=30)
    client = RoundClient(store)
    make_coders(client.store)
    client.come("Vian")
    return client


@pytest.fixture
def client(desk: RoundClient) -> Iterator[RoundClient]:
    yield desk
    for found in desk.store.rounds.list():
        if found.is_open:
            desk.store.rounds.close(found.id, who="tests")


@pytest.fixture
def record_ids(desk: RoundClient) -> list[str]:
    """Three records that nobody has decided on."""
    return [line.record_id for line in desk.tools.index.queue(RecordFilter(), limit=3).lines]


@pytest.fixture
def address(client: RoundClient, record_ids: list[str]) -> str:
    return f"/rounds/{open_round(client.store, record_ids).id}"


def send(client: RoundClient, address: str, record_id: str, verdict: str, **more: str) -> int:
    return client.post(f"{address}/answers", record_id=record_id, verdict=verdict, **more).status_code


def correct(client: RoundClient, address: str, record_id: str, **changes: str) -> int:
    fields = fields_of(client.store, record_id, **changes)
    return client.ask("POST", f"{address}/corrections", data={**fields, "record_id": record_id}).status_code


def answer_all(client: RoundClient, address: str, record_ids: list[str]) -> None:
    """Karim approves, corrects and rejects; Sara approves all."""
    client.come(KARIM)
    assert send(client, address, record_ids[0], "approve") == 303
    assert correct(client, address, record_ids[1], **{"casualties.0.low": "1", "why": SECRET}) == 303
    assert send(client, address, record_ids[2], "reject", why=SECRET) == 303
    assert client.post(f"{address}/done").status_code == 303
    client.come(SARA)
    for record_id in record_ids:
        assert send(client, address, record_id, "approve") == 303


def test_a_reviewer_opens_a_round_from_a_filter_with_a_seed(client: RoundClient) -> None:
    coders = [person.id for person in make_coders(client.store)]
    client.come("Vian")
    form = {"name": "May", "coder": coders, "by": "sample", "number": "4", "seed": "11", "country": "IQ"}
    answer = client.ask("POST", "/rounds", data=form)
    assert answer.status_code == 303
    found = client.store.rounds.list()[0]
    assert (len(found.record_ids), found.sample.seed, dict(found.sample.query)) == (4, 11, {"country": "IQ"})
    page = client.get(answer.headers["location"]).text
    assert "seed 11" in page
    assert "0 of 4 answered" in page
    client.store.rounds.close(found.id, who="tests")
    again = client.tools.desk.open_sample("May", coders, RecordFilter(country="IQ"), 4, 11, "Vian")
    assert again.record_ids == found.record_ids


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"coder": []}, "two coders"), ({"name": " "}, "needs a name"), ({"number": "many"}, "whole number"),
     ({"number": "0"}, "from 1 to 2,000"), ({"by": "reports", "reports": "r-none"}, "report with this id")],
)  # fmt: skip
def test_a_round_that_cannot_be_opened_is_explained(
    client: RoundClient, changes: dict[str, object], said: str
) -> None:
    coders = [person.id for person in make_coders(client.store)]
    client.come("Vian")
    form = {"name": "May", "coder": coders, "by": "sample", "number": "4", "seed": "11", **changes}
    answer = client.ask("POST", "/rounds", data=form)
    assert answer.status_code == 422
    assert said in answer.text


def test_coders_answer_one_after_the_other_and_change_their_minds(
    client: RoundClient, address: str, record_ids: list[str]
) -> None:
    client.come(KARIM)
    page = client.get(f"{address}/code").text
    assert "Record 1 of 3" in page
    answer = client.post(f"{address}/answers", record_id=record_ids[0], verdict="unsure")
    assert answer.headers["location"] == f"{address}/code?record={record_ids[1]}"
    assert send(client, address, record_ids[0], "approve") == 303
    assert "Your answer: approved" in client.get(f"{address}/code?record={record_ids[0]}").text
    assert send(client, address, record_ids[1], "reject") == 409
    assert client.post(f"{address}/done").status_code == 409
    assert correct(client, address, record_ids[1]) == 409
    assert correct(client, address, record_ids[1], **{"place.lat": "north"}) == 422
    kept = client.store.rounds.answers(int(address.rpartition("/")[2]))
    assert [row.verdict for row in kept] == ["unsure", "approve"]


def list_routes(client: RoundClient, address: str, record_ids: list[str]) -> list[str]:
    """Every way to read about a round, its records and reports."""
    report_id = client.store.find_record(record_ids[2])[0]
    routes = ["/rounds", "/audit", "/incidents", "/records", "/review", "/review/queue", "/map"]
    routes += [f"{address}{rest}" for rest in ("", "/code", "/answers", "/settle", "/settle?edit=A")]
    routes += [
        f"{address}/files/{name}" for name in ("answers.csv", "answers.json", "agreement.csv", "agreement.json")
    ]
    routes += [f"/reports/{report_id}", "/search?q=brigade", f"/audit?subject=round:{address[8:]}"]
    for record_id in record_ids:
        routes += [f"{address}/code?record={record_id}{do}" for do in ("", "&do=correct", "&do=reject")]
        routes += [f"/review?record={record_id}", f"/review/items/{record_id}", f"/records/{record_id}/history"]
        routes += [f"{address}/settle?record={record_id}"]
    return routes


def read_all(client: RoundClient, routes: list[str]) -> dict[str, str]:
    """What each route gives, as a page and to a program, without the keys of its forms, which change each time."""
    read = {}
    for route in routes:
        for accept in ("text/html", "application/json"):
            answer = client.get(route, headers={**client.headers, "Accept": accept})
            words = re.sub(r'name="(key|seed)"[^>]* value="[^"]*"', "", answer.text)
            read[f"{route} {accept}"] = f"{answer.status_code} {words}"
    return read


def test_nobody_reads_an_answer_of_somebody_else_by_any_route(
    client: RoundClient, address: str, record_ids: list[str]
) -> None:
    """To the other coder, all is to the letter what it was before; the reviewer sees that there are answers."""
    secret = f"{SECRET} {address}"
    routes = list_routes(client, address, record_ids)
    client.come(SARA)
    before = read_all(client, routes)
    client.come(KARIM)
    assert send(client, address, record_ids[0], "approve") == 303
    assert correct(client, address, record_ids[1], **{"casualties.0.group": secret, "why": secret}) == 303
    assert send(client, address, record_ids[2], "reject", why=secret) == 303
    assert client.post(f"{address}/done").status_code == 303
    assert secret in client.get(f"{address}/code?record={record_ids[2]}").text
    client.come(SARA)
    assert read_all(client, routes) == before
    client.come("Vian")
    assert [route for route, words in read_all(client, routes).items() if secret in words] == []
    assert "3 of 3 answered" in client.get(address).text
    assert "answered in a round" in client.get(f"/audit?subject=round:{address[8:]}").text
    assert client.post(f"{address}/settle", record_id=record_ids[2], letter="A").status_code == 409
    assert client.post(f"{address}/agreed").status_code == 409
    entries = client.store.log.entries(subject=f"round:{address[8:]}")
    detail = json.dumps([dict(row.detail) for row in entries])
    assert not any(word in detail for word in (secret, "reject", "approve", "correct"))


def test_pages_are_for_those_who_are_asked_and_those_who_settle(client: RoundClient, address: str) -> None:
    client.leave()
    for path in ("/rounds", address, f"{address}/code", f"{address}/settle"):
        assert client.get(path).headers["location"].startswith("/sign-in")
    client.come("Vian")
    assert client.get(f"{address}/code").status_code == 404  # Vian is no coder of it
    assert client.get(address).status_code == 200
    client.come(KARIM)
    for path in (address, f"{address}/settle", f"{address}/files/answers.csv"):
        assert client.get(path).status_code == 403
    for path in ("/rounds", f"{address}/close", f"{address}/settle", f"{address}/versions", f"{address}/agreed"):
        assert client.post(path).status_code == 403
    client.become("reader")
    assert client.get("/rounds").status_code == 403
    assert client.get("/rounds/999").status_code == 403


def test_records_of_an_open_round_cannot_be_decided_on(
    client: RoundClient, address: str, record_ids: list[str]
) -> None:
    client.come(SARA)
    answer = client.post("/review/decisions", record_id=record_ids[0], verdict="approve", key="1")
    assert answer.status_code == 409
    assert "coded blind in a round" in answer.text
    client.come("Vian")
    assert client.post(f"{address}/close").status_code == 303
    assert client.post(f"{address}/close").status_code == 409
    assert client.post("/review/decisions", record_id=record_ids[0], verdict="unsure", key="2").status_code == 303


def test_the_last_coder_closes_the_round_and_differences_are_settled(
    client: RoundClient, address: str, record_ids: list[str]
) -> None:
    answer_all(client, address, record_ids)
    assert client.post(f"{address}/done").status_code == 303
    client.come("Vian")
    page = client.get(address).text
    assert "Settle the 2 that are left" in page
    assert "no variation" in page
    settle = client.get(f"{address}/settle").text
    assert KARIM not in settle.split("<main")[1]
    letter = next(one for one in "AB" if f'edit={one}"' in settle and takes(settle, one, "corrected"))
    answer = client.post(f"{address}/settle", record_id=record_ids[1], letter=letter)
    assert f"You took the version of {KARIM}" in client.get(answer.headers["location"]).text
    assert client.post(f"{address}/settle", record_id=record_ids[1], letter="A").status_code == 409
    assert client.post(f"{address}/settle", record_id=record_ids[2], letter="none").status_code == 409
    assert client.post(f"{address}/settle", record_id=record_ids[2], letter="none", why="no").status_code == 303
    assert client.post(f"{address}/agreed").status_code == 303
    states = [state_of(client.store.decisions(record_id)) for record_id in record_ids]
    assert states == ["approved", "superseded", "rejected"]
    decided = client.store.decisions(record_ids[1])[-1]
    assert (decided.who, decided.why) == ("Vian", f"settled in round {address[8:]}: {SECRET}")
    assert SECRET in client.get(f"{address}/files/answers.csv").text
    assert verify_store(client.store) == []


def takes(page: str, letter: str, verdict: str) -> bool:
    """Whether the column of a letter has this verdict."""
    heads = page.split("<thead>")[1].split("</thead>")[0].split('<th scope="col">')[2:]
    cells = page.split('<th scope="row">verdict</th>')[1].split("</tr>")[0].split("<td>")[2:]
    return verdict in cells[[head.split("<")[0].strip() for head in heads].index(letter)]


def test_a_version_of_the_settlers_own_is_made_from_one_of_theirs(
    client: RoundClient, address: str, record_ids: list[str]
) -> None:
    answer_all(client, address, record_ids)
    assert client.post(f"{address}/done").status_code == 303
    client.come("Vian")
    form = client.get(f"{address}/settle?record={record_ids[1]}&edit=A").text
    assert f'action="{address}/versions"' in form
    fields = fields_of(client.store, record_ids[1], **{"casualties.0.high": "90"})
    wrong = client.ask("POST", f"{address}/versions", data={**fields, "record_id": record_ids[1], "place.lat": "x"})
    assert wrong.status_code == 422
    done = client.ask("POST", f"{address}/versions", data={**fields, "record_id": record_ids[1]})
    assert done.status_code == 303
    new = client.store.decisions(record_ids[1])[-1].others[0]
    report = client.store.get_coded(client.store.find_record(new)[0])
    made = next(row.record for row in report.records if row.record_id == new)
    assert made.casualties[0].high == 90  # type: ignore[union-attr]


def test_a_coder_who_is_done_changes_nothing_any_more(
    client: RoundClient, address: str, record_ids: list[str]
) -> None:
    client.come(KARIM)
    for record_id in record_ids:
        send(client, address, record_id, "approve")
    assert client.post(f"{address}/done").status_code == 303
    assert send(client, address, record_ids[0], "unsure") == 409
    assert "you are done" in client.get("/rounds").text
    assert "it stands" in client.get(f"{address}/code?record={record_ids[0]}").text
    with pytest.raises(WrongCallError, match="you are done"):
        client.store.rounds.finish(int(address[8:]), make_coders(client.store)[0].id, who=KARIM)
