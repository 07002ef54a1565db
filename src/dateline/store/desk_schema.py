"""The tables of the desk: people, the log of what they did, custody of captures, releases, rounds of double coding.

Rows of the log, of custody, of releases and of answers are only inserted, as those of the record are.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from dateline.store.schema import metadata

DESK_FROZEN_TABLES = (
    "entries",
    "checkpoints",
    "signatures",
    "conversions",
    "screenshots",
    "releases",
    "release_parts",
    "release_steps",
    "answers",
    "republications",
)
"""Tables of the desk whose rows the database itself refuses to change or delete."""

people = Table(
    # Who may do what. `password` is an argon2 hash; without one, the person was invited and has not come yet.
    "people",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("password", Text),
    Column("made", Text, nullable=False),
    Column("ended", Text),
    CheckConstraint("role IN ('reader', 'coder', 'moderator', 'reviewer', 'admin')", name="role"),
)

invitations = Table(
    # One-time links, by the hash of their secret: to choose a password, the first time or anew.
    "invitations",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("made", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("used", Text),
)

sessions = Table(
    # Who is signed in, by the hash of the cookie's secret.
    "sessions",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("made", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Index("ix_sessions_person_id", "person_id"),  # end all sessions of a person
)

tokens = Table(
    # Keys of programs to the API, by the hash of their secret. `scopes` is a JSON list.
    "tokens",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("expires", Text),
    Column("used", Text),
    Column("ended", Text),
    Index("ix_tokens_person_id", "person_id"),
)

policies = Table(
    # The rules of this desk, as JSON by name; each change is an entry of the log.
    "policies",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

entries = Table(
    # The log: what was done that is no decision on a record (exports, releases, people). Chained as decisions are.
    "entries",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("when_utc", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("prev_hash", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, unique=True),
    Index("ix_entries_subject_seq", "subject", "seq"),  # what was done to one thing
)

checkpoints = Table(
    # The roots of the Merkle trees over the first `…_count` decisions and entries.
    "checkpoints",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("decision_count", Integer, nullable=False),
    Column("decision_root", String(64), nullable=False),
    Column("entry_count", Integer, nullable=False),
    Column("entry_root", String(64), nullable=False),
    Column("who", Text, nullable=False),
    Column("made", Text, nullable=False),
)

signatures = Table(
    # Ed25519 signatures of checkpoints, in hex.
    "signatures",
    metadata,
    Column("checkpoint_id", ForeignKey("checkpoints.id"), primary_key=True),
    Column("public_key", String(64), primary_key=True),
    Column("signature", String(128), nullable=False),
    Column("who", Text, nullable=False),
    Column("made", Text, nullable=False),
)

conversions = Table(
    # What was made of a report's original bytes on the way to its text, step by step.
    "conversions",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("step", String(32), nullable=False),
    Column("tool", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("from_sha256", String(64), nullable=False),
    Column("to_sha256", String(64), nullable=False),
    Column("note", Text),
)

screenshots = Table(
    # The whole page as it looked when we fetched it.
    "screenshots",
    metadata,
    Column("capture_id", ForeignKey("captures.id"), primary_key=True),
    Column("taken", Text, nullable=False),
    Column("tool", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

releases = Table(
    # A frozen snapshot of the reviewed record: `manifest` is JSON, `sha256` the hash of its parts and manifest.
    "releases",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("previous", ForeignKey("releases.version")),
    Column("who", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("record_count", Integer, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
)

release_parts = Table(
    # The lines of a release, compressed, in portions.
    "release_parts",
    metadata,
    Column("version", ForeignKey("releases.version"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

release_steps = Table(
    # candidate, reviewed, released, withdrawn: the state of a release is a fold over these.
    "release_steps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", ForeignKey("releases.version"), nullable=False),
    Column("step", String(16), nullable=False),
    Column("who", Text, nullable=False),
    Column("when_utc", Text, nullable=False),
    Column("why", Text),
    Index("ix_release_steps_version", "version"),
)

republications = Table(
    # Whether readers may see the full text of a report, and on what that rests; the last row of a report holds.
    "republications",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("allowed", Integer, nullable=False),
    Column("ground", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("when_utc", Text, nullable=False),
    Index("ix_republications_report_id", "report_id"),
)

rounds = Table(
    # Blind double coding: the same records, judged by several people who do not see each other's answers.
    "rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("closed", Text),
)

round_records = Table(
    "round_records",
    metadata,
    Column("round_id", ForeignKey("rounds.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("record_id", ForeignKey("records.id"), nullable=False),
    Index("ix_round_records_record_id", "record_id"),  # is this record under blind coding now?
)

round_people = Table(
    "round_people",
    metadata,
    Column("round_id", ForeignKey("rounds.id"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
)

answers = Table(
    # One judgement; a person's last one on a record counts. `payload` is the record as the person has it.
    "answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("rounds.id"), nullable=False),
    Column("record_id", ForeignKey("records.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("payload", Text),
    Column("why", Text),
    Column("made", Text, nullable=False),
    Index("ix_answers_round_id_record_id", "round_id", "record_id"),
)
