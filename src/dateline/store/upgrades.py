"""Brings a database to the present schema, and refuses one that is ahead of it."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from dateline.model.errors import StoreError
from dateline.store.engines import WRITES
from dateline.store.schema import KNOWN_VERSIONS, SCHEMA_VERSION


def check_version(version: str | None, address: str) -> None:
    """Raises StoreError where the database was made by a version of Dateline that this one does not know."""
    if version is not None and version not in KNOWN_VERSIONS:
        cause = f"its schema is {version}, this version knows up to {SCHEMA_VERSION}; nothing was written"
        raise StoreError("the database was made by a newer version of Dateline", address, cause)


def upgrade_schema(engine: Engine, address: str) -> None:
    """Run the migrations that are missing, all in one transaction; does nothing where none is.

    Raises StoreError for a database of a newer version, or one that holds something else than a store.
    """
    with engine.connect() as connection:
        if _read_version(connection, address) == SCHEMA_VERSION:
            return
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        # Asked again under the write lock: another process may have been quicker.
        if _read_version(connection, address) != SCHEMA_VERSION:
            _run_migrations(connection)


def _read_version(connection: Connection, address: str) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables:
            raise StoreError("the database is not a Dateline store", address, "its tables are not Dateline's")
        return None
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    check_version(version, address)
    return version


def _run_migrations(connection: Connection) -> None:
    from alembic import command  # here, as it is slow to load and needed only for a new or old database
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "dateline.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
