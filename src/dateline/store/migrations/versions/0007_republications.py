"""Marks of the right to republish a report's text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TABLE = "republications"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("allowed", sa.Integer, nullable=False),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("when_utc", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_republications_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_republications"),
    )
    op.create_index("ix_republications_report_id", TABLE, ["report_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {TABLE}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION dateline_refuse()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {TABLE}_refuse_{verb.lower()} BEFORE {verb} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {TABLE} are never changed or deleted'); END"
        )
