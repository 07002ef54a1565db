"""Filters in an address, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model.decisions import State
from dateline.model.errors import WrongCallError
from dateline.model.filters import KIND_KEYS, SOURCE_TYPES, RecordFilter
from dateline.publish.kinds import ALL_KINDS

_words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
_days = st.dates(date(1990, 1, 1), date(2030, 1, 1))
_filters = st.builds(
    RecordFilter,
    country=st.none() | st.sampled_from(["IQ", "SD"]),
    admin1=st.none() | _words,
    box=st.none() | st.just((-10.5, -20.25, 30.0, 40.0)),
    actor=st.none() | _words,
    first_day=st.none() | _days.filter(lambda day: day.year < 2010),
    last_day=st.none() | _days.filter(lambda day: day.year >= 2010),
    kinds=st.frozensets(st.sampled_from(KIND_KEYS)),
    source=st.none() | _words,
    source_type=st.none() | st.sampled_from(SOURCE_TYPES),
    coder=st.none() | _words,
    states=st.frozensets(st.sampled_from(get_args(State))),
    text=st.none() | _words,
)


@settings(deadline=None)
@given(_filters)
def test_from_query_reads_what_to_query_writes(chosen: RecordFilter) -> None:
    assert RecordFilter.from_query(chosen.to_query()) == chosen


def test_kind_keys_are_those_of_the_kinds() -> None:
    assert tuple(kind.key for kind in ALL_KINDS) == KIND_KEYS


@pytest.mark.parametrize(
    "query",
    [
        {"country": "Iraq"},
        {"box": "1,2,3"},
        {"box": "1,50,3,40"},
        {"box": "nan,0,1,1"},
        {"first": "yesterday"},
        {"first": "2024-02-01", "last": "2024-01-01"},
        {"kind": "battles,wars"},
        {"state": "gone"},
        {"source_type": "rumour"},
        {"q": "x" * 201},
    ],
)
def test_from_query_refuses_rubbish(query: dict[str, str]) -> None:
    with pytest.raises(WrongCallError):
        RecordFilter.from_query(query)


def test_empty_values_do_not_narrow() -> None:
    assert RecordFilter.from_query({"country": "", "kind": " ", "page": "3"}).is_empty
