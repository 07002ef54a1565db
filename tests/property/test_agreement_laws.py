"""What holds for figures of agreement whatever the answers are."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.review.agreement import interval, measure_agreement, nominal, ratio

CODERS = ("a", "b", "c")
values = st.integers(0, 4)
unit = st.dictionaries(st.sampled_from(CODERS), values)
units = st.lists(unit, max_size=25)
pairs = st.lists(st.tuples(values, values), min_size=2, max_size=25)
quick = settings(deadline=None, max_examples=60)


@quick
@given(units, st.permutations(range(5)), st.permutations(CODERS))
def test_other_names_for_labels_and_coders_change_nothing(
    units: list[dict[str, int]], labels: list[int], coders: list[str]
) -> None:
    renamed = [{coders[CODERS.index(coder)]: labels[value] for coder, value in row.items()} for row in units]
    one, other = measure_agreement(units, CODERS), measure_agreement(renamed, coders)
    assert (one.units, one.pairs, one.percent, one.alpha.gap) == (
        other.units, other.pairs, other.percent, other.alpha.gap,
    )  # fmt: skip
    assert is_close(one.alpha.value, other.alpha.value)


@quick
@given(st.lists(values, min_size=2, max_size=20))
def test_full_agreement_is_one_where_there_is_variation(told: list[int]) -> None:
    for difference in (nominal, interval, ratio):
        found = measure_agreement([dict.fromkeys(CODERS, value) for value in told], CODERS, difference)
        assert found.percent == 1
        assert found.alpha.value == (1 if len(set(told)) > 1 else None)


@quick
@given(pairs)
def test_alpha_is_scotts_pi_with_its_correction_for_few_records(told: list[tuple[int, int]]) -> None:
    """Two coders without gaps: 1 - alpha is 1 - pi, times (n - 1) / n for n values; kappa is never less than pi."""
    found = measure_agreement([{"a": one, "b": other} for one, other in told], "ab")
    both = [value for row in told for value in row]
    number = len(both)
    chance = sum((both.count(value) / number) ** 2 for value in set(both))
    if chance == 1:
        assert found.alpha.gap == "no variation"
        return
    pi = ((found.percent or 0) - chance) / (1 - chance)
    assert is_close(found.alpha.value, 1 - (1 - pi) * (number - 1) / number)
    assert found.kappa is not None
    assert found.kappa.value is not None
    assert found.kappa.value >= pi - 1e-9


@quick
@given(units)
def test_figures_are_numbers_within_their_bounds_or_missing_with_a_reason(units: list[dict[str, int]]) -> None:
    for difference in (nominal, interval, ratio):
        alpha = measure_agreement(units, CODERS, difference).alpha
        assert (alpha.value is None) == (alpha.gap is not None)
        told = [value for value in (alpha.low, alpha.high) if value is not None]
        assert all(math.isfinite(value) and value <= 1 for value in told)
        assert all(one <= other for one, other in pairwise(told))


def is_close(one: float | None, other: float | None) -> bool:
    return one is other is None or (one is not None and other is not None and math.isclose(one, other, abs_tol=1e-9))
