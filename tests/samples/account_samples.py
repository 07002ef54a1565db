"""Accounts to link: events as JSON objects, and tables of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dateline.linkage.accounts import Accounts, ReportFacts, make_accounts
from dateline.linkage.actor_codes import ActorCodes
from dateline.resolve.registries import make_actor_registry


def make_event(**changes: Any) -> dict[str, Any]:
    """An attack of the Islamic State on Peshmerga at Khidirjija on 2 December 2021 with seven dead, but for changes.

    `day`, `killed`, `place`, `lat`, `lon`, `radius_km`, `attacker`, `victim`, `quote` set what their name says; other
    keys are those of an event.
    """
    day, killed = changes.pop("day", "2021-12-02"), changes.pop("killed", 7)
    spot = {key: changes.pop(key, value) for key, value in _SPOT.items()}
    place_name = changes.pop("place_name", "Khidirjija")
    attacker, victim = changes.pop("attacker", "Islamic State"), changes.pop("victim", "Peshmerga")
    quote = changes.pop("quote", "Gunmen stormed the village after dark.")
    tolls = [{"measure": "killed", "group": victim, "low": killed, "high": killed, "said_by": "outlet"}]
    event = {
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "modality": "happened",
        "actor1": [{"name": attacker, "mention": None, "actor_id": None}],
        "actor2": [{"name": victim, "mention": None, "actor_id": None}],
        "place": {"name": place_name, "country": "IQ", "admin1": None, "geo_precision": 1, **spot},
        "time": {"start": day, "end": day, "precision": "day"},
        "casualties": tolls if killed is not None else [],
        "attribution": [],
        "evidence": [{"start": 0, "end": len(quote), "quote": quote}],
    }
    return {**event, **changes}


_SPOT = {"lat": 35.55, "lon": 43.75, "radius_km": 5.0}


def make_tables(events: Iterable[tuple[str, Mapping[str, Any]]], published: date | None = None) -> Accounts:
    """The table of events, each with the id of its report."""
    day = published or date(2021, 12, 3)
    codes = ActorCodes(make_actor_registry())
    return make_accounts([(ReportFacts(report_id, day), event) for report_id, event in events], codes)
