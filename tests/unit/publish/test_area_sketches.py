from xml.etree import ElementTree

from area_samples import AREA, event, on
from desk_samples import HOSTILE

from dateline.model.areas import Area
from dateline.publish.area_maps import list_area_events
from dateline.publish.area_sketches import HEIGHT, WIDTH, draw_sketch, make_sheet

SVG = "{http://www.w3.org/2000/svg}"


def list_elements(sketch: str, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(sketch).iter(f"{SVG}{name}"))


def test_the_middle_of_the_area_is_the_middle_of_the_sketch_and_north_is_up() -> None:
    sheet = make_sheet(AREA)
    assert sheet.place(AREA.lon, AREA.lat) == (WIDTH / 2, HEIGHT / 2)
    assert sheet.place(AREA.lon, AREA.lat + 0.1)[1] < HEIGHT / 2
    assert sheet.place(AREA.lon + 0.1, AREA.lat)[0] > WIDTH / 2
    assert not sheet.shows(AREA.lon + 5, AREA.lat)


def test_a_place_has_one_mark_with_the_number_of_its_events() -> None:
    mapped = list_area_events(AREA, [event("wire:e1", time=on("2024-03-08")), event("wire:e2"), event("wire:e3")])
    sketch = draw_sketch(AREA, mapped)
    assert len(list_elements(sketch, "g")) == 1
    assert "3" in [element.text for element in list_elements(sketch, "text")]


def test_borders_are_drawn_only_where_they_cross_the_sketch() -> None:
    near, far = ((41.9, 35.0), (42.1, 35.0)), ((10.0, 10.0), (11.0, 10.0))
    assert len(list_elements(draw_sketch(AREA, [], [near, far]), "polyline")) == 1


def test_a_region_has_no_circle() -> None:
    region = Area("region:x", "Nineveh", 36.0, 42.0, 100.0, "IQ", "Nineveh", "admin1")
    dashed = [row for row in list_elements(draw_sketch(region, []), "circle") if "stroke-dasharray" in row.attrib]
    assert dashed == []


def test_hostile_names_stay_words() -> None:
    area = Area("test:x", HOSTILE, 35.0, 42.0, 10.0, HOSTILE, None, "village")
    assert list_elements(draw_sketch(area, []), "script") == []
