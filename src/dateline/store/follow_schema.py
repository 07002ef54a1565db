"""The tables of what is followed. They change as sources are asked; reports themselves lie where all others do."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from dateline.store.schema import metadata

followed = Table(
    # A feed or folder, with what was last heard of it. `ended`: since when it is followed no more.
    "followed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("address", Text, nullable=False),
    Column("publisher", Text),
    Column("every_s", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("ended", Text),
    Column("next_due", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("last_asked", Text),
    Column("last_success", Text),
    Column("failures", Integer, nullable=False),
    Column("problem", Text),
    CheckConstraint("kind IN ('feed', 'folder')", name="kind"),
    Index("ix_followed_address", "address", unique=True),  # followed once, whatever two writers do
)

followed_items = Table(
    # What was found in a source, once each: `key` is the SHA-256 of its name there, `page` that of its address.
    "followed_items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("followed_id", ForeignKey("followed.id"), nullable=False),
    Column("key", String(64), nullable=False),
    Column("page", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("fingerprint", Text),
    Column("published", Text),
    Column("state", String(16), nullable=False),
    Column("found", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("problem", Text),
    Column("settled", Text),
    Column("new_reports", Integer, nullable=False),
    CheckConstraint("state IN ('waiting', 'done', 'failed', 'elsewhere')", name="state"),
    Index("ix_followed_items_followed_id_key", "followed_id", "key", unique=True),  # answered: is it new?
    Index("ix_followed_items_page", "page"),  # answered: has another source the same page?
    Index("ix_followed_items_state_followed_id_due", "state", "followed_id", "due"),  # waiting, next_due
    Index("ix_followed_items_settled", "settled"),  # counts: what was settled lately
)

followers = Table(
    # One row: the process that follows, and until when it is taken for alive.
    "followers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("until", Text, nullable=False),
)
