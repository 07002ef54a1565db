"""What happens to a comment from the writer's side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from report_builders import build_coded

from dateline.model.comments import Comment, Rule, Suggestion
from dateline.model.errors import NotKeptError, WrongCallError
from dateline.services.comment_switches import COMMENTS_CLOSED, COMMENTS_OPEN
from dateline.services.comment_texts import WrongCommentError
from dateline.services.commenting import CommentDesk, Receipt
from dateline.services.moderating import ModerationDesk
from dateline.services.rate_limits import TooOftenError
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore, open_store

REPORT = build_coded(1).report
PAGE = f"report:{REPORT.id}"
TEXT = "The bridge was closed a day before."


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Asked:
    """A moderator that notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []

    def suggest(self, texts: Sequence[str], articles: Sequence[str | None] | None = None) -> list[Suggestion]:
        self.asked.extend(zip(texts, articles or [None] * len(texts), strict=True))
        return [Suggestion("approve", {"hate": 0.1}, (), "asked 1") for _ in texts]


@pytest.fixture
def store() -> Iterator[SqlStore]:
    with open_store(":memory:") as opened:
        run_id = opened.begin_run("patterns", "1.0", {})
        opened.add_coded(build_coded(1), run_id=run_id)
        opened.finish_run(run_id)
        yield opened


@pytest.fixture
def desk(store: SqlStore) -> CommentDesk:
    return CommentDesk(store, None)


@pytest.fixture
def moderation(store: SqlStore) -> ModerationDesk:
    return ModerationDesk(store)


def reject(store: SqlStore, comment: Comment, who: str = "Mina", rule: str = "relevance") -> None:
    ModerationDesk(store).reject(comment.id, rule, who, why="a note for moderators")


def test_a_comment_waits_with_a_suggestion_and_shows_to_nobody(store: SqlStore) -> None:
    asked = Asked()
    desk = CommentDesk(store, asked)
    receipt = desk.send(PAGE, " Sara ", f"{TEXT}\r\n", contact="s@x.example", address="203.0.113.7")
    assert (receipt.comment.name, receipt.comment.text, receipt.comment.page) == ("Sara", TEXT, PAGE)
    assert receipt.comment.suggestion == Suggestion("approve", {"hate": 0.1}, (), "asked 1")
    assert asked.asked == [(TEXT, REPORT.title)]
    assert desk.approved(PAGE) == ()
    view = desk.receipt(receipt.token)
    assert (view.state, view.rule, view.decided, view.may_appeal, view.appeal) == ("waiting", None, None, False, None)


def test_a_moderator_that_fails_loses_no_comment_and_tells_no_words(
    store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def suggest(self, texts: Sequence[str], articles: Sequence[str | None] | None = None) -> list[Suggestion]:
            raise RuntimeError(f"cannot read {texts[0]}")

    kept = CommentDesk(store, Broken()).send(PAGE, "Sara", TEXT).comment
    assert (kept.text, kept.suggestion) == (TEXT, None)
    assert ModerationDesk(store, Broken()).item(kept.id).suggestion is None
    assert TEXT not in caplog.text
    assert "RuntimeError" in caplog.text


def test_neither_contact_nor_address_nor_receipt_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with open_store(str(path)) as store:
        desk = CommentDesk(store, None, is_open=lambda _: True)
        receipt = desk.send(PAGE, "Sara", TEXT, contact="sara@x.example", address="203.0.113.7")
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert TEXT.encode() in kept
    for secret in ("sara@x.example", "203.0.113.7", receipt.token):
        assert secret.encode() not in kept


def test_two_comments_of_one_writer_have_one_fingerprint_after_a_restart_too(store: SqlStore) -> None:
    first = CommentDesk(store, None).send(PAGE, "Sara", "one and", contact="S@x.example", address="2001:db8::1")
    second = CommentDesk(store, None).send(PAGE, "Omar", "two and", contact="s@X.example", address="2001:db8::2")
    assert first.comment.contact_hash == second.comment.contact_hash
    assert first.comment.address_hash == second.comment.address_hash
    assert first.comment.contact_hash != first.comment.address_hash


def test_what_is_wrong_is_told_field_by_field(desk: CommentDesk, store: SqlStore) -> None:
    with pytest.raises(WrongCommentError) as told:
        desk.send(PAGE, "", "x")
    assert set(told.value.problems) == {"name", "text"}
    assert store.comments.count()["waiting"] == 0


def test_an_unknown_page_and_a_closed_one_take_no_comment(desk: CommentDesk, store: SqlStore) -> None:
    for page in ("report:none", "incident:1", ""):
        with pytest.raises(NotKeptError):
            desk.send(page, "Sara", TEXT)
    assert desk.is_open(PAGE)
    store.policies.set(COMMENTS_CLOSED, [PAGE], who="Adil")
    assert not desk.is_open(PAGE)
    with pytest.raises(WrongCallError, match="closed"):
        desk.send(PAGE, "Sara", TEXT)
    store.policies.set(COMMENTS_CLOSED, [], who="Adil")
    store.policies.set(COMMENTS_OPEN, False, who="Adil")
    with pytest.raises(WrongCallError, match="closed"):
        desk.send(PAGE, "Sara", TEXT)


def test_a_page_that_readers_cannot_see_is_no_page(store: SqlStore) -> None:
    desk = CommentDesk(store, None, is_open=lambda page: page == "report:released")
    with pytest.raises(NotKeptError):
        desk.send(PAGE, "Sara", TEXT)
    assert desk.send("report:released", "Sara", TEXT).comment.page == "report:released"


def test_programs_are_refused_without_being_told_by_what(desk: CommentDesk, store: SqlStore) -> None:
    said = set()
    for options in ({"trap": "x"}, {"form_age_s": 0.3}, {"trap": "x", "form_age_s": 0.1}):
        with pytest.raises(WrongCallError) as told:
            desk.send(PAGE, "Sara", TEXT, **options)
        said.add(str(told.value))
    assert len(said) == 1
    assert store.comments.count()["waiting"] == 0
    desk.send(PAGE, "Sara", TEXT, form_age_s=30)


def test_an_address_sends_five_in_ten_minutes_and_others_go_on(store: SqlStore) -> None:
    watch = Watch()
    desk = CommentDesk(store, None, clock=watch)
    for number in range(5):
        desk.send(PAGE, "Sara", f"comment {number}", address="203.0.113.7")
    for attempt in (
        lambda: desk.send(PAGE, "Sara", TEXT, address="203.0.113.7"),
        lambda: desk.hold_off("203.0.113.7"),
    ):
        with pytest.raises(TooOftenError) as told:
            attempt()
        assert told.value.retry_after_s > 590
    desk.send(PAGE, "Omar", TEXT, address="203.0.113.8")
    desk.hold_off("203.0.113.8")
    desk.hold_off(None)
    watch.now = 601
    desk.send(PAGE, "Sara", "after a while", address="203.0.113.7")


def test_mistakes_do_not_count_and_traps_do(store: SqlStore) -> None:
    desk = CommentDesk(store, None)
    for _ in range(9):
        with pytest.raises(WrongCommentError):
            desk.send(PAGE, "", "", address="203.0.113.7")
    for _ in range(5):
        with pytest.raises(WrongCallError):
            desk.send(PAGE, "Sara", TEXT, trap="x", address="203.0.113.7")
    with pytest.raises(TooOftenError):
        desk.send(PAGE, "Sara", TEXT, address="203.0.113.7")


def test_no_more_may_wait_than_can_be_read(store: SqlStore) -> None:
    desk = CommentDesk(store, None, most_waiting=2)
    kept = [desk.send(PAGE, "Sara", f"comment {number}").comment for number in range(2)]
    with pytest.raises(WrongCallError, match="later"):
        desk.send(PAGE, "Sara", TEXT)
    ModerationDesk(store).approve(kept[0].id, "Mina")
    desk.send(PAGE, "Sara", TEXT)


def test_the_same_words_twice_are_told(desk: CommentDesk) -> None:
    desk.send(PAGE, "Sara", TEXT)
    with pytest.raises(WrongCallError, match="sent already"):
        desk.send(PAGE, "Omar", TEXT.upper())


def test_what_is_approved_shows_to_everybody_without_what_moderators_see(
    desk: CommentDesk, moderation: ModerationDesk
) -> None:
    kept = desk.send(PAGE, "Sara", TEXT, contact="s@x.example").comment
    moderation.approve(kept.id, "Mina")
    (shown,) = desk.approved(PAGE)
    assert (shown.id, shown.name, shown.text, shown.sent) == (kept.id, "Sara", TEXT, kept.sent)
    assert kept.contact_hash is not None
    assert kept.contact_hash not in repr(shown)
    assert "Mina" not in repr(shown)


def test_the_receipt_tells_the_rule_as_it_was_and_never_who_decided(desk: CommentDesk, store: SqlStore) -> None:
    receipt = desk.send(PAGE, "Sara", TEXT)
    reject(store, receipt.comment)
    store.comments.set_guidelines("Welcome", [Rule("relevance", "Another", "Another text.")], "Adil")
    view = desk.receipt(receipt.token)
    assert view.rule is not None
    assert (view.state, view.rule.title, view.guidelines) == ("rejected", "Keep to the subject", 1)
    assert view.may_appeal
    assert "Mina" not in repr(view)
    assert "moderators" not in repr(view)
    for wrong in ("", "x", receipt.token[:-1]):
        with pytest.raises(NotKeptError):
            desk.receipt(wrong)


@pytest.fixture
def appealed(desk: CommentDesk, store: SqlStore) -> Receipt:
    receipt = desk.send(PAGE, "Sara", TEXT)
    reject(store, receipt.comment)
    view = desk.appeal(receipt.token, " It is about\r\nthe bridge. ")
    assert (view.state, view.appeal, view.may_appeal) == ("waiting", "open", False)
    assert view.appeal_words == "It is about\nthe bridge."
    return receipt


def test_an_appeal_is_granted_or_refused_by_somebody_else(
    desk: CommentDesk, moderation: ModerationDesk, appealed: Receipt, store: SqlStore
) -> None:
    moderation.approve(appealed.comment.id, "Vian")
    assert desk.receipt(appealed.token).appeal == "granted"
    assert desk.receipt(appealed.token).rule is None
    moderation.undo("Vian")
    assert desk.receipt(appealed.token).appeal == "open"
    moderation.reject(appealed.comment.id, "abuse", "Vian")
    view = desk.receipt(appealed.token)
    assert (view.appeal, view.state, view.may_appeal) == ("refused", "rejected", False)
    assert view.rule is not None
    assert view.rule.key == "abuse"
    with pytest.raises(WrongCallError, match="once"):
        desk.appeal(appealed.token, "again please")
    assert verify_store(store) == []


def test_only_a_rejection_can_be_appealed_against_and_in_words(
    desk: CommentDesk, moderation: ModerationDesk, store: SqlStore
) -> None:
    receipt = desk.send(PAGE, "Sara", TEXT)
    with pytest.raises(WrongCallError):
        desk.appeal(receipt.token, "please")
    moderation.approve(receipt.comment.id, "Mina")
    with pytest.raises(WrongCallError):
        desk.appeal(receipt.token, "please")
    reject(store, receipt.comment, "Vian")
    for words in ("", "x" * 1_001, "a\u202eb"):
        with pytest.raises(WrongCommentError) as told:
            desk.appeal(receipt.token, words)
        assert set(told.value.problems) == {"words"}
    with pytest.raises(NotKeptError):
        desk.appeal("nonsense", "please")
