"""One report that ends its process does not keep the others of its block from being coded."""

from __future__ import annotations

from pathlib import Path

import pyarrow.dataset as ds
import pytest
from bulk_samples import make_report, run_here, write_lines
from bulk_workers import FatalCodingWorker, MortalEngine

from dateline.bulk.journals import MOST_TRIES, Journal
from dateline.bulk.outputs import Output


def test_a_report_that_ends_its_process_each_time_is_set_aside_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.bulk.runs.CodingWorker", FatalCodingWorker)
    poison = {**make_report(9), "text": "This one is poison to whoever reads it."}
    rows = [make_report(0), make_report(1), poison, make_report(3), make_report(4), make_report(5)]
    source = write_lines(tmp_path / "news.jsonl", rows)
    summary, notes = run_here([source], tmp_path / "out", engine=MortalEngine())
    assert (summary.reports, summary.failures, notes.errors) == (5, 1, [])
    (row,) = ds.dataset(tmp_path / "out" / "failures", format="parquet").to_table().to_pylist()
    assert (row["row"], row["report_id"], row["step"]) == (3, "r-9", "code")
    assert "ends each time" in row["message"]
    assert list((tmp_path / "out" / "journals").iterdir()) == []


def test_a_report_is_not_blamed_for_one_death_of_the_machine(tmp_path: Path) -> None:
    output = Output(str(tmp_path))
    for tried in range(MOST_TRIES):
        journal = Journal(output, "b")
        assert not journal.is_fatal(7)
        journal.begin(7)
        assert tried < MOST_TRIES
    assert Journal(output, "b").is_fatal(7)
    assert not Journal(output, "b").is_fatal(8)
