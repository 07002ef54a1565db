"""Alembic's way in: runs the migrations on the connection that `upgrades` hands over.

In SQLite all of them are in the one transaction that the connection comes with. PostgreSQL has one transaction for
each, so that locks are let go in between; a migration that fails or is killed leaves nothing half, or what its next
run goes on from.
"""

from __future__ import annotations

from alembic import context

from dateline.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can
    transaction_per_migration=True,
)
with context.begin_transaction():  # none of its own where the connection has one
    context.run_migrations()
