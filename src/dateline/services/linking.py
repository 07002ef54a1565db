"""Use case: give every event of coded reports the id of its incident."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from dateline.linkage.accounts import ACCOUNT, AccountRow, Accounts, ReportFacts, make_account, make_table
from dateline.linkage.actor_codes import ActorCodes
from dateline.linkage.linkers import Linker
from dateline.model.errors import ReadError
from dateline.model.records import CodedReport
from dateline.model.stores import make_record_id
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import CODER_NAME

Json = Mapping[str, Any]
_EVENTS_AT_A_TIME = 20_000
_NOT_CONTENT = frozenset({"incident_id", "incident"})
"""Keys of an event that say what it was linked to before; they are not looked at."""


def link(coded: Iterable[Json | CodedReport]) -> Iterator[dict[str, Any]]:
    """Coded reports in, the same with `incident_id` on every event out, in order; all are read before that.

    Events that are one incident get one id; it does not depend on the order of the reports. Ids that stand there
    already are replaced. Raises ReadError where an item is no coded report.
    """
    rows = [row.to_json() if isinstance(row, CodedReport) else row for row in coded]
    linking = Linking()
    for row in rows:
        linking.add(row)
    linking.finish()
    for row in rows:
        yield linking.mark(row)


class Linking:
    """One linking of coded reports: `add` all, `finish`, then `mark` each. It keeps no texts."""

    def __init__(self) -> None:
        self._codes = ActorCodes(make_actor_registry())
        self._waiting: list[AccountRow] = []
        self._tables: list[Accounts] = []
        self._numbers: dict[str, int] = {}
        self._incidents: list[str] = []

    def add(self, row: Json) -> None:
        """Take in the events of a coded report; one that is there already counts once. Raises ReadError."""
        try:
            report = ReportFacts.of(row["report"])
            new = {name: event for name, event in name_events(row) if name not in self._numbers}
            accounts = [make_account(report, event, self._codes) for event in new.values()]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ReadError("not a coded report", _name_row(row), f"{type(error).__name__}: {error}") from error
        self._waiting += accounts
        for name in new:
            self._numbers[name] = len(self._numbers)
        if len(self._waiting) >= _EVENTS_AT_A_TIME:
            self._flush()

    def _flush(self) -> None:
        self._tables.append(make_table(self._waiting))
        self._waiting.clear()

    def finish(self) -> None:
        """Find the incidents among all that was added."""
        self._flush()
        names = list(self._numbers)
        table = np.concatenate(self._tables) if names else np.empty(0, dtype=ACCOUNT)
        self._tables.clear()
        founders = Linker().link(table, names)
        self._incidents = [make_incident_id(names[founder]) for founder in founders]

    def count_incidents(self) -> int:
        return len(set(self._incidents))

    def mark(self, row: Json) -> dict[str, Any]:
        """The coded report with `incident_id` on every event."""
        events = [{**event, "incident_id": self._incidents[self._numbers[name]]} for name, event in name_events(row)]
        return {**row, "events": events}


def make_incident_id(founder: str) -> str:
    """The id of the incident that a record founds: the account of it that was published first."""
    return f"i-{founder.partition('-')[2]}"


def name_events(row: Json) -> Iterator[tuple[str, Json]]:
    """The events of a coded report with the ids that they have in a store."""
    for event in row.get("events") or ():
        content = {key: value for key, value in event.items() if key not in _NOT_CONTENT}
        report_id = str(row["report"]["id"])
        yield make_record_id(report_id=report_id, kind="events", payload=content, coder=CODER_NAME), event


def _name_row(row: object) -> str:
    report = row.get("report") if isinstance(row, Mapping) else None
    return str(report.get("id")) if isinstance(report, Mapping) else "a line"
