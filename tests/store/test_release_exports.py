"""Exports of a release: in every format what the store itself gave, and read back; later changes do not show."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from release_samples import approve_all, make_release_desk
from report_builders import MakeCoded

from dateline.cli.main import call
from dateline.model.errors import WrongCallError
from dateline.model.records import CodedReport
from dateline.model.releases import ReleasePolicy
from dateline.services.exporting import export_records, list_formats, make_export, write_export
from dateline.services.release_files import export_release, list_release_formats
from dateline.store.databases import SqlStore

Fill = Callable[[SqlStore, CodedReport], list[str]]


@pytest.fixture
def filled(sqlite_store: SqlStore, make_coded: MakeCoded, fill: Fill) -> SqlStore:
    """Three reports that carry one text, two of them of one incident, all approved."""
    ids = [fill(sqlite_store, make_coded(number)) for number in (1, 2, 3)]
    sqlite_store.set_incidents({ids[0][0]: "i-1", ids[1][0]: "i-1", ids[2][0]: "i-2"})
    approve_all(sqlite_store, [record_id for row in ids for record_id in row])
    return sqlite_store


@pytest.mark.parametrize("format_name", list_formats())
@pytest.mark.parametrize("texts", [True, False])
def test_a_release_is_exported_as_the_store_was(
    filled: SqlStore, tmp_path: Path, format_name: str, texts: bool
) -> None:
    desk = make_release_desk(filled)
    made = desk.make("ana", policy=ReleasePolicy(texts=texts))
    before, out = tmp_path / "before", tmp_path / "out"
    number = export_records(filled, format_name, before, include_unreviewed=False)
    for record_id in [row.record_id for line in filled.iter_coded() for row in line.records]:
        filled.decide(record_id, "reject", "ben")
    assert write_export(export_release(filled.releases, made, format_name), out) == number
    if format_name != "jsonl":  # a release tells ids besides, and no text where the policy says so
        assert out.read_bytes() == before.read_bytes()
        return
    for old, new in zip(_read_lines(before), _read_lines(out), strict=True):
        assert new["report"]["text"] == (old["report"]["text"] if texts else "")
        assert [len(new[kind]) for kind in ("events", "figures", "statements", "control")] == [1, 1, 1, 1]
        assert new["events"][0]["record_id"].startswith("e-")


def test_every_format_of_a_coarse_release_is_read_back(filled: SqlStore, tmp_path: Path) -> None:
    desk = make_release_desk(filled)
    made = desk.make("ana", policy=ReleasePolicy(precision="region"))
    for name in list_release_formats():
        write_export(export_release(filled.releases, made, name), tmp_path / name)
        assert b"Omdurman" not in (tmp_path / name).read_bytes()
    table = pq.read_table(tmp_path / "parquet")
    assert set(table.column("place").to_pylist()) == {"Sudan"}
    features = json.loads((tmp_path / "geojson").read_text(encoding="utf-8"))["features"]
    assert {tuple(row["geometry"]["coordinates"]) for row in features} == {(30.0, 15.0)}
    with (tmp_path / "acled-csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["event_id_cnty"], row["location"], row["geo_precision"]) for row in rows] == [
        ("i-1", "Sudan", "3"),
        ("i-2", "Sudan", "3"),
    ]
    with zipfile.ZipFile(tmp_path / "zip") as archive:
        assert b"Omdurman" not in b"".join(archive.read(name) for name in archive.namelist())


def test_export_release_refuses_unknown_formats(filled: SqlStore) -> None:
    desk = make_release_desk(filled)
    made = desk.make("ana")
    with pytest.raises(WrongCallError, match="no such export format"):
        export_release(filled.releases, made, "xml")
    with pytest.raises(WrongCallError, match="no such export format"):
        make_export(desk.open(made.version), "zip")


def test_the_command_goes_from_candidate_to_file(
    filled: SqlStore, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> int:
        return call(["release", *words, "--database", str(database)])

    filled.close()
    assert run("make", "--as", "ana", "--version", "2026.10") == 0
    digest = capsys.readouterr().out.split()[0]
    assert run("publish", "2026.10", "--as", "ana") == 2
    assert run("review", "2026.10", "--as", "ben", "--why", "all read") == 0
    assert run("publish", "2026.10", "--as", "ana") == 0
    assert run("make", "--as", "ana", "--version", "2026.11", "--precision", "country", "--delay-days", "1") == 0
    assert run("verify", "2026.10") == 0
    assert f"{digest}  2026.10" in capsys.readouterr().out
    assert run("diff", "2026.10", "2026.11", "--json") == 0
    assert json.loads(capsys.readouterr().out)["previous"] == "2026.10"
    assert run("list", "--json") == 0
    assert [row["state"] for row in json.loads(capsys.readouterr().out)] == ["candidate", "released"]
    assert run("export", "2026.10", "-o", str(tmp_path / "out"), "--format", "geojson", "--as", "ana") == 0
    assert len(json.loads((tmp_path / "out").read_text())["features"]) == 9
    assert run("withdraw", "2026.10", "--as", "ana", "--why", "a name") == 0
    assert run("list") == 0
    assert "withdrawn" in capsys.readouterr().out


def _read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
