"""Use case: rises and falls over everything in a store, by region and actor."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Protocol

from dateline.base.clock import now_utc
from dateline.model.areas import Area
from dateline.model.ports import ActorRegistry, Gazetteer, Store
from dateline.model.reports import read_day
from dateline.publish.alerts import Alert, AlertList, list_alerts, say_chance, say_coverage
from dateline.publish.delays import Delays
from dateline.publish.landmarks import name_country
from dateline.publish.scans import DEFAULTS
from dateline.publish.series import LONGEST_DAYS
from dateline.publish.tallies import DELAY_PAST_DAYS, Tallies, learn_delays, tally
from dateline.services.areas import make_area

PATIENCE_S = 2.0
"""A page waits so long for the counting of a large store, then goes without."""
_PAST_DAYS = 7 * (DEFAULTS.past_weeks + DEFAULTS.guard_weeks + 1)
Key = tuple[date, int, str]


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert with the names that people know: "Kirkuk, Iraq", "Islamic State" or all actors; `area` to go to."""

    alert: Alert
    where: str
    who: str | None
    area: Area | None

    @property
    def chance_words(self) -> str:
        return say_chance(self.alert)


@dataclass(frozen=True, slots=True)
class AlertBoard:
    """All alerts of a store, the least likely by chance first. `found` is None where nothing is dated at all."""

    found: AlertList | None
    lines: tuple[AlertLine, ...]

    @property
    def words(self) -> str:
        """What was looked at, and how far to trust it."""
        return say_coverage(self.found) if self.found else "No report with a date is kept."


class AlertSource(Protocol):
    """What the page of areas reads alerts from."""

    def find_board(self, patience_s: float = PATIENCE_S) -> AlertBoard | None:
        """The alerts as of the newest report; None where they are still being counted."""
        ...


class AlertDesk:
    """Alerts over a store, counted again only after something was added or decided. Implements `AlertSource`."""

    def __init__(self, store: Store, gazetteer: Gazetteer, actors: ActorRegistry) -> None:
        self._store = store
        self._gazetteer = gazetteer
        self._actors = actors
        self._lock = Lock()
        self._counting = ThreadPoolExecutor(1, thread_name_prefix="alerts")
        self._last: tuple[Key, Future[AlertBoard]] | None = None

    def find_board(self, patience_s: float = PATIENCE_S) -> AlertBoard | None:
        as_of = find_end(self._store, now_utc().date())
        if as_of is None:
            return AlertBoard(None, ())
        key = (as_of, self._store.count_reports(), self._store.chain_head())
        with self._lock:
            if self._last is None or (self._last[0] != key and self._last[1].done()):
                self._last = key, self._counting.submit(self.make_board, as_of)
            future = self._last[1]
        try:
            return future.result(timeout=patience_s)
        except NotYet:
            return None

    def make_board(self, as_of: date) -> AlertBoard:
        """Count what was published up to a day, and test it."""
        found = list_alerts(tally_store(self._store, as_of), as_of)
        return AlertBoard(found, tuple(self._name(alert) for alert in found.alerts))

    def _name(self, alert: Alert) -> AlertLine:
        country, region = alert.region
        actor = self._actors.get(alert.actor) if alert.actor else None
        return AlertLine(
            alert=alert,
            where=f"{region}, {name_country(country)}",
            who=(actor.name if actor else alert.actor.title()) if alert.actor else None,
            area=self._find_area(country, region),
        )

    def _find_area(self, country: str, region: str) -> Area | None:
        for entry in self._gazetteer.find(region):
            if entry.kind == "admin1" and entry.country == country:
                return make_area(entry)
        return None


def tally_store(store: Store, as_of: date) -> Tallies:
    """All incidents of the years that the test looks at, as they were known at the end of a day."""
    projections = store.projections
    last = as_of.toordinal()
    sightings = projections.sightings(last - _PAST_DAYS, last, LONGEST_DAYS["month"])
    return tally(sightings, projections.parts(), as_of)


def find_end(store: Store, today: date) -> date | None:
    """The day of the newest report, today at the latest; None where no report has a day."""
    days: Sequence[date | None] = [read_day(row.published) for row in store.list_reports(limit=1)]
    return min(today, days[0]) if days and days[0] else None


def estimate_store_delays(store: Store, as_of: date) -> Delays:
    """How late incidents become known in a store, from those of the year before a day."""
    last = as_of.toordinal()
    return learn_delays(tally(store.projections.sightings(last - DELAY_PAST_DAYS, last, 1), (), as_of), as_of)
