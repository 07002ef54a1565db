"""The projections of a SQL store. Its promises: `model.ports.Projections`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from dateline.model.decisions import list_rulings
from dateline.model.outlines import AreaBox, IncidentLine, Projected, Sighting, Window
from dateline.model.stores import PendingRecord
from dateline.store import incident_lines, projections, queries
from dateline.store.discards import select_discarded

Door = Callable[[], AbstractContextManager[Connection]]
"""Opens a transaction."""


class SqlProjections:
    """What is kept beside the records, over the store's own transactions."""

    def __init__(self, reading: Door, writing: Door) -> None:
        self._reading = reading
        self._writing = writing

    def pending(self, limit: int) -> Sequence[PendingRecord]:
        with self._reading() as connection:
            return projections.select_pending(connection, limit)

    def keep(self, made: Projected) -> None:
        with self._writing() as connection:
            projections.insert_projected(connection, made)

    def count_pending(self) -> int:
        with self._reading() as connection:
            return projections.count_pending(connection)

    def count_accounts(self) -> int:
        with self._reading() as connection:
            return projections.count_accounts(connection)

    def all_accounts(self) -> Sequence[tuple[str, bytes]]:
        with self._reading() as connection:
            return projections.select_all_accounts(connection)

    def replace_links(self, links: Iterable[tuple[str, str, float]], incidents: Mapping[str, str]) -> None:
        with self._writing() as connection:
            projections.replace_links(connection, links, incidents)

    def accounts_in(self, windows: Iterable[Window]) -> Mapping[str, bytes]:
        with self._reading() as connection:
            return projections.select_accounts(connection, windows)

    def accounts_of(self, record_ids: Iterable[str]) -> Mapping[str, bytes]:
        with self._reading() as connection:
            return projections.select_account_data(connection, record_ids)

    def links_of(self, record_ids: Collection[str]) -> Sequence[tuple[str, str, float]]:
        with self._reading() as connection:
            return projections.select_links(connection, record_ids)

    def rulings(self) -> Mapping[tuple[str, str], bool]:
        with self._reading() as connection:
            ruled = projections.select_ruled_records(connection)
            return list_rulings(queries.select_decisions(connection, ruled)) if ruled else {}

    def discarded(self, record_ids: Collection[str] | None = None) -> Collection[str]:
        with self._reading() as connection:
            return select_discarded(connection, record_ids)

    def members(self, incident_ids: Sequence[str]) -> Mapping[str, Sequence[tuple[str, str]]]:
        with self._reading() as connection:
            return projections.select_members(connection, incident_ids)

    def last_decided(self, record_ids: Collection[str]) -> Mapping[str, int]:
        with self._reading() as connection:
            return incident_lines.select_last_decided(connection, record_ids)

    def incident_lines(self, limit: int, offset: int = 0) -> Sequence[IncidentLine]:
        with self._reading() as connection:
            return incident_lines.select_incident_lines(connection, limit, offset)

    def records_in(self, box: AreaBox) -> Sequence[tuple[str, str]]:
        with self._reading() as connection:
            return projections.select_records_in(connection, box)

    def reports_of(self, actors: Collection[str]) -> Sequence[str]:
        with self._reading() as connection:
            return projections.select_reports_of(connection, actors)

    def sightings(self, first_day: int, last_day: int, longest: int) -> Iterator[Sighting]:
        with self._reading() as connection:
            yield from projections.select_sightings(connection, first_day, last_day, longest)

    def parts(self) -> Iterator[tuple[str, str]]:
        with self._reading() as connection:
            yield from projections.select_parts(connection)

    def oldest_form(self) -> int | None:
        with self._reading() as connection:
            return projections.select_oldest_form(connection)

    def forget(self) -> None:
        with self._writing() as connection:
            projections.forget_projections(connection)
