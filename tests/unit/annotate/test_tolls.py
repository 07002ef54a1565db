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
