"""Comments, acts on them and guidelines in every database."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from old_stores import make_old_store
from whole_stores import tampering

from dateline.model.comment_states import is_appealed, may_appeal, state_of
from dateline.model.comments import Comment, NewComment, Reason, Rule, Suggestion
from dateline.model.errors import ConflictError, NotKeptError, StoreError, WrongCallError
from dateline.model.ids import text_hash
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore, open_store

PAGE = "report:r-1"
SUGGESTION = Suggestion("reject", {"hate": 0.75, "threat": 0.5}, (Reason("hate", 0, 4, "Your"),), "patterns 1")
SECRET_WORDS = "The well at Makhmour is poisoned"


def send(
    store: SqlStore, text: str = "Thank you.", page: str = PAGE, suggestion: Suggestion | None = None, **hashes: str
) -> Comment:
    receipt = hashes.pop("receipt", text_hash(f"{page} {text} {sum(store.comments.count().values())}"))
    return store.comments.add(NewComment(page, "Sara", text, receipt, **hashes), suggestion)


def test_a_comment_is_kept_as_it_was_sent(store: SqlStore) -> None:
    text = "<b>Ωραία</b>\nשלום 🕊️"
    kept = send(store, text, suggestion=SUGGESTION, contact_hash="c" * 64, address_hash="d" * 64)
    assert store.comments.get(kept.id) == kept
    assert (kept.text, kept.name, kept.page, kept.suggestion, kept.acts) == (text, "Sara", PAGE, SUGGESTION, ())
    assert kept.sent == "2024-05-06T12:00:00.000000+00:00"
    assert (kept.contact_hash, kept.address_hash) == ("c" * 64, "d" * 64)


def test_a_comment_without_words_and_an_unknown_one_are_refused(store: SqlStore) -> None:
    with pytest.raises(WrongCallError):
        send(store, " \n")
    with pytest.raises(NotKeptError):
        store.comments.get(1)
    with pytest.raises(NotKeptError):
        store.comments.act(1, "approve", "Mina")
    assert store.comments.count() == {"waiting": 0, "approved": 0, "rejected": 0}


def test_only_what_is_approved_is_listed_under_its_page(store: SqlStore) -> None:
    one, two, three = send(store, "one"), send(store, "two"), send(store, "three")
    elsewhere = send(store, "four", page="report:r-2")
    for comment in (two, one, elsewhere):
        store.comments.act(comment.id, "approve", "Mina")
    store.comments.act(three.id, "reject", "Mina", rule="relevance")
    send(store, "five")
    assert [comment.id for comment in store.comments.list_approved(PAGE)] == [one.id, two.id]
    assert store.comments.count() == {"waiting": 1, "approved": 3, "rejected": 1}


def test_the_queue_is_oldest_first_in_parts(store: SqlStore) -> None:
    ids = [send(store, f"comment {number}").id for number in range(5)]
    store.comments.act(ids[1], "approve", "Mina")
    first = store.comments.list_waiting(limit=2)
    rest = store.comments.list_waiting(limit=5, after=first[-1].id)
    assert [comment.id for comment in (*first, *rest)] == [ids[0], ids[2], ids[3], ids[4]]


def test_the_very_same_words_wait_or_stand_once_under_a_page(store: SqlStore) -> None:
    first = send(store, "Good report")
    for same in ("Good report", "good  REPORT", "Ｇood\u200b report"):
        with pytest.raises(WrongCallError, match="sent already"):
            send(store, same)
    send(store, "Good report", page="report:r-2")
    store.comments.act(first.id, "approve", "Mina")
    with pytest.raises(WrongCallError):
        send(store, "Good report")
    store.comments.act(first.id, "reject", "Mina", rule="relevance")
    again = send(store, "Good report")
    assert store.comments.count_copies([first.id, again.id]) == {first.id: 3, again.id: 3}


def test_a_receipt_finds_its_comment(store: SqlStore) -> None:
    kept = send(store, receipt="f" * 64)
    assert store.comments.find_receipt("f" * 64) == kept
    assert store.comments.find_receipt("e" * 64) is None
    with pytest.raises(StoreError):
        send(store, "another", receipt="f" * 64)


def test_comments_of_one_writer_meet_by_contact_or_else_by_address(store: SqlStore) -> None:
    mine = [send(store, f"mine {at}", contact_hash="c" * 64, address_hash=str(at) * 64) for at in range(3)]
    neighbour = send(store, "neighbour", address_hash="0" * 64)
    stranger = send(store, "stranger")
    find = store.comments.list_by_writer
    assert [one.id for one in find(mine[0], limit=9)] == [mine[2].id, mine[1].id]
    assert [one.id for one in find(mine[0], limit=1)] == [mine[2].id]
    assert [one.id for one in find(neighbour, limit=9)] == [mine[0].id]
    assert find(stranger, limit=9) == ()


def test_a_decision_names_its_person_rule_and_the_guidelines_gone_by(store: SqlStore) -> None:
    kept = send(store)
    with pytest.raises(WrongCallError, match="names the rule"):
        store.comments.act(kept.id, "reject", "Mina")
    with pytest.raises(WrongCallError, match="relevance"):
        store.comments.act(kept.id, "reject", "Mina", rule="nonsense")
    with pytest.raises(WrongCallError, match="only a rejection"):
        store.comments.act(kept.id, "approve", "Mina", rule="relevance")
    with pytest.raises(WrongCallError):
        store.comments.act(kept.id, "approve", " ")
    store.comments.set_guidelines("Welcome", [Rule("calm", "Stay calm", "Do not shout.")], "Adil")
    (act,) = store.comments.act(kept.id, "reject", "Mina", rule="calm", why="shouts").acts
    assert (act.deed, act.who, act.rule, act.why, act.guidelines) == ("reject", "Mina", "calm", "shouts", 2)


def test_the_life_of_a_comment(store: SqlStore) -> None:
    act = store.comments.act
    kept = send(store)
    assert state_of(act(kept.id, "reject", "Mina", rule="relevance").acts) == "rejected"
    assert state_of(act(kept.id, "undo", "Mina").acts) == "waiting"
    assert may_appeal(act(kept.id, "reject", "Mina", rule="relevance").acts)
    appealed = act(kept.id, "appeal", "writer", why="it is about the report")
    assert is_appealed(appealed.acts)
    assert [one.id for one in store.comments.list_waiting(limit=9)] == [kept.id]
    assert state_of(act(kept.id, "approve", "Vian").acts) == "approved"
    after = act(kept.id, "reject", "Adil", rule="relevance")
    assert state_of(after.acts) == "rejected"
    for deed, who in (("appeal", "writer"), ("undo", "Mina"), ("reject", "Mina")):
        with pytest.raises(WrongCallError):
            act(kept.id, deed, who, rule="relevance" if deed == "reject" else None)  # type: ignore[arg-type]
    assert store.comments.get(kept.id) == after
    assert [one.deed for one in store.comments.list_acts()] == [one.deed for one in after.acts]
    assert [one.deed for one in store.comments.list_acts_by("Mina", limit=2)] == ["reject", "undo"]
    assert verify_store(store) == []


def test_who_saw_less_than_there_is_decides_nothing(store: SqlStore) -> None:
    kept = send(store)
    first = store.comments.act(kept.id, "approve", "Mina", seen=0)
    with pytest.raises(ConflictError, match="Mina"):
        store.comments.act(kept.id, "reject", "Vian", rule="relevance", seen=0)
    seen = first.acts[-1].seq
    assert state_of(store.comments.act(kept.id, "reject", "Vian", rule="relevance", seen=seen).acts) == "rejected"


def test_two_who_decide_at_once_are_told_apart(store: SqlStore) -> None:
    ids = [send(store, f"comment {number}").id for number in range(8)]

    def decide(who: str) -> int:
        return sum(succeeds(partial(store.comments.act, one, "approve", who, seen=0)) for one in ids)

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(decide, ("Mina", "Vian"))) == len(ids)
    assert store.comments.guidelines().version == 1
    assert verify_store(store) == []


def test_the_same_words_sent_at_once_are_kept_once(store: SqlStore) -> None:
    with ThreadPoolExecutor(4) as pool:
        kept = pool.map(lambda at: succeeds(lambda: send(store, receipt=str(at) * 64)), range(4))
    assert sum(kept) == 1
    assert store.comments.count()["waiting"] == 1


def test_the_key_is_one_for_all_who_ask_at_once(store: SqlStore) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: store.comments.hash_key(), range(4)))) == 1


def succeeds(deed: Callable[[], object]) -> bool:
    try:
        deed()
    except (ConflictError, WrongCallError):
        return False
    return True


def test_guidelines_begin_with_the_packaged_ones_and_each_version_stays(store: SqlStore) -> None:
    first = store.comments.guidelines()
    assert (first.version, first.who) == (1, "dateline")
    assert {"hate", "threat", "promotion", "profanity"} <= {flag for rule in first.rules for flag in rule.flags}
    rules = [Rule("calm", "Stay calm", "Do not shout.", ("profanity",))]
    second, entry = store.comments.set_guidelines("Welcome", rules, "Adil")
    assert (entry.kind, entry.subject, entry.who) == ("guidelines", "guidelines:2", "Adil")
    assert store.comments.guidelines() == second
    assert store.comments.guidelines(1) == first
    with pytest.raises(NotKeptError):
        store.comments.guidelines(3)


@pytest.mark.parametrize(
    ("welcome", "rules"),
    [
        ("", [Rule("a", "b", "c")]),
        ("Welcome", []),
        ("Welcome", [Rule("a", "b", "c"), Rule("a", "d", "e")]),
        ("Welcome", [Rule("", "b", "c")]),
        ("Welcome", [Rule("a", " ", "c")]),
        ("Welcome", [Rule("a", "b", "")]),
    ],
)
def test_guidelines_that_say_nothing_are_refused(sqlite_store: SqlStore, welcome: str, rules: list[Rule]) -> None:
    with pytest.raises(WrongCallError):
        sqlite_store.comments.set_guidelines(welcome, rules, "Adil")
    assert sqlite_store.comments.guidelines().version == 1


def test_the_key_of_the_hashes_is_made_once_and_is_not_in_the_log(store: SqlStore) -> None:
    key = store.comments.hash_key()
    assert len(key) == 32
    assert store.comments.hash_key() == key
    assert key.hex() not in " ".join(map(str, store.log.entries()))
    assert verify_store(store) == []


def test_a_key_that_is_thrown_away_leaves_no_fault_and_a_new_one_comes(database: Path) -> None:
    with open_store(str(database)) as store:
        key = store.comments.hash_key()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM policies WHERE name = 'comment_hash_key'")
        connection.commit()
    with open_store(str(database)) as store:
        assert store.comments.hash_key() != key
        assert verify_store(store) == []


def test_the_log_tells_every_act_and_no_words(store: SqlStore) -> None:
    kept = send(store, SECRET_WORDS, suggestion=SUGGESTION)
    store.comments.act(kept.id, "reject", "Mina", rule="relevance", why=f"a note on it: {SECRET_WORDS}")
    store.comments.act(kept.id, "appeal", "writer", why=f"I insist: {SECRET_WORDS}")
    store.comments.act(kept.id, "approve", "Vian")
    store.comments.act(kept.id, "undo", "Vian")
    entries = store.log.entries(subject=f"comment:{kept.id}")
    kinds = ["comment", "comment-reject", "comment-appeal", "comment-approve", "comment-undo"]
    assert [(entry.kind, entry.who) for entry in entries] == list(
        zip(kinds, ["writer", "Mina", "writer", "Vian", "Vian"], strict=True)
    )
    logged = " ".join(map(str, entries))
    assert "poisoned" not in logged
    assert "Sara" not in logged
    assert "insist" not in logged
    assert (entries[1].detail["rule"], entries[1].detail["guidelines"]) == ("relevance", 1)


# Verification


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE comment_states SET state = 'approved' WHERE comment_id = 2",
        "UPDATE comment_states SET page = 'report:r-9' WHERE comment_id = 1",
        "UPDATE comment_states SET text_key = 'x' WHERE comment_id = 1",
        "DELETE FROM comment_states WHERE comment_id = 2",
    ],
)
def test_a_state_that_the_acts_do_not_tell_is_found_and_shows_nothing(database: Path, change: str) -> None:
    with open_store(str(database)) as store:
        store.comments.act(send(store, "one").id, "approve", "Mina")
        send(store, "two")
    with tampering(database) as connection:
        connection.execute(change)
    with open_store(str(database)) as store:
        assert {comment.text for comment in store.comments.list_approved(PAGE)} <= {"one"}
        assert any(fault.subject == "comments" for fault in verify_store(store))


def test_acts_that_cannot_follow_one_another_are_found(database: Path) -> None:
    """Even where somebody with the program in hand had sealed them."""
    with open_store(str(database)) as store:
        kept = send(store)
        store.comments.act(kept.id, "approve", "Mina")
        with store._writing() as connection:
            from dateline.store.comments import _insert_act

            row = {
                "comment_id": kept.id,
                "deed": "undo",
                "who": "Vian",
                "when_utc": "2024",
                "rule": None,
                "why": None,
            }
            _insert_act(connection, {**row, "guidelines": None, "salt": "0" * 32})
        faults = [fault.problem for fault in verify_store(store)]
    assert any("cannot follow" in problem for problem in faults)


def test_a_comment_whose_suggestion_is_damaged_is_told(database: Path) -> None:
    with open_store(str(database)) as store:
        kept = send(store, suggestion=SUGGESTION)
    with tampering(database) as connection:
        connection.execute("UPDATE comments SET suggestion = '{'")
    with open_store(str(database)) as store:
        with pytest.raises(StoreError, match="damaged"):
            store.comments.get(kept.id)
        assert {"comments", "comments 1"} <= {fault.subject for fault in verify_store(store)}


@pytest.mark.parametrize("table", ["comments", "comment_acts", "guideline_versions"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_is_kept(database: Path, table: str, deed: str) -> None:
    column = "who" if table != "comments" else "text"
    with open_store(str(database)) as store:
        store.comments.act(send(store).id, "approve", "Mina")
    with closing(sqlite3.connect(database)) as connection, pytest.raises(sqlite3.IntegrityError, match="never"):
        connection.execute(deed.format(table, column))


# An older store


def test_an_older_store_keeps_its_people_and_takes_moderators(tmp_path: Path) -> None:
    present, old = tmp_path / "present.db", tmp_path / "old.db"
    open_store(str(present)).close()
    make_old_store(old, present, "0005")
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("INSERT INTO people (id, name, role, made) VALUES ('p1', 'Vian', 'reviewer', '2024')")
        connection.execute("INSERT INTO sessions VALUES ('h', 'p1', '2024', '2024', '2999')")
        connection.execute("INSERT INTO invitations (hash, person_id, made, expires) VALUES ('i', 'p1', '2024', '2')")
        connection.commit()
    before = Path(shutil.copy(old, tmp_path / "before.db"))
    with open_store(str(old)) as store:
        assert [person.name for person in store.people.list()] == ["Vian"]
        found = store.people.find_session("h")
        assert found is not None
        assert found[1].name == "Vian"
        assert store.people.add("p2", "Mina", "moderator", who="tests").rights == {"read", "moderate"}
        assert store.check_files() == []
        assert verify_store(store) == []
    assert before.exists()
