"""The pages of moderation without scripts: what they show, what their forms do, and who may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from moderation_samples import HOSTILE, TEXTS, add_comment, fill_comments
from people_samples import make_person, signed_in
from review_samples import fill_desk_store
from starlette.testclient import TestClient

from dateline.base.settings import Settings
from dateline.model.comment_states import state_of
from dateline.model.comments import Comment
from dateline.services.comment_switches import CommentSwitches
from dateline.services.ways_in import make_people_desk
from dateline.store.databases import SqlStore
from dateline.web.app import create_app
from dateline.web.moderation_tools import make_moderation_tools

JSON = {"Accept": "application/json"}
PAGES = ("", "/queue", "/keys", "/items/1", "/1", "/spam", "/figures", "/closed")
DEEDS = ("/decisions", "/undo", "/spam", "/closed")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with fill_desk_store(tmp_path / "desk.sqlite", raids=4) as opened:
        yield opened


@pytest.fixture
def comments(store: SqlStore) -> list[Comment]:
    return fill_comments(store)


@pytest.fixture
def app(store: SqlStore) -> FastAPI:
    return create_app(
        store, Settings(), people=make_people_desk(store), moderation=make_moderation_tools(store)
    )  # fmt: skip


@pytest.fixture
def client(app: FastAPI, store: SqlStore) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        yield signed_in(client, store, "moderator")


def lines(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-line="(\d+)"', html)]


def form_of(client: TestClient, comment_id: int, **more: str) -> dict[str, str]:
    """The fields that the page of a comment sends along."""
    html = client.get(f"/moderation/{comment_id}").text
    form = html.split('<form id="deed"')[1].split("</form>")[0]
    return {**dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)), **more}


def state(store: SqlStore, comment: Comment) -> str:
    return state_of(store.comments.get(comment.id).acts)


def test_moderation_is_for_those_who_moderate(app: FastAPI, store: SqlStore, comments: list[Comment]) -> None:
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        assert client.get("/moderation").headers["location"].startswith("/sign-in")
        signed_in(client, store, "coder")
        assert {client.get(f"/moderation{page}").status_code for page in PAGES} == {403}
        assert {client.post(f"/moderation{deed}", data={"comment_id": "1"}).status_code for deed in DEEDS} == {403}
        assert "/moderation" not in client.get("/").text
        signed_in(client, store, "moderator")
        assert {client.get(f"/moderation{page}").status_code for page in PAGES} == {200}
        assert client.get("/moderation/guidelines").status_code == 403
        assert 'href="/moderation"' in client.get("/").text


def test_the_page_shows_queue_comment_report_and_suggestion(client: TestClient, comments: list[Comment]) -> None:
    page = client.get("/moderation")
    assert lines(page.text) == [comment.id for comment in comments]
    assert page.headers["cache-control"] == "no-store"
    shown = client.get(f"/moderation/{comments[1].id}").text
    assert re.search(r'<mark class="lit" title="personal attack">liar</mark>', shown)
    assert "Soldiers killed near Tuz Khurmatu" in shown
    assert "suggested by word-moderator 0.1" in shown
    assert "0.86" in shown
    assert client.get("/moderation/999").status_code == 404


def test_what_is_sent_stays_text(client: TestClient, store: SqlStore) -> None:
    comment = add_comment(store, HOSTILE, "<b>Eve</b>")
    for page in ("", f"/{comment.id}", f"/items/{comment.id}", "/queue"):
        html = client.get(f"/moderation{page}").text
        assert "<script>window" not in html
        assert "<b>" not in html.replace("<b>bold", "")
        assert "\u202e" not in html
        assert "[U+202E]" in html


def test_the_writers_other_comments_stand_beside(
    client: TestClient, store: SqlStore, comments: list[Comment]
) -> None:
    first, second = (comment for comment in comments if comment.name == "Sam")
    store.comments.act(first.id, "reject", "Vian", rule="promotion")
    html = client.get(f"/moderation/{second.id}").text.split("Also by this writer")[1]
    assert f'href="/moderation/{first.id}"' in html
    assert "rejected: <bdi>No promotion</bdi>" in html
    assert "same network address" in html


def test_a_decision_goes_on_to_the_next(client: TestClient, store: SqlStore, comments: list[Comment]) -> None:
    answer = client.post("/moderation/decisions", data=form_of(client, comments[0].id, deed="approve"))
    assert answer.headers["location"] == f"/moderation/{comments[1].id}?done={comments[0].id}"
    assert "Layla: approved" in client.get(answer.headers["location"]).text
    fields = form_of(client, comments[1].id, deed="reject", rule="personal_attacks")
    assert client.post("/moderation/decisions", data=fields).status_code == 303
    assert [state(store, comment) for comment in comments[:3]] == ["approved", "rejected", "waiting"]
    act = store.comments.get(comments[1].id).acts[-1]
    assert (act.who, act.rule, act.guidelines) == ("Mina", "personal_attacks", 1)
    assert comments[1].id not in lines(client.get("/moderation").text)


@pytest.mark.parametrize("rule", ["", "no_such_rule"])
def test_a_rejection_names_a_rule(client: TestClient, store: SqlStore, comments: list[Comment], rule: str) -> None:
    fields = form_of(client, comments[1].id, deed="reject", rule=rule)
    refused = client.post("/moderation/decisions", data=fields)
    assert refused.status_code == 422
    assert "names the rule" in refused.text
    assert state(store, comments[1]) == "waiting"


@pytest.mark.parametrize(
    "fields", [{}, {"comment_id": "x"}, {"comment_id": "1"}, {"comment_id": "1", "deed": "burn"}]
)
def test_a_form_that_makes_no_sense_does_nothing(
    client: TestClient, comments: list[Comment], fields: dict[str, str]
) -> None:
    assert client.post("/moderation/decisions", data=fields).status_code == 422


def test_a_deed_sent_twice_is_done_once(client: TestClient, store: SqlStore, comments: list[Comment]) -> None:
    fields = form_of(client, comments[0].id, deed="approve", key="k1")
    answers = [client.post("/moderation/decisions", data=fields, headers=JSON).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["record_id"] == str(comments[0].id)
    client.post("/moderation/decisions", data=form_of(client, comments[2].id, deed="approve"))
    undone = [client.post("/moderation/undo", data={"key": "k2"}, headers=JSON).json() for _ in range(2)]
    assert undone[0] == undone[1]
    assert [act.deed for act in store.comments.list_acts()] == ["approve", "approve", "undo"]


def test_undo_goes_back_without_limit(client: TestClient, store: SqlStore, comments: list[Comment]) -> None:
    for comment in comments[:3]:
        client.post("/moderation/decisions", data=form_of(client, comment.id, deed="approve"))
    for comment in reversed(comments[:3]):
        there = client.post("/moderation/undo").headers["location"]
        assert there == f"/moderation/{comment.id}?done={comment.id}"
    assert [state(store, comment) for comment in comments[:3]] == ["waiting"] * 3
    assert client.post("/moderation/undo").headers["location"] == "/moderation"
    assert client.post("/moderation/undo", headers=JSON).json()["said"] == "There is nothing left"


def test_undo_is_of_the_comment_that_the_form_names(
    client: TestClient, store: SqlStore, comments: list[Comment]
) -> None:
    for comment in comments[:2]:
        client.post("/moderation/decisions", data=form_of(client, comment.id, deed="approve"))
    asked = {"comment_id": str(comments[0].id)}
    assert client.post("/moderation/undo", data=asked, headers=JSON).json()["record_id"] == str(comments[0].id)
    assert [state(store, comment) for comment in comments[:2]] == ["waiting", "approved"]
    refused = client.post("/moderation/undo", data=asked)
    assert refused.status_code == 409
    assert f'href="/moderation/{comments[0].id}"' in refused.text
    assert client.post("/moderation/undo", data={"comment_id": "x"}).status_code == 422
    assert state(store, comments[1]) == "approved"


def test_ones_own_undo_is_no_conflict(client: TestClient, comments: list[Comment]) -> None:
    fields = form_of(client, comments[0].id, deed="approve")
    for address, data in (("decisions", fields), ("undo", {}), ("decisions", fields)):
        assert client.post(f"/moderation/{address}", data=data).status_code == 303


def test_what_another_did_meanwhile_is_told(client: TestClient, store: SqlStore, comments: list[Comment]) -> None:
    fields = form_of(client, comments[0].id, deed="approve")
    store.comments.act(comments[0].id, "reject", "Vian", rule="relevance")
    refused = client.post("/moderation/decisions", data=fields, headers=JSON)
    assert refused.status_code == 409
    assert "Vian" in refused.json()["problem"]
    assert "Vian" in client.post("/moderation/decisions", data=fields).text


def test_who_rejected_does_not_decide_on_the_appeal(
    client: TestClient, store: SqlStore, comments: list[Comment]
) -> None:
    make_person(store, "reviewer")
    comment = comments[1]
    client.post("/moderation/decisions", data=form_of(client, comment.id, deed="reject", rule="relevance"))
    store.comments.act(comment.id, "appeal", "writer", why="It is about the report. <i>Read</i> it again.")
    page = client.get(f"/moderation/{comment.id}").text
    assert "The writer appeals" in page
    assert "&lt;i&gt;Read" in page
    assert "Not for you to decide" in page
    assert client.post("/moderation/decisions", data=form_of(client, comment.id, deed="approve")).status_code == 422
    signed_in(client, store, "reviewer")
    assert client.post("/moderation/decisions", data=form_of(client, comment.id, deed="approve")).status_code == 303


def test_clear_spam_is_rejected_in_one_go(client: TestClient, store: SqlStore, comments: list[Comment]) -> None:
    spam = [comment for comment in comments if "buy cheap" in comment.text]
    page = client.get("/moderation/spam").text
    assert [int(number) for number in re.findall(r'value="(\d+)" checked', page)] == [comment.id for comment in spam]
    assert client.post("/moderation/spam", data={}).status_code == 422
    chosen = {"comment_id": [str(spam[0].id), str(comments[0].id), "999999"]}
    answer = client.post("/moderation/spam", data=chosen)
    assert "1 comment rejected." in answer.text
    assert "Left as they were: 2." in answer.text
    assert [state(store, comment) for comment in (*spam, comments[0])] == ["rejected", "waiting", "waiting"]
    assert store.comments.get(spam[0].id).acts[-1].rule == "promotion"


def test_figures_tell_how_often_people_overrule(client: TestClient, comments: list[Comment]) -> None:
    assert "Nothing has been decided yet" in client.get("/moderation/figures").text
    client.post("/moderation/decisions", data=form_of(client, comments[0].id, deed="approve"))
    client.post("/moderation/decisions", data=form_of(client, comments[1].id, deed="approve"))
    page = client.get("/moderation/figures").text
    assert "1 of 2 decisions went against it (50%)" in page
    assert re.search(r"personal attack</th><td[^>]*>1</td><td[^>]*>1</td><td[^>]*>100%", page)


def test_a_text_that_came_often_is_told_and_is_clear_spam(client: TestClient, store: SqlStore) -> None:
    text = "Visit the lake this summer, the boats are waiting for you and yours."
    sent = [add_comment(store, text, f"Boat {at}", page=f"report:r-raid-{at}-tigris") for at in range(3)]
    assert "The same text came 3 times." in client.get(f"/moderation/items/{sent[0].id}").text
    assert client.get("/moderation/spam").text.count("checked>") == 3


def test_the_queue_goes_on_after_a_comment(client: TestClient, comments: list[Comment]) -> None:
    after = lines(client.get(f"/moderation/queue?after={comments[9].id}").text)
    assert after == [comment.id for comment in comments[10:]]
    assert TEXTS[11][:20] in client.get(f"/moderation/queue?after={comments[10].id}").text


def test_without_comments_the_page_says_so(client: TestClient) -> None:
    page = client.get("/moderation").text
    assert "Nothing waits" in page
    assert "disabled" in page
    assert "No clear spam waits" in client.get("/moderation/spam").text


def test_a_moderator_closes_a_report_for_comments_and_opens_it_again(
    client: TestClient, store: SqlStore, comments: list[Comment]
) -> None:
    page = comments[0].page
    assert "Close comments under it" in client.get(f"/moderation/{comments[0].id}").text
    asked = {"page": page, "wish": "close", "back": str(comments[0].id)}
    assert client.post("/moderation/closed", data=asked).headers["location"] == f"/moderation/{comments[0].id}"
    assert not CommentSwitches(store.policies).is_open(page)
    assert "Open comments under it again" in client.get(f"/moderation/{comments[0].id}").text
    listed = client.get("/moderation/closed").text
    assert f'name="page" value="{page}"' in listed
    assert "Close all comments" not in listed
    answer = client.post("/moderation/closed", data={"page": page, "wish": "open", "back": "//evil.example"})
    assert answer.headers["location"] == "/moderation/closed"
    assert CommentSwitches(store.policies).is_open(page)
    assert client.post("/moderation/closed", data={"page": page}).status_code == 422
    assert client.post("/moderation/closed", data={"page": "report:none", "wish": "close"}).status_code == 404


def test_an_admin_closes_all_comments(client: TestClient, store: SqlStore) -> None:
    wish = {"wish": "close"}
    assert client.post("/moderation/closed/all", data=wish).status_code == 403
    signed_in(client, store, "admin")
    assert client.post("/moderation/closed/all", data=wish).status_code == 303
    assert not CommentSwitches(store.policies).are_open()
    assert "Open comments again" in client.get("/moderation/closed").text
