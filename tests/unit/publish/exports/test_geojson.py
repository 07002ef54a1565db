"""GeoJSON: what RFC 7946 asks for, and every property back as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from export_samples import hostile_texts, keep_records
from hypothesis import given, settings

from dateline.model.places import Place
from dateline.model.stores import StoredReport
from dateline.publish.exports.geojson import find_point, write_collection

MEMBERS = {"type", "id", "geometry", "properties"}


def read_collection(*reports: StoredReport) -> dict[str, Any]:
    data = json.loads(b"".join(write_collection(reports, with_states=True)))
    assert isinstance(data, dict)
    return data


def test_collection_is_as_rfc_7946_asks() -> None:
    data = read_collection(keep_records())
    assert list(data) == ["type", "features"]
    assert data["type"] == "FeatureCollection"
    for feature in data["features"]:
        assert set(feature) == MEMBERS
        assert feature["type"] == "Feature"
        assert feature["geometry"] == {"type": "Point", "coordinates": [43.7, 35.6]}
        assert all(
            value is None or isinstance(value, str | int | float | bool) for value in feature["properties"].values()
        )
    assert len({feature["id"] for feature in data["features"]}) == len(data["features"])


def test_events_figures_and_control_are_features_and_statements_none() -> None:
    data = read_collection(keep_records())
    assert [feature["properties"]["kind"] for feature in data["features"]] == ["events", "figures", "control"]
    event, figure, control = (feature["properties"] for feature in data["features"])
    assert (event["radius_km"], event["geo_precision"], event["state"]) == (3, 1, "proposed")
    assert (figure["value_low"], figure["value_high"], figure["approximate"]) == (3, None, True)
    assert (control["relation"], control["modality"]) == ("controls", "denied")


def test_empty_collection_is_valid() -> None:
    assert read_collection() == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, 181), (float("nan"), 0), (None, 5)])
def test_find_point_refuses_what_is_not_on_the_earth(lat: float | None, lon: float | None) -> None:
    assert find_point(Place(name="Nowhere", lat=lat, lon=lon)) is None


@settings(deadline=None)
@given(hostile_texts)
def test_hostile_texts_come_back(text: str) -> None:
    event, figure, control = (feature["properties"] for feature in read_collection(keep_records(text))["features"])
    assert (event["place"], event["title"], event["quote"]) == (text, text, text)
    assert (figure["unit"], control["area"]) == (text, text)


def test_half_characters_are_replaced() -> None:
    pieces = b"".join(write_collection([keep_records("a\ud800")], with_states=True))
    assert json.loads(pieces.decode("utf-8"))["features"][0]["properties"]["place"] == "a\ufffd"
