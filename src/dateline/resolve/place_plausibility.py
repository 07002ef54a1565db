"""Whether a place may be meant at all: small ones far from where they are told, or from the whole story, are not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dateline.base.distances import distance_km
from dateline.base.text import fold_name
from dateline.model.places import GazetteerEntry
from dateline.resolve.place_mentions import PlaceMention, lies_in, margin_km
from dateline.resolve.place_points import COARSE_KINDS
from dateline.resolve.place_ranking import CountryVotes, bears_name, list_capitals, salience

_WELL_KNOWN, _MIN_SHARE = 5.0, 0.15
_HOME_SHARE = 0.5
_OWN_ROWS = "dateline:"
"""Ids of rows of the overlay, which are of places in the news."""
_LEAST_SUPPORT, _FOREIGN_SUPPORT = 0.08, 0.05
"""The part of the story that other names than its own have to put in a country, for a place of it to be at home."""
_FAR_ABROAD_KM, _FAR_AT_HOME_KM = 450.0, 250.0
_KNOWN_ABROAD, _ALIAS_KNOWN_ABROAD = 6.3, 7.5
"""Salience from which a town is known the world over, under its main name and under another."""
_FAR_IN_TOWN_KM = 60.0
_PART_OF_A_TOWN = re.compile(
    r"\s+(?:quarter|neighbou?rhood|suburb|street|square|avenue|bridge|roundabout|junction|gate)\b", re.IGNORECASE
)
_HOUSE_IN_A_TOWN = re.compile(r"\s+(?:mosque|church|hospital|clinic|market|stadium|hotel|school)\b", re.IGNORECASE)
_KNOWN_REGION = 5_000_000
_SMALL_TOWN = 20_000


def is_plausible(
    mention: PlaceMention, entry: GazetteerEntry, anchor: PlaceMention | None, countries: Mapping[str, float]
) -> bool:
    """A small place far from where it is told, or in a country out of the story, is a chance meeting of names."""
    if entry.country is None or entry.kind == "country":
        return True
    share = countries.get(entry.country, 0.0)
    if mention.toponym.name.islower():
        return share >= 2 * _MIN_SHARE  # "disputed territories" has its meaning in its own country only
    within = anchor.entry if anchor is not None else None
    if anchor is not None and within is not None and entry.kind not in COARSE_KINDS:
        fits = lies_in(entry, within, margin_km(anchor.phrase))
        if not fits:
            return False
    return salience(entry) >= _WELL_KNOWN or len(countries) < 2 or share >= _MIN_SHARE


def drop_namesakes(text: str, mentions: Sequence[PlaceMention], votes: CountryVotes) -> None:
    """Take the entries from mentions whose lesser place lies far from all that the story names at home.

    So with what is told as a quarter or a house ("Al-Noor quarter", "Newtown hospital") far from every town of it.
    """
    home = [mention.entry for mention in mentions if mention.entry and _is_at_home(mention, mention.entry, votes)]
    for mention in mentions:
        entry = mention.entry
        if entry is None or entry.kind in ("country", "sea", "region") or mention.container is not None:
            continue
        name = fold_name(mention.toponym.name)
        near_km = min(
            (_gap_km(entry, other) for other in home if other.gazetteer_id != entry.gazetteer_id), default=None
        )
        if near_km is None:
            if _is_out_of_story(entry, name, votes):
                mention.entry = None
            continue
        within_town = near_km > _FAR_IN_TOWN_KM and _is_told_within_town(text, mention, entry)
        if within_town or _is_lesser(entry, name, near_km, votes):
            mention.entry = None


def find_parts_of_towns(text: str, mentions: Sequence[PlaceMention]) -> frozenset[int]:
    """The mentions that are told as a part of a town or as a house in one, by their index."""
    return frozenset(
        index
        for index, mention in enumerate(mentions)
        if _PART_OF_A_TOWN.match(text, mention.toponym.span.end)
        or _HOUSE_IN_A_TOWN.match(text, mention.toponym.span.end)
    )


def _is_told_within_town(text: str, mention: PlaceMention, entry: GazetteerEntry) -> bool:
    """Whether the words speak of a part of another town, or of a house that no town of that name is known to have."""
    end = mention.toponym.span.end
    if _PART_OF_A_TOWN.match(text, end):
        return True
    known = _bears_name(entry, fold_name(mention.toponym.name)) and entry.population >= _SMALL_TOWN
    return not known and _HOUSE_IN_A_TOWN.match(text, end) is not None


def _is_at_home(mention: PlaceMention, entry: GazetteerEntry, votes: CountryVotes) -> bool:
    """Whether a place may tell where the story plays: no whole country, and in one that it is much about."""
    if entry.kind in ("country", "sea", "region"):
        return False
    return _is_of_home_country(entry, fold_name(mention.toponym.name), votes)


def _is_of_home_country(entry: GazetteerEntry, name: str, votes: CountryVotes) -> bool:
    if votes.shares.get(entry.country or "", 0.0) < _HOME_SHARE:
        return False
    return votes.without(name, entry.country) >= _LEAST_SUPPORT or not _has_rival(entry, name, votes)


def _is_out_of_story(entry: GazetteerEntry, name: str, votes: CountryVotes) -> bool:
    """Whether nothing but its own name speaks for the country of a lesser place, and much for another one."""
    if votes.without(name, entry.country) >= _LEAST_SUPPORT or not _has_rival(entry, name, votes):
        return False
    if entry.gazetteer_id.startswith(_OWN_ROWS) and _bears_name(entry, name):
        return False
    return salience(entry) < (_ALIAS_KNOWN_ABROAD if not _bears_name(entry, name) else _KNOWN_ABROAD)


def _has_rival(entry: GazetteerEntry, name: str, votes: CountryVotes) -> bool:
    """Whether the story is more about another country, as other words than this name tell."""
    least = max(_HOME_SHARE, votes.shares.get(entry.country or "", 0.0))
    return any(votes.without(name, country) > least for country in votes.shares if country != entry.country)


def _is_lesser(entry: GazetteerEntry, name: str, near_km: float, votes: CountryVotes) -> bool:
    alias = not _bears_name(entry, name)
    told_by_others = votes.without(name, entry.country)
    if _is_of_home_country(entry, name, votes):
        small = entry.kind in ("village", "town") and entry.population < _SMALL_TOWN
        return alias and small and near_km > _FAR_AT_HOME_KM
    if near_km <= _FAR_ABROAD_KM:
        return False
    if alias and told_by_others < _FOREIGN_SUPPORT and (entry.country, name) not in list_capitals():
        return True
    if entry.kind in ("admin1", "admin2"):
        return entry.population < _KNOWN_REGION
    return salience(entry) < (_ALIAS_KNOWN_ABROAD if alias else _KNOWN_ABROAD)


_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|ash|an|at|az|la|le|los|las)[ -]")


def _bears_name(entry: GazetteerEntry, key: str) -> bool:
    """As `bears_name`, whatever article stands before the one or the other."""
    return bears_name(entry, key) or _ARTICLE.sub("", fold_name(entry.name)) == _ARTICLE.sub("", key)


def _gap_km(one: GazetteerEntry, other: GazetteerEntry) -> float:
    """Between the edges that face each other: a place inside a province is next to it."""
    apart = distance_km(one.lat, one.lon, other.lat, other.lon)
    return max(0.0, apart - (other.radius_km if other.kind == "admin1" else 0.0))
