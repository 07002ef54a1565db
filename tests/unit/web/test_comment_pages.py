"""What readers can do with comments: send them, see the approved ones, learn what became of their own."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from commenting_clients import ARTICLE, OURS, SAID, CommentClient, read_problems
from desk_samples import make_coded
from reader_samples import HIDDEN, TARMIYAH, fill_reader_store
from starlette.testclient import TestClient

from dateline.base.settings import Settings
from dateline.services.comment_texts import APPEAL_LENGTHS
from dateline.store.databases import open_store
from dateline.web.comment_sections import SHOWN_AT_ONCE, cut_lines, split_paragraphs
from dateline.web.server import make_reader_site

EVIL = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}"


@pytest.fixture
def reader() -> Iterator[CommentClient]:
    client = CommentClient()
    with client.store:
        yield client


def test_a_comment_leads_to_a_receipt_and_is_seen_by_nobody_else(reader: CommentClient) -> None:
    receipt = reader.must_comment()
    page = reader.get(receipt)
    assert page.status_code == 200
    assert "Your comment has been sent" in page.text
    assert SAID["text"] in page.text
    assert page.headers["x-robots-tag"] == "noindex"
    assert page.headers["cache-control"] == "no-store"
    listed = reader.get(ARTICLE).text
    assert SAID["text"] not in listed
    assert "Hêro" not in listed


def test_an_approved_comment_is_seen_by_all_and_the_receipt_leads_to_it(reader: CommentClient) -> None:
    receipt = reader.must_comment()
    comment = reader.find("bridge")
    reader.moderation.approve(comment.id, "Vian")
    listed = reader.get(ARTICLE).text
    assert SAID["text"] in listed
    assert f'id="comment-{comment.id}"' in listed
    page = reader.get(receipt).text
    assert "Your comment is approved" in page
    assert f'href="/read/reports/r1#comment-{comment.id}"' in page
    assert "Vian" not in page + listed


def test_a_rejection_names_the_rule_and_is_looked_at_again_once(reader: CommentClient) -> None:
    receipt = reader.must_comment()
    comment = reader.find("bridge")
    rule = reader.store.comments.guidelines().rules[0]
    reader.moderation.reject(comment.id, rule.key, "Vian")
    page = reader.get(receipt).text
    assert "Your comment was rejected" in page
    assert rule.title in page
    assert rule.text in page
    assert "Vian" not in page
    assert SAID["text"] not in reader.get(ARTICLE).text
    assert reader.post(receipt, words="It is a correction of fact.").status_code == 303
    again = reader.get(receipt).text
    assert "waits for another look" in again
    assert "It is a correction of fact." in again
    assert 'id="appeal"' not in again
    assert reader.post(receipt, words="Once more.").headers["location"] == receipt
    assert "Once more." not in reader.get(receipt).text
    reader.moderation.reject(comment.id, rule.key, "Adil")
    last = reader.get(receipt).text
    assert "You asked for another look, and had it." in last
    assert 'id="appeal"' not in last


def test_the_rule_is_told_as_it_stood_when_the_comment_was_rejected(reader: CommentClient) -> None:
    receipt = reader.must_comment()
    old = reader.store.comments.guidelines().rules
    reader.moderation.reject(reader.find("bridge").id, old[0].key, "Vian")
    reader.store.comments.set_guidelines("Welcome.", [replace(old[0], text="Quite another rule."), *old[1:]], "Adil")
    page = reader.get(receipt).text
    assert old[0].text in page
    assert "Quite another rule." not in page


@pytest.mark.parametrize("words", ["", "x" * (APPEAL_LENGTHS[1] + 1)])
def test_an_appeal_without_reasons_or_with_too_many_is_told_and_kept(reader: CommentClient, words: str) -> None:
    receipt = reader.must_comment()
    rule = reader.store.comments.guidelines().rules[0]
    reader.moderation.reject(reader.find("bridge").id, rule.key, "Vian")
    page = reader.post(receipt, words=words)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert words in page.text


def test_what_is_not_right_is_told_at_the_field_and_nothing_typed_is_lost(reader: CommentClient) -> None:
    answer = reader.comment(name="", text=" \n", contact="hero@example.org")
    assert answer.status_code == 422
    assert read_problems(answer) == ["The name is missing.", "The comment is missing."]
    assert 'href="#comment-name"' in answer.text
    assert 'aria-describedby="name-note name-problem" aria-invalid="true"' in answer.text
    assert 'value="hero@example.org"' in answer.text
    text = "One line.\n\nAnother <b>line</b>."
    kept = reader.comment(name="x" * 61, text=text).text
    assert "One line.\n\nAnother &lt;b&gt;line&lt;/b&gt;.</textarea>" in kept
    assert f'value="{"x" * 61}"' in kept
    assert reader.store.comments.count()["waiting"] == 0


def test_a_form_that_comes_back_keeps_the_time_at_which_it_was_made(reader: CommentClient) -> None:
    began = str(int(time.time()) - 60)
    assert f'name="began" value="{began}"' in reader.comment(name="", began=began).text


@pytest.mark.parametrize("began", ["", "soon", "-1", "9" * 12, "9" * 400, "٣"])
def test_a_time_that_is_none_is_no_reason_to_refuse(reader: CommentClient, began: str) -> None:
    assert reader.comment(began=began).status_code == 303


def test_a_program_is_not_told_by_what_it_was_found_out(reader: CommentClient) -> None:
    trapped = reader.comment(website="https://example.org")
    hasty = reader.comment(began=str(int(time.time())))
    assert trapped.status_code == hasty.status_code == 422
    assert read_problems(trapped) == read_problems(hasty)
    assert SAID["text"] in hasty.text
    assert reader.store.comments.count()["waiting"] == 0


def test_the_trap_is_out_of_the_way_of_people(reader: CommentClient) -> None:
    form = reader.get(ARTICLE).text
    trap = re.search(r'<p class="comment-trap".*?</p>', form, re.DOTALL)
    assert trap
    assert 'aria-hidden="true"' in trap[0]
    assert 'tabindex="-1"' in trap[0]
    assert 'autocomplete="off"' in trap[0]


def test_the_same_form_sent_twice_is_one_comment_with_one_receipt(reader: CommentClient) -> None:
    began = str(int(time.time()) - 60)
    first, second = reader.comment(began=began), reader.comment(began=began)
    assert first.headers["location"] == second.headers["location"]
    assert reader.store.comments.count()["waiting"] == 1
    reader.address = "203.0.113.2"
    other = reader.comment(began=began)
    assert other.status_code == 422
    assert read_problems(other) == [
        "This comment has been sent already: the very same words stand here, or wait."
    ]  # fmt: skip


def test_too_many_from_one_address_are_told_and_others_go_on(reader: CommentClient) -> None:
    answers = [reader.comment(text=f"Comment number {number}.") for number in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert "Comment number 5." in answers[-1].text
    assert int(answers[-1].headers["retry-after"]) > 0
    reader.address = "203.0.113.2"
    assert reader.comment(text="From elsewhere.").status_code == 303


def test_a_report_that_readers_cannot_see_takes_no_comment(reader: CommentClient) -> None:
    """Whether the desk keeps it or not."""
    for path in ("/read/reports/none/comments", f"/read/reports/{make_coded().report.id}/comments"):
        assert reader.get(path).status_code == 404
        assert reader.comment(path).status_code == 404
    assert reader.get("/read/receipts/none").status_code == 404
    assert reader.post("/read/receipts/none", words="Please.").status_code == 404


def test_comments_can_be_closed(reader: CommentClient) -> None:
    reader.store.policies.set("comments_open", False, who="Adil")
    assert "Comments are closed here." in reader.get(ARTICLE).text
    assert "<textarea" not in reader.get(ARTICLE).text
    assert reader.comment().status_code == 422


def test_hostile_words_stay_text_on_every_page(reader: CommentClient) -> None:
    receipt = reader.must_comment(name=EVIL[:60], text=EVIL)
    pages = [reader.get(receipt).text]
    reader.moderation.approve(reader.find("alert").id, "Vian")
    pages += [reader.get(ARTICLE).text, reader.comment(name="", text=EVIL, contact=EVIL).text]
    for page in pages:
        assert "&lt;script&gt;alert" in page
        assert not any(raw in page for raw in ("<img src=x", "<script>alert", "49</", ">49<"))


def test_words_that_run_the_other_way_turn_nothing_around(reader: CommentClient) -> None:
    answer = reader.comment(name="Abc\u202edef", text="Read \u202ethis")
    assert len(read_problems(answer)) == 2
    embedded = "Quote: \u202bשלום"  # begun, and never ended
    reader.must_comment(text=embedded)
    reader.moderation.approve(reader.find("Quote").id, "Vian")
    assert f'<p dir="auto">{embedded}</p>' in reader.get(ARTICLE).text


def test_lines_and_paragraphs_are_kept_and_floods_of_blank_lines_are_one_gap() -> None:
    assert split_paragraphs("a\nb\n\nc" + "\n \n" * 500 + "d") == (("a", "b"), ("c",), ("d",))
    assert split_paragraphs("") == (("",),)


def test_the_rest_of_a_comment_with_very_many_lines_is_shown_when_asked_for() -> None:
    few, many = split_paragraphs("a\n" * 40), split_paragraphs("a\nb\n\n" + "c\n" * 100)
    assert cut_lines(few) == (few, ())
    head, rest = cut_lines(many)
    assert (len(head[0]), len(head[1]), len(rest[0])) == (2, 13, 87)


def test_many_comments_stand_on_several_pages(reader: CommentClient) -> None:
    for number in range(SHOWN_AT_ONCE + 2):
        reader.address = f"203.0.113.{number + 10}"
        receipt = reader.must_comment(text=f"Comment number {number}.")
        reader.moderation.approve(reader.find(f"number {number}.").id, "Vian")
    first = reader.get(ARTICLE).text
    assert f"{SHOWN_AT_ONCE + 2} comments" in first
    assert f"Comment number {SHOWN_AT_ONCE}." not in first
    assert f'rel="next" href="{ARTICLE}?from={SHOWN_AT_ONCE + 1}"' in first
    second = reader.get(f"{ARTICLE}?from={SHOWN_AT_ONCE + 1}").text
    assert f"Comment number {SHOWN_AT_ONCE + 1}." in second
    assert 'rel="next"' not in second
    assert f'href="{ARTICLE}?from={SHOWN_AT_ONCE + 1}#comment-' in reader.get(receipt).text
    assert reader.get(f"{ARTICLE}?from=0").status_code == 422


def test_the_rules_are_shown_with_every_earlier_version(reader: CommentClient) -> None:
    old = reader.store.comments.guidelines()
    assert old.rules[0].text in reader.get("/read/guidelines").text
    assert "Every version" not in reader.get("/read/guidelines").text
    reader.store.comments.set_guidelines("Come in.", [replace(old.rules[0], text="Another rule.")], "Adil")
    now = reader.get("/read/guidelines").text
    assert "Another rule." in now
    assert "Adil" not in now
    assert 'href="/read/guidelines/1"' in now
    before = reader.get("/read/guidelines/1").text
    assert old.rules[0].text in before
    assert "The rules of today" in before
    assert reader.get("/read/guidelines/3").status_code == 404


def test_another_site_cannot_send_a_comment(reader: CommentClient) -> None:
    reader.headers["Sec-Fetch-Site"] = "cross-site"
    assert reader.comment().status_code == 403
    assert reader.store.comments.count()["waiting"] == 0


def test_comments_are_taken_where_only_readers_are_served() -> None:
    with open_store(":memory:") as store:
        fill_reader_store(store)
        app = make_reader_site(store, Settings(), ["testserver"])
        with TestClient(app, headers=OURS, follow_redirects=False) as client:
            assert 'id="comment-form"' in client.get(f"/read/reports/{TARMIYAH}").text
            sent = client.post(f"/read/reports/{TARMIYAH}/comments", data=SAID)
            assert sent.status_code == 303
            assert "Your comment has been sent" in client.get(sent.headers["location"]).text
            assert client.post(f"/read/reports/{HIDDEN}/comments", data=SAID).status_code == 404
            assert client.get("/moderation").status_code == 404
