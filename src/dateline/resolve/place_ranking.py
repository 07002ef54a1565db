"""Which of the places of a name is meant: countries of the story, kind of place, size, nearness."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.base.distances import distance_km
from dateline.base.resources import load_yaml
from dateline.base.text import fold_name
from dateline.model.places import GazetteerEntry
from dateline.model.ports import Gazetteer
from dateline.resolve.place_surroundings import Surroundings
from dateline.resolve.registries import load_countries

_SALIENCE = {"country": 9.0, "admin1": 6.3, "region": 6.0, "sea": 6.0}
_OVERLAY_SALIENCE = 5.6
_KINDS_WANTED = {
    "admin1": frozenset({"admin1", "region"}),
    "populated": frozenset({"city", "town", "village"}),
    "admin2": frozenset({"admin2", "town", "village", "city", "area"}),
    "physical": frozenset({"mountain", "river", "lake", "island", "sea", "plain", "facility"}),
    "site": frozenset({"camp", "base", "facility", "road"}),
    "region": frozenset({"admin1", "region", "area", "plain"}),
    "area": frozenset({"area", "region", "plain", "admin1", "admin2", "town", "village", "city", "mountain"}),
}
_COUNTRY_WEIGHT, _KIND_WEIGHT, _NEAR_WEIGHT, _NEAR_KM = 4.5, 4.0, 2.5, 150.0
_HAMLET_COUNTRY_WEIGHT, _MAIN_NAME_WEIGHT = 2.5, 2.0
_REGION_WEIGHT = 2.0
_CAPITAL_BONUS, _SEAT_SHARE = 1.5, 0.15
_REGIONAL_WEIGHT, _NATIONAL_WEIGHT = 3.5, 1.5
_WELL_KNOWN, _OBSCURE_VOTE = 5.0, 0.3
_CAPITALISED = re.compile(r"[A-Z][\w'’-]+(?: (?:of |the |and )?[A-Z][\w'’-]+)*")
_DATELINE_PART = re.compile(r"[^,/()–—]+")


def salience(entry: GazetteerEntry) -> float:
    """How likely a bare name means this place, before anything of the story is known."""
    by_people = math.log10(entry.population + 10)
    if entry.kind == "city" and (entry.country, fold_name(entry.name)) in list_capitals():
        by_people += _CAPITAL_BONUS
    if entry.kind == "admin1" and entry.population:
        return min(_SALIENCE["admin1"], by_people + 0.6)
    if entry.kind in _SALIENCE:
        return max(_SALIENCE[entry.kind], by_people)
    if entry.gazetteer_id.startswith("dateline:"):
        return max(_OVERLAY_SALIENCE, by_people)
    return by_people


@cache
def list_capitals() -> frozenset[tuple[str, str]]:
    """Country code and folded name of each capital, under all names that news use."""
    return frozenset((country.code, fold_name(city)) for country in load_countries() for city in country.cities)


@cache
def _country_of_demonym() -> dict[str, str]:
    rows = load_yaml("gazetteer/countries.yaml")["countries"]
    return {word: code for code, row in rows.items() for word in row.get("demonyms", [])}


@cache
def _demonym_pattern() -> re.Pattern[str]:
    words = sorted(_country_of_demonym(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\b(?! Ocean\b| hemp\b)")


@dataclass(frozen=True, slots=True)
class CountryVotes:
    """`shares` of the best country (0 … 1), and by folded name what of it that name itself has brought."""

    shares: Mapping[str, float]
    own: Mapping[str, Mapping[str, float]]

    def without(self, key: str, country: str | None) -> float:
        """The share of a country by what all other names say."""
        return max(0.0, self.shares.get(country or "", 0.0) - self.own.get(key, {}).get(country or "", 0.0))


def weigh_votes(
    gazetteer: Gazetteer, text: str, title: str | None, dateline: str | None, names: Iterable[str]
) -> CountryVotes:
    """How much of the story plays in each country.

    In: the text (its demonyms count), title, dateline, and the toponyms' names as often as they occur.
    """
    votes: dict[str, float] = defaultdict(float)
    own: dict[str, dict[str, float]] = {}
    demonyms = _country_of_demonym()
    for match in _demonym_pattern().finditer(text):
        votes[demonyms[match.group()]] += 0.6
    for name in names:
        _vote(own.setdefault(fold_name(name), defaultdict(float)), gazetteer.find(name), 1.0)
    for mine in own.values():
        for country, count in mine.items():
            votes[country] += count
    for part in _DATELINE_PART.findall(dateline or ""):
        _vote(votes, gazetteer.find(part.strip()), 2.0)
    for match in _CAPITALISED.finditer(title or ""):
        _vote(votes, gazetteer.find(match.group()), 1.0)
    best = max(votes.values(), default=0.0)
    if not best:
        return CountryVotes({}, {})
    return CountryVotes(
        {country: count / best for country, count in votes.items()},
        {key: {country: count / best for country, count in mine.items()} for key, mine in own.items()},
    )


def _vote(votes: dict[str, float], entries: Sequence[GazetteerEntry], weight: float) -> None:
    """Each name has one vote, shared between the countries that it may lie in, by salience."""
    best: dict[str, float] = {}
    for entry in entries:
        if entry.country:
            best[entry.country] = max(best.get(entry.country, 0.0), salience(entry))
    if not best:
        return
    if max(best.values()) < _WELL_KNOWN:  # a hamlet of that name somewhere says little about the story
        weight *= _OBSCURE_VOTE
    total = sum(2**value for value in best.values())
    factor = 2.0 if any(entry.kind == "country" for entry in entries) else 1.0
    for country, value in best.items():
        votes[country] += weight * factor * 2**value / total


def choose_entry(
    entries: Sequence[GazetteerEntry],
    votes: CountryVotes,
    kind_wanted: str | None = None,
    container: GazetteerEntry | None = None,
    others: Sequence[GazetteerEntry] = (),
    name: str = "",
    around: Surroundings | None = None,
) -> GazetteerEntry | None:
    """The likeliest entry; None where there are none, or only an obscure namesake far from the story.

    A place whose main name is `name` goes before others.
    """
    key = fold_name(name)

    own = {entry.gazetteer_id for entry in entries}
    others = [other for other in others if other.gazetteer_id not in own]
    regions = {(other.country, other.admin1) for other in others if other.kind == "admin1"}

    def score(entry: GazetteerEntry) -> float:
        return (
            salience(entry)
            + _country_weight(entry) * votes.without(key, entry.country)
            + _kind_score(entry, kind_wanted)
            + (_MAIN_NAME_WEIGHT if bears_name(entry, key) else 0.0)
            + _container_score(entry, container)
            + _nearness(entry, others)
            + (_regional(entry, key, around) if around else 0.0)
            + (_REGION_WEIGHT if (entry.country, entry.admin1) in regions else 0.0)
        )

    if container is None and any(entry.kind == "country" for entry in entries):
        entries = [entry for entry in entries if entry.kind != "village"]  # a state's name hardly means a village
    best = max(entries, key=score, default=None)
    if best is not None and _is_a_namesake(best, votes.shares, key):
        return None
    if best is not None and best.kind == "admin1" and kind_wanted is None:
        return _seat_of(best, entries, key) or best
    return best


def bears_name(entry: GazetteerEntry, key: str) -> bool:
    """Whether a folded name is the main one of a place; chartered towns are "Marawi City" in the Philippines."""
    main = fold_name(entry.name)
    return main == key or (entry.country == "PH" and main.removesuffix(" city") == key)


def _regional(entry: GazetteerEntry, key: str, around: Surroundings) -> float:
    """What the names beside it say for its region, and a little for its country."""
    inside, country = around.support(entry, key), around.country_support(entry, key)
    return _REGIONAL_WEIGHT * inside / (inside + 0.7) + _NATIONAL_WEIGHT * country / (country + 1.0)


_FOREIGN_SHARE, _FOREIGN_SALIENCE, _FOREIGN_ALIAS_SALIENCE = 0.03, 5.5, 7.0


def _is_a_namesake(entry: GazetteerEntry, countries: Mapping[str, float], key: str) -> bool:
    """A lesser place of a country that the story does not touch: rather a village that is not known here.

    A city under another spelling ("Qaraj" for Karaj) has to be larger still to be meant so far away.
    """
    if not countries or not entry.country or countries.get(entry.country, 0.0) >= _FOREIGN_SHARE:
        return False
    needed = _FOREIGN_SALIENCE if fold_name(entry.name) == key else _FOREIGN_ALIAS_SALIENCE
    return salience(entry) < needed


def _seat_of(region: GazetteerEntry, entries: Sequence[GazetteerEntry], key: str) -> GazetteerEntry | None:
    """The town that a region is named after: a bare "Basra" means the city, "Basra province" the province.

    Where the region's people are known, the town has to bear the very name and hold a good part of them: "Quebec" and
    "Oklahoma" are the province and the state.
    """
    seats = [
        entry
        for entry in entries
        if entry.kind == "city" and entry.country == region.country and entry.admin1 == region.name
    ]
    seat = max(seats, key=lambda entry: entry.population, default=None)
    if seat is None or not region.population:
        return seat
    large = seat.population >= _SEAT_SHARE * region.population
    return seat if large and fold_name(seat.name) == key else None


def _country_weight(entry: GazetteerEntry) -> float:
    """Villages gain less: a report from Ukraine that names Paris hardly means the hamlet of that name."""
    is_hamlet = entry.kind == "village" and entry.gazetteer_id.startswith("geonames:")
    return _HAMLET_COUNTRY_WEIGHT if is_hamlet else _COUNTRY_WEIGHT


def _kind_score(entry: GazetteerEntry, wanted: str | None) -> float:
    if wanted is None:
        return 0.0
    fits = entry.kind in _KINDS_WANTED[wanted]
    if wanted == "area" and entry.kind == "admin1":
        return 0.5
    return _KIND_WEIGHT if fits else -_KIND_WEIGHT / 2


def _container_score(entry: GazetteerEntry, container: GazetteerEntry | None) -> float:
    if container is None or container.gazetteer_id == entry.gazetteer_id:
        return 0.0
    if container.kind == "country":
        return 6.0 if entry.country == container.country else -3.0
    gap_km = distance_km(entry.lat, entry.lon, container.lat, container.lon)
    return 5.0 if gap_km <= container.radius_km * 1.3 + 40 else -3.0


def _nearness(entry: GazetteerEntry, others: Sequence[GazetteerEntry]) -> float:
    gaps = [distance_km(entry.lat, entry.lon, other.lat, other.lon) for other in others]
    return _NEAR_WEIGHT * math.exp(-min(gaps) / _NEAR_KM) if gaps else 0.0
