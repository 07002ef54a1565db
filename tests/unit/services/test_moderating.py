"""What moderators see and do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from people_samples import make_person
from report_builders import TEXT, build_coded

from dateline.model.comment_states import state_of
from dateline.model.comments import Comment, NewComment, Reason, Rule, Suggestion
from dateline.model.errors import ConflictError, NotKeptError, WrongCallError
from dateline.model.ids import text_hash
from dateline.services.moderating import ModerationDesk
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore, open_store

REPORT = build_coded(1).report
PAGE = f"report:{REPORT.id}"
SPAM = Suggestion("reject", {"promotion": 0.95}, (Reason("promotion", 0, 3, "Buy"),), "words 1")
FINE = Suggestion("approve", {"hate": 0.1}, (), "words 1")
RUDE = Suggestion("reject", {"hate": 0.7, "profanity": 0.6}, (), "words 1")
START = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Iterator[SqlStore]:
    with open_store(":memory:", clock=clock) as opened:
        run_id = opened.begin_run("patterns", "1.0", {})
        opened.add_coded(build_coded(1), run_id=run_id)
        opened.finish_run(run_id)
        yield opened


@pytest.fixture
def desk(store: SqlStore) -> ModerationDesk:
    return ModerationDesk(store)


def send(
    store: SqlStore, text: str = "Thank you.", suggestion: Suggestion | None = None, page: str = PAGE, who: str = ""
) -> Comment:
    receipt = text_hash(f"{page} {text} {sum(store.comments.count().values())}")
    contact = text_hash(who) if who else None
    return store.comments.add(NewComment(page, "Sara", text, receipt, contact), suggestion)


def appeal(store: SqlStore, comment: Comment) -> None:
    store.comments.act(comment.id, "appeal", "writer", why="it is about the report")


def test_the_queue_comes_in_parts_and_says_how_many_wait(desk: ModerationDesk, store: SqlStore) -> None:
    ids = [send(store, f"comment {number}").id for number in range(5)]
    first = desk.queue(2)
    second = desk.queue(2, first.after or 0)
    last = desk.queue(2, second.after or 0)
    assert [item.comment.id for part in (first, second, last) for item in part.items] == ids
    assert [part.waiting for part in (first, second, last)] == [5, 5, 5]
    assert last.after is None
    assert desk.queue(5).after is None


def test_an_item_has_all_that_a_decision_needs(desk: ModerationDesk, store: SqlStore) -> None:
    earlier, rejected = send(store, "one", who="sara"), send(store, "two", who="sara")
    desk.approve(earlier.id, "Mina")
    desk.reject(rejected.id, "abuse", "Mina")
    comment = send(store, "Buy now", SPAM, who="sara")
    send(store, "of somebody else", who="omar")
    item = desk.item(comment.id, "Mina")
    assert (item.state, item.is_appealed, item.is_spam, item.copies, item.seen) == ("waiting", False, True, 1, 0)
    assert (item.article.report_id, item.article.title) == (REPORT.id, REPORT.title)
    assert item.article.lead is not None
    assert item.article.lead.startswith(TEXT[:40])
    assert (item.suggestion, item.reasons) == (SPAM, tuple(SPAM.reasons))
    assert [(one.comment.text, one.state) for one in item.history] == [("two", "rejected"), ("one", "approved")]
    assert item.guidelines == store.comments.guidelines()
    assert item.refusal is None
    with pytest.raises(NotKeptError):
        desk.item(99)


def test_a_page_that_is_gone_and_a_number_that_is_none_are_told(desk: ModerationDesk, store: SqlStore) -> None:
    item = desk.item(send(store, page="report:gone").id)
    assert (item.article.page, item.article.report_id) == ("report:gone", None)
    for number in (-1, 0, 1 << 40, 1 << 80):
        with pytest.raises(NotKeptError):
            desk.item(number)


def test_a_comment_without_a_suggestion_gets_one_when_it_is_looked_at(store: SqlStore) -> None:
    class Late:
        def suggest(self, texts: Sequence[str], articles: Sequence[str | None] | None = None) -> list[Suggestion]:
            return [FINE for _ in texts]

    comment = send(store)
    item = ModerationDesk(store, Late()).item(comment.id)
    assert item.suggestion == item.comment.suggestion == FINE
    assert store.comments.get(comment.id).suggestion is None


def test_a_decision_sent_twice_is_done_once(desk: ModerationDesk, store: SqlStore) -> None:
    comment = send(store)
    once = desk.reject(comment.id, "abuse", "Mina", why=" ", seen=0)
    assert desk.reject(comment.id, "abuse", "Mina", seen=0) == once
    assert once.acts[0].why is None
    with pytest.raises(WrongCallError, match="already"):
        desk.reject(comment.id, "promotion", "Mina")


def test_who_saw_less_is_told_who_acted(desk: ModerationDesk, store: SqlStore) -> None:
    comment = send(store)
    desk.approve(comment.id, "Mina", seen=0)
    with pytest.raises(ConflictError, match="Mina"):
        desk.reject(comment.id, "abuse", "Vian", seen=0)


def test_undo_takes_back_one_after_another(desk: ModerationDesk, store: SqlStore) -> None:
    one, two = send(store, "one"), send(store, "two")
    desk.approve(one.id, "Mina")
    desk.reject(two.id, "abuse", "Mina")
    desk.approve(send(store, "three").id, "Vian")
    assert [taken.id for taken in (desk.undo("Mina"), desk.undo("Mina")) if taken] == [two.id, one.id]
    assert desk.undo("Mina") is None
    assert desk.undo("Rana") is None
    assert desk.queue().waiting == 2
    desk.approve(one.id, "Mina")
    undone = desk.undo("Mina")
    assert undone is not None
    assert state_of(undone.acts) == "waiting"
    assert verify_store(store) == []


def test_undo_goes_back_through_two_decisions_on_one_comment(desk: ModerationDesk, store: SqlStore) -> None:
    comment = send(store)
    desk.approve(comment.id, "Mina")
    desk.reject(comment.id, "abuse", "Mina")
    states = [state_of(taken.acts) for taken in (desk.undo("Mina"), desk.undo("Mina")) if taken]
    assert states == ["approved", "waiting"]


def test_undo_goes_back_in_the_order_of_deciding_across_comments(desk: ModerationDesk, store: SqlStore) -> None:
    one, two = send(store, "one"), send(store, "two")
    desk.approve(one.id, "Mina")
    desk.approve(two.id, "Mina")
    desk.reject(one.id, "abuse", "Mina")
    assert [taken.id for taken in (desk.undo("Mina"), desk.undo("Mina"), desk.undo("Mina")) if taken] == [
        one.id,
        two.id,
        one.id,
    ]


def test_undo_stops_where_others_have_acted_since(desk: ModerationDesk, store: SqlStore) -> None:
    comment = send(store)
    desk.reject(comment.id, "abuse", "Mina")
    appeal(store, comment)
    with pytest.raises(ConflictError, match="appealed since"):
        desk.undo("Mina")
    desk.approve(comment.id, "Vian")
    with pytest.raises(ConflictError, match="Vian has decided"):
        desk.undo("Mina")


def test_undo_passes_over_what_others_have_overruled(desk: ModerationDesk, store: SqlStore) -> None:
    one, two, three = (send(store, words) for words in ("one", "two", "three"))
    desk.approve(one.id, "Mina")
    for comment in (two, three):
        desk.reject(comment.id, "abuse", "Mina")
    desk.approve(two.id, "Vian")
    appeal(store, three)
    undone = desk.undo("Mina")
    assert undone is not None
    assert undone.id == one.id
    with pytest.raises(ConflictError, match="appealed since"):
        desk.undo("Mina")
    assert [state_of(store.comments.get(each.id).acts) for each in (one, two, three)] == [
        "waiting", "approved", "waiting",
    ]  # fmt: skip


def test_undo_of_a_named_comment_touches_no_other(desk: ModerationDesk, store: SqlStore) -> None:
    one, two, three = (send(store, words) for words in ("one", "two", "three"))
    for comment in (one, two):
        desk.approve(comment.id, "Mina")
    undone = desk.undo("Mina", one.id)
    assert undone is not None
    assert (undone.id, state_of(undone.acts)) == (one.id, "waiting")
    for comment in (one, three):
        with pytest.raises(ConflictError, match="no decision of yours"):
            desk.undo("Mina", comment.id)
    desk.reject(two.id, "abuse", "Vian")
    with pytest.raises(ConflictError, match="Vian has decided"):
        desk.undo("Mina", two.id)
    with pytest.raises(NotKeptError):
        desk.undo("Mina", 99)
    assert state_of(store.comments.get(two.id).acts) == "rejected"


def test_an_appeal_is_decided_by_somebody_else_where_there_is_somebody(desk: ModerationDesk, store: SqlStore) -> None:
    make_person(store, "moderator", "Mina")
    make_person(store, "reader", "Rana")
    comment = send(store)
    desk.reject(comment.id, "abuse", "Mina")
    appeal(store, comment)
    assert desk.item(comment.id, "Mina").refusal is None
    vian = make_person(store, "reviewer", "Vian")
    item = desk.item(comment.id, "Mina")
    assert (item.is_appealed, item.appeal) == (True, "it is about the report")
    assert item.rejection is not None
    assert item.rejection.who == "Mina"
    assert item.refusal is not None
    assert desk.item(comment.id, "Vian").refusal is None
    with pytest.raises(WrongCallError, match="somebody else"):
        desk.reject(comment.id, "abuse", "Mina")
    store.people.end(vian.id, who="tests")
    assert state_of(desk.reject(comment.id, "abuse", "Mina").acts) == "rejected"


def test_only_clear_spam_is_rejected_with_others(desk: ModerationDesk, store: SqlStore) -> None:
    spam = [send(store, f"Buy {number}", SPAM) for number in range(2)]
    long = "The same long words again and again, on every page."
    copies = [send(store, long, page=f"report:{number}") for number in range(3)]
    fine, short = send(store, "Fine", FINE), [send(store, "Me too", page=f"report:{n}") for n in range(4)]
    decided = send(store, "Buy more", SPAM)
    desk.approve(decided.id, "Vian")
    asked = [one.id for one in (*spam, *copies, fine, *short, decided)]
    outcome = desk.reject_spam([*asked, 99, asked[0]], "Mina")
    assert set(outcome.rejected) == {one.id for one in (*spam, *copies)}
    assert set(outcome.left) == {fine.id, *(one.id for one in short), decided.id, 99}
    acts = store.comments.list_acts_by("Mina")
    assert {(act.deed, act.rule) for act in acts} == {("reject", "promotion")}
    assert len(acts) == 5
    desk.undo("Mina")
    assert len(desk.reject_spam(asked, "Mina").rejected) == 1


def test_an_appealed_comment_is_never_rejected_with_others(desk: ModerationDesk, store: SqlStore) -> None:
    comment = send(store, "Buy", SPAM)
    desk.reject_spam([comment.id], "Mina")
    appeal(store, comment)
    assert desk.reject_spam([comment.id], "Mina").rejected == ()


def test_spam_needs_a_rule_to_be_rejected_by(desk: ModerationDesk, store: SqlStore) -> None:
    store.comments.set_guidelines("Welcome", [Rule("calm", "Stay calm", "Do not shout.")], "Adil")
    with pytest.raises(WrongCallError, match="promotion"):
        desk.reject_spam([send(store, "Buy", SPAM).id], "Mina")


def test_figures_of_nothing_are_none(desk: ModerationDesk) -> None:
    figures = desk.figures()
    assert (figures.waiting, figures.oldest_waiting, figures.median_s, figures.p90_s) == (0, None, None, None)
    assert (figures.by_day, figures.overruled.share, figures.overruled_by_flag) == ((), None, {})


def test_figures_tell_how_moderation_goes(desk: ModerationDesk, store: SqlStore, clock: Clock) -> None:
    with_flags = [send(store, f"rude {number}", RUDE) for number in range(3)]
    fine, plain = send(store, "fine", FINE), send(store, "plain")
    clock.wait(minutes=1)
    desk.reject(with_flags[0].id, "abuse", "Mina")
    desk.approve(plain.id, "Mina")
    desk.undo("Mina")  # a slip counts for nothing
    clock.wait(minutes=2)
    desk.approve(with_flags[1].id, "Mina")
    clock.wait(days=1)
    desk.reject(fine.id, "relevance", "Mina")
    appeal(store, with_flags[0])
    figures = desk.figures()
    assert (figures.waiting, figures.approved, figures.rejected) == (3, 1, 1)
    assert figures.oldest_waiting == with_flags[0].sent
    assert (figures.median_s, figures.p90_s) == (180, 86_400 + 180)
    days = [(one.day, one.approved, one.rejected) for one in figures.by_day]
    assert days == [("2026-11-20", 1, 1), ("2026-11-21", 0, 1)]
    assert (figures.appeals.open, figures.appeals.granted, figures.appeals.refused) == (1, 0, 0)
    assert (figures.overruled.decided, figures.overruled.against) == (3, 2)
    by_flag = {name: (count.decided, count.against) for name, count in figures.overruled_by_flag.items()}
    assert by_flag == {"hate": (2, 1), "profanity": (2, 1), "none": (1, 1)}
    desk.approve(with_flags[0].id, "Vian")
    assert desk.figures().appeals.granted == 1
    assert desk.figures(since="2027").approved == 0
