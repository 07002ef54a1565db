"""Which countries a story is about, by the names of states, peoples and capitals in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from dateline.base.words import Word, name_key, split_words
from dateline.model.drafts import PLACES, Draft
from dateline.model.ports import Gazetteer
from dateline.resolve.registries import load_countries

_LONGEST = 5
_WATERS = frozenset(("lake", "river", "gulf", "sea", "ocean", "strait", "bay", "mount", "channel"))
_LANDS = frozenset(("basin", "delta", "valley", "state", "peninsula"))
_LEAD_CHARS = 400
_WEIGHT_DATELINE, _WEIGHT_TITLE, _WEIGHT_LEAD, _WEIGHT_TEXT = 4.0, 2.0, 2.0, 1.0
_WEIGHT_TOPONYM = 0.6
_SHARE_ADJECTIVE = 0.4


def weigh_countries(draft: Draft, gazetteer: Gazetteer | None = None) -> dict[str, float]:
    """Country code -> how much the report speaks of it; empty where it names none."""
    report = draft.report
    weights: dict[str, float] = defaultdict(float)
    for code, _, share in countries_in(report.dateline or ""):
        weights[code] += _WEIGHT_DATELINE * share
    for code, _, share in countries_in(report.title or ""):
        weights[code] += _WEIGHT_TITLE * share
    for code, _, share in countries_in(report.publisher or ""):
        weights[code] += _WEIGHT_TITLE * share
    for code, start, share in countries_in(report.text):
        weights[code] += share * (_WEIGHT_LEAD if start < _LEAD_CHARS else _WEIGHT_TEXT)
    if gazetteer is not None:
        _add_places(weights, draft, gazetteer)
    return weights


def countries_in(text: str) -> Iterator[tuple[str, int, float]]:
    """The states that a text names, each with its offset and a share: 1 for a name, less for an adjective.

    Forces act abroad, so "Turkish jets" says little of where the story plays.
    """
    words = split_words(text)
    at = 0
    while at < len(words):
        length, code = _match(words, at)
        if code and not _names_a_water(words, at, at + length):
            by_name = tuple(word.key for word in words[at : at + length]) in _place_names()
            yield code, words[at].start, 1.0 if by_name else _SHARE_ADJECTIVE
        at += length


def _match(words: list[Word], at: int) -> tuple[int, str | None]:
    if not words[at].text[0].isupper() or (words[at].key,) not in _first_keys():
        return 1, None
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        code = _names().get(tuple(word.key for word in words[at : at + length]))
        if code:
            return length, code
    return 1, None


def _names_a_water(words: list[Word], start: int, end: int) -> bool:
    """ "Lake Chad", "the Niger River", "Niger State": these tell nothing of the country of that name."""
    before = words[start - 1] if start else None
    after = words[end] if end < len(words) else None
    return (before is not None and before.text[0].isupper() and before.key in _WATERS) or (
        after is not None and after.text[0].isupper() and after.key in _WATERS | _LANDS
    )


def _add_places(weights: dict[str, float], draft: Draft, gazetteer: Gazetteer) -> None:
    for part in (draft.report.dateline or "").split(","):
        places = gazetteer.find(part.strip()) if part.strip() else ()
        if places and places[0].country:
            weights[places[0].country] += _WEIGHT_DATELINE
    if draft.has(PLACES):
        for row in draft.get(PLACES):
            is_state = name_key(row.place.name) in _place_names()  # which is counted by itself
            if row.place.country and row.event_place and not is_state:
                weights[row.place.country] += _WEIGHT_TOPONYM


@cache
def _names() -> Mapping[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for country in load_countries():
        for name in (country.name, *country.adjectives, *country.also, *country.cities, country.people):
            found.setdefault(name_key(name), country.code)
    return found


@cache
def _place_names() -> frozenset[tuple[str, ...]]:
    return frozenset(
        name_key(name) for country in load_countries() for name in (country.name, *country.also, *country.cities)
    )


@cache
def _first_keys() -> frozenset[tuple[str, ...]]:
    return frozenset(keys[:1] for keys in _names())
