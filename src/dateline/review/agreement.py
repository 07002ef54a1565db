"""How far coders agree, beyond what chance would give: percent, Cohen's kappa and Krippendorff's alpha.

All three rest on how much two values differ, from 0 for the same on. For codes that is 0 or 1, and kappa and alpha
are those of nominal data; a difference that grows with the distance gives weighted kappa and alpha of ratio or
interval data. Where all values are the same, chance would give the same agreement: kappa and alpha are undefined
there, not 1.

Cohen, J. (1960), A coefficient of agreement for nominal scales. Krippendorff, K. (2011), Computing Krippendorff's
alpha-reliability. The intervals are percentile bootstraps over the records (not Krippendorff's own algorithm).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Unit = Mapping[str, Hashable]
"""The values that coders gave for one record, by coder; who gave none is left out."""
Difference = Callable[[Any, Any], float]
"""How much two values differ: 0 for values that agree, the same in both directions."""
Floats = NDArray[np.float64]
Gap = Literal["no variation", "too few"]

RESAMPLES = 1000
LEVEL = 0.95
_FEWEST_UNITS = 2
_MOST_UNDEFINED = 0.5


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Kappa or alpha with its interval. `gap` says why there is no value; `low` and `high` are None without one."""

    value: float | None
    low: float | None = None
    high: float | None = None
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree on one slot.

    `units`: the records that two coders or more gave a value for; `pairs`: pairs of these values. `percent`: the part
    (0..1) of the pairs that agree; None without a pair. `kappa` is None where there are not exactly two coders.
    """

    units: int
    pairs: int
    percent: float | None
    kappa: Coefficient | None
    alpha: Coefficient


def nominal(one: Any, other: Any) -> float:
    """Codes are the same, or they are not."""
    return 0.0 if one == other else 1.0


def ratio(one: float | None, other: float | None) -> float:
    """Counts from zero on: 10 and 11 differ less than 1 and 2. A count and "not known" differ wholly."""
    if one is None or other is None:
        return 0.0 if one is other else 1.0
    return 0.0 if one == other else ((one - other) / (one + other)) ** 2


def interval(one: float, other: float) -> float:
    """Points on a scale without a zero, as days are."""
    return float(one - other) ** 2


def measure_agreement(
    units: Sequence[Unit], coders: Sequence[str], difference: Difference = nominal, *, seed: int = 0
) -> Agreement:
    """How far the coders agree on these records.

    In: `coders`, all who were asked; `seed`, of the bootstrap: the same units and seed give the same intervals.
    """
    told = [unit for unit in units if len(unit) > 1]
    table = _Table.make(told, difference)
    pairs = sum(len(unit) * (len(unit) - 1) // 2 for unit in told)
    return Agreement(
        units=len(told),
        pairs=pairs,
        percent=table.count_agreeing(told) / pairs if pairs else None,
        kappa=measure_kappa(units, coders, difference, seed=seed) if len(coders) == 2 else None,
        alpha=_find_coefficient(len(told), table.alpha_sums, seed),
    )


def measure_kappa(
    units: Sequence[Unit], coders: Sequence[str], difference: Difference = nominal, *, seed: int = 0
) -> Coefficient:
    """Cohen's kappa of two coders, weighted by the difference; of the records that both gave a value for."""
    one, other = coders
    told = [unit for unit in units if one in unit and other in unit]
    table = _Table.make(told, difference)
    first, second = (table.count_values(told, coder) for coder in (one, other))
    observed = np.array([table.differ(unit[one], unit[other]) for unit in told])

    def sums(weights: Floats) -> tuple[Floats, Floats]:
        number = weights.sum(axis=1)
        expected = _cross(weights @ first, table.differences, weights @ second)
        return weights @ observed / number, expected / number**2

    return _find_coefficient(len(told), sums, seed)


@dataclass(frozen=True, slots=True)
class _Table:
    """The values that occur, how much each two differ, how often each record has them, and how far it differs."""

    places: Mapping[Hashable, int]
    differences: Floats
    counts: Floats
    observed: Floats

    @classmethod
    def make(cls, units: Sequence[Unit], difference: Difference) -> _Table:
        values = list(dict.fromkeys(value for unit in units for value in unit.values()))
        places = {value: at for at, value in enumerate(values)}
        differences = np.array([[difference(one, other) for other in values] for one in values], dtype=float)
        differences = differences.reshape(len(values), len(values))
        counts = np.zeros((len(units), len(values)))
        for row, unit in enumerate(units):
            for value in unit.values():
                counts[row, places[value]] += 1
        # Each record counts by its values: its pairs, both ways, over one less than it has values.
        pairs = _cross(counts, differences, counts)
        return cls(places, differences, counts, pairs / (counts.sum(axis=1) - 1) if len(units) else np.zeros(0))

    def differ(self, one: Hashable, other: Hashable) -> float:
        return float(self.differences[self.places[one], self.places[other]])

    def count_values(self, units: Sequence[Unit], coder: str) -> Floats:
        """Which value a coder gave each record: one row a record, one column a value."""
        counts = np.zeros((len(units), len(self.places)))
        for row, unit in enumerate(units):
            counts[row, self.places[unit[coder]]] = 1
        return counts

    def count_agreeing(self, units: Sequence[Unit]) -> int:
        number = 0
        for unit in units:
            values = list(unit.values())
            number += sum(
                self.differ(values[at], other) == 0 for at in range(len(values)) for other in values[at + 1 :]
            )
        return number

    def alpha_sums(self, weights: Floats) -> tuple[Floats, Floats]:
        """Observed and expected difference, a row of weights of the records at a time."""
        totals = weights @ self.counts
        number = totals.sum(axis=1)
        expected = _cross(totals, self.differences, totals)
        return weights @ self.observed / number, expected / (number * (number - 1))


def _cross(one: Floats, differences: Floats, other: Floats) -> Floats:
    """Row by row, the differences of all pairs of a value of one and a value of the other."""
    crossed: Floats = ((one @ differences) * other).sum(axis=1)
    return crossed


def _find_coefficient(number: int, sums: Callable[[Floats], tuple[Floats, Floats]], seed: int) -> Coefficient:
    """One less the observed over the expected difference, with its interval. In: `number` of records."""
    if number < _FEWEST_UNITS:
        return Coefficient(None, gap="too few")
    observed, expected = sums(np.ones((1, number)))
    if expected[0] == 0:
        return Coefficient(None, gap="no variation")
    value = float(1 - observed[0] / expected[0])
    weights = np.random.default_rng(seed).multinomial(number, np.full(number, 1 / number), size=RESAMPLES)
    observed, expected = sums(weights.astype(float))
    defined = expected > 0  # a resample of equal values tells nothing
    if defined.mean() < _MOST_UNDEFINED:
        return Coefficient(value)
    drawn = 1 - observed[defined] / expected[defined]
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Coefficient(value, float(low), float(high))
