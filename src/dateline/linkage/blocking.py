"""Blocking: the pairs of accounts that may be one incident, found without looking at all pairs.

Accounts fall into cells of space and time; a pair meets in the same cell or in neighbouring ones. There are four
kinds of blocks, from exact to wide; each takes the pairs whose vaguer account is of its kind, so that no pair that
`reaches.are_comparable` allows is missed. The work grows with the number of accounts times their density.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np
from numpy.typing import NDArray

from dateline.linkage.accounts import Accounts
from dateline.linkage.reaches import (
    EXACT,
    KM_PER_DEGREE,
    MIDDLE_DAYS,
    NEAR_KM,
    SLACK_DAYS,
    SLACK_KM,
    VAGUE,
    VAGUE_KM,
    VAGUE_REACH_KM,
    WIDE,
    are_comparable,
    families,
    middle_day,
    place_class,
    time_class,
)

Ints = NDArray[np.int64]
Pairs = tuple[Ints, Ints]
"""Indices of the first and of the second account of each pair; the first is the smaller."""

PAIRS_AT_A_TIME = 1_000_000
ROWS_AT_A_TIME = 20_000
"""Whole accounts are looked at in so many pairs: it stays in the processor's cache, and takes half the time."""

# A key of 63 bits: the cell, then the bucket of time, then the actor's family.
_PLACE_SHIFT, _BUCKET_SHIFT = 36, 18
_BUCKET_MASK, _GROUND_MASK = (1 << 18) - 1, (1 << 18) - 1


def find_pairs(accounts: Accounts) -> Iterator[Pairs]:
    """Every comparable pair, in portions that fit in memory; a vague one may come more than once."""
    sieve = _Sieve(accounts)
    for meeting in _find_meetings(accounts):
        near = sieve.keep_near(*meeting)
        for start in range(0, len(near[0]), ROWS_AT_A_TIME):
            first, second = (column[start : start + ROWS_AT_A_TIME] for column in near)
            allowed = are_comparable(accounts[first], accounts[second])
            if allowed.any():
                yield first[allowed], second[allowed]


def _find_meetings(accounts: Accounts) -> Iterator[Pairs]:
    where, when, middles = place_class(accounts), time_class(accounts), middle_day(accounts)
    pointed, dated = where <= VAGUE, when <= VAGUE
    exact = (where == EXACT) & (when == EXACT)
    ground = _Grounds(families(accounts))
    blocks = (
        # whom they take, whom those meet, cell size (0: the country), days of a bucket (0: any time), common ground
        (exact, exact, NEAR_KM, MIDDLE_DAYS[EXACT], None),
        (pointed & dated & ~exact, pointed & dated, VAGUE_REACH_KM, MIDDLE_DAYS[VAGUE], ground),
        (pointed & (when == WIDE), pointed, VAGUE_REACH_KM, 0, ground),
        ((where == WIDE) & dated, dated, 0.0, MIDDLE_DAYS[VAGUE], ground),
    )
    for taken, met, cell_km, bucket_days, common in blocks:
        if taken.any():
            cells = _Cells(accounts, cell_km, middles, bucket_days)
            yield from cells.pairs(np.flatnonzero(taken), np.flatnonzero(met), common)


class _Sieve:
    """Days and latitudes side by side, so that most pairs are told apart before whole accounts are looked at."""

    def __init__(self, accounts: Accounts) -> None:
        self._start = np.ascontiguousarray(accounts["start"])
        self._end = np.ascontiguousarray(accounts["end"])
        self._lat = np.nan_to_num(accounts["lat"])
        self._reach = np.where(
            np.isnan(accounts["lat"]) | (accounts["radius_km"] > VAGUE_KM),
            360.0,
            accounts["radius_km"] / KM_PER_DEGREE,
        ).astype(np.float32)

    def keep_near(self, first: Ints, second: Ints) -> Pairs:
        """The pairs whose days meet and whose latitudes are not too far apart."""
        gap = np.maximum(self._start[first] - self._end[second], self._start[second] - self._end[first])
        near = gap <= SLACK_DAYS
        first, second = first[near], second[near]
        reach = self._reach[first] + self._reach[second] + SLACK_KM / KM_PER_DEGREE
        near = np.abs(self._lat[first] - self._lat[second]) <= reach
        return first[near], second[near]


class _Grounds:
    """The families of each account: a vague pair has to share one."""

    def __init__(self, codes: NDArray[np.uint32]) -> None:
        self._codes = codes

    def spread(self, chosen: Ints) -> tuple[Ints, Ints]:
        """Each chosen account once for each of its families: its index, and the family's code."""
        rows, columns = np.nonzero(self._codes[chosen])
        return chosen[rows], self._codes[chosen][rows, columns].astype(np.int64)


class _Cells:
    """Space and time cut into cells, and the pairs that meet in neighbouring ones."""

    def __init__(self, accounts: Accounts, cell_km: float, middles: Ints, bucket_days: int) -> None:
        self._lat = np.nan_to_num(accounts["lat"].astype(float))
        self._lon = np.nan_to_num(accounts["lon"].astype(float))
        self._country = accounts["country"].astype(np.int64)
        self._degrees = cell_km / KM_PER_DEGREE
        self._buckets = middles // bucket_days if bucket_days else np.zeros_like(middles)
        self._near_buckets = (-1, 0, 1) if bucket_days else (0,)
        self._near_cells = (-1, 0, 1) if cell_km else (0,)

    def pairs(self, left: Ints, right: Ints, ground: _Grounds | None = None) -> Iterator[Pairs]:
        """Pairs of one of `left` with one of `right` that meet; a pair may come more than once with `ground`."""
        right, ground_of_right = ground.spread(right) if ground else (right, np.zeros_like(right))
        met = _Index(self._keys(right, 0, 0, 0, ground_of_right), right)
        left, ground_of_left = ground.spread(left) if ground else (left, np.zeros_like(left))
        order = np.argsort(self._keys(left, 0, 0, 0, ground_of_left), kind="stable")
        left, ground_of_left = left[order], ground_of_left[order]  # neighbours ask for neighbouring keys
        for bucket in self._near_buckets:
            for north in self._near_cells:
                for east in self._near_cells:
                    wanted = self._keys(left, bucket, north, east, ground_of_left)
                    yield from met.meet(left, wanted, is_one_set=ground is None)

    def _keys(self, chosen: Ints, bucket: int, north: int, east: int, ground: Ints) -> Ints:
        """One number for each account's cell, or for the neighbour of it in a direction."""
        return _mix(self._place_cells(chosen, north, east), self._buckets[chosen] + bucket, ground)

    def _place_cells(self, chosen: Ints, north: int, east: int) -> Ints:
        """Cells are as wide as they are high in km, so there are fewer of them around the globe near the poles."""
        if not self._degrees:
            return self._country[chosen]
        band = np.floor(self._lat[chosen] / self._degrees).astype(np.int64) + north
        edge = np.minimum(np.maximum(np.abs(band), np.abs(band + 1)) * self._degrees, 88.0)
        around = np.maximum(np.floor(360 * np.cos(np.radians(edge)) / self._degrees).astype(np.int64), 1)
        column = np.floor((self._lon[chosen] + 180) / 360 * around).astype(np.int64) + east
        return cast(Ints, (band + 1024) * 16384 + column % around)


def _mix(place: Ints, bucket: Ints, ground: Ints) -> Ints:
    """One key out of three, ordered by place and then by time; a clash only brings pairs that the check takes out."""
    return cast(Ints, (place << _PLACE_SHIFT) | ((bucket & _BUCKET_MASK) << _BUCKET_SHIFT) | (ground & _GROUND_MASK))


class _Index:
    """Accounts by their keys."""

    def __init__(self, keys: Ints, accounts: Ints) -> None:
        order = np.argsort(keys, kind="stable")
        self._accounts = accounts[order]
        self._keys, self._first, self._counts = np.unique(keys[order], return_index=True, return_counts=True)

    def meet(self, left: Ints, wanted: Ints, *, is_one_set: bool) -> Iterator[Pairs]:
        """The pairs of each of `left` with those of the key it wants, in portions; within one set each pair once."""
        if not self._keys.size:
            return
        slot = np.minimum(np.searchsorted(self._keys, wanted), self._keys.size - 1)
        some = np.flatnonzero(self._keys[slot] == wanted)
        first, counts = self._first[slot[some]], self._counts[slot[some]]
        for portion in _portions(counts):
            number = counts[portion]
            offsets = first[portion] - np.concatenate([[0], np.cumsum(number)[:-1]])
            one = np.repeat(left[some[portion]], number)
            other = self._accounts[np.repeat(offsets, number) + np.arange(number.sum())]
            kept = one < other if is_one_set else one != other
            yield np.minimum(one, other)[kept], np.maximum(one, other)[kept]


def _portions(counts: Ints) -> Iterator[slice]:
    """Runs of rows that together give about PAIRS_AT_A_TIME pairs."""
    total = np.cumsum(counts)
    start = 0
    while start < len(counts):
        reached = int(total[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(total, reached + PAIRS_AT_A_TIME, side="right")))
        yield slice(start, stop)
        start = stop
