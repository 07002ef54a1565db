"""Namesakes far from the rest of a story, told on an invented gazetteer."""

from dateline.model.annotations import Toponym
from dateline.model.places import FeatureKind, GazetteerEntry
from dateline.model.spans import Span
from dateline.resolve.place_mentions import PlaceMention
from dateline.resolve.place_plausibility import drop_namesakes
from dateline.resolve.place_ranking import CountryVotes
from dateline.resolve.spatial_phrases import SpatialPhrase


def _entry(
    name: str, country: str, lat: float, lon: float, people: int, kind: FeatureKind = "town"
) -> GazetteerEntry:
    return GazetteerEntry(f"test:{name}", name, lat, lon, country, None, kind, people, 5.0)


def _mention(name: str, entry: GazetteerEntry) -> PlaceMention:
    span = Span(0, len(name))
    return PlaceMention(Toponym(span, name), 0, SpatialPhrase(span, "at"), [entry], entry)


def _kept(*mentions: PlaceMention) -> list[bool]:
    drop_namesakes("", mentions, CountryVotes({"ML": 1.0, "PE": 0.2, "JP": 0.2}, {}))
    return [mention.entry is not None for mention in mentions]


GAO = _mention("Gao", _entry("Gao", "ML", 16.3, 0.0, 90_000))


def test_drop_namesakes_takes_a_small_town_of_another_continent() -> None:
    assert _kept(GAO, _mention("Tarabo", _entry("Tarabo", "PE", -12.0, -75.0, 60_000))) == [True, False]


def test_drop_namesakes_keeps_a_city_that_all_know() -> None:
    assert _kept(GAO, _mention("Tokyo", _entry("Tokyo", "JP", 35.7, 139.7, 9_000_000, "city"))) == [True, True]


def test_drop_namesakes_takes_a_far_village_under_another_spelling() -> None:
    far = _entry("Bambaa", "ML", 11.0, -8.0, 3_000, "village")
    assert _kept(GAO, _mention("Bamba", far)) == [True, False]


def test_drop_namesakes_keeps_a_far_town_under_its_own_name() -> None:
    far = _entry("Bamba", "ML", 11.0, -8.0, 3_000, "village")
    assert _kept(GAO, _mention("Bamba", far)) == [True, True]


def test_drop_namesakes_takes_a_far_town_that_is_told_as_a_quarter() -> None:
    far = _mention("Segou", _entry("Segou", "ML", 13.4, -6.3, 130_000, "city"))
    mentions = [GAO, far]
    drop_namesakes("Segou quarter", mentions, CountryVotes({"ML": 1.0}, {}))
    assert far.entry is None


def test_drop_namesakes_keeps_a_known_town_whose_hospital_is_told() -> None:
    far = _mention("Segou", _entry("Segou", "ML", 13.4, -6.3, 130_000, "city"))
    drop_namesakes("Segou hospital", [GAO, far], CountryVotes({"ML": 1.0}, {}))
    assert far.entry is not None


def test_drop_namesakes_takes_a_town_for_which_only_its_own_name_speaks() -> None:
    alone = _mention("Ruma", _entry("Ruma", "RS", 45.0, 19.8, 30_000))
    drop_namesakes("", [alone], CountryVotes({"BD": 1.0, "RS": 0.3}, {"ruma": {"RS": 0.3}}))
    assert alone.entry is None


def test_drop_namesakes_takes_a_capital_under_a_name_that_hardly_anybody_uses() -> None:
    cairo = _mention("Kahira", _entry("Cairo", "EG", 30.1, 31.2, 9_000_000, "city"))
    drop_namesakes("", [GAO, cairo], CountryVotes({"ML": 1.0, "EG": 0.2}, {"kahira": {"EG": 0.2}}))
    assert cairo.entry is None
