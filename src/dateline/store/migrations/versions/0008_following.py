"""What is followed: feeds and folders, what was found in them, and the process that asks them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Only new tables: nothing that is there is locked."""
    _create_followed()
    _create_items()
    op.create_table(
        "followers",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_followers"),
    )


def _create_followed() -> None:
    op.create_table(
        "followed",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text),
        sa.Column("every_s", sa.Integer, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("ended", sa.Text),
        sa.Column("next_due", sa.Text, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("last_asked", sa.Text),
        sa.Column("last_success", sa.Text),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("problem", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_followed"),
        sa.CheckConstraint("kind IN ('feed', 'folder')", name="ck_followed_kind"),
    )
    op.create_index("ix_followed_address", "followed", ["address"], unique=True)


def _create_items() -> None:
    op.create_table(
        "followed_items",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("followed_id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("page", sa.String(64), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("found", sa.Text, nullable=False),
        sa.Column("due", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("problem", sa.Text),
        sa.Column("settled", sa.Text),
        sa.Column("new_reports", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_followed_items"),
        sa.ForeignKeyConstraint(["followed_id"], ["followed.id"], name="fk_followed_items_followed_id"),
        sa.CheckConstraint("state IN ('waiting', 'done', 'failed', 'elsewhere')", name="ck_followed_items_state"),
    )
    op.create_index("ix_followed_items_followed_id_key", "followed_items", ["followed_id", "key"], unique=True)
    op.create_index("ix_followed_items_page", "followed_items", ["page"])
    op.create_index("ix_followed_items_state_followed_id_due", "followed_items", ["state", "followed_id", "due"])
    op.create_index("ix_followed_items_settled", "followed_items", ["settled"])
