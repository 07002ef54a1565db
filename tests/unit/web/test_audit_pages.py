"""The audit trail in a browser: for those who may see it, line by line, with proofs that hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from audit_samples import AuditClient, fill_audited
from people_clients import PeopleClient

from dateline.base.merkle import verify_inclusion
from dateline.model.checkpoints import parse_statement
from dateline.services.verification import verify_store


@pytest.fixture
def client() -> Iterator[PeopleClient]:
    with AuditClient().store as store:
        yield AuditClient(store)


@pytest.fixture
def record_ids(client: PeopleClient) -> list[str]:
    return fill_audited(client.store)


def get_page(client: PeopleClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.text


def test_the_trail_is_for_those_who_settle(client: PeopleClient) -> None:
    assert client.get("/audit").headers["location"].startswith("/sign-in")
    client.become("coder")
    assert [client.get(f"/audit{rest}").status_code for rest in ("", "/checkpoints", "/checkpoints/1")] == [403] * 3
    client.become("reviewer")
    assert client.get("/audit").status_code == 200
    assert client.post("/audit/checkpoints").status_code == 403
    assert client.store.checkpoints.list() == []


def test_the_trail_lists_both_chains_newest_first(client: PeopleClient, record_ids: list[str]) -> None:
    client.become("reviewer")
    page = get_page(client, "/audit")
    assert page.index("exported") < page.index("approved") < page.index("coded reports")
    assert "ben" not in get_page(client, "/audit?who=ana")
    assert "coded reports" not in get_page(client, f"/audit?subject={record_ids[0]}")
    assert "Nothing like this" in get_page(client, "/audit?subject=release:1999.01")


def test_older_lines_are_reached_page_by_page(client: PeopleClient, record_ids: list[str]) -> None:
    for number in range(70):
        client.store.decide(record_ids[1], "unsure", "ana", f"number {number}")
        client.store.log.append("note", "ben", "policy:x", {"number": number})
    client.become("admin")
    address, seen = "/audit", []
    while address:
        page = get_page(client, address)
        seen += re.findall(r'<li id="((?:decisions|entries)-\d+)"', page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    store = client.store
    assert len(seen) == len(set(seen))
    assert len(seen) >= store.audit.last_seq("decisions") + 140 - 70


def test_the_history_tells_all_that_was_done_to_a_record(client: PeopleClient, record_ids: list[str]) -> None:
    client.become("reviewer")
    page = get_page(client, f"/records/{record_ids[0]}/history")
    assert [word for word in ("proposed", "approved", "exported") if word in page] == [
        "proposed",
        "approved",
        "exported",
    ]
    assert client.store.decisions(record_ids[0])[0].hash[:8] in page
    client.become("reader")
    assert "exported" not in get_page(client, f"/records/{record_ids[0]}/history")
    assert client.get("/records/e-nobody/history").status_code == 404
    assert client.get("/records/e-nobody/proof.json").status_code == 404


def test_the_proof_of_a_decision_leads_to_the_root(client: PeopleClient, record_ids: list[str]) -> None:
    client.become("admin")
    answer: httpx.Response = client.get(f"/records/{record_ids[0]}/proof.json")
    assert answer.json()["checkpoint"] is None
    assert client.post("/audit/checkpoints").headers["location"] == "/audit/checkpoints/1"
    client.store.decide(record_ids[0], "undo", "ben")
    answer = client.get(f"/records/{record_ids[0]}/proof.json")
    stated = parse_statement(answer.json()["checkpoint"]["statement"])
    first, second = answer.json()["decisions"]
    proof = first["proof"]
    path = [bytes.fromhex(step) for step in proof["path"]]
    leaf, root = bytes.fromhex(first["hash"]), bytes.fromhex(stated.decision_root)
    assert verify_inclusion(leaf, proof["leaf_index"], stated.decision_count, path, root)
    assert second["proof"] is None


def test_a_checkpoint_is_a_page_to_print(client: PeopleClient, record_ids: list[str]) -> None:
    client.become("admin")
    assert "None yet" in get_page(client, "/audit/checkpoints")
    client.post("/audit/checkpoints")
    (point,) = client.store.checkpoints.list()
    page = get_page(client, "/audit/checkpoints/1")
    assert f"{point.decision_root[:4]} {point.decision_root[4:8]}" in page
    assert "No key has signed it" in page
    assert client.get("/audit/checkpoints/1/statement.txt").text == point.statement()
    assert client.get("/audit/checkpoints/7").status_code == 404
    assert verify_store(client.store, [point]) == []
