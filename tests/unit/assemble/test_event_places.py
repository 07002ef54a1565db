"""Which place an event is given, told on reports of our own."""

from dateline.model.records import CodedReport
from dateline.model.reports import Report
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import Coder, make_stages


def _places(text: str, title: str | None = None) -> list[str | None]:
    coder = Coder("test", "1", tuple(make_stages(make_actor_registry(), make_gazetteer())))
    (coded,) = coder.code([Report(id="x", language="en", title=title, published="2024-05-10", text=text)])
    assert isinstance(coded, CodedReport)
    return [event.place.name if event.place else None for event in coded.events]


def test_event_has_the_place_of_its_own_words() -> None:
    assert _places("Gunmen killed five farmers in Gwoza on Tuesday, police in Maiduguri said.") == ["Gwoza"]


def test_event_without_a_place_has_that_of_the_story() -> None:
    places = _places(
        "Rebels attacked the town of Butembo on Wednesday and killed four soldiers.\n\n"
        "The army came back in the evening. Two rebels were shot dead on Thursday.",
        "Rebels attack Butembo",
    )
    assert places
    assert set(places) == {"Butembo"}


def test_event_of_the_region_is_where_the_report_says_in_the_end() -> None:
    places = _places(
        "Shells killed three people in Donetsk region on Monday, the governor said.\n\n"
        "They hit a market in Pokrovsk.",
        "Three die as shells hit Pokrovsk market",
    )
    assert places[0] == "Pokrovsk"
