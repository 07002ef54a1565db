"""Runs over small archives, in this process: the engine itself is tried elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow.dataset as ds
import pytest
from bulk_samples import HereEngine, make_report, run_here, write_lines

from dateline.base.settings import Settings
from dateline.bulk.coded_reports import read_coded
from dateline.bulk.outputs import Output
from dateline.bulk.plans import fit_block_size
from dateline.cli.main import call
from dateline.model.errors import WrongCallError
from dateline.read.inputs import ReadFailure, ReadReport, read_stream
from dateline.services.coding import Coder, make_coder
from dateline.services.linking import link


@pytest.fixture(scope="module")
def coder() -> Coder:
    return make_coder(Settings())


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    write_lines(tmp_path / "news" / "a.jsonl", [make_report(number) for number in range(11)])
    write_lines(tmp_path / "news" / "b.jsonl", [make_report(20), "rubbish", "", {"report": make_report(21)}])
    return tmp_path / "news"


def rows_of(folder: Path, table: str) -> list[dict[str, Any]]:
    return list(ds.dataset(folder / table, format="parquet").to_table().to_pylist())


def code_plainly(archive: Path, target: Path) -> list[dict[str, Any]]:
    assert call(["code", str(archive), "-o", str(target)]) == 1  # the rubbish
    return [json.loads(line) for line in target.read_text().splitlines()]


def test_output_equals_that_of_code_row_for_row(archive: Path, tmp_path: Path, coder: Coder) -> None:
    summary, notes = run_here([archive], tmp_path / "out", coder)
    plain = code_plainly(archive, tmp_path / "coded.jsonl")
    assert list(read_coded(Output(str(tmp_path / "out")))) == plain
    assert (summary.reports, summary.failures, notes.done) == (13, 1, 14)
    assert summary.records == sum(len(rows) for line in plain for kind, rows in line.items() if kind != "report")


def test_failures_are_told_with_line_and_reason(archive: Path, tmp_path: Path, coder: Coder) -> None:
    run_here([archive], tmp_path / "out", coder)
    (row,) = rows_of(tmp_path / "out", "failures")
    assert (row["subject"], row["step"], row["row"]) == ("news/b.jsonl:2", "read", 2)
    assert "JSON" in row["message"]


def test_incidents_are_those_of_link(archive: Path, tmp_path: Path, coder: Coder) -> None:
    summary, _ = run_here([archive], tmp_path / "out", coder, slab_events=3)
    plain = code_plainly(archive, tmp_path / "coded.jsonl")
    expected = sorted(event["incident_id"] for row in link(plain) for event in row["events"])
    found = rows_of(tmp_path / "out", summary.linked.folder)
    assert sorted(row["incident_id"] for row in found) == expected
    assert summary.linked.incidents == len(set(expected))
    events = rows_of(tmp_path / "out", "records/events")
    assert sorted(row["record_id"] for row in events) == sorted(row["record_id"] for row in found)
    assert not (tmp_path / "out" / "work").exists() or not list((tmp_path / "out" / "work").iterdir())


def test_a_second_run_does_nothing_again(archive: Path, tmp_path: Path, coder: Coder) -> None:
    run_here([archive], tmp_path / "out", coder)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "reports").iterdir()}
    summary, notes = run_here([archive], tmp_path / "out", coder)
    assert summary.cost is None
    assert "linking" not in notes.begun
    assert summary.reports == 13
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "reports").iterdir()} == before


def test_what_is_lost_with_its_process_is_done_in_the_next_round(archive: Path, tmp_path: Path, coder: Coder) -> None:
    engine = HereEngine(lost={"a.jsonl": 3})
    summary, notes = run_here([archive], tmp_path / "out", coder, engine=engine)
    assert (summary.reports, notes.errors) == (13, [])
    whole = list(read_coded(Output(str(tmp_path / "out"))))
    assert len({row["report"]["id"] for row in whole}) == len(whole) == 13


def break_reading(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """The third line of `b.jsonl` cannot be had, so many times."""
    left = iter(range(times))

    def read_badly(stream: BinaryIO, name: str, *given: Any, **named: Any) -> Iterator[ReadReport | ReadFailure]:
        for number, outcome in enumerate(read_stream(stream, name, *given, **named), 1):
            if number == 3 and name.endswith("b.jsonl") and next(left, None) is not None:
                raise OSError("the network is gone")
            yield outcome

    monkeypatch.setattr("dateline.bulk.block_reading.read_stream", read_badly)


@pytest.mark.parametrize("only_firsts", [False, True])
def test_what_cannot_be_read_now_is_read_in_a_later_round(
    archive: Path, tmp_path: Path, coder: Coder, monkeypatch: pytest.MonkeyPatch, only_firsts: bool
) -> None:
    break_reading(monkeypatch, 4)
    summary, notes = run_here([archive], tmp_path / "out", coder, only_firsts=only_firsts)
    assert (summary.reports, summary.failures, notes.errors) == (13, 1, [])


def test_what_can_never_be_read_is_named_and_left_to_be_done(
    archive: Path, tmp_path: Path, coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_reading(monkeypatch, 10_000)
    summary, notes = run_here([archive], tmp_path / "out", coder)
    assert (summary.reports, summary.failures) == (11, 0)
    assert "OSError: the network is gone" in str(notes.errors[0])
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["finished"] is False
    monkeypatch.undo()
    again, _ = run_here([archive], tmp_path / "out", coder)
    assert (again.reports, again.failures) == (13, 1)


def test_what_never_comes_is_named_and_the_rest_is_there(archive: Path, tmp_path: Path, coder: Coder) -> None:
    engine = HereEngine(lost={'"round"': 10_000})
    summary, notes = run_here([archive], tmp_path / "out", coder, engine=engine)
    assert summary.reports == 0
    assert "news/a.jsonl" in str(notes.errors[0])
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["finished"] is False
    again, _ = run_here([archive], tmp_path / "out", coder)
    assert again.reports == 13


def test_a_kill_between_the_files_of_a_block_doubles_nothing(archive: Path, tmp_path: Path, coder: Coder) -> None:
    run_here([archive], tmp_path / "out", coder)
    whole = list(read_coded(Output(str(tmp_path / "out"))))
    for mark in list((tmp_path / "out" / "done").iterdir())[:2]:
        mark.unlink()  # the tables are there, the mark is not
    summary, _ = run_here([archive], tmp_path / "out", coder)
    assert list(read_coded(Output(str(tmp_path / "out")))) == whole
    assert len(rows_of(tmp_path / "out", "reports")) == summary.reports == 13


def test_inputs_can_be_added_but_not_taken_away_unasked(archive: Path, tmp_path: Path, coder: Coder) -> None:
    run_here([archive / "a.jsonl"], tmp_path / "out", coder)
    more = write_lines(tmp_path / "c.jsonl", [make_report(31)])
    summary, _ = run_here([archive / "a.jsonl", more], tmp_path / "out", coder)
    assert summary.reports == 12
    assert len(rows_of(tmp_path / "out", "incidents")) == summary.linked.events
    with pytest.raises(WrongCallError, match="--prune"):
        run_here([more], tmp_path / "out", coder)
    pruned, _ = run_here([more], tmp_path / "out", coder, prunes=True)
    assert pruned.reports == len(rows_of(tmp_path / "out", "reports")) == 1


def test_a_folder_keeps_to_its_terms(archive: Path, tmp_path: Path, coder: Coder) -> None:
    run_here([archive], tmp_path / "out", coder)
    with pytest.raises(WrongCallError, match="block_reports: 4 there, 5 now"):
        run_here([archive], tmp_path / "out", coder, block_reports=5)
    summary, _ = run_here([archive], tmp_path / "out", coder, block_reports=None)
    assert summary.reports == 13


@pytest.mark.parametrize(
    ("reports", "actors", "fitting"),
    [
        (0, 2, 500),
        (13, 2, 25),
        (700, 2, 25),
        (1500, 2, 47),
        (100_000, 2, 500),
        (100_000, 100, 63),
        (10**8, 1000, 500),
    ],
)
def test_every_actor_has_its_share_of_the_blocks(reports: int, actors: int, fitting: int) -> None:
    assert fit_block_size(reports, actors) == fitting


def test_a_new_folder_has_blocks_that_fit_and_keeps_them_when_it_grows(tmp_path: Path, coder: Coder) -> None:
    small = write_lines(tmp_path / "small.jsonl", [make_report(number) for number in range(3)])
    large = write_lines(tmp_path / "large.jsonl", [make_report(number) for number in range(30)])
    engine = HereEngine()
    run_here([small, large], tmp_path / "out", coder, engine=engine, block_reports=None)
    coded = [json.loads(json.loads(item)["block"]) for item in engine.items if "block" in json.loads(item)]
    assert [block["rows"] for block in coded] == [25, 5, 3]  # the largest first
    many = write_lines(tmp_path / "many.jsonl", [{"text": ""}] * 2_000)  # cut, and refused one by one
    run_here([small, large, many], tmp_path / "out", coder, block_reports=None)
    assert len(list((tmp_path / "out" / "done").iterdir())) == 3 + 2_000 // 25
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["terms"]["block_reports"] == 25


def test_one_story_is_coded_once_and_its_copies_point_at_it(tmp_path: Path, coder: Coder) -> None:
    wire = make_report(1)
    longer = {**wire, "id": "r-longer", "published": "2023-05-02", "text": wire["text"] + "\n\nMore was not known."}
    copy = {**wire, "id": "r-copy", "published": "2023-05-01", "publisher": "Paper 9"}
    rows = [make_report(0), wire, make_report(2), copy, make_report(3), longer, make_report(2)]
    source = write_lines(tmp_path / "news.jsonl", rows)
    summary, _ = run_here([source], tmp_path / "out", coder, only_firsts=True, block_reports=2)
    told = {row["report_id"]: row for row in rows_of(tmp_path / "out", "copies.parquet")}
    assert {key: row["coded_id"] for key, row in told.items()} == {
        "r-1": "r-longer", "r-copy": "r-longer", "r-2": "r-2",
    }  # fmt: skip
    assert told["r-copy"]["first_id"] == "r-1"
    coded = [row["report"]["id"] for row in read_coded(Output(str(tmp_path / "out")))]
    assert coded == ["r-0", "r-2", "r-3", "r-longer"]
    assert summary.copies == 3


def test_different_reports_of_one_given_id_are_all_coded(tmp_path: Path, coder: Coder) -> None:
    one, other = make_report(0), {**make_report(1), "id": "r-0"}
    longer = {**other, "text": other["text"] + "\n\nMore was not known."}
    source = write_lines(tmp_path / "news.jsonl", [one, other, one, longer, make_report(2)])
    summary, _ = run_here([source], tmp_path / "out", coder, only_firsts=True, block_reports=2)
    coded = [row["report"]["text"] for row in read_coded(Output(str(tmp_path / "out")))]
    assert coded == [one["text"], longer["text"], make_report(2)["text"]]
    told = rows_of(tmp_path / "out", "copies.parquet")
    assert [(row["row"], row["report_id"], row["coded_id"]) for row in told] == [(2, "r-0", "r-0"), (1, "r-0", "r-0")]
    assert summary.copies == 2
