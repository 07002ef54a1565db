"""What keeps a desk readable while PostgreSQL is upgraded. In SQLite readers see what was, until all is done.

The rule for a migration: nothing that takes long runs while it holds a lock that readers wait for. What changes a
table that is there (a column, a constraint, a drop, a rename) is over at once and comes last, or is let go before
long work begins; new tables are filled before old ones are dropped; an index of a large table is built concurrently.
What comes last behind hours of work waits with `lock_tables`, or one long reader would have them undone.
A test runs every migration and reads every table during whatever takes long (tests/store/test_upgrading.py).
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from dateline.store.engines import show_address
from dateline.store.upgrades import LOCK_TIMEOUT, try_for_locks


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def let_go() -> None:
    """PostgreSQL: commit what the migration did so far. All of it has to bear being done again, after a kill."""
    with op.get_context().autocommit_block():
        pass


def lock_tables(*tables: str) -> None:
    """PostgreSQL: have tables to oneself until the migration ends, all or none of them.

    Who holds one is waited for again and again, as an upgrade does, but what the migration made so far stays made.
    Raises StoreError where one is held all the time.
    """
    connection = op.get_bind()

    def lock() -> None:
        with connection.begin_nested():  # its end keeps the locks; a failure lets them go
            connection.execute(sa.text(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE"))

    try_for_locks(lock, show_address(connection.engine.url))


def create_index_beside(name: str, table: str, columns: Sequence[str], *, where: str | None = None) -> None:
    """Build an index while others read and write. In PostgreSQL, what the migration did so far is committed."""
    condition = None if where is None else sa.text(where)
    if not is_postgresql() or _is_empty(table):
        op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
        return
    with op.get_context().autocommit_block():
        # It waits for all that read before it began, as long as that takes; nobody waits for it.
        op.execute("SET lock_timeout = 0")
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")  # what a kill has left half is no index
        op.create_index(name, table, columns, postgresql_where=condition, postgresql_concurrently=True)
        op.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")


def _is_empty(table: str) -> bool:
    return op.get_bind().execute(sa.text(f"SELECT 1 FROM {table} LIMIT 1")).first() is None  # noqa: S608 - our own
