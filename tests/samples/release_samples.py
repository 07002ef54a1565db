"""A store with approved records and a desk over it that releases them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from dateline.model.places import GazetteerEntry
from dateline.model.ports import Store
from dateline.resolve.registries import make_actor_registry
from dateline.services.releasing import ReleaseDesk

NOVEMBER = datetime(2026, 11, 21, 12, tzinfo=UTC)
KHARTOUM = GazetteerEntry("region:SD-khartoum", "Khartoum", 15.9, 32.7, "SD", "Khartoum", "admin1", 0, 90.0)
SUDAN = GazetteerEntry("country:SD", "Sudan", 15.0, 30.0, "SD", None, "country", 0, 800.0)


class Regions:
    """One country with one region."""

    def get(self, gazetteer_id: str) -> GazetteerEntry | None:
        return next((entry for entry in (KHARTOUM, SUDAN) if entry.gazetteer_id == gazetteer_id), None)

    def regions_of(self, country: str) -> Sequence[GazetteerEntry]:
        return (KHARTOUM,) if country == "SD" else ()

    def country_of(self, country: str) -> GazetteerEntry | None:
        return SUDAN if country == "SD" else None


def make_release_desk(store: Store, clock: Callable[[], datetime] = lambda: NOVEMBER) -> ReleaseDesk:
    return ReleaseDesk(store, Regions(), make_actor_registry(), clock)


def approve_all(store: Store, record_ids: Sequence[str], who: str = "ana") -> None:
    for record_id in record_ids:
        store.decide(record_id, "approve", who)


def release(desk: ReleaseDesk, version: str, maker: str = "ana", reviewer: str = "ben") -> None:
    """Make, review and publish a release of what is approved."""
    desk.make(maker, version)
    desk.review(version, reviewer)
    desk.publish(version, maker)
