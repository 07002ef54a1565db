"""Alembic's way in: runs the migrations on the connection, and in the transaction, that `upgrades` hands over."""

from __future__ import annotations

from alembic import context

from dateline.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can; a migration that fails or is killed leaves nothing half
)
context.run_migrations()
