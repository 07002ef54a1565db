"""The first tables: captures, runs, reports, records, codings, decisions, and the projections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

FROZEN_TABLES = ("captures", "reports", "records", "codings", "decisions")


def upgrade() -> None:
    _create_sources()
    _create_records()
    _create_decisions()
    _create_projections()
    if op.get_bind().dialect.name == "postgresql":
        _freeze_postgresql()
    else:
        _freeze_sqlite()


def _create_sources() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("retrieved", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.Text),
        sa.Column("data", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("coder", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("started", sa.Text, nullable=False),
        sa.Column("finished", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("publisher", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("capture_id", sa.String(64)),
        sa.Column("added", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name="fk_reports_capture_id"),
    )
    op.create_index("ix_reports_published_id", "reports", ["published", "id"])
    op.create_index("ix_reports_added_id", "reports", ["added", "id"])


def _create_records() -> None:
    op.create_table(
        "records",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_records_report_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_records_run_id"),
        sa.CheckConstraint("kind IN ('events', 'figures', 'statements', 'control')", name="ck_records_kind"),
    )
    op.create_index("ix_records_report_id_position", "records", ["report_id", "position"])
    op.create_table(
        "codings",
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("record_count", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "run_id", name="pk_codings"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_codings_report_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_codings_run_id"),
    )


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("when_utc", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("supersedes", sa.Integer),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_decisions"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_decisions_record_id"),
        sa.ForeignKeyConstraint(["supersedes"], ["decisions.seq"], name="fk_decisions_supersedes"),
        sa.UniqueConstraint("prev_hash", name="uq_decisions_prev_hash"),
        sa.UniqueConstraint("hash", name="uq_decisions_hash"),
        sa.CheckConstraint("kind IN ('approve', 'reject', 'unsure', 'undo')", name="ck_decisions_kind"),
    )
    op.create_index("ix_decisions_record_id_seq", "decisions", ["record_id", "seq"])


def _create_projections() -> None:
    op.create_table(
        "chain_heads",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chain_heads"),
    )
    op.create_table(
        "incidents",
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("incident_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("record_id", name="pk_incidents"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_incidents_record_id"),
    )
    op.create_index("ix_incidents_incident_id", "incidents", ["incident_id"])


def _freeze_sqlite() -> None:
    for table in FROZEN_TABLES:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"
            )
    # A run may be told to have finished, once; nothing else of it changes.
    op.execute(
        "CREATE TRIGGER runs_refuse_update BEFORE UPDATE ON runs "
        "WHEN OLD.finished IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.coder IS NOT OLD.coder "
        "OR NEW.version IS NOT OLD.version OR NEW.settings IS NOT OLD.settings OR NEW.started IS NOT OLD.started "
        "BEGIN SELECT RAISE(ABORT, 'a run can only be finished, once'); END"
    )
    op.execute(
        "CREATE TRIGGER runs_refuse_delete BEFORE DELETE ON runs "
        "BEGIN SELECT RAISE(ABORT, 'rows of runs are never deleted'); END"
    )


def _freeze_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION dateline_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME; END $$"
    )
    for table in FROZEN_TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION dateline_refuse()"
        )
    op.execute(
        "CREATE TRIGGER runs_refuse_update BEFORE UPDATE ON runs FOR EACH ROW "
        "WHEN (OLD.finished IS NOT NULL OR (NEW.id, NEW.coder, NEW.version, NEW.settings, NEW.started) "
        "IS DISTINCT FROM (OLD.id, OLD.coder, OLD.version, OLD.settings, OLD.started)) "
        "EXECUTE FUNCTION dateline_refuse()"
    )
    op.execute(
        "CREATE TRIGGER runs_refuse_delete BEFORE DELETE OR TRUNCATE ON runs "
        "FOR EACH STATEMENT EXECUTE FUNCTION dateline_refuse()"
    )
