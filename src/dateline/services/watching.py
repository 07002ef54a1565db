"""Use case: what users follow, and what changed in it since they last looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from dateline.base.clock import Clock, now_utc
from dateline.base.text import fold_name
from dateline.model.areas import Area, AreaRecord
from dateline.model.errors import WrongCallError
from dateline.model.ports import ActorRegistry, Store, Watches
from dateline.model.watches import Watch, WatchKind
from dateline.publish.areas import keep_in_area, make_area_records
from dateline.publish.briefs import say_area
from dateline.publish.findings import Verdict
from dateline.publish.trends import Assessment
from dateline.publish.watches import WatchReport, changes_since, keep_of_actor
from dateline.services.area_pictures import assess_area, date_incidents
from dateline.services.areas import AreaSource
from dateline.services.briefing import weigh_area_tolls

_TOLD: dict[str | None, Verdict] = {"rise": "rise", "fall": "fall"}


@dataclass(frozen=True, slots=True)
class Change:
    """What a look at one watch shows."""

    watch: Watch
    report: WatchReport


class WatchSource(Protocol):
    """What the page of watches reads from."""

    def list_watches(self, who: str | None = None) -> Sequence[Watch]:
        """What one user follows, or what all of them do, in the order of adding."""
        ...


class Lookout:
    """What is followed in a store. Implements `WatchSource`."""

    def __init__(self, store: Store, areas: AreaSource, actors: ActorRegistry, clock: Clock = now_utc) -> None:
        self._store = store
        self._watches: Watches = store.watches
        self._areas = areas
        self._actors = actors
        self._clock = clock

    def list_watches(self, who: str | None = None) -> Sequence[Watch]:
        return self._watches.list(who)

    def follow_area(self, who: str, area: Area) -> bool:
        """Follow an area; False where it is followed already."""
        return self._watches.add(who, "area", area.area_id, say_area(area))

    def follow_actor(self, who: str, name: str) -> tuple[str, bool, bool]:
        """Follow an actor: the best known of this name, or one that the registry does not know by the name alone.

        Out: the name that it is followed under, whether the registry knows it, whether it was not followed yet.
        """
        known = next(iter(self._actors.find(name)), None)
        subject, shown = (known.actor_id, known.name) if known else (fold_name(name), name.strip())
        return shown, known is not None, self._watches.add(who, "actor", subject, shown)

    def drop(self, who: str, kind: WatchKind, name: str) -> Watch:
        """Follow something no longer, by the name that it is listed under, its first part, or any other name of it.

        Raises WrongCallError where nothing of this name is followed, or more than one thing.
        """
        followed = [watch for watch in self._watches.list(who) if watch.kind == kind]
        meant = [watch for watch in followed if fold_name(name) in _names_of(watch)] or self._find_by_id(
            followed, name
        )
        if not meant:
            raise WrongCallError(f"no {kind} of this name is followed", name)
        if len(meant) > 1:
            raise WrongCallError("several are followed", name, "; ".join(watch.name for watch in meant))
        self._watches.remove(who, kind, meant[0].subject)
        return meant[0]

    def look(self, who: str, *, move_mark: bool = True) -> list[Change]:
        """What changed in all that a user follows since the last look; `move_mark` makes this look the last one."""
        return [self._look_at(watch, move_mark) for watch in self._watches.list(who)]

    def _look_at(self, watch: Watch, move_mark: bool) -> Change:
        looked = self._clock()  # before reading, so that nothing that comes meanwhile is passed over
        rows = self._read(watch)
        assessment = assess_area(date_incidents(rows), self._find_end(looked), self._areas.find_delays())
        last = datetime.fromisoformat(watch.last_look) if watch.last_look else None
        ruled = weigh_area_tolls(self._areas, rows, looked.date())
        told = _TOLD.get(watch.last_verdict)
        report = changes_since(rows, last, assessment, told, self._areas.side_of, ruled)
        if move_mark:
            self._watches.look(watch, looked, _verdict_of(assessment))
        return Change(watch, report)

    def _read(self, watch: Watch) -> list[AreaRecord]:
        if watch.kind == "area":
            area = self._areas.get_area(watch.subject)
            return keep_in_area(area, self._areas.area_records(area))
        report_ids = self._store.projections.reports_of({watch.subject, fold_name(watch.name)})
        rows = [row for stored in self._store.iter_coded(report_ids) for row in make_area_records(stored)]
        return _each_once([*keep_of_actor(rows, watch.subject), *keep_of_actor(rows, watch.name)])

    def _find_end(self, looked: datetime) -> date:
        return min(looked.date(), self._areas.find_last_day() or looked.date())

    def _find_by_id(self, followed: Sequence[Watch], name: str) -> list[Watch]:
        """Those that are known under another name too."""
        areas = {area.area_id for area in self._areas.find_areas(name)}
        actors = {actor.actor_id for actor in self._actors.find(name)}
        return [watch for watch in followed if watch.subject in (areas if watch.kind == "area" else actors)]


def _names_of(watch: Watch) -> set[str]:
    """ "Hawija, Kirkuk, Iraq" is also Hawija, and goes by its id."""
    return {fold_name(watch.name), fold_name(watch.name.split(",")[0]), fold_name(watch.subject)}


def _verdict_of(assessment: Assessment | None) -> Verdict | None:
    return assessment.verdict if assessment is not None else None


def _each_once(rows: Sequence[AreaRecord]) -> list[AreaRecord]:
    return list({row.record_id: row for row in rows}.values())
