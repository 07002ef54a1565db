"""Keeping many: counts, and one that is refused never takes another with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from report_builders import MakeCoded

from dateline.model.records import CodedReport
from dateline.services.keeping import Source, keep_reports
from dateline.services.verification import list_unfinished_runs
from dateline.store.databases import SqlStore


def test_keep_reports_adds_what_is_new_in_one_run(store: SqlStore, make_coded: MakeCoded) -> None:
    sources = [Source(make_coded(number)) for number in range(3)]
    counts = keep_reports(store, sources, coder="patterns", version="1.0", settings={"a": 1})
    assert (len(counts.added), counts.present, counts.refused) == (3, (), ())
    (run,) = store.runs()
    assert (run.coder, run.version, run.settings) == ("patterns", "1.0", {"a": 1})
    assert run.finished is not None


def test_keep_reports_twice_leaves_no_trace(store: SqlStore, make_coded: MakeCoded) -> None:
    sources = [Source(make_coded(number)) for number in range(3)]
    keep_reports(store, sources, coder="patterns", version="1.0")
    before = (list(store.iter_dossiers()), store.runs())
    counts = keep_reports(store, sources, coder="patterns", version="2.0")
    assert (counts.added, len(counts.present)) == ((), 3)
    assert (list(store.iter_dossiers()), store.runs()) == before


def test_keep_reports_goes_on_after_a_refusal(store: SqlStore, make_coded: MakeCoded) -> None:
    forged = make_coded(1).report.model_copy(update={"text": "Another."})
    named = make_coded(2, with_records=False).report.model_copy(update={"id": "a"})
    keep_reports(store, [Source(CodedReport(report=named))], coder="patterns", version="1.0")
    taken = CodedReport(report=named.model_copy(update={"text": "Another."}))
    sources = [
        Source(taken),
        Source(CodedReport(report=forged)),
        Source(make_coded(3)),
    ]
    counts = keep_reports(store, sources, coder="patterns", version="1.0")
    assert counts.added == (make_coded(3).report.id,)
    assert [refusal.report_id for refusal in counts.refused] == ["a", forged.id]
    assert "other content" in str(counts.refused[0].error)


def test_keep_reports_leaves_a_run_that_broke_off_unfinished(store: SqlStore, make_coded: MakeCoded) -> None:
    def break_off() -> Iterator[Source]:
        yield Source(make_coded(1))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keep_reports(store, break_off(), coder="patterns", version="1.0")
    assert store.count_reports() == 1
    assert len(list_unfinished_runs(store)) == 1
