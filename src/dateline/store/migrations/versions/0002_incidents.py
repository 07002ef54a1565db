"""What linking needs: rulings of people about pairs of events, and projections of records, accounts and links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.store.migrations.online import create_index_beside, is_postgresql, let_go

revision = "0002"
down_revision = "0001"

_COLUMNS = "seq, record_id, kind, who, when_utc, why, supersedes, prev_hash, hash"
_COPY = f"INSERT INTO decisions_0002 ({_COLUMNS}) SELECT {_COLUMNS} FROM decisions ORDER BY seq"  # noqa: S608


def upgrade() -> None:
    if is_postgresql():
        op.execute("ALTER TABLE decisions DROP CONSTRAINT IF EXISTS ck_decisions_ck_decisions_kind")
        op.execute("ALTER TABLE decisions ADD COLUMN IF NOT EXISTS others TEXT")
        let_go()
    else:
        _rebuild_decisions()
    create_index_beside("ix_decisions_rulings", "decisions", ["record_id"], where="others IS NOT NULL")
    _create_outlines()
    _create_accounts()


def _rebuild_decisions() -> None:
    """SQLite cannot drop a constraint. Which kinds there are is checked where decisions are made and verified."""
    op.create_table(
        "decisions_0002",
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("when_utc", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("supersedes", sa.Integer),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("others", sa.Text),
        sa.PrimaryKeyConstraint("seq", name="pk_decisions"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_decisions_record_id"),
        sa.ForeignKeyConstraint(["supersedes"], ["decisions_0002.seq"], name="fk_decisions_supersedes"),
        sa.UniqueConstraint("prev_hash", name="uq_decisions_prev_hash"),
        sa.UniqueConstraint("hash", name="uq_decisions_hash"),
    )
    # In the order of the chain: a row may name an earlier one that it supersedes.
    op.execute(_COPY)
    op.execute("DROP TABLE decisions")
    op.rename_table("decisions_0002", "decisions")
    op.create_index("ix_decisions_record_id_seq", "decisions", ["record_id", "seq"])
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER decisions_refuse_{verb.lower()} BEFORE {verb} ON decisions "
            "BEGIN SELECT RAISE(ABORT, 'rows of decisions are never changed or deleted'); END"
        )


def _create_outlines() -> None:
    op.create_table(
        "outlines",
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
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
        sa.Column("killed", sa.Integer),
        sa.PrimaryKeyConstraint("record_id", name="pk_outlines"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_outlines_record_id"),
    )
    op.create_index("ix_outlines_lat_lon", "outlines", ["lat", "lon"])
    op.create_index("ix_outlines_country_admin1", "outlines", ["country", "admin1"])


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("form", sa.Integer, nullable=False),
        sa.Column("place_class", sa.Integer, nullable=False),
        sa.Column("time_class", sa.Integer, nullable=False),
        sa.Column("middle_day", sa.Integer, nullable=False),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("country", sa.String(2)),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("record_id", name="pk_accounts"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_accounts_record_id"),
    )
    op.create_index(
        "ix_accounts_place_class_time_class_middle_day_lat_lon",
        "accounts",
        ["place_class", "time_class", "middle_day", "lat", "lon"],
    )
    op.create_table(
        "links",
        sa.Column("one", sa.String(64), nullable=False),
        sa.Column("other", sa.String(64), nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_links"),
        sa.ForeignKeyConstraint(["one"], ["records.id"], name="fk_links_one"),
        sa.ForeignKeyConstraint(["other"], ["records.id"], name="fk_links_other"),
    )
    op.create_index("ix_links_other", "links", ["other"])
    op.create_table(
        "pending",
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name="pk_pending"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_pending_record_id"),
    )
    op.execute("INSERT INTO pending (record_id) SELECT id FROM records")
