"""The tables. Rows of captures, reports, records, codings, decisions and looks are only inserted: triggers hold it.

Times are ISO 8601 text in UTC, hashes SHA-256 in hex, JSON is canonical text, so that what was hashed is what
lies there, byte for byte, in any database.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

KNOWN_VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""The migrations, oldest first. A test holds them equal to Alembic's, which need not be loaded at every open."""

SCHEMA_VERSION = KNOWN_VERSIONS[-1]

FROZEN_TABLES = ("captures", "reports", "records", "codings", "decisions", "looks")
"""Tables whose rows the database itself refuses to change or delete."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

captures = Table(
    "captures",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("address", Text),
    Column("retrieved", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("media_type", Text),
    Column("data", LargeBinary),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coder", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("settings", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text),
    Column("publisher", Text),
    Column("published", Text),
    Column("language", Text),
    Column("url", Text),
    Column("content", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("capture_id", ForeignKey("captures.id")),
    Column("added", Text, nullable=False),
    Index("ix_reports_published_id", "published", "id"),  # list_reports: newest publication first
    Index("ix_reports_added_id", "added", "id"),  # iter_coded: in the order of adding
)

records = Table(
    "records",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("run_id", ForeignKey("runs.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("position", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    CheckConstraint("kind IN ('events', 'figures', 'statements', 'control')", name="kind"),
    Index("ix_records_report_id_position", "report_id", "position"),  # get_coded, list_reports: records of a report
)

codings = Table(
    "codings",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("run_id", ForeignKey("runs.id"), primary_key=True),
    Column("record_count", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("record_id", ForeignKey("records.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("who", Text, nullable=False),
    Column("when_utc", Text, nullable=False),
    Column("why", Text),
    Column("supersedes", ForeignKey("decisions.seq")),
    # Unique: no two decisions can follow the same one, so the chain cannot fork whatever two writers do.
    Column("prev_hash", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("others", Text),  # JSON list of record ids: the other events of a ruling, the record of a correction
    Column("act", Integer),  # the seq of the first decision that was made in the same go; null where there was one
    Index("ix_decisions_record_id_seq", "record_id", "seq"),  # get_coded, decide: decisions on a record
    Index("ix_decisions_who_seq", "who", "seq"),  # undo, redo: the last that a person did
    Index(
        "ix_decisions_rulings",  # rulings: merges and splits
        "record_id",
        sqlite_where=text("others IS NOT NULL"),
        postgresql_where=text("others IS NOT NULL"),
    ),
)

chain_heads = Table(
    # A projection of one row: the last decision, noted beside the chain so that rows cut off its end are missed.
    "chain_heads",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

incidents = Table(
    # A projection, which linking keeps and can build again. A row that is replaced gets a new, higher `number`.
    "incidents",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("record_id", ForeignKey("records.id"), nullable=False, unique=True),
    Column("incident_id", Text, nullable=False),
    Index("ix_incidents_incident_id", "incident_id"),  # the records of an incident
    sqlite_autoincrement=True,
)

outlines = Table(
    # A projection: what each record is about, for lists, maps and areas. A row that is made anew gets a new, higher
    # `number`. `source_types` are bits in the order of `model.filters.SOURCE_TYPES`; the last three are 0 or 1.
    "outlines",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("record_id", ForeignKey("records.id"), nullable=False, unique=True),
    Column("report_number", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("event_type", Text),
    Column("label", Text, nullable=False),
    Column("modality", String(16), nullable=False),
    Column("place", Text),
    Column("country", String(2)),
    Column("admin1", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("radius_km", Float),
    Column("start_day", Integer),
    Column("end_day", Integer),
    Column("published_day", Integer),
    Column("killed_low", Integer),
    Column("killed", Integer),
    Column("confidence", Float),
    Column("publisher", Text),
    Column("coder", Text, nullable=False),
    Column("source_types", Integer, nullable=False),
    Column("is_told", Integer, nullable=False),
    Column("is_denied", Integer, nullable=False),
    Column("tolls_differ", Integer, nullable=False),
    Index("ix_outlines_lat_lon", "lat", "lon"),  # records around a point
    Index("ix_outlines_country_admin1", "country", "admin1"),  # records of a country or region
    sqlite_autoincrement=True,
)

parts = Table(
    # A projection: who has a part in which record, by the actor's id or folded name (`ActorRef.key`).
    "parts",
    metadata,
    Column("record_id", ForeignKey("records.id"), primary_key=True),
    Column("actor", Text, primary_key=True),
    Index("ix_parts_actor", "actor", "record_id"),  # select_reports_of: records of an actor
    sqlite_with_rowid=False,
)

accounts = Table(
    # A projection: events as linking sees them (`linkage.accounts`).
    "accounts",
    metadata,
    Column("record_id", ForeignKey("records.id"), primary_key=True),
    Column("form", Integer, nullable=False),
    Column("place_class", Integer, nullable=False),
    Column("time_class", Integer, nullable=False),
    Column("middle_day", Integer, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("country", String(2)),
    Column("data", LargeBinary, nullable=False),
    # select_accounts: the candidates in a window
    Index(
        "ix_accounts_place_class_time_class_middle_day_lat_lon",
        "place_class", "time_class", "middle_day", "lat", "lon",
    ),
)  # fmt: skip

links = Table(
    # A projection: pairs of events that speak for one incident, the smaller id first.
    "links",
    metadata,
    Column("one", ForeignKey("records.id"), primary_key=True),
    Column("other", ForeignKey("records.id"), primary_key=True),
    Column("score", Float, nullable=False),
    Index("ix_links_other", "other"),  # select_links: from either end
)

pending = Table(
    # Records whose projections are still to be made: filled with the records, emptied by linking.
    "pending",
    metadata,
    Column("record_id", ForeignKey("records.id"), primary_key=True),
)

watches = Table(
    # What a user follows: an area by its gazetteer id, an actor by its id or folded name.
    "watches",
    metadata,
    Column("who", Text, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("since", Text, nullable=False),
    CheckConstraint("kind IN ('area', 'actor')", name="kind"),
)

looks = Table(
    # When a user looked at what is followed, and which verdict on its trend was told.
    "looks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("who", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", Text, nullable=False),
    Column("looked", Text, nullable=False),
    Column("verdict", String(16)),
    # select_watches: the last look
    Index("ix_looks_who_kind_subject_looked", "who", "kind", "subject", "looked"),
)
