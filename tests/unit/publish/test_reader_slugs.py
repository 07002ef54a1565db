"""What tags and areas are called in addresses: never empty, never a way out of their folder."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model.places import Place
from dateline.publish.reader_slugs import area_codes, make_slug


def test_spellings_of_a_tag_meet() -> None:
    assert make_slug("Baghdad  Belt") == make_slug("baghdad-belt") == "baghdad-belt"
    assert make_slug("حزام بغداد") == "حزام-بغداد"
    assert make_slug("!!!") != make_slug("???")


@settings(deadline=None)
@given(st.text())
def test_a_slug_is_one_part_of_an_address(words: str) -> None:
    slug = make_slug(words)
    assert slug
    assert not set(slug) & set("/?#.%\\ \r\n")
    assert len(slug) <= 91
    assert make_slug(slug) == slug or len(slug) > 80


def test_an_area_is_a_country_that_is_known_and_its_region() -> None:
    assert area_codes(Place(name="Tarmiyah", country="IQ", admin1="Baghdad")) == ("IQ", "IQ-baghdad")
    assert area_codes(Place(name="Iraq", country="IQ")) == ("IQ",)
    assert area_codes(Place(name="x", country="<b>")) == ()
    assert area_codes(None) == ()
