"""Blocks of every kind of input: together they hold each report once, whatever their size."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bulk_samples import make_report, write_lines

from dateline.base.settings import Settings
from dateline.bulk.archives import list_inputs
from dateline.bulk.block_reading import Reading, read_block
from dateline.bulk.blocks import Block, InputFile, Kind
from dateline.bulk.cutting import cut_file
from dateline.model.errors import ReadError
from dateline.read.captures import ReadFailure
from dateline.read.inputs import ReadReport, read_inputs

COUNT = 11


def list_files(*inputs: Path) -> list[InputFile]:
    files = list(list_inputs([str(path) for path in inputs]))
    return [file for file in files if isinstance(file, InputFile)]


def cut_all(path: Path, rows: int) -> list[Block]:
    return [block for file in list_files(path) for block in cut_file(file, rows)]


def read_all(path: Path, rows: int, settings: Settings | None = None) -> list[Reading]:
    return [one for block in cut_all(path, rows) for one in read_block(block, settings or Settings())]


def write_archive(path: Path, *, packed: bool) -> Path:
    """Pages as a crawler leaves them, each record packed by itself."""
    records = [make_record(number) for number in range(COUNT)]
    path.write_bytes(b"".join(gzip.compress(record) if packed else record for record in records))
    return path


def make_record(number: int) -> bytes:
    report = make_report(number)
    paragraphs = "".join(f"<p>{part}</p>" for part in report["text"].split("\n\n"))
    page = f"<html><head><title>{report['title']}</title></head><body><article>{paragraphs}</article></body></html>"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://outlet.example/2023/05/{number}\r\n"
        f"WARC-Date: 2023-06-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def make_input(kind: str, folder: Path) -> Path:
    rows = [make_report(number) for number in range(COUNT)]
    if kind == "jsonl":
        return write_lines(folder / "news.jsonl", rows)
    if kind == "jsonl.gz":
        packed = folder / "news.jsonl.gz"
        packed.write_bytes(gzip.compress(write_lines(folder / "plain" / "news.jsonl", rows).read_bytes()))
        return packed
    if kind == "parquet":
        typed = [{**row, "published": date.fromisoformat(row["published"])} for row in rows]
        pq.write_table(pa.Table.from_pylist(typed), folder / "news.parquet", row_group_size=4)
        return folder / "news.parquet"
    return write_archive(folder / f"news.{kind}", packed=kind.endswith("gz"))


@pytest.mark.parametrize("rows", [1, 3, 4, 100])
@pytest.mark.parametrize("kind", ["jsonl", "jsonl.gz", "parquet", "warc", "warc.gz"])
def test_blocks_of_any_size_hold_every_report_once(kind: str, rows: int, tmp_path: Path) -> None:
    path = make_input(kind, tmp_path)
    blocks = cut_all(path, rows)
    assert sum(block.rows for block in blocks) == COUNT
    assert len({block.block_id for block in blocks}) == len(blocks) == -(-COUNT // rows)
    found = [one for _, one in read_all(path, rows)]
    if kind in ("jsonl", "warc", "warc.gz"):  # what else Dateline reads too, and as it does
        plain = [one.report for one in read_inputs([str(path)], Settings()) if isinstance(one, ReadReport)]
        assert found == plain
    assert [one.title for one in found if not isinstance(one, ReadFailure)] == [
        make_report(number)["title"] for number in range(COUNT)
    ]


def test_tables_may_hold_reports_as_json(tmp_path: Path) -> None:
    rows = [{"report": json.dumps(make_report(1)), "shelf": 7}, {"report": "rubbish", "shelf": 8}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "news.parquet")
    (_, one), (_, other) = read_all(tmp_path / "news.parquet", 5)
    assert not isinstance(one, ReadFailure)
    assert one.id == "r-1"
    assert isinstance(other, ReadFailure)
    assert other.subject == "news.parquet:2"


def test_lines_that_are_broken_empty_or_too_long_keep_their_numbers(tmp_path: Path) -> None:
    long = {**make_report(2), "text": "word " * 500_000}
    rows: list[Any] = ["\ufeff", make_report(0), "", "WARC/1.0 nonsense", make_report(1), long, make_report(3)]
    path = write_lines(tmp_path / "news.jsonl", rows)
    settings = Settings(max_input_bytes=100_000)
    for size in (1, 2, 50):
        found = read_all(path, size, settings)
        assert [one.id for _, one in found if not isinstance(one, ReadFailure)] == ["r-0", "r-1", "r-3"]
        told = [one.subject for _, one in found if isinstance(one, ReadFailure)]
        assert told == ["news.jsonl:4", "news.jsonl:6"]


@pytest.mark.parametrize("rows", [1, 50])
def test_a_broken_first_line_costs_no_other(rows: int, tmp_path: Path) -> None:
    plain = write_lines(tmp_path / "a" / "b.jsonl", ["rubbish", make_report(0), make_report(1)])
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    for file in list_files(packed, plain, plain):
        found = [one for block in cut_file(file, rows) for _, one in read_block(block, Settings())]
        assert [one.subject for one in found if isinstance(one, ReadFailure)] == [f"{file.name}:1"]
        assert [one.id for one in found if not isinstance(one, ReadFailure)] == ["r-0", "r-1"]


def test_what_is_called_an_archive_is_not_taken_for_a_text(tmp_path: Path) -> None:
    path = tmp_path / "news.warc"
    path.write_bytes(b"no record at all\r\n\r\n" + make_record(0))
    ((_, one),) = read_all(path, 5)
    assert isinstance(one, ReadFailure)
    assert "the archive is broken" in one.error.message


@pytest.mark.parametrize("text", [b"\xff\xfe are no letters", "a nest"])
def test_a_row_that_cannot_be_converted_costs_no_other(text: bytes | str, tmp_path: Path) -> None:
    rows = [json.dumps(make_report(number)).encode() for number in range(3)]
    rows[1] = text if isinstance(text, bytes) else b'{"text": ' + b"[" * 700 + b"]" * 700 + b"}"
    reports = pa.array(rows, pa.binary()).view(pa.string())  # unchecked, as other writers leave it
    pq.write_table(pa.table({"report": reports}), tmp_path / "news.parquet")
    found = [one for _, one in read_all(tmp_path / "news.parquet", 50)]
    assert [one.subject for one in found if isinstance(one, ReadFailure)] == ["news.parquet:2"]
    assert [one.id for one in found if not isinstance(one, ReadFailure)] == ["r-0", "r-2"]


class GoneStream(io.RawIOBase):
    """A stream that fails as it is read."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        raise self._error


@pytest.mark.parametrize("error", [OSError("the network is gone"), MemoryError()])
@pytest.mark.parametrize("kind", ["jsonl", "parquet", "warc"])
def test_what_the_machine_fails_to_give_is_not_told_as_the_fault_of_the_input(
    kind: Kind, error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (block,) = cut_all(make_input(kind, tmp_path), 50)

    def open_badly(file: InputFile, start: int = 0) -> io.BufferedReader:
        if file.kind == "parquet":
            raise error
        return io.BufferedReader(GoneStream(error))

    for name in ("open_lines", "open_bytes", "open_random"):
        monkeypatch.setattr(f"dateline.bulk.block_reading.{name}", open_badly)
    with pytest.raises(type(error)):
        list(read_block(block, Settings()))


@pytest.mark.parametrize("rows", [2, 4, 100])
def test_a_broken_archive_gives_what_lies_before_the_break(rows: int, tmp_path: Path) -> None:
    path = tmp_path / "news.warc"
    records = [make_record(number) for number in range(COUNT)]
    path.write_bytes(b"".join([*records[:7], b"no record at all\r\n\r\n", *records[7:]]))
    plain = [one.report for one in read_inputs([str(path)], Settings()) if isinstance(one, ReadReport)]
    found = [one for _, one in read_all(path, rows)]
    assert [one for one in found if not isinstance(one, ReadFailure)] == plain
    assert len(plain) == 7
    assert any(isinstance(one, ReadFailure) and "broken" in one.error.message for one in found)


def test_a_block_is_known_by_its_content_and_its_place_in_the_input(tmp_path: Path) -> None:
    first = cut_all(write_lines(tmp_path / "a" / "news.jsonl", [make_report(number) for number in range(4)]), 2)
    moved = cut_all(write_lines(tmp_path / "b" / "news.jsonl", [make_report(number) for number in range(6)]), 2)
    assert [block.block_id for block in moved[:2]] == [block.block_id for block in first]
    changed = cut_all(write_lines(tmp_path / "c" / "news.jsonl", [make_report(n) for n in (0, 1, 2, 9)]), 2)
    assert changed[0].block_id == first[0].block_id
    assert changed[1].block_id != first[1].block_id
    assert Block.from_json(first[1].without((1,)).to_json()) == first[1].without((1,))
    assert first[1].without((1,)).block_id != first[1].block_id


def test_inputs_are_listed_by_name_and_what_is_not_read_is_told(tmp_path: Path) -> None:
    for name in ("news/b.jsonl", "news/a/c.parquet", "news/.hidden.jsonl", "news/notes.md", "other/b.jsonl"):
        write_lines(tmp_path / name, [make_report(0)])
    listed = list(list_inputs([str(tmp_path / "news"), str(tmp_path / "other" / "b.jsonl"), str(tmp_path / "gone")]))
    assert [one.name for one in listed if isinstance(one, InputFile)] == [
        "news/a/c.parquet",
        "news/b.jsonl",
        "b.jsonl",
    ]
    assert [one.subject.rpartition("/")[2] for one in listed if isinstance(one, ReadError)] == ["notes.md", "gone"]
    again = list_files(tmp_path / "other" / "b.jsonl", tmp_path / "other" / "b.jsonl")
    assert [one.name for one in again] == ["b.jsonl", "b.jsonl#2"]


def test_a_file_without_anything_is_told(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "news.jsonl", ["", " "])
    with pytest.raises(ReadError, match="the input is empty"):
        cut_all(path, 3)
