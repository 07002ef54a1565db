"""The desk: people, the log of what they did, custody of captures, releases, rounds of double coding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

FROZEN_TABLES = (
    "entries",
    "checkpoints",
    "signatures",
    "conversions",
    "screenshots",
    "releases",
    "release_parts",
    "release_steps",
    "answers",
)


def upgrade() -> None:
    _create_people()
    _create_log()
    _create_custody()
    _create_releases()
    _create_rounds()
    _freeze()
    op.add_column("decisions", sa.Column("act", sa.Integer))  # last: who reads decisions waits for it


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("ended", sa.Text),
        sa.CheckConstraint("role IN ('reader', 'coder', 'reviewer', 'admin')", name="ck_people_role"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("name", name="uq_people_name"),
    )
    op.create_table(
        "invitations",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("expires", sa.Text, nullable=False),
        sa.Column("used", sa.Text),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_invitations_person_id"),
        sa.PrimaryKeyConstraint("hash", name="pk_invitations"),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
        sa.Column("expires", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sessions_person_id"),
        sa.PrimaryKeyConstraint("hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_person_id", "sessions", ["person_id"])
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("expires", sa.Text),
        sa.Column("used", sa.Text),
        sa.Column("ended", sa.Text),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_tokens_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("hash", name="uq_tokens_hash"),
    )
    op.create_index("ix_tokens_person_id", "tokens", ["person_id"])
    op.create_table(
        "policies",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_policies"),
    )


def _create_log() -> None:
    op.create_table(
        "entries",
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("when_utc", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_entries"),
        sa.UniqueConstraint("hash", name="uq_entries_hash"),
        sa.UniqueConstraint("prev_hash", name="uq_entries_prev_hash"),
    )
    op.create_index("ix_entries_subject_seq", "entries", ["subject", "seq"])
    op.create_table(
        "checkpoints",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("decision_count", sa.Integer, nullable=False),
        sa.Column("decision_root", sa.String(64), nullable=False),
        sa.Column("entry_count", sa.Integer, nullable=False),
        sa.Column("entry_root", sa.String(64), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checkpoints"),
    )
    op.create_table(
        "signatures",
        sa.Column("checkpoint_id", sa.Integer, nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["checkpoint_id"], ["checkpoints.id"], name="fk_signatures_checkpoint_id"),
        sa.PrimaryKeyConstraint("checkpoint_id", "public_key", name="pk_signatures"),
    )


def _create_custody() -> None:
    op.create_table(
        "conversions",
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("tool", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("from_sha256", sa.String(64), nullable=False),
        sa.Column("to_sha256", sa.String(64), nullable=False),
        sa.Column("note", sa.Text),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_conversions_report_id"),
        sa.PrimaryKeyConstraint("report_id", "position", name="pk_conversions"),
    )
    op.create_table(
        "screenshots",
        sa.Column("capture_id", sa.String(64), nullable=False),
        sa.Column("taken", sa.Text, nullable=False),
        sa.Column("tool", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("width_px", sa.Integer, nullable=False),
        sa.Column("height_px", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name="fk_screenshots_capture_id"),
        sa.PrimaryKeyConstraint("capture_id", name="pk_screenshots"),
    )


def _create_releases() -> None:
    op.create_table(
        "releases",
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64)),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("record_count", sa.Integer, nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["previous"], ["releases.version"], name="fk_releases_previous"),
        sa.PrimaryKeyConstraint("version", name="pk_releases"),
    )
    op.create_table(
        "release_parts",
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["version"], ["releases.version"], name="fk_release_parts_version"),
        sa.PrimaryKeyConstraint("version", "position", name="pk_release_parts"),
    )
    op.create_table(
        "release_steps",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("when_utc", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.ForeignKeyConstraint(["version"], ["releases.version"], name="fk_release_steps_version"),
        sa.PrimaryKeyConstraint("id", name="pk_release_steps"),
    )
    op.create_index("ix_release_steps_version", "release_steps", ["version"])


def _create_rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("closed", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
    )
    op.create_table(
        "round_records",
        sa.Column("round_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_round_records_record_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_round_records_round_id"),
        sa.PrimaryKeyConstraint("round_id", "position", name="pk_round_records"),
    )
    op.create_index("ix_round_records_record_id", "round_records", ["record_id"])
    op.create_table(
        "round_people",
        sa.Column("round_id", sa.Integer, nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_round_people_person_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_round_people_round_id"),
        sa.PrimaryKeyConstraint("round_id", "person_id", name="pk_round_people"),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("round_id", sa.Integer, nullable=False),
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("payload", sa.Text),
        sa.Column("why", sa.Text),
        sa.Column("made", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_answers_person_id"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_answers_record_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_answers_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
    )
    op.create_index("ix_answers_round_id_record_id", "answers", ["round_id", "record_id"])


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
