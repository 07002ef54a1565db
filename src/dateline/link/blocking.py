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

from dateline.link.accounts import Accounts
from dateline.link.reaches import (
    EXACT,
    EXACT_DAYS,
    NEAR_KM,
    SLACK_DAYS,
    SLACK_KM,
    VAGUE,
    VAGUE_DAYS,
    VAGUE_KM,
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

_KM_PER_DEGREE = 111.2
EXACT_CELL_KM = NEAR_KM
VAGUE_CELL_KM = 2 * VAGUE_KM + SLACK_KM
EXACT_BUCKET_DAYS = EXACT_DAYS + SLACK_DAYS
VAGUE_BUCKET_DAYS = VAGUE_DAYS + SLACK_DAYS
PAIRS_AT_A_TIME = 1_000_000


def find_pairs(accounts: Accounts) -> Iterator[Pairs]:
    """Every comparable pair once, in portions that fit in memory."""
    where, when = place_class(accounts), time_class(accounts)
    middles = middle_day(accounts)
    both_exact = np.flatnonzero((where == EXACT) & (when == EXACT))
    if both_exact.size:
        cells = _Cells(accounts, EXACT_CELL_KM, middles, EXACT_BUCKET_DAYS)
        yield from _checked(accounts, cells.pairs(both_exact, both_exact), "exact", where, when)
    yield from _find_vague_pairs(accounts, where, when, middles)


def _find_vague_pairs(accounts: Accounts, where: Ints, when: Ints, middles: Ints) -> Iterator[Pairs]:
    pointed, dated = where <= VAGUE, when <= VAGUE
    exact = (where == EXACT) & (when == EXACT)
    ground = _Grounds(families(accounts))
    schemes = (
        # kind, who is vague, whom it meets, cell size (0: the country), days of a bucket (0: any time)
        ("vague", pointed & dated & ~exact, pointed & dated, VAGUE_CELL_KM, VAGUE_BUCKET_DAYS),
        ("wide time", pointed & (when == WIDE), pointed, VAGUE_CELL_KM, 0),
        ("wide place", (where == WIDE) & dated, dated, 0.0, VAGUE_BUCKET_DAYS),
    )  # fmt: skip
    for kind, vague, met, cell_km, bucket_days in schemes:
        left, right = np.flatnonzero(vague), np.flatnonzero(met)
        if left.size:
            cells = _Cells(accounts, cell_km, middles, bucket_days)
            yield from _checked(accounts, cells.pairs(left, right, ground), kind, where, when)


def _checked(accounts: Accounts, portions: Iterator[Pairs], kind: str, where: Ints, when: Ints) -> Iterator[Pairs]:
    """The pairs of a kind that are comparable, each once."""
    for first, second in portions:
        chosen = _kind_of_pairs(first, second, where, when) == kind
        first, second = first[chosen], second[chosen]
        allowed = are_comparable(accounts[first], accounts[second])
        if allowed.any():
            yield first[allowed], second[allowed]


def _kind_of_pairs(first: Ints, second: Ints, where: Ints, when: Ints) -> NDArray[np.str_]:
    vaguer_place = np.maximum(where[first], where[second])
    vaguer_time = np.maximum(when[first], when[second])
    return np.select(
        [vaguer_place == WIDE, vaguer_time == WIDE, (vaguer_place == EXACT) & (vaguer_time == EXACT)],
        ["wide place", "wide time", "exact"],
        "vague",
    )


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
        self._degrees = cell_km / _KM_PER_DEGREE
        self._buckets = middles // bucket_days if bucket_days else np.zeros_like(middles)
        self._near_buckets = (-1, 0, 1) if bucket_days else (0,)
        self._near_cells = (-1, 0, 1) if cell_km else (0,)

    def pairs(self, left: Ints, right: Ints, ground: _Grounds | None = None) -> Iterator[Pairs]:
        """Pairs of one of `left` with one of `right` that meet; a pair may come more than once with `ground`."""
        right, ground_of_right = ground.spread(right) if ground else (right, np.zeros_like(right))
        keys = self._keys(right, 0, 0, 0, ground_of_right)
        order = np.argsort(keys, kind="stable")
        keys, right = keys[order], right[order]
        left, ground_of_left = ground.spread(left) if ground else (left, np.zeros_like(left))
        for bucket in self._near_buckets:
            for north in self._near_cells:
                for east in self._near_cells:
                    wanted = self._keys(left, bucket, north, east, ground_of_left)
                    yield from _meet(left, wanted, right, keys, is_one_set=ground is None)

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
        return cast(Ints, (band + 1024) * 65536 + column % around)


def _mix(place: Ints, bucket: Ints, ground: Ints) -> Ints:
    """One key out of three; a rare clash only brings a pair that the check takes out again."""
    mixed = (place * 1_000_003 + bucket) * 4_294_967_311 + ground
    return cast(Ints, mixed)


def _meet(left: Ints, wanted: Ints, right: Ints, keys: Ints, *, is_one_set: bool) -> Iterator[Pairs]:
    """The pairs of equal key, in portions. `keys` are sorted. Within one set each pair is given once."""
    first = np.searchsorted(keys, wanted, side="left")
    counts = np.searchsorted(keys, wanted, side="right") - first
    some = np.flatnonzero(counts)
    for portion in _portions(counts[some]):
        chosen = some[portion]
        number = counts[chosen]
        starts = np.repeat(first[chosen] - np.concatenate([[0], np.cumsum(number)[:-1]]), number)
        one, other = np.repeat(left[chosen], number), right[starts + np.arange(number.sum())]
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
