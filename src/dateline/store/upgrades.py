"""Brings a database to the present schema, and refuses one that is ahead of it."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from dateline.model.errors import StoreError
from dateline.store.engines import WRITES
from dateline.store.files import check_not_moving
from dateline.store.schema import KNOWN_VERSIONS, SCHEMA_VERSION

_EXTENSIONS_TABLES = (
    "SELECT c.relname FROM pg_class c JOIN pg_depend d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass "
    "WHERE d.deptype = 'e'"
)


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
        if read_version(connection, address) == SCHEMA_VERSION:
            return
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        # Asked again under the write lock: another process may have been quicker.
        if read_version(connection, address) != SCHEMA_VERSION:
            _run_migrations(connection)


def list_tables(connection: Connection) -> set[str]:
    """The names of the tables of a database, but for those that an extension of PostgreSQL brings (PostGIS does)."""
    tables = set(inspect(connection).get_table_names())
    if connection.dialect.name == "postgresql":
        tables -= set(connection.execute(text(_EXTENSIONS_TABLES)).scalars())
    return tables


def read_version(connection: Connection, address: str) -> str | None:
    """The version of the schema; None for a database without tables.

    Raises StoreError where it is not a store of this or an older version, or not a whole one yet.
    """
    tables = list_tables(connection)
    check_not_moving(tables, address)
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
