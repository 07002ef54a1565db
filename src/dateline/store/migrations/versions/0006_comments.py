"""Comments of readers, what was done with them, and the guidelines; a role for who only moderates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

FROZEN_TABLES = ("comments", "comment_acts", "guideline_versions")

_ROLES = "role IN ('reader', 'coder', 'moderator', 'reviewer', 'admin')"
_COLUMNS = "id, name, role, password, made, ended"


def upgrade() -> None:
    _create_comments()
    _create_guidelines()
    _create_acts()
    _create_states()
    _freeze()
    _allow_moderators()  # last: who reads people waits for it


def _allow_moderators() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_people_role", "people", type_="check")
        op.create_check_constraint("ck_people_role", "people", _ROLES)
        return
    # SQLite cannot change a constraint. Sessions, answers and others point at people: that is checked at the end,
    # when the rows are back, and the table is not renamed, since that would turn them to the copy.
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TEMPORARY TABLE people_0006 AS SELECT {_COLUMNS} FROM people")  # noqa: S608
    op.execute("DROP TABLE people")
    op.create_table(
        "people",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("ended", sa.Text),
        sa.CheckConstraint(_ROLES, name="ck_people_role"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("name", name="uq_people_name"),
    )
    op.execute(f"INSERT INTO people ({_COLUMNS}) SELECT {_COLUMNS} FROM people_0006")  # noqa: S608
    op.execute("DROP TABLE people_0006")


def _create_comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sent", sa.Text, nullable=False),
        sa.Column("receipt_hash", sa.String(64), nullable=False),
        sa.Column("contact_hash", sa.String(64)),
        sa.Column("address_hash", sa.String(64)),
        sa.Column("suggestion", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint("receipt_hash", name="uq_comments_receipt_hash"),
    )
    op.create_index("ix_comments_contact_hash", "comments", ["contact_hash"])
    op.create_index("ix_comments_address_hash", "comments", ["address_hash"])


def _create_guidelines() -> None:
    op.create_table(
        "guideline_versions",
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_guideline_versions"),
    )


def _create_acts() -> None:
    op.create_table(
        "comment_acts",
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("comment_id", sa.Integer, nullable=False),
        sa.Column("deed", sa.String(16), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("when_utc", sa.Text, nullable=False),
        sa.Column("rule", sa.Text),
        sa.Column("why", sa.Text),
        sa.Column("guidelines", sa.Integer),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_comment_acts_comment_id"),
        sa.ForeignKeyConstraint(["guidelines"], ["guideline_versions.version"], name="fk_comment_acts_guidelines"),
        sa.PrimaryKeyConstraint("seq", name="pk_comment_acts"),
    )
    op.create_index("ix_comment_acts_comment_id_seq", "comment_acts", ["comment_id", "seq"])
    op.create_index("ix_comment_acts_who_seq", "comment_acts", ["who", "seq"])


def _create_states() -> None:
    op.create_table(
        "comment_states",
        sa.Column("comment_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("text_key", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_comment_states_comment_id"),
        sa.PrimaryKeyConstraint("comment_id", name="pk_comment_states"),
    )
    op.create_index("ix_comment_states_state_comment_id", "comment_states", ["state", "comment_id"])
    op.create_index("ix_comment_states_page_state", "comment_states", ["page", "state"])
    op.create_index("ix_comment_states_text_key", "comment_states", ["text_key"])


def _freeze() -> None:
    for table in FROZEN_TABLES:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION dateline_refuse()"
            )
            continue
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"
            )
