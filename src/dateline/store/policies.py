"""The rules of a desk, in a SQL store. Its promises: `model.ports_people.Policies`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select, update

from dateline.model.errors import StoreError
from dateline.model.ids import canonical_json
from dateline.store.desk_schema import policies
from dateline.store.logs import insert_entry
from dateline.store.projecting import Door


class SqlPolicies:
    """The rules, over the store's own transactions. In: `now`, the time as the store writes it."""

    def __init__(self, reading: Door, writing: Door, now: Callable[[], str]) -> None:
        self._reading = reading
        self._writing = writing
        self._now = now

    def get(self, name: str, default: Any) -> Any:
        with self._reading() as connection:
            value = connection.execute(select(policies.c.value).filter_by(name=name)).scalar()
        if value is None:
            return default
        try:
            return json.loads(value)
        except json.JSONDecodeError as error:
            raise StoreError("a kept rule is damaged", name, "run `dateline verify`") from error

    def set(self, name: str, value: Any, *, who: str | None = None) -> None:
        kept = canonical_json(value)
        with self._writing() as connection:
            changed = connection.execute(update(policies).filter_by(name=name).values(value=kept))
            if not changed.rowcount:
                connection.execute(insert(policies).values(name=name, value=kept))
            if who is not None:
                insert_entry(connection, "policy", who, self._now(), f"policy:{name}", {"value": value})
