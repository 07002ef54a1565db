"""The tables of comments: what was sent, what was done with it, and the guidelines. These rows are only inserted."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from dateline.store.schema import metadata

COMMENT_FROZEN_TABLES = ("comments", "comment_acts", "guideline_versions")
"""Tables whose rows the database itself refuses to change or delete."""

comments = Table(
    # `suggestion` is JSON. `receipt_hash`, of a random secret, keeps the seal in the log from telling a text to
    # who tries all that it may be.
    "comments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("page", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sent", Text, nullable=False),
    Column("receipt_hash", String(64), nullable=False, unique=True),
    Column("contact_hash", String(64)),
    Column("address_hash", String(64)),
    Column("suggestion", Text),
    Index("ix_comments_contact_hash", "contact_hash"),  # list_by_writer
    Index("ix_comments_address_hash", "address_hash"),
)

guideline_versions = Table(
    # `body` is JSON: the welcome and the rules in their order.
    "guideline_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("since", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("body", Text, nullable=False),
)

comment_acts = Table(
    # `salt` is random: it keeps the seal in the log from telling the words of a note or an appeal.
    "comment_acts",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("comment_id", ForeignKey("comments.id"), nullable=False),
    Column("deed", String(16), nullable=False),
    Column("who", Text, nullable=False),
    Column("when_utc", Text, nullable=False),
    Column("rule", Text),
    Column("why", Text),
    Column("guidelines", ForeignKey("guideline_versions.version")),
    Column("salt", String(32), nullable=False),
    Index("ix_comment_acts_comment_id_seq", "comment_id", "seq"),
    Index("ix_comment_acts_who_seq", "who", "seq"),  # undo: the last that a person did
)

comment_states = Table(
    # A projection: what the acts on each comment come to, to list by. `text_key` is a hash of the folded text.
    "comment_states",
    metadata,
    Column("comment_id", ForeignKey("comments.id"), primary_key=True),
    Column("page", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("text_key", String(64), nullable=False),
    Index("ix_comment_states_state_comment_id", "state", "comment_id"),  # the queue, counts
    Index("ix_comment_states_page_state", "page", "state"),  # what is approved under a page
    Index("ix_comment_states_text_key", "text_key"),  # the very same text
)
