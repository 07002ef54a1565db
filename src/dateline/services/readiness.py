"""Whether a desk can answer: its database does, the schema is the one it knows, and the index of records is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Literal, Protocol

from dateline.base.logging import get_logger
from dateline.model.errors import DatelineError, StoreError
from dateline.model.health import StoreHealth

log = get_logger(__name__)

DatabaseState = Literal["ok", "does not answer"]
SchemaState = Literal["ok", "of another version", "not known"]
IndexState = Literal["ok", "being read"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a desk needs to answer, each part in a word; nothing of the inside is in it."""

    database: DatabaseState = "does not answer"
    migrations: SchemaState = "not known"
    index: IndexState = "being read"

    @property
    def is_ready(self) -> bool:
        return self.database == self.migrations == self.index == "ok"


class HealthSource(Protocol):
    """The part of a store that is asked how it is."""

    @property
    def health(self) -> StoreHealth: ...


class ReadIndex(Protocol):
    """Something that is read from the store once, before questions are answered at once."""

    @property
    def is_read(self) -> bool: ...

    def refresh(self) -> None: ...


class ReadinessCheck:
    """Asks a store and its index how they are. In: `index`, None where there is none to be read."""

    def __init__(self, store: HealthSource, index: ReadIndex | None = None) -> None:
        self._store = store
        self._index = index
        self._turn = Lock()

    def check(self) -> Readiness:
        """Ask now. Takes as long as the database takes to answer; an index that is not read is begun with."""
        return Readiness(*self._check_database(), self._check_index())

    def _check_database(self) -> tuple[DatabaseState, SchemaState]:
        try:
            return "ok", "ok" if self._store.health.is_current() else "of another version"
        except StoreError as error:
            log.error("the desk is not ready: %s", error)
            return "does not answer", "not known"

    def _check_index(self) -> IndexState:
        if self._index is None or self._index.is_read:
            return "ok"
        if self._turn.acquire(blocking=False):  # whoever began with it goes on; nobody waits
            reader = Thread(target=self._read, args=(self._index.refresh,), daemon=True)
            reader.start()
            reader.join(0.2)  # that of a small store is read by then
        return "ok" if self._index.is_read else "being read"

    def _read(self, refresh: Callable[[], None]) -> None:
        try:
            refresh()
        except DatelineError as error:
            log.error("the index could not be read: %s", error)
        finally:
            self._turn.release()
