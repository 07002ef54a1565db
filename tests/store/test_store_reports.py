"""Reports, captures, runs and records: what goes in comes out, once, and never changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from report_builders import MakeCoded

from dateline.model.errors import NotKeptError, StoreError
from dateline.model.ids import bytes_hash
from dateline.model.records import CodedReport
from dateline.store.databases import SqlStore

Fill = Callable[[SqlStore, CodedReport], list[str]]


def test_add_coded_gives_back_what_was_kept(store: SqlStore, make_coded: MakeCoded) -> None:
    coded = make_coded(original=b"<html>", incident="i-1")
    run_id = store.begin_run("patterns", "1.0", {"window": 3})
    assert store.add_coded(coded, run_id=run_id, original=b"<html>", media_type="text/html") is True
    stored = store.get_coded(coded.report.id)
    assert stored.to_coded() == coded
    assert [row.kind for row in stored.records] == ["events", "figures", "statements", "control"]
    assert {(row.coder, row.coder_version, row.state) for row in stored.records} == {("patterns", "1.0", "proposed")}


def test_add_coded_keeps_the_original_bytes(store: SqlStore, make_coded: MakeCoded) -> None:
    coded = make_coded(original=b"\x00\xff<html>")
    store.add_coded(coded, run_id=store.begin_run("p", "1", {}), original=b"\x00\xff<html>", media_type="text/html")
    capture = store.get_capture(coded.report.id)
    assert capture is not None
    assert (capture.data, capture.media_type) == (b"\x00\xff<html>", "text/html")
    assert (capture.address, capture.sha256) == ("https://news.example/1", bytes_hash(b"\x00\xff<html>"))


def test_add_coded_keeps_bytes_whose_origin_was_not_told(store: SqlStore, make_coded: MakeCoded) -> None:
    coded = make_coded()
    store.add_coded(coded, run_id=store.begin_run("p", "1", {}), original=b"pasted")
    capture = store.get_capture(coded.report.id)
    assert capture is not None
    assert (capture.address, capture.data) == (None, b"pasted")
    assert store.get_coded(coded.report.id).report == coded.report


def test_add_coded_twice_changes_nothing(store: SqlStore, make_coded: MakeCoded) -> None:
    run_id = store.begin_run("p", "1", {})
    assert store.add_coded(make_coded(), run_id=run_id) is True
    before = list(store.iter_dossiers())
    again = make_coded()
    elsewhere = again.report.model_copy(update={"url": "https://mirror.example/x", "tags": ("other",)})
    assert store.add_coded(again, run_id=run_id) is False
    assert store.add_coded(again.model_copy(update={"report": elsewhere}), run_id=run_id) is False
    assert list(store.iter_dossiers()) == before


def test_add_coded_refuses_another_content_under_an_id(store: SqlStore, make_coded: MakeCoded) -> None:
    coded = make_coded(with_records=False)
    named = coded.report.model_copy(update={"id": "gold-1"})
    store.add_coded(CodedReport(report=named), run_id=store.begin_run("p", "1", {}))
    changed = CodedReport(report=named.model_copy(update={"text": "Another text."}))
    with pytest.raises(StoreError, match=r"another report is kept under this id, with other content: gold-1"):
        store.add_coded(changed, run_id=1)
    assert store.get_coded("gold-1").report == named


def test_add_coded_refuses_an_id_that_is_not_the_hash_of_its_content(store: SqlStore, make_coded: MakeCoded) -> None:
    forged = make_coded().report.model_copy(update={"text": "Another text."})
    with pytest.raises(StoreError, match="not the hash of its content"):
        store.add_coded(CodedReport(report=forged), run_id=store.begin_run("p", "1", {}))


def test_add_coded_refuses_evidence_that_is_not_in_the_text(store: SqlStore, make_coded: MakeCoded) -> None:
    coded = make_coded()
    (quote,) = coded.events[0].evidence
    moved = quote.model_copy(update={"start": quote.start + 1, "end": quote.end + 1})
    wrong = coded.model_copy(update={"events": (coded.events[0].model_copy(update={"evidence": (moved,)}),)})
    with pytest.raises(StoreError, match="evidence is not in the text"):
        store.add_coded(wrong, run_id=store.begin_run("p", "1", {}))
    assert not store.has_report(coded.report.id)


def test_add_coded_refuses_bytes_with_another_hash_and_keeps_nothing(store: SqlStore, make_coded: MakeCoded) -> None:
    coded = make_coded(original=b"one")
    with pytest.raises(StoreError, match="hash of their capture"):
        store.add_coded(coded, run_id=store.begin_run("p", "1", {}), original=b"other")
    assert store.count_reports() == 0
    assert list(store.iter_captures()) == []


def test_add_coded_refuses_an_unknown_run(store: SqlStore, make_coded: MakeCoded) -> None:
    with pytest.raises(NotKeptError):
        store.add_coded(make_coded(), run_id=99)


def test_add_coded_refuses_text_that_is_no_unicode(sqlite_store: SqlStore, make_coded: MakeCoded) -> None:
    report = make_coded().report.model_copy(update={"id": "x", "text": "half a pair \ud83d"})
    with pytest.raises(StoreError, match="Unicode"):
        sqlite_store.add_coded(CodedReport(report=report), run_id=sqlite_store.begin_run("p", "1", {}))
    assert sqlite_store.count_reports() == 0


def test_add_coded_keeps_a_record_that_came_out_twice_once(store: SqlStore, make_coded: MakeCoded) -> None:
    coded = make_coded()
    twice = coded.model_copy(update={"events": coded.events * 2})
    store.add_coded(twice, run_id=store.begin_run("p", "1", {}))
    assert len(store.get_coded(coded.report.id).records) == 4


def test_record_ids_are_the_same_in_every_store(
    store: SqlStore, sqlite_store: SqlStore, make_coded: MakeCoded, fill: Fill
) -> None:
    if store.address == sqlite_store.address:
        pytest.skip("both are one file here")
    assert fill(store, make_coded(incident="i-1")) == fill(sqlite_store, make_coded())


def test_list_reports_is_newest_first_with_counts(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    fill(store, make_coded(1, published="2024-01-01"))
    fill(store, make_coded(2, published=None))
    ids = fill(store, make_coded(3, published="2024-03-01"))
    store.decide(ids[0], "approve", "ana")
    rows = store.list_reports()
    assert [row.published for row in rows] == ["2024-03-01", "2024-01-01", None]
    assert rows[0].counts == {"events": 1, "figures": 1, "statements": 1, "control": 1}
    assert rows[0].states == {"approved": 1, "proposed": 3}
    assert [row.published for row in store.list_reports(limit=1, offset=1)] == ["2024-01-01"]


def test_iter_coded_gives_the_reports_in_the_order_asked_for(
    store: SqlStore, make_coded: MakeCoded, fill: Fill
) -> None:
    coded = [make_coded(number) for number in range(3)]
    for one in coded:
        fill(store, one)
    ids = [one.report.id for one in reversed(coded)]
    assert [stored.report.id for stored in store.iter_coded([*ids, "unknown"])] == ids
    assert len(list(store.iter_coded())) == 3


def test_get_coded_refuses_an_unknown_report(store: SqlStore) -> None:
    with pytest.raises(NotKeptError, match="no report with this id is kept: r-0"):
        store.get_coded("r-0")
    with pytest.raises(NotKeptError):
        store.get_capture("r-0")


def test_runs_are_finished_once(store: SqlStore) -> None:
    run_id = store.begin_run("patterns", "1.0", {"b": 1, "a": [2]})
    assert store.runs()[0].finished is None
    store.finish_run(run_id)
    (run,) = store.runs()
    assert (run.settings, run.finished) == ({"a": [2], "b": 1}, "2024-05-06T12:00:00.000000+00:00")
    with pytest.raises(NotKeptError):
        store.finish_run(run_id)


def test_set_incidents_replaces_the_projection(store: SqlStore, make_coded: MakeCoded, fill: Fill) -> None:
    event_id = fill(store, make_coded(incident="i-1"))[0]
    assert store.incidents() == {event_id: "i-1"}
    store.set_incidents({event_id: "i-2"})
    assert store.get_coded(make_coded().report.id).records[0].incident_id == "i-2"
    with pytest.raises(NotKeptError):
        store.set_incidents({"e-unknown": "i-3"})
    assert store.incidents() == {event_id: "i-2"}
    store.set_incidents({})
    assert store.incidents() == {}
