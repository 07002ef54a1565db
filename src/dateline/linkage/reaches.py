"""How exact an account's place and days are, and how far it can be from another that means the same.

What is exact enough is compared with all that lies near; what is vague only with accounts that share an actor, since
a province and a month hold many incidents. `are_comparable` is the rule; blocking finds the pairs that meet it
without looking at all pairs, and the store finds them by an index.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from dateline.linkage.accounts import NO_DAY, Accounts

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EXACT, VAGUE, WIDE = 0, 1, 2
"""Classes of places (a town, a province, a country) and of times (days, weeks, longer)."""

EXACT_KM, VAGUE_KM = 30.0, 150.0
EXACT_DAYS, VAGUE_DAYS = 3, 45

SLACK_DAYS = 3
"""Reports of one incident can be this many days apart about its date."""
SLACK_KM = 15.0
NEAR_KM = 50.0
"""Two exact places that are farther apart are two places, however wide they are."""

VAGUE_REACH_KM = 2 * VAGUE_KM + SLACK_KM
"""The farthest that two places can be apart of which neither is wide and one is vague."""
MIDDLE_DAYS = {EXACT: EXACT_DAYS + SLACK_DAYS, VAGUE: VAGUE_DAYS + SLACK_DAYS}
"""The farthest that the middles of two times can be apart, by the class of the vaguer one."""

EARTH_KM = 6371.0
KM_PER_DEGREE = 111.2


def place_class(accounts: Accounts) -> Ints:
    """EXACT, VAGUE or WIDE for each account; WIDE where there is no point."""
    radius = accounts["radius_km"]
    classes = np.where(radius <= EXACT_KM, EXACT, np.where(radius <= VAGUE_KM, VAGUE, WIDE))
    return np.where(np.isnan(accounts["lat"]), WIDE, classes).astype(np.int64)


def time_class(accounts: Accounts) -> Ints:
    """EXACT, VAGUE or WIDE for each account; WIDE where no day is known."""
    days = accounts["end"].astype(np.int64) - accounts["start"] + 1
    classes = np.where(days <= EXACT_DAYS, EXACT, np.where(days <= VAGUE_DAYS, VAGUE, WIDE))
    return np.where(accounts["start"] == NO_DAY, WIDE, classes).astype(np.int64)


def middle_day(accounts: Accounts) -> Ints:
    return cast(Ints, (accounts["start"].astype(np.int64) + accounts["end"]) // 2)


def gap_days(left: Accounts, right: Accounts) -> Ints:
    """Days between the two times, 0 where they meet; a great number where one is unknown."""
    gap = np.maximum(
        left["start"].astype(np.int64) - right["end"], right["start"].astype(np.int64) - left["end"]
    ).clip(0)
    unknown = (left["start"] == NO_DAY) | (right["start"] == NO_DAY)
    return np.where(unknown, 10**6, gap)


def apart_km(left: Accounts, right: Accounts) -> Floats:
    """Great-circle distance of the two points; NaN where one has none."""
    lat_a, lat_b = np.radians(left["lat"].astype(float)), np.radians(right["lat"].astype(float))
    east = np.radians(right["lon"].astype(float) - left["lon"].astype(float))
    chord = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin(east / 2) ** 2
    return cast(Floats, 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1))))


def share_any(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> Bools:
    """Whether two rows of codes have one in common; 0 is no code."""
    equal = (left[:, :, None] == right[:, None, :]) & (left[:, :, None] != 0)
    return cast(Bools, equal.any(axis=(1, 2)))


def families(accounts: Accounts) -> NDArray[np.uint32]:
    """The codes of all families on either side, one row an account."""
    return np.concatenate([accounts["kin1"], accounts["kin2"]], axis=1)


def are_comparable(left: Accounts, right: Accounts) -> Bools:
    """Whether each pair can be one incident at all, before anything is weighed.

    In: two tables of the same length. Their times must meet within SLACK_DAYS and their places within reach; where
    either is vague they must share an actor's family, and two of which one has a wide place and one a wide time say
    too little.
    """
    where = np.maximum(place_class(left), place_class(right))
    when = np.maximum(time_class(left), time_class(right))
    both_exact = (where == EXACT) & (when == EXACT)
    in_time = gap_days(left, right) <= np.where(when == EXACT, SLACK_DAYS, 0)
    return in_time & _in_reach(left, right, where) & _has_ground(left, right, both_exact, where, when)


def _in_reach(left: Accounts, right: Accounts, where: Ints) -> Bools:
    reach_km = left["radius_km"].astype(float) + right["radius_km"] + SLACK_KM
    reach_km = np.where(where == EXACT, np.minimum(reach_km, NEAR_KM), reach_km)
    near = np.nan_to_num(apart_km(left, right), nan=np.inf) <= reach_km
    same_country = (left["country"] == right["country"]) & (left["country"] != 0)
    return cast(Bools, np.where(where == WIDE, same_country, near))


def _has_ground(left: Accounts, right: Accounts, both_exact: Bools, where: Ints, when: Ints) -> Bools:
    both_wide = (where == WIDE) & (when == WIDE)
    return cast(Bools, both_exact | (share_any(families(left), families(right)) & ~both_wide))
