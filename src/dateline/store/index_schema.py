"""Tables that make a large store quick to ask: numbers of reports, lines of incidents, and the words of reports.

The words lie in `report_words`, which each database makes in its own way (`store.word_searches`): no part of the
metadata.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from dateline.store.schema import metadata

WORDS_TABLE = "report_words"
"""The full-text index, by the numbers of reports. SQLite's has tables of its own, whose names begin so."""

report_numbers = Table(
    # Each report has a number, in the order of adding.
    "report_numbers",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False, unique=True),
    sqlite_autoincrement=True,
)

incident_lines = Table(
    # A projection: each incident in one line, for the list of them. `order_day` is the last day's ordinal, negative,
    # so that an ascending index gives the latest first; 1 where no day is known.
    "incident_lines",
    metadata,
    Column("incident_id", Text, primary_key=True),
    Column("order_day", Integer, nullable=False),
    Column("account_count", Integer, nullable=False),
    Column("report_count", Integer, nullable=False),
    Column("killed_low", Integer),
    Column("killed", Integer),
    Column("contested", Integer, nullable=False),
    Index("ix_incident_lines_order_day_incident_id", "order_day", "incident_id"),
)

index_marks = Table(
    # One row: `epoch` counts how often outlines or incidents were taken away or made anew.
    "index_marks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Integer, nullable=False),
)
