"""The index of records over stores of every kind: what it answers, and that it keeps up with the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_reports import made_reports
from report_builders import MakeCoded

from dateline.model.decisions import DecisionKind, NewDecision
from dateline.model.filters import RecordFilter
from dateline.model.ports import ActorRegistry
from dateline.model.records import Casualty, CodedReport
from dateline.resolve.registries import make_actor_registry
from dateline.services.projecting import Projector
from dateline.services.record_index import RecordIndex
from dateline.store.databases import SqlStore, open_store

ALL = RecordFilter()
WORLD = (-180.0, -85.0, 180.0, 85.0)
Fill = Callable[[SqlStore, CodedReport], list[str]]


@cache
def registry() -> ActorRegistry:
    return make_actor_registry()


def catch_up(store: SqlStore) -> None:
    Projector(store.projections, registry()).catch_up()


@pytest.fixture
def filled(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> SqlStore:
    for number in (1, 2, 3):
        fill(store, make_coded(number))
    catch_up(store)
    return store


def test_queue_gives_every_record_once_in_stretches(filled: SqlStore) -> None:
    index = RecordIndex(filled)
    seen: list[str] = []
    after = None
    while lines := index.queue(ALL, limit=5, after=after).lines:
        seen += [line.record_id for line in lines]
        after = seen[-1]
    kept = [row.record_id for stored in filled.iter_coded() for row in stored.records]
    assert sorted(seen) == sorted(kept)
    assert len(seen) == len(set(seen))


def test_queue_goes_on_after_a_record_that_was_decided(filled: SqlStore) -> None:
    index = RecordIndex(filled)
    first, second, *_ = index.queue(ALL).lines
    filled.decide(first.record_id, "approve", "mira")
    page = index.queue(ALL, after=first.record_id)
    assert page.lines[0].record_id == second.record_id
    assert (page.total, page.left) == (12, 11)


def test_queue_puts_what_somebody_was_unsure_of_last(filled: SqlStore) -> None:
    index = RecordIndex(filled)
    first = index.queue(ALL).lines[0]
    filled.decide(first.record_id, "unsure", "mira")
    assert index.queue(ALL).lines[-1].record_id == first.record_id


def test_rejected_records_count_nowhere_unless_asked_for(filled: SqlStore) -> None:
    index = RecordIndex(filled)
    record_id = index.queue(ALL).lines[0].record_id
    filled.decide(record_id, "reject", "mira")
    assert index.queue(ALL).total == 11
    assert index.facets(ALL).total == 11
    assert sum(cell.count for cell in index.cells(ALL, WORLD, 2)) == 11
    asked = index.queue(RecordFilter(states=frozenset({"rejected"})))
    assert [line.record_id for line in asked.lines] == [record_id]


def test_tolls_that_cannot_both_be_right_come_first(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    fill(store, make_coded(1))
    other = make_coded(2)
    event = other.events[0].model_copy(
        update={"casualties": (Casualty(measure="killed", group="Sudanese Army", low=20, high=25, said_by="medic"),)}
    )
    fill(store, other.model_copy(update={"events": (event,)}))
    catch_up(store)
    store.set_incidents({row.record_id: "i-1" for stored in store.iter_coded() for row in stored.of_kind("events")})
    lines = RecordIndex(store).queue(ALL).lines
    assert [line.kind_key for line in lines[:2]] == ["battles", "battles"]
    assert all("contradicted" in line.reasons for line in lines[:2])
    assert store.projections.incident_lines(5)[0].contested


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (RecordFilter(country="SD"), 12),
        (RecordFilter(country="IQ"), 0),
        (RecordFilter(kinds=frozenset({"battles", "figure"})), 6),
        (RecordFilter(actor="sudanese army"), 9),
        (RecordFilter(source="Example Post", coder="patterns"), 12),
        (RecordFilter(source="Other Post"), 0),
        (RecordFilter(source_type="outlet"), 12),
        (RecordFilter(source_type="medical"), 0),
        (RecordFilter(box=(30.0, 15.0, 33.0, 16.0)), 12),
        (RecordFilter(box=(170.0, 15.0, -170.0, 16.0)), 0),
        (RecordFilter(text="soldiers omdurman"), 12),
        (RecordFilter(text="soldiers kassala"), 0),
        (RecordFilter(text="killed 2"), 4),
    ],
)
def test_filters_narrow(filled: SqlStore, chosen: RecordFilter, count: int) -> None:
    assert RecordIndex(filled).queue(chosen, limit=20).total == count


def test_facets_leave_the_choices_of_their_own_filter_open(filled: SqlStore) -> None:
    facets = RecordIndex(filled).facets(RecordFilter(kinds=frozenset({"figure"})))
    assert {choice.value: choice.count for choice in facets.kinds}["battles"] == 3
    assert [(choice.value, choice.name, choice.count) for choice in facets.countries] == [("SD", "Sudan", 3)]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("soldiers", 3),
        ("SOLDIERS gunmen", 3),
        ("soldi", 3),
        ('"seven soldiers"', 3),
        ('"soldiers seven"', 0),
        ("killed (2)", 1),
        ("kassala", 0),
        ('" OR 1=1 --', 0),
        ("'", 0),
    ],
)
def test_search_finds_reports_with_all_the_words(filled: SqlStore, words: str, count: int) -> None:
    page = RecordIndex(filled).search(words)
    assert (page.total, len(page.hits)) == (count, count)


def test_search_goes_on_after_a_report_and_finds_names(filled: SqlStore) -> None:
    index = RecordIndex(filled)
    first = index.search("omdurman", limit=2)
    rest = index.search("omdurman", limit=2, after=first.hits[-1].report_id)
    assert len({hit.report_id for hit in (*first.hits, *rest.hits)}) == 3
    assert [choice.count for choice in first.places] == [12]
    assert [choice.value for choice in index.search("Sudanese Army").actors][:1] == ["sudanese army"]


def test_search_narrowed_leaves_out_reports_without_such_records(filled: SqlStore) -> None:
    index = RecordIndex(filled)
    assert index.search("soldiers", chosen=RecordFilter(country="IQ")).total == 0
    assert index.search("soldiers", chosen=RecordFilter(kinds=frozenset({"figure"}))).hits[0].record_count == 1


def test_version_changes_with_every_change(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    index = RecordIndex(store)
    versions = [index.version]
    record_id = fill(store, make_coded(1))[0]
    catch_up(store)
    versions.append(index.version)
    store.decide(record_id, "approve", "mira")
    versions.append(index.version)
    store.projections.forget()
    catch_up(store)
    versions.append(index.version)
    assert len(set(versions)) == 4
    assert index.queue(ALL).total == 4


def test_a_large_store_is_taken_up_in_stretches(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.store.index_rows._ROWS_AT_A_TIME", 7)
    keep_some(store, 6)
    catch_up(store)
    assert RecordIndex(store).queue(ALL).total == sum(len(coded.records()) for coded in made_reports()[:6])


def keep_some(store: SqlStore, count: int) -> None:
    run_id = store.begin_run("patterns", "1.0", {})
    for coded in made_reports()[:count]:
        store.add_coded(coded, run_id=run_id)


_deeds = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 11)),
        st.tuples(st.just("decide"), st.integers(0, 100)),
        st.tuples(st.just("forget"), st.just(0)),
    ),
    min_size=1,
    max_size=14,
)
_kinds: tuple[DecisionKind, ...] = ("approve", "reject", "unsure", "undo")


@settings(deadline=None, max_examples=25)
@given(deeds=_deeds, kinds=st.lists(st.sampled_from(_kinds), min_size=14, max_size=14))
def test_an_index_that_kept_up_equals_one_made_anew(deeds: list[tuple[str, int]], kinds: list[DecisionKind]) -> None:
    with open_store(":memory:") as store:
        run_id = store.begin_run("patterns", "1.0", {})
        kept_up = RecordIndex(store)
        for (deed, number), kind in zip(deeds, kinds, strict=False):
            do(store, deed, number, kind, run_id)
            kept_up.refresh()
        assert_equal(kept_up, RecordIndex(store))


def do(store: SqlStore, deed: str, number: int, kind: DecisionKind, run_id: int) -> None:
    if deed == "add":
        store.add_coded(made_reports()[number], run_id=run_id)
        catch_up(store)
    elif deed == "forget":
        store.projections.forget()
        catch_up(store)
    elif records := [row for stored in store.iter_coded() for row in stored.records]:
        row = records[number % len(records)]
        if kind != "undo" or row.decision is not None:
            store.decide_all("mira", [NewDecision(row.record_id, kind)])


def assert_equal(one: RecordIndex, other: RecordIndex) -> None:
    one_now, other_now = one._present(), other._present()
    assert one_now.mark == other_now.mark
    for name in one_now.table.__slots__:
        if name != "names":
            np.testing.assert_array_equal(getattr(one_now.table, name), getattr(other_now.table, name), name)
    np.testing.assert_array_equal(one_now.contradicted, other_now.contradicted)
    np.testing.assert_array_equal(one_now.order.keys, other_now.order.keys)
    for chosen in (ALL, RecordFilter(kinds=frozenset({"battles"})), RecordFilter(source_type="witness")):
        assert one.queue(chosen, limit=100) == other.queue(chosen, limit=100)
        assert one.cells(chosen, WORLD, 3) == other.cells(chosen, WORLD, 3)
        assert one.weeks(chosen) == other.weeks(chosen)
        assert one.facets(replace(chosen, country=None)) == other.facets(replace(chosen, country=None))
