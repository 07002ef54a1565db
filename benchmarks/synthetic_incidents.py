"""Made-up coded reports with known incidents, as many as wanted: what linking is measured with. Seeded."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

DEEDS = (
    ("Armed clash", "fought", 6), ("Attack", "attacked villagers", 5), ("Remote explosive/landmine/IED", "bombed", 3),
    ("Shelling/artillery/missile attack", "shelled", 2), ("Air/drone strike", "struck from the air", 2),
    ("Abduction/forced disappearance", "abducted people", 2), ("Looting/property destruction", "burned houses", 1),
    ("Arrests", "arrested men", 1), ("Suicide bomb", "sent a suicide bomber", 1),
)  # fmt: skip
CONFUSED = {"Armed clash": "Attack", "Attack": "Armed clash", "Remote explosive/landmine/IED": "Armed clash"}
SYLLABLES = ("ba", "do", "ku", "ma", "ra", "ti", "so", "len", "gar", "mi", "no", "she", "wa", "zu", "pe", "lo")
SURROUNDINGS = ("dawn", "noon", "market", "bridge", "river", "school", "road", "hill", "camp", "orchard", "well")
AREA_DEGREES = 0.7


@dataclass(frozen=True, slots=True)
class Incident:
    """What really happened."""

    key: int
    area: int
    village: str
    lat: float
    lon: float
    day: date
    deed: tuple[str, str, int]
    sides: tuple[str, str]
    killed: int
    words: tuple[str, ...]


@dataclass(slots=True)
class World:
    """Areas with villages and armed actors. `per_day`: incidents a day over all areas."""

    seed: int = 1
    areas: int = 300
    villages: int = 40
    first_day: date = date(1996, 1, 1)
    days: int = 10_000
    _random: random.Random = field(init=False)
    _centres: list[tuple[float, float]] = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._centres = [(self._random.uniform(-30, 45), self._random.uniform(-100, 120)) for _ in range(self.areas)]

    def incident(self, key: int) -> Incident:
        """One incident, anywhere and at any time."""
        chance = self._random
        area = chance.randrange(self.areas)
        village = chance.randrange(self.villages)
        spot = random.Random(area * 1000 + village)  # a village stays where it is
        lat, lon = self._centres[area]
        deed = chance.choices(DEEDS, [deed[2] for deed in DEEDS])[0]
        return Incident(
            key=key,
            area=area,
            village="".join(spot.choices(SYLLABLES, k=3)).title(),
            lat=lat + spot.uniform(-AREA_DEGREES, AREA_DEGREES),
            lon=lon + spot.uniform(-AREA_DEGREES, AREA_DEGREES),
            day=self.first_day + timedelta(days=chance.randrange(self.days)),
            deed=deed,
            sides=(f"Front {area}-{chance.randrange(3)}", _victims(deed[0], area)),
            killed=int(chance.expovariate(0.25)),
            words=tuple(chance.sample(SURROUNDINGS, 3)),
        )

    def account(self, incident: Incident) -> dict[str, Any]:
        """An event as one report tells of the incident: sometimes vaguer, or with other numbers."""
        chance = self._random
        day = incident.day + timedelta(days=chance.choices((0, 1, -1), (0.92, 0.05, 0.03))[0])
        week = timedelta(days=6) if chance.random() < 0.06 else timedelta(0)
        sub_type = incident.deed[0]
        if chance.random() < 0.05:
            sub_type = CONFUSED.get(sub_type, sub_type)
        attacker = "Unidentified Armed Group" if chance.random() < 0.12 else incident.sides[0]
        quote = f"{attacker} {incident.deed[1]} at {incident.village} near the {' and the '.join(incident.words[:2])}"
        return {
            "event_type": None,
            "sub_event_type": sub_type,
            "modality": "happened",
            "actor1": [{"name": attacker, "mention": None, "actor_id": None}],
            "actor2": [{"name": incident.sides[1], "mention": None, "actor_id": None}],
            "place": self._place(incident),
            "time": {"start": (day - week).isoformat(), "end": day.isoformat(), "precision": "day"},
            "casualties": self._tolls(incident),
            "attribution": [],
            "evidence": [{"start": 0, "end": len(quote), "quote": quote}],
        }

    def _place(self, incident: Incident) -> dict[str, Any]:
        chance = self._random
        district = chance.random() < 0.08
        return {
            "name": f"District {incident.area}" if district else incident.village,
            "lat": incident.lat + (chance.uniform(-0.2, 0.2) if district else chance.gauss(0, 0.01)),
            "lon": incident.lon + (chance.uniform(-0.2, 0.2) if district else chance.gauss(0, 0.01)),
            "country": "".join(chr(65 + digit) for digit in divmod(incident.area % 200, 20)),
            "radius_km": 45.0 if district else 6.0,
            "geo_precision": 2 if district else 1,
        }

    def _tolls(self, incident: Incident) -> list[dict[str, Any]]:
        chance = self._random
        if chance.random() < 0.3:
            return []
        told = max(0, incident.killed + chance.choices((0, 1, -1, 2, 5), (0.6, 0.15, 0.1, 0.1, 0.05))[0])
        return [{"measure": "killed", "group": incident.sides[1], "low": told, "high": told, "said_by": "outlet"}]

    def incidents(self, events: int) -> Iterator[tuple[Incident, int]]:
        """Incidents with the number of accounts of each, until there are so many accounts."""
        key = 0
        while events > 0:
            number = min(events, self._random.choices((1, 2, 3, 4, 6), (0.62, 0.2, 0.1, 0.05, 0.03))[0])
            yield self.incident(key), number
            key, events = key + 1, events - number

    def coded_reports(self, events: int) -> Iterator[dict[str, Any]]:
        """Coded reports of one event each; the event's `incident` is the truth, which linking does not look at."""
        for incident, number in self.incidents(events):
            for index in range(number):
                event = self.account(incident)
                published = incident.day + timedelta(
                    days=self._random.choices((0, 1, 2, 30), (0.4, 0.4, 0.15, 0.05))[0]
                )
                yield {
                    "report": {"id": f"{incident.key}-{index}", "published": published.isoformat()},
                    "events": [{**event, "incident": str(incident.key)}],
                }


def _victims(sub_type: str, area: int) -> str:
    return "Civilians" if sub_type in ("Attack", "Abduction/forced disappearance") else f"Army of {area % 200}"
