"""Figures of agreement against values worked out by hand, and against a published example."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pytest

from dateline.review.agreement import Coefficient, interval, measure_agreement, measure_kappa, nominal, ratio

ROWS = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}
"""The answers of four observers on twelve units from Krippendorff (2011), with gaps."""
EXAMPLE = [{coder: int(row.split()[at]) for coder, row in ROWS.items() if row.split()[at] != "."} for at in range(12)]


def make_units(*rows: tuple[int, object, object]) -> list[dict[str, object]]:
    """So many records with these two answers each."""
    return [{"a": one, "b": other} for number, one, other in rows for _ in range(number)]


@pytest.mark.parametrize(("difference", "alpha"), [(nominal, 0.743), (interval, 0.849), (ratio, 0.797)])
def test_alpha_is_that_of_the_published_example(difference: object, alpha: float) -> None:
    found = measure_agreement(EXAMPLE, list(ROWS), difference)  # type: ignore[arg-type]
    assert found.alpha.value == pytest.approx(alpha, abs=0.0005)
    assert (found.units, found.kappa) == (11, None)


def test_kappa_is_that_worked_out_by_hand() -> None:
    """35 of 50 agree; by chance 0.5 × 0.6 + 0.5 × 0.4 = 0.5; (0.7 - 0.5) / 0.5 = 0.4."""
    units = make_units((20, "yes", "yes"), (5, "yes", "no"), (10, "no", "yes"), (15, "no", "no"))
    found = measure_agreement(units, "ab")
    assert found.percent == pytest.approx(0.7)
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(0.4)
    assert (found.units, found.pairs) == (50, 50)


def test_alpha_is_that_worked_out_by_hand() -> None:
    """Ten records, two differ: observed 0.2. Values: 14 yes, 6 no: expected 2 × 14 × 6 / (20 × 19). 1 - 38/84."""
    units = make_units((6, "yes", "yes"), (2, "yes", "no"), (2, "no", "no"))
    assert measure_agreement(units, "ab").alpha.value == pytest.approx(1 - 0.2 / (168 / 380))


def test_weighted_kappa_takes_off_less_for_near_values() -> None:
    near, far = make_units((5, 10, 10), (5, 10, 11)), make_units((5, 10, 10), (5, 10, 40))
    for difference in (ratio, interval):
        assert measure_kappa(near, "ab", difference).value == pytest.approx(
            measure_kappa(far, "ab", difference).value or 0
        )  # only two values: the distance between them cancels out
    mixed = make_units((5, 10, 10), (5, 40, 41), (1, 10, 11))
    assert (measure_kappa(mixed, "ab", interval).value or 0) > 0.99 > (measure_kappa(mixed, "ab").value or 0)


def test_no_variation_is_said_and_is_no_full_agreement() -> None:
    found = measure_agreement(make_units((20, "yes", "yes")), "ab")
    assert found.percent == 1
    assert found.kappa == found.alpha == Coefficient(None, gap="no variation")


def test_too_few_records_are_said() -> None:
    assert measure_agreement([], "ab").alpha == Coefficient(None, gap="too few")
    assert measure_agreement([], "ab").percent is None
    assert measure_agreement(make_units((1, 1, 2)), "ab").alpha.gap == "too few"


def test_worse_than_chance_is_negative() -> None:
    found = measure_agreement(make_units((5, 0, 1), (5, 1, 0)), "ab")
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(-1)
    assert (found.alpha.value or 0) < 0


def test_missing_answers_are_left_out() -> None:
    whole = make_units((5, "x", "x"), (5, "y", "y"), (2, "x", "y"))
    with_gaps: list[Mapping[str, Hashable]] = [*whole, {"a": "z"}, {"b": "x"}, {}]
    assert measure_agreement(with_gaps, "ab") == measure_agreement(whole, "ab")


def test_a_count_and_none_differ_wholly() -> None:
    assert [ratio(None, None), ratio(None, 0), ratio(3, None), ratio(0, 0), ratio(0, 5)] == [0, 1, 1, 0, 1]
    assert ratio(1, 3) == pytest.approx(0.25)


def test_the_interval_is_the_same_for_the_same_seed_and_holds_the_value() -> None:
    units = make_units((20, 1, 1), (5, 1, 0), (10, 0, 1), (15, 0, 0))
    one, two = measure_agreement(units, "ab", seed=3), measure_agreement(units, "ab", seed=3)
    assert one == two
    assert one != measure_agreement(units, "ab", seed=4)
    assert one.alpha.low is not None
    assert one.alpha.high is not None
    assert one.alpha.low < (one.alpha.value or 0) < one.alpha.high
