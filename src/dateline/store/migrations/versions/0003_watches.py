"""What users follow and when they looked, and a projection of who has a part in which record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _create_watches()
    _create_parts()
    _freeze_looks()


def _create_watches() -> None:
    op.create_table(
        "watches",
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("who", "kind", "subject", name="pk_watches"),
        sa.CheckConstraint("kind IN ('area', 'actor')", name="ck_watches_kind"),
    )
    op.create_table(
        "looks",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("looked", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(16)),
        sa.PrimaryKeyConstraint("id", name="pk_looks"),
    )
    op.create_index("ix_looks_who_kind_subject_looked", "looks", ["who", "kind", "subject", "looked"])


def _create_parts() -> None:
    op.create_table(
        "parts",
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("record_id", "actor", name="pk_parts"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_parts_record_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_parts_actor", "parts", ["actor", "record_id"])
    # Records that were kept before have their parts made with the next catching up.
    op.execute(
        "INSERT INTO pending (record_id) SELECT records.id FROM records "
        "LEFT JOIN pending ON pending.record_id = records.id WHERE pending.record_id IS NULL"
    )


def _freeze_looks() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER looks_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON looks "
            "FOR EACH STATEMENT EXECUTE FUNCTION dateline_refuse()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER looks_refuse_{verb.lower()} BEFORE {verb} ON looks "
            "BEGIN SELECT RAISE(ABORT, 'rows of looks are never changed or deleted'); END"
        )
