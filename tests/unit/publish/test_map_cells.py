"""Cells of the map."""

from __future__ import annotations

import random

import numpy as np
import pytest
from table_samples import make_table

from dateline.publish.map_cells import choose_rows, make_cells
from dateline.publish.web_maps import lat_of, lon_of, project_all, project_x, project_y

WORLD = (-180.0, -85.0, 180.0, 85.0)


def scatter(count: int, **fields: object) -> list[dict[str, object]]:
    chance = random.Random(1)
    return [{"lat": chance.uniform(-60, 60), "lon": chance.uniform(-170, 170), **fields} for _ in range(count)]


@pytest.mark.parametrize("zoom", [0, 2, 5, 9])
def test_cells_count_every_record_once(zoom: int) -> None:
    table = make_table([*scatter(400), *scatter(30, kind="figures", event_type=None, radius_km=300.0)])
    rows = choose_rows(table, np.ones(len(table), dtype=bool), WORLD)
    cells = make_cells(table, rows, WORLD, zoom)
    assert sum(cell.count for cell in cells) == 430
    assert sum(dict(cell.by_kind).get("figure", 0) for cell in cells) == 30


def test_records_of_a_wide_area_are_no_dot() -> None:
    table = make_table([{"radius_km": 250.0}] * 3 + [{"radius_km": 1.0}] * 2)
    close = (30.0, 14.0, 35.0, 17.0)
    cells = make_cells(table, np.arange(5), close, 9)
    assert sorted((cell.shape, cell.count) for cell in cells) == [("area", 3), ("cluster", 2)]
    far = make_cells(table, np.arange(5), WORLD, 1)
    assert [(cell.shape, cell.count) for cell in far] == [("cluster", 5)]


def test_the_dead_of_an_incident_count_once() -> None:
    table = make_table([{"killed": 7, "killed_low": 7, "incident_id": "i-1"}] * 3)
    assert [cell.killed for cell in make_cells(table, np.arange(3), WORLD, 2)] == [7]


def test_a_box_over_the_date_line_has_both_sides() -> None:
    table = make_table([{"lon": 179.0}, {"lon": -179.0}, {"lon": 0.0}, {"lon": None, "lat": None}])
    everything = np.ones(4, dtype=bool)
    assert choose_rows(table, everything, (170.0, 0.0, 190.0, 30.0)).tolist() == [0, 1]
    assert choose_rows(table, everything, (170.0, 0.0, -170.0, 30.0)).tolist() == [0, 1]
    assert choose_rows(table, everything, (-540.0, -90.0, 540.0, 90.0)).tolist() == [0, 1, 2]


@pytest.mark.parametrize(("lat", "lon"), [(0.0, 0.0), (52.5, 13.4), (-33.9, 151.2), (85.0, 180.0), (-85.0, -180.0)])
def test_projection_leads_back(lat: float, lon: float) -> None:
    x, y = project_x(lon), project_y(lat)
    assert lon_of(x) == pytest.approx(lon, abs=1e-3)
    assert lat_of(y) == pytest.approx(lat, abs=1e-3)
    many = project_all(np.array([lat], dtype=np.float32), np.array([lon], dtype=np.float32))
    assert [abs(int(one[0]) - other) <= 4 for one, other in zip(many, (x, y), strict=True)] == [True, True]
