from area_samples import AREA
from desk_samples import TARMIYAH, ShelfSource, make_coded

from dateline.model.areas import Area
from dateline.model.places import GazetteerEntry
from dateline.model.records import CodedReport
from dateline.resolve.registries import make_actor_registry
from dateline.services.area_shelves import AreaShelf
from dateline.services.briefing import draw_picture, write_brief
from dateline.services.sides import make_side_of

ROW = GazetteerEntry("g:1", "At Tarmiyah", 33.67, 44.4, "IQ", "Baghdad", "town", 9000, 5.0)


class Rows:
    """A gazetteer of one row."""

    def find(self, name: str) -> tuple[GazetteerEntry, ...]:
        return (ROW,) if name == "Tarmiyah" else ()

    def get(self, gazetteer_id: str) -> GazetteerEntry | None:
        return ROW if gazetteer_id == "g:1" else None


def make_placed() -> CodedReport:
    """The report with the gazetteer's id at its places."""
    coded = make_coded()
    place = TARMIYAH.model_copy(update={"gazetteer_id": "g:1"})
    events = tuple(row.model_copy(update={"place": place}) if row.place == TARMIYAH else row for row in coded.events)
    return coded.model_copy(update={"events": events})


def open_shelf(*reports: CodedReport) -> AreaShelf:
    return AreaShelf(ShelfSource(*reports), Rows(), make_side_of(make_actor_registry()))


def test_area_records_are_all_of_the_reports_that_tell_of_it() -> None:
    shelf = open_shelf(make_placed())
    (area,) = shelf.find_areas("Tarmiyah")
    assert len(shelf.area_records(area)) == len(make_placed().records())
    assert shelf.area_records(AREA) == []


def test_list_areas_names_places_as_the_reports_do() -> None:
    (count,) = open_shelf(make_placed()).list_areas(10)
    assert (count.area.name, count.events, count.last) == ("Tarmiyah", 1, "2021-04-01")
    assert open_shelf().list_areas(10) == []


def test_brief_of_a_shelf_has_every_section() -> None:
    shelf = open_shelf(make_placed())
    area: Area = shelf.get_area("g_1")
    last = shelf.find_last_day()
    assert last is not None
    brief = write_brief(shelf, area, last)
    assert brief.title == "Tarmiyah, Baghdad, Iraq"
    assert brief.lately.timeline_svg is not None
    for section in (brief.incidents, brief.tolls, brief.figures, brief.control, brief.sayings, brief.unknowns):
        assert section
    assert draw_picture(shelf, area, last, "trend") is None
    assert draw_picture(open_shelf(), area, last, "timeline") is None
