"""Comparisons: each pair of accounts as a handful of named bins, one for each thing that speaks for or against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from dateline.linkage.accounts import EVENT_TYPES, MODALITIES, SUB_TYPES, Accounts
from dateline.linkage.actor_codes import CIVILIANS
from dateline.linkage.reaches import EXACT, WIDE, apart_km, gap_days, place_class, share_any, time_class
from dateline.linkage.tolls import NO_COUNT

Bins = NDArray[np.int8]

_BATTLES, _REMOTE, _CIVILIANS = (EVENT_TYPES.index(name) for name in EVENT_TYPES[:3])
_PROTESTS, _RIOTS = EVENT_TYPES.index("Protests"), EVENT_TYPES.index("Riots")
_GROUND_TAKEN = tuple(
    SUB_TYPES.index(name)
    for name in (
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Non-violent transfer of territory",
    )
)
_HAPPENED, _ATTEMPTED, _DENIED = (MODALITIES.index(name) for name in ("happened", "attempted", "denied"))
_MANY = 5
_NEAR_SHARE = 0.25
_FAR_FACTOR = 3.0

TIME = (
    "same day",
    "next day",
    "two or three days apart",
    "within the same days",
    "days of a longer time",
    "roughly then",
    "undated",
)
PLACE = ("same name", "within 5 km", "within 15 km", "within 30 km", "farther", "inside the area", "in the country")
TYPE = ("same deed", "same kind", "kinds that go together", "another kind", "far kinds", "crowds and arms")
ACTORS = (
    "same actors", "same and kin", "kin", "same, other side open", "kin, other side open", "nobody known",
    "same against others", "kin against others", "others, one side open", "other actors", "who was hit is disputed",
)  # fmt: skip
KILLED = ("many, the same", "the same", "near", "apart", "far apart", "not told by both")
HURT = ("the same", "apart", "not told by both")
WORDS = ("nearly all", "half", "a third", "some", "few", "none", "one report")
MODE = ("alike", "done and tried", "denied by one", "deed and intent")
REPORTS = ("two reports", "one report")

FEATURES: Mapping[str, tuple[str, ...]] = {
    "time": TIME, "place": PLACE, "type": TYPE, "actors": ACTORS, "killed": KILLED, "hurt": HURT,
    "words": WORDS, "modality": MODE, "reports": REPORTS,
}  # fmt: skip
"""The names of the bins of each feature."""


def compare_pairs(left: Accounts, right: Accounts) -> Bins:
    """The bins of each pair: one row a pair, one column a feature, in the order of FEATURES."""
    return np.stack([feature(left, right) for feature in _COMPARERS.values()], axis=1).astype(np.int8)


def _compare_times(left: Accounts, right: Accounts) -> Bins:
    gap = gap_days(left, right)
    vaguer = np.maximum(time_class(left), time_class(right))
    dated = left["is_dated"] & right["is_dated"]
    alike = (np.abs(left["start"] - right["start"]) <= 1) & (np.abs(left["end"] - right["end"]) <= 1)
    return _bin(
        TIME,
        {
            "undated": ~dated,
            "same day": (vaguer == EXACT) & (gap == 0),
            "next day": (vaguer == EXACT) & (gap == 1),
            "two or three days apart": vaguer == EXACT,
            "within the same days": alike,
            "days of a longer time": vaguer < WIDE,
        },
        "roughly then",
    )


def _compare_places(left: Accounts, right: Accounts) -> Bins:
    vaguer = np.maximum(place_class(left), place_class(right))
    apart = np.nan_to_num(apart_km(left, right), nan=np.inf)
    named_alike = (left["place"] == right["place"]) & (left["place"] != 0)
    return _bin(
        PLACE,
        {
            "same name": named_alike & ((apart <= 100) | np.isinf(apart)),
            "in the country": vaguer == WIDE,
            "within 5 km": (vaguer == EXACT) & (apart <= 5),
            "inside the area": (vaguer > EXACT) | (apart <= np.maximum(left["radius_km"], right["radius_km"])),
            "within 15 km": apart <= 15,
            "within 30 km": apart <= 30,
        },
        "farther",
    )


def _compare_types(left: Accounts, right: Accounts) -> Bins:
    kinds = np.stack([left["event_type"], right["event_type"]])
    subs = np.stack([left["sub_type"], right["sub_type"]])
    violent = np.isin(kinds, (_BATTLES, _REMOTE, _CIVILIANS)).all(axis=0)
    crowds = np.isin(kinds, (_PROTESTS, _RIOTS))
    ground = np.isin(subs, _GROUND_TAKEN)
    taken = ground.all(axis=0) | (ground.any(axis=0) & np.isin(kinds, (_BATTLES,)).any(axis=0))
    return _bin(
        TYPE,
        {
            "same deed": (subs[0] == subs[1]) & (subs[0] >= 0),
            "kinds that go together": taken & (kinds[0] != kinds[1]),
            "same kind": (kinds[0] == kinds[1]) | crowds.all(axis=0),
            "another kind": violent,
            "crowds and arms": crowds.any(axis=0),
        },
        "far kinds",
    )


def _compare_actors(left: Accounts, right: Accounts) -> Bins:
    """Both sides against both sides; in a battle either side may be named first."""
    straight = _rank_sides(_compare_sides(left, right, "1", "1"), _compare_sides(left, right, "2", "2"))
    crossed = _rank_sides(_compare_sides(left, right, "1", "2"), _compare_sides(left, right, "2", "1"))
    ranks = np.where(_go_both_ways(left) & _go_both_ways(right), np.minimum(straight, crossed), straight)
    disputed = (ranks == ACTORS.index("same against others")) & (_hit_civilians(left) != _hit_civilians(right))
    return np.where(disputed, ACTORS.index("who was hit is disputed"), ranks).astype(np.int8)


def _go_both_ways(accounts: Accounts) -> NDArray[np.bool_]:
    """Deeds of two forces: who is named first is a matter of wording ("took from", "withdrew before")."""
    return cast(
        "NDArray[np.bool_]", (accounts["event_type"] == _BATTLES) | np.isin(accounts["sub_type"], _GROUND_TAKEN)
    )


def _hit_civilians(accounts: Accounts) -> NDArray[np.bool_]:
    """One side says that villagers were hit, the other that fighters were."""
    return cast("NDArray[np.bool_]", (accounts["actor2"] == CIVILIANS).any(axis=1))


_SAME, _KIN, _OPEN, _OTHER = range(4)
_RANKS = np.array(
    # other side:  same  kin  open  other
    [
        [0, 1, 3, 6],  # same
        [1, 2, 4, 7],  # kin
        [3, 4, 5, 8],  # open
        [6, 7, 8, 9],  # other
    ]
)
"""The bin of ACTORS for what the two sides are to each other."""


def _compare_sides(left: Accounts, right: Accounts, one: str, other: str) -> Bins:
    mine, theirs = left[f"actor{one}"], right[f"actor{other}"]
    is_open = (mine == 0).all(axis=1) | (theirs == 0).all(axis=1)
    kin = share_any(left[f"kin{one}"], right[f"kin{other}"])
    return np.select([is_open, share_any(mine, theirs), kin], [_OPEN, _SAME, _KIN], _OTHER).astype(np.int8)


def _rank_sides(one: Bins, other: Bins) -> NDArray[np.int64]:
    return cast("NDArray[np.int64]", _RANKS[one, other])


def _compare_killed(left: Accounts, right: Accounts) -> Bins:
    mine, theirs = left["killed"].astype(np.int64), right["killed"].astype(np.int64)
    equal = _equal_counts(mine, theirs)
    many = (equal & (mine >= _MANY)[:, :, None]).any(axis=(1, 2))
    factor = _least_factor(mine, theirs)
    return _bin(
        KILLED,
        {
            "not told by both": np.isinf(factor),
            "many, the same": many,
            "the same": equal.any(axis=(1, 2)),
            "near": factor <= 1 + _NEAR_SHARE,
            "apart": factor <= _FAR_FACTOR,
        },
        "far apart",
    )


def _compare_hurt(left: Accounts, right: Accounts) -> Bins:
    """Everybody who was counted but not killed."""
    told, equal = np.zeros(len(left), dtype=bool), np.zeros(len(left), dtype=bool)
    for field in ("injured", "others"):
        mine, theirs = left[field], right[field]
        told |= (mine != NO_COUNT).any(axis=1) & (theirs != NO_COUNT).any(axis=1)
        equal |= _equal_counts(mine, theirs).any(axis=(1, 2))
    return _bin(HURT, {"the same": equal, "not told by both": ~told}, "apart")


def _equal_counts(mine: NDArray[np.int64], theirs: NDArray[np.int64]) -> NDArray[np.bool_]:
    return cast("NDArray[np.bool_]", (mine[:, :, None] == theirs[:, None, :]) & (mine[:, :, None] > 0))


def _least_factor(mine: NDArray[np.int64], theirs: NDArray[np.int64]) -> NDArray[np.float64]:
    """By what factor the two nearest counts differ, at least; infinite where one account gives none."""
    # Nobody counts as half a person, so that 0 and 1 differ by a factor of 2.
    a = np.where(mine == 0, 0.5, mine)[:, :, None].astype(float)
    b = np.where(theirs == 0, 0.5, theirs)[:, None, :].astype(float)
    given = (a != NO_COUNT) & (b != NO_COUNT)
    factors = np.where(given, np.maximum(a, b) / np.maximum(np.minimum(a, b), 0.5), np.inf)
    return cast("NDArray[np.float64]", factors.min(axis=(1, 2)))


def _compare_words(left: Accounts, right: Accounts) -> Bins:
    mine, theirs = left["words"], right["words"]
    filled = (mine != 0) | (theirs != 0)
    shared = ((mine == theirs) & (mine != 0)).sum(axis=1) / np.maximum(filled.sum(axis=1), 1)
    return _bin(
        WORDS,
        {
            "one report": left["report"] == right["report"],  # it may tell of two events in one sentence
            "nearly all": shared >= 0.8,
            "half": shared >= 0.5,
            "a third": shared >= 0.3,
            "some": shared >= 0.15,
            "few": shared > 0,
        },
        "none",
    )


def _compare_modalities(left: Accounts, right: Accounts) -> Bins:
    mine, theirs = left["modality"], right["modality"]
    done = np.isin(mine, (_HAPPENED, _ATTEMPTED)) & np.isin(theirs, (_HAPPENED, _ATTEMPTED))
    intent = ~np.isin(mine, (_HAPPENED, _ATTEMPTED, _DENIED)) & ~np.isin(theirs, (_HAPPENED, _ATTEMPTED, _DENIED))
    return _bin(
        MODE,
        {
            "alike": (mine == theirs) | intent,
            "done and tried": done,
            "denied by one": (mine == _DENIED) | (theirs == _DENIED),
        },
        "deed and intent",
    )


def _compare_reports(left: Accounts, right: Accounts) -> Bins:
    return cast(Bins, (left["report"] == right["report"]).astype(np.int8))


def _bin(names: tuple[str, ...], conditions: Mapping[str, Any], otherwise: str) -> Bins:
    """The bin of the first condition that holds, by its index among the names."""
    indices = [names.index(name) for name in conditions]
    return cast(Bins, np.select(list(conditions.values()), indices, names.index(otherwise)).astype(np.int8))


_COMPARERS: Mapping[str, Callable[[Accounts, Accounts], Bins]] = {
    "time": _compare_times,
    "place": _compare_places,
    "type": _compare_types,
    "actors": _compare_actors,
    "killed": _compare_killed,
    "hurt": _compare_hurt,
    "words": _compare_words,
    "modality": _compare_modalities,
    "reports": _compare_reports,
}
