"""A store with a row in every kept table, and what someone with its file in hand can do to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from release_samples import make_release_desk
from report_builders import build_coded

from dateline.model.comments import NewComment, Reason, Rule, Suggestion
from dateline.model.custody import Conversion, CustodyNotes, Screenshot
from dateline.model.decisions import NewDecision
from dateline.model.ids import bytes_hash, text_hash
from dateline.model.reports import Capture
from dateline.model.stores import HandMade
from dateline.review.signatures import make_key_file
from dateline.services.checkpoints import make_checkpoint, sign_checkpoint
from dateline.store.databases import SqlStore, open_store
from dateline.store.desk_schema import answers
from dateline.store.sealing import insert_sealed

PAGE = b"<html>as it came</html>"
_PICTURE = Screenshot("2024-05-06T11:00:05+00:00", "browser", "image/png", 800, 3000, b"picture")


def fill_whole_store(path: Path, key_path: Path) -> None:
    """Make a store with something in every kept table."""
    make_key_file(key_path)
    with open_store(str(path)) as store:
        record_ids = _add_reports(store)
        _decide(store, record_ids)
        store.policies.set("two_person_rule", True, who="ana")
        store.log.append("export", "ana", "export:geojson", {"count": 3})
        store.republications.mark(build_coded(1).report.id, allowed=True, ground="CC BY 4.0", who="ana")
        _answer(store, record_ids[0])
        _comment(store)
        desk = make_release_desk(store)
        for version in (desk.make("ana").version, desk.make("ana", "2030.01").version):
            desk.review(version, "ben", "looked through")
        sign_checkpoint(store, make_checkpoint(store, "ana").number, key_path, "ana")
        store.decide(record_ids[2], "reject", "ben", "not in the text")
        make_checkpoint(store, "ana")


def _add_reports(store: SqlStore) -> list[str]:
    run_id = store.begin_run("patterns", "1.0", {"window": 3})
    for number in (1, 2):
        coded = build_coded(number, original=PAGE)
        text = text_hash(coded.report.text)
        steps = (
            Conversion("fetch", "httpx", "1", bytes_hash(PAGE), bytes_hash(PAGE), "asked politely"),
            Conversion("text", "lxml", "5", bytes_hash(PAGE), text),
        )
        notes = CustodyNotes(steps, _PICTURE)
        store.add_coded(coded, run_id=run_id, original=PAGE, media_type="text/html", custody=notes)
    store.finish_run(run_id)
    store.add_capture(Capture(address="https://a.example", retrieved="2024", sha256=bytes_hash(b"x")), b"x")
    return [row.record_id for row in store.get_coded(build_coded(1).report.id).records]


def _decide(store: SqlStore, record_ids: list[str]) -> None:
    store.decide(record_ids[0], "approve", "ana", "plain")
    report = store.get_coded(build_coded(1).report.id)
    made = HandMade(report.report.id, report.records[1].record.model_copy(update={"value_high": 14}))
    new_id = made.record_id("ben")
    asked = [NewDecision(record_ids[1], "correct", others=(new_id,)), NewDecision(new_id, "approve")]
    store.decide_all("ben", asked, [made])


def _answer(store: SqlStore, record_id: str) -> None:
    with store._writing() as connection:
        for statement in (
            "INSERT INTO people (id, name, role, made) VALUES ('p1', 'Ana', 'coder', '2024')",
            "INSERT INTO rounds (id, name, who, made) VALUES (1, 'May', 'ana', '2024')",
        ):
            connection.execute(sa.text(statement))
        row = {
            "round_id": 1, "record_id": record_id, "person_id": "p1", "verdict": "wrong", "payload": "{}",
            "why": "no", "made": "2024",
        }  # fmt: skip
        insert_sealed(connection, [(answers, row)], kind="answer", who="ana", when="2024", subject="round:1")


def _comment(store: SqlStore) -> None:
    page = f"report:{build_coded(1).report.id}"
    suggestion = Suggestion("reject", {"hate": 0.7}, (Reason("hate", 0, 4, "Your"),), "patterns 1")
    comments = store.comments
    first = comments.add(NewComment(page, "Sara", "Your map is wrong.", "a" * 64, "c" * 64, "d" * 64), suggestion)
    second = comments.add(NewComment(page, "Omar", "I was there.", "b" * 64), None)
    comments.add(NewComment(page, "Lin", "Thank you.", "e" * 64), None)
    comments.act(first.id, "reject", "ana", rule="abuse", why="a note")
    comments.act(first.id, "appeal", "writer", why="it is not")
    comments.act(first.id, "approve", "ben")
    comments.act(second.id, "approve", "ana")
    comments.act(second.id, "undo", "ana")
    comments.set_guidelines("Welcome.", [Rule("calm", "Stay calm", "Do not shout.", ("profanity",))], "ana")


@contextmanager
def tampering(path: Path) -> Iterator[sqlite3.Connection]:
    """The database without its guards; they stand again afterwards, as if nothing had been."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()
