"""Coarsened records: no finer than asked, no word that names a place, and the same when it is done twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from release_samples import Regions
from report_builders import build_coded

from dateline.model.actors import ActorRef
from dateline.model.places import Place
from dateline.model.records import Attribution, Control, Event, Statement
from dateline.model.releases import PRECISIONS, Precision
from dateline.publish.coarsening import WITHHELD, Coarsener
from dateline.resolve.registries import make_actor_registry

ACTORS = make_actor_registry()
VILLAGE = Place(
    name="Al-Khalisa", lat=15.6412, lon=32.4779, country="SD", admin1="Khartoum", gazetteer_id="x:1", radius_km=2.0
)
CODED = build_coded()


def coarsener(precision: Precision) -> Coarsener:
    return Coarsener(precision, Regions(), ACTORS)


def test_a_place_becomes_its_cell_region_or_country() -> None:
    cell = coarsener("grid").coarsen_place(VILLAGE)
    assert cell == Place(
        name="Cell 15.65, 32.45",
        lat=15.65,
        lon=32.45,
        country="SD",
        admin1="Khartoum",
        geo_precision=2,
        radius_km=7.7,
    )
    region = coarsener("region").coarsen_place(VILLAGE)
    assert region is not None
    assert (region.name, region.gazetteer_id, region.geo_precision) == ("Khartoum", "region:SD-khartoum", 3)
    country = coarsener("country").coarsen_place(VILLAGE)
    assert country is not None
    assert (country.name, country.admin1, country.lat) == ("Sudan", None, 15.0)


def test_what_is_not_known_goes_to_the_next_wider_step() -> None:
    unplaced = VILLAGE.model_copy(update={"lat": None, "lon": None})
    assert coarsener("grid").coarsen_place(unplaced) == coarsener("region").coarsen_place(VILLAGE)
    regionless = VILLAGE.model_copy(update={"admin1": None})
    assert coarsener("region").coarsen_place(regionless) == coarsener("country").coarsen_place(VILLAGE)
    assert coarsener("country").coarsen_place(Place(name="the camp")) is None
    elsewhere = Place(name="Hawija", country="IQ", admin1="Kirkuk")
    assert coarsener("region").coarsen_place(elsewhere) == Place(
        name="Kirkuk", country="IQ", admin1="Kirkuk", geo_precision=3
    )


def test_cells_end_where_the_earth_does() -> None:
    corner = coarsener("grid").coarsen_place(Place(name="X", lat=90.0, lon=180.0, country="SD"))
    assert corner is not None
    assert (corner.lat, corner.lon) == (89.95, 179.95)


def test_a_whole_region_stays_in_the_grid() -> None:
    region = coarsener("region").coarsen_place(VILLAGE)
    assert coarsener("grid").coarsen_place(region) == region


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("residents", True),
        ("Civilians", True),
        ("Sudanese Army", True),
        ("mayor of Al-Khalisa", False),
        ("Khalisa Defence Committee", False),
        ("شهود في الخالصة", False),
        ("block 7 residents", False),
    ],
)
def test_words_stay_where_they_can_name_no_place(words: str, kept: bool) -> None:
    event = CODED.events[0].model_copy(
        update={"actor1": (ActorRef(name=words, mention="men of Al-Khalisa"),), "attribution": (_said(words),)}
    )
    coarse = coarsener("region").coarsen_record(event)
    assert isinstance(coarse, Event)
    assert coarse.actor1 == (ActorRef(name=words if kept else WITHHELD),)
    assert coarse.attribution == (_said(words if kept else WITHHELD),)


def test_statements_and_control_lose_their_own_words() -> None:
    statement = coarsener("country").coarsen_record(CODED.statements[0])
    control = coarsener("country").coarsen_record(CODED.control[0])
    assert isinstance(statement, Statement)
    assert isinstance(control, Control)
    assert (statement.topic, statement.quote, control.area, control.area_places) == (None, None, "Sudan", None)
    assert [row.quote for row in (*statement.evidence, *control.evidence)] == ["", ""]


def test_exact_leaves_all_as_it_is() -> None:
    for _, record in CODED.records():
        assert coarsener("exact").coarsen_record(record) is record
    assert coarsener("exact").coarsen_report(CODED.report) is CODED.report


@settings(deadline=None)
@given(
    st.sampled_from(PRECISIONS),
    st.one_of(st.none(), st.floats(-90, 90)),
    st.one_of(st.none(), st.floats(-180, 180)),
    st.sampled_from([None, "SD", "IQ"]),
    st.sampled_from([None, "Khartoum", "Kirkuk"]),
)
def test_coarsening_twice_is_coarsening_once(
    precision: Precision, lat: float | None, lon: float | None, country: str | None, admin1: str | None
) -> None:
    once = coarsener(precision).coarsen_place(Place(name="X", lat=lat, lon=lon, country=country, admin1=admin1))
    assert coarsener(precision).coarsen_place(once) == once


def _said(words: str) -> Attribution:
    return Attribution(source=words, source_type="community")
