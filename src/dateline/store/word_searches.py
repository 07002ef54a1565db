"""Full-text search: FTS5 in SQLite, a GIN index over tsvectors in PostgreSQL. Newest first; no ranking by relevance.

Words are folded before they are kept and before they are asked (`base.search_words`), so that both databases find
the same. Each function runs inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, text

from dateline.base.search_words import MAX_LENGTH, Question, fold_words
from dateline.model.errors import StoreError
from dateline.model.reports import Report
from dateline.store.index_schema import report_numbers

_INSERT_SQLITE = text("INSERT INTO report_words (rowid, words) VALUES (:number, :words)")
_INSERT_POSTGRESQL = text("INSERT INTO report_words (number, words) VALUES (:number, to_tsvector('simple', :words))")
# Thousands of numbers come quicker as one line of text than as rows.
_FIND_SQLITE = text(
    "SELECT group_concat(rowid) FROM (SELECT rowid FROM report_words WHERE report_words MATCH :question "
    "ORDER BY rowid DESC LIMIT :limit)"
)
_FIND_POSTGRESQL = text(
    "SELECT string_agg(number::text, ',' ORDER BY number DESC) FROM (SELECT number FROM report_words "
    "WHERE words @@ to_tsquery('simple', :question) ORDER BY number DESC LIMIT :limit) AS found"
)


def insert_words(connection: Connection, report: Report) -> None:
    """Number a report that was just kept, and make it findable by the words of its title and text."""
    key = connection.execute(insert(report_numbers).values(report_id=report.id)).inserted_primary_key
    if key is None:  # pragma: no cover - every database that SQLAlchemy knows gives it
        raise StoreError("the database did not give a report its number", report.id)
    _insert(connection, [{"number": int(key[0]), "words": _words_of(report.title, report.text)}])


def insert_words_of(connection: Connection, contents: Sequence[tuple[int, str]]) -> None:
    """Make reports that have their numbers findable: in are number and content, as it is kept.

    A content that is damaged has no words, which verification tells.
    """
    if contents:
        _insert(connection, [{"number": number, "words": _words_in(content)} for number, content in contents])


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(_INSERT_SQLITE if connection.dialect.name == "sqlite" else _INSERT_POSTGRESQL, rows)


def _words_of(title: str | None, body: str) -> str:
    return " ".join(fold_words(f"{title or ''}\n{body}"))[:MAX_LENGTH]


def _words_in(content: str) -> str:
    try:
        report = json.loads(content)
        return _words_of(report.get("title"), str(report.get("text") or ""))
    except (ValueError, AttributeError):
        return ""


def find_numbers(connection: Connection, question: Question, limit: int) -> list[int]:
    """The numbers of reports with all the words, the newest first.

    Only where none has the last word as it stands, it is taken as a beginning: whole words are quick to find however
    many reports have them, a beginning is not.
    """
    if question.beginning is None:
        return _find(connection, question, limit)
    whole = Question((*question.phrases, (question.beginning,)))
    return _find(connection, whole, limit) or _find(connection, question, limit)


def _find(connection: Connection, question: Question, limit: int) -> list[int]:
    if connection.dialect.name == "sqlite":
        statement, asked = _FIND_SQLITE, _ask_sqlite(question)
    else:
        statement, asked = _FIND_POSTGRESQL, _ask_postgresql(question)
    found = connection.execute(statement, {"question": asked, "limit": limit}).scalar()
    return [int(number) for number in str(found).split(",")] if found else []


def _ask_sqlite(question: Question) -> str:
    """Folded words hold letters and digits only, so that quotes around them hold whatever they are."""
    terms = [f'"{" ".join(phrase)}"' for phrase in question.phrases]
    return " AND ".join([*terms, f'"{question.beginning}"*'] if question.beginning else terms)


def _ask_postgresql(question: Question) -> str:
    terms = ["(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in question.phrases]
    return " & ".join([*terms, f"'{question.beginning}':*"] if question.beginning else terms)
