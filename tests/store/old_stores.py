"""Stores as older versions of Dateline left them: migrated up to an older schema, with the rows of a present one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

_KEPT = ("captures", "runs", "reports", "records", "codings", "decisions", "chain_heads", "incidents")
"""What the first version kept. Projections are left out: an older version had some, and they are made anew."""


def migrate(engine: sa.Engine, version: str) -> None:
    """Up to an older schema than the present one."""
    config = Config()
    config.set_main_option("script_location", "dateline.store:migrations")
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        connection.commit()


def make_old_store(path: Path, present: Path, version: str) -> None:
    """Make a store of an older schema `version` at `path`, with what the store at `present` keeps."""
    engine = sa.create_engine(f"sqlite:///{path}")
    migrate(engine, version)
    engine.dispose()
    with closing(sqlite3.connect(path)) as old:
        old.execute("ATTACH DATABASE ? AS present", (str(present),))
        for table in _KEPT:
            columns = ", ".join(row[1] for row in old.execute(f"PRAGMA main.table_info({table})"))
            old.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM present.{table}")
        old.commit()
