"""Custody in a store: kept with the report, frozen, sealed by the log."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from pack_samples import PNG, keep, make_notes
from report_builders import build_coded

from dateline.base.settings import Settings
from dateline.model.custody import NO_NOTES, CustodyNotes, check_custody, meets_minimum
from dateline.model.errors import NotKeptError, StoreError
from dateline.model.ids import text_hash
from dateline.model.records import CodedReport
from dateline.read.captures import ReadReport
from dateline.read.inputs import read_inputs
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore, open_store

ORIGINAL = b"<html>Gunmen</html>"


def keep_fetched(store: SqlStore) -> str:
    coded = build_coded(1, original=ORIGINAL)
    keep(store, coded, ORIGINAL, make_notes(ORIGINAL, coded.report.text))
    return coded.report.id


def test_custody_comes_back_as_it_was_noted(store: SqlStore) -> None:
    report_id = keep_fetched(store)
    custody = store.custody.get(report_id)
    text = store.get_coded(report_id).report.text
    assert custody is not None
    assert custody.conversions == make_notes(ORIGINAL, text).conversions
    assert custody.byte_count == len(ORIGINAL)
    assert custody.screenshot is not None
    assert (custody.screenshot.height_px, custody.screenshot.tool) == (4000, "Chromium 140")
    assert store.custody.get_screenshot(report_id) == PNG
    assert meets_minimum(check_custody(custody, text_hash(text)))
    assert verify_store(store) == []


def test_custody_of_a_report_without_notes_says_not_noted(store: SqlStore) -> None:
    coded = build_coded(1, original=ORIGINAL)
    keep(store, coded, ORIGINAL, NO_NOTES)
    custody = store.custody.get(coded.report.id)
    assert custody is not None
    assert custody.conversions == ()
    assert store.custody.get_screenshot(coded.report.id) is None


def test_custody_of_a_report_without_an_original_is_none(store: SqlStore) -> None:
    run_id = store.begin_run("patterns", "1.0", {})
    store.add_coded(build_coded(1), run_id=run_id)
    assert store.custody.get(build_coded(1).report.id) is None
    for ask in (store.custody.get, store.custody.get_screenshot):
        with pytest.raises(NotKeptError):
            ask("r-unknown")


def test_two_reports_of_one_capture_share_its_screenshot(store: SqlStore) -> None:
    first, second = build_coded(1, original=ORIGINAL), build_coded(2, original=ORIGINAL)
    capture = first.report.capture
    second = second.model_copy(update={"report": second.report.model_copy(update={"capture": capture})})
    for coded in (first, second):
        keep(store, coded, ORIGINAL, make_notes(ORIGINAL, coded.report.text))
    assert store.custody.get_screenshot(second.report.id) == PNG
    assert verify_store(store) == []


@pytest.mark.parametrize("table", ["conversions", "screenshots"])
def test_custody_cannot_be_changed_and_verify_finds_who_did_it_all_the_same(
    sqlite_store: SqlStore, database: Path, table: str
) -> None:
    keep_fetched(sqlite_store)
    sqlite_store.close()
    engine = sa.create_engine(f"sqlite:///{database}")
    with engine.begin() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.text(f"UPDATE {table} SET tool = 'other'"))
    with engine.begin() as connection:
        names = connection.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"), {"table": table}
        ).scalars()
        for name in list(names):
            connection.execute(sa.text(f"DROP TRIGGER {name}"))
        connection.execute(sa.text(f"UPDATE {table} SET tool = 'other'"))
    engine.dispose()
    with open_store(str(database)) as store:
        assert verify_store(store) != []


def test_a_screenshot_without_a_capture_is_refused_as_a_whole(store: SqlStore) -> None:
    coded = build_coded(1)
    run_id = store.begin_run("patterns", "1.0", {})
    with pytest.raises(StoreError):
        store.add_coded(coded, run_id=run_id, custody=make_notes(b"", coded.report.text))
    assert not store.has_report(coded.report.id)


def test_a_row_with_a_capture_of_its_own_can_be_kept(store: SqlStore, tmp_path: Path) -> None:
    capture = {"address": "https://news.example/1", "retrieved": "2024-05-06T11:00:00+00:00", "sha256": "a" * 64}
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"title": "Seven killed", "text": "Gunmen killed seven.", "capture": capture}))
    (read,) = read_inputs([str(path)], Settings())
    assert isinstance(read, ReadReport)
    run_id = store.begin_run("patterns", "1.0", {})
    notes = CustodyNotes(read.conversions)
    assert store.add_coded(CodedReport(report=read.report), run_id=run_id, original=read.original, custody=notes)
    store.finish_run(run_id)
    custody = store.custody.get(read.report.id)
    assert custody is not None
    assert custody.byte_count is None
    assert verify_store(store) == []
