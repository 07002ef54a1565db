"""Files of places that users add."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from dateline.model.errors import ReadError
from dateline.resolve.gazetteer_additions import add_rows
from dateline.resolve.gazetteer_files import read_gazetteer_file
from dateline.resolve.gazetteer_towns import Row
from dateline.resolve.gazetteers import make_gazetteer

DUMP = "\t".join(
    ["990001", "Zeltar", "Zeltar", "Zaltar,Zeltār", "35.1", "43.9", "P", "PPL", "IQ", "", "11", "", "", "", "7200",
     "", "300", "Asia/Baghdad", "2026-01-01"]
)  # fmt: skip


def read(path: Path) -> tuple[list[Row], list[str]]:
    found = list(read_gazetteer_file(path))
    return [row for row in found if isinstance(row, Row)], [str(row) for row in found if isinstance(row, ReadError)]


def test_a_dump_gives_kinds_names_and_bad_lines(tmp_path: Path) -> None:
    path = tmp_path / "IQ.txt"
    path.write_text(f"{DUMP}\nonly one column\n", encoding="utf-8")
    (row,), (bad,) = read(path)
    assert (row.entry.gazetteer_id, row.entry.kind, row.entry.population) == ("geonames:990001", "town", 7200)
    assert {"zeltar", "zaltar"} <= set(row.keys)
    assert "IQ.txt:2" in bad


def test_a_zipped_dump_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "IQ.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no rows")
        archive.writestr("IQ.txt", DUMP + "\n")
    assert [row.entry.name for row in read(path)[0]] == ["Zeltar"]


def test_geojson_takes_the_middle_of_an_area(tmp_path: Path) -> None:
    square = {"type": "Polygon", "coordinates": [[[10.0, 20.0], [10.2, 20.0], [10.2, 20.2], [10.0, 20.0]]]}
    features = [{"properties": {"name": "Orva Hills", "kind": "mountain"}, "geometry": square}, {"properties": {}}]
    path = tmp_path / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    (row,), (bad,) = read(path)
    assert (row.entry.lat, row.entry.lon) == pytest.approx((20.1, 10.1))
    assert row.entry.radius_km > 10
    assert "feature 2" in bad


@pytest.mark.parametrize(
    ("line", "reason"),
    [("Orva,x,1,,", "no number"), ("Orva,95,1,,", "Earth"), (",1,1,,", "name"), ("Orva,1,1,,castle", "kind")],
)
def test_csv_names_what_is_wrong_and_goes_on(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"name,lat,lon,country,kind\n{line}\nTirn,1,2,ML,village\n", encoding="utf-8")
    rows, (bad,) = read(path)
    assert [row.entry.name for row in rows] == ["Tirn"]
    assert reason in bad
    assert "own.csv:2" in bad


def test_a_place_may_lie_on_the_equator_and_the_meridian(tmp_path: Path) -> None:
    path = tmp_path / "own.geojson"
    point = {"type": "Point", "coordinates": [0.0, 0.0]}
    feature = {"type": "Feature", "properties": {"name": "Zeltar Buoy"}, "geometry": point}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    (row,), bad = read(path)
    assert (row.entry.lat, row.entry.lon, bad) == (0.0, 0.0, [])


@pytest.mark.parametrize("name", ["own.csv", "own.geojson", "own.zip", "own.doc"])
def test_other_files_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("nothing of use", encoding="utf-8")
    with pytest.raises(ReadError):
        list(read_gazetteer_file(path))


def test_added_places_are_found_and_added_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, store = tmp_path / "IQ.txt", tmp_path / "own" / "added.sqlite"
    path.write_text(DUMP + "\n", encoding="utf-8")
    assert add_rows(store, read(path)[0]) == (1, 0)
    assert add_rows(store, read(path)[0]) == (0, 1)
    monkeypatch.setenv("DATELINE_GAZETTEER", str(store))
    (entry,) = make_gazetteer().find("Zaltar")
    assert (entry.country, entry.admin1) == ("IQ", "Arbil")
    assert make_gazetteer().get("geonames:990001") == entry
