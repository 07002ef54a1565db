"""What makes a large store quick to ask: numbered outlines and incidents, lines of incidents, words of reports."""

from __future__ import annotations

import json
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

from dateline.store.migrations.online import create_index_beside, is_postgresql, lock_tables

revision = "0005"
down_revision = "0004"

_PORTION = 500
_WORD = re.compile(r"[^\W_]+")


def upgrade() -> None:
    create_index_beside("ix_decisions_who_seq", "decisions", ["who", "seq"])
    _create_report_numbers()
    _create_words()
    _create_lines()
    _note_pending()
    if is_postgresql():
        _swap_incidents()
    else:
        _recreate_incidents()
    _recreate_outlines()


def _create_report_numbers() -> None:
    op.create_table(
        "report_numbers",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("report_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_report_numbers"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_numbers_report_id"),
        sa.UniqueConstraint("report_id", name="uq_report_numbers_report_id"),
        sqlite_autoincrement=True,
    )
    op.execute("INSERT INTO report_numbers (report_id) SELECT id FROM reports ORDER BY added, id")


def _create_words() -> None:
    if is_postgresql():
        op.execute("CREATE TABLE report_words (number INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_report_words_words ON report_words USING gin (words)")
        insert = "INSERT INTO report_words (number, words) VALUES (:number, to_tsvector('simple', :words))"
    else:
        op.execute(
            "CREATE VIRTUAL TABLE report_words USING fts5(words, content='', prefix='3', "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        insert = "INSERT INTO report_words (rowid, words) VALUES (:number, :words)"
    _fill_words(op.get_bind(), sa.text(insert))


def _fill_words(connection: sa.Connection, insert: sa.TextClause) -> None:
    """The words of the reports that are kept, in portions."""
    query = sa.text(
        "SELECT number, content FROM report_numbers JOIN reports ON id = report_id "
        "WHERE number > :last ORDER BY number LIMIT :portion"
    )
    last = 0
    while rows := connection.execute(query, {"last": last, "portion": _PORTION}).all():
        connection.execute(insert, [{"number": row.number, "words": _words_of(row.content)} for row in rows])
        last = rows[-1].number


def _words_of(content: str) -> str:
    """As `base.search_words.fold_words` does: a content that is damaged has no words, which verification tells."""
    try:
        report = json.loads(content)
        text = f"{report.get('title') or ''}\n{report.get('text') or ''}"
    except (ValueError, AttributeError):
        return ""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) != "Mn")
    return " ".join(_WORD.findall(plain.casefold()))[:200_000]


def _note_pending() -> None:
    """Every record has its outline made anew with the next catching up. Noted before the old ones are dropped."""
    op.execute(
        "INSERT INTO pending (record_id) SELECT records.id FROM records "
        "LEFT JOIN pending ON pending.record_id = records.id WHERE pending.record_id IS NULL"
    )


def _swap_incidents() -> None:
    """PostgreSQL: the new table is filled beside the old one, and takes its place in no time."""
    op.create_table(
        "incidents_0005",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("incident_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_incidents_0005"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_incidents_record_id"),
        sa.UniqueConstraint("record_id", name="uq_incidents_record_id"),
    )
    op.execute("INSERT INTO incidents_0005 (record_id, incident_id) SELECT record_id, incident_id FROM incidents")
    op.create_index("ix_incidents_incident_id_0005", "incidents_0005", ["incident_id"])
    lock_tables("records", "incidents", "outlines")  # of `records`, what points at it from tables that are dropped
    op.drop_table("incidents")
    op.rename_table("incidents_0005", "incidents")
    op.execute("ALTER INDEX pk_incidents_0005 RENAME TO pk_incidents")
    op.execute("ALTER INDEX ix_incidents_incident_id_0005 RENAME TO ix_incidents_incident_id")
    op.execute("ALTER SEQUENCE incidents_0005_number_seq RENAME TO incidents_number_seq")


def _recreate_incidents() -> None:
    op.create_table(
        "incidents_0005",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("incident_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_incidents_0005"),
        sqlite_autoincrement=True,
    )
    op.execute("INSERT INTO incidents_0005 (record_id, incident_id) SELECT record_id, incident_id FROM incidents")
    op.drop_table("incidents")
    op.create_table(
        "incidents",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("incident_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_incidents"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_incidents_record_id"),
        sa.UniqueConstraint("record_id", name="uq_incidents_record_id"),
        sqlite_autoincrement=True,
    )
    op.execute("INSERT INTO incidents (record_id, incident_id) SELECT record_id, incident_id FROM incidents_0005")
    op.drop_table("incidents_0005")
    op.create_index("ix_incidents_incident_id", "incidents", ["incident_id"])


def _recreate_outlines() -> None:
    """A projection: dropped, and made anew."""
    op.drop_table("outlines")
    op.create_table(
        "outlines",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("report_number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("event_type", sa.Text),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("modality", sa.String(16), nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("country", sa.String(2)),
        sa.Column("admin1", sa.Text),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("radius_km", sa.Float),
        sa.Column("start_day", sa.Integer),
        sa.Column("end_day", sa.Integer),
        sa.Column("published_day", sa.Integer),
        sa.Column("killed_low", sa.Integer),
        sa.Column("killed", sa.Integer),
        sa.Column("confidence", sa.Float),
        sa.Column("publisher", sa.Text),
        sa.Column("coder", sa.Text, nullable=False),
        sa.Column("source_types", sa.Integer, nullable=False),
        sa.Column("is_told", sa.Integer, nullable=False),
        sa.Column("is_denied", sa.Integer, nullable=False),
        sa.Column("tolls_differ", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_outlines"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_outlines_record_id"),
        sa.UniqueConstraint("record_id", name="uq_outlines_record_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outlines_lat_lon", "outlines", ["lat", "lon"])
    op.create_index("ix_outlines_country_admin1", "outlines", ["country", "admin1"])


def _create_lines() -> None:
    op.create_table(
        "incident_lines",
        sa.Column("incident_id", sa.Text, nullable=False),
        sa.Column("order_day", sa.Integer, nullable=False),
        sa.Column("account_count", sa.Integer, nullable=False),
        sa.Column("report_count", sa.Integer, nullable=False),
        sa.Column("killed_low", sa.Integer),
        sa.Column("killed", sa.Integer),
        sa.Column("contested", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name="pk_incident_lines"),
    )
    op.create_index("ix_incident_lines_order_day_incident_id", "incident_lines", ["order_day", "incident_id"])
    op.create_table(
        "index_marks",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_index_marks"),
    )
    op.execute("INSERT INTO index_marks (id, epoch) VALUES (1, 1)")
