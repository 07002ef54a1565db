from __future__ import annotations

import pytest

from dateline.annotate.quantities import find_quantities
from dateline.annotate.tolls import find_tolls
from dateline.model.spans import Span

Row = tuple[str, int | None, int | None]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Gunmen killed 12 herders and wounded five.", [("killed", 12, 12), ("injured", 5, 5)]),
        ("The raid left at least 9 troops dead.", [("killed", 9, None)]),
        ("Two guards were shot dead and three hurt.", [("killed", 2, 2), ("injured", 3, 3)]),
        ("Some 4,000 people fled their homes.", [("displaced", 4000, 4000)]),
        ("Soldiers arrested six suspects.", [("arrested", 6, 6)]),
        ("Bandits kidnapped 30 pupils.", [("abducted", 30, 30)]),
        ("There were no casualties.", [("casualties", 0, 0)]),
        ("Some 40 people were killed or injured.", [("casualties", 40, 40)]),
        ("The army destroyed 11 vehicles.", []),
        ("The village has 900 people.", []),
    ],
)
def test_find_tolls_reads_measure_and_bounds(text: str, rows: list[Row]) -> None:
    sentence = Span(0, len(text))
    tolls = find_tolls(text, sentence, list(find_quantities(text, sentence)), [])
    assert [(toll.measure, toll.low, toll.high) for toll in tolls] == rows


def tolls_of(text: str) -> list[Row]:
    sentence = Span(0, len(text))
    tolls = find_tolls(text, sentence, list(find_quantities(text, sentence)), [])
    return [(toll.measure, toll.low, toll.high) for toll in tolls]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Seventeen herders were killed, three boys among them.", [("killed", 17, 17), ("killed", 3, 3)]),
        ("Twelve herders were killed, among them three boys.", [("killed", 12, 12), ("killed", 3, 3)]),
        ("Eight died, four of them guards.", [("killed", 8, 8), ("killed", 4, 4)]),
        ("Eight died, including two aged under ten.", [("killed", 8, 8), ("killed", 2, 2)]),
        ("Eight were killed, three of them years ago.", [("killed", 8, 8)]),
        ("Nine were wounded, two of them seriously.", [("injured", 9, 9)]),
    ],
)
def test_parts_of_a_toll_are_counted_again(text: str, rows: list[Row]) -> None:
    assert tolls_of(text) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Gunmen shot dead a teacher and his wife.", [("killed", 1, 1), ("killed", 1, 1)]),
        ("A guard and a passing student were hurt.", [("injured", 1, 1), ("injured", 1, 1)]),
        ("A woman named Sara was abducted from the mill.", [("abducted", 1, 1)]),
        ("Police arrested the editor of a newspaper.", [("arrested", 1, 1)]),
        ("A mother of five was shot in the kitchen.", [("killed", 1, 1)]),
        ("A policeman killed two men.", [("killed", 2, 2)]),
        ("A teacher spoke to the mayor.", []),
    ],
)
def test_single_victims_are_told_with_an_article(text: str, rows: list[Row]) -> None:
    assert tolls_of(text) == rows


def test_number_joined_to_one_victim_shares_the_fate() -> None:
    assert sorted(tolls_of("The blast hit a van, killing the driver and six herders.")) == [
        ("killed", 1, 1),
        ("killed", 6, 6),
    ]
