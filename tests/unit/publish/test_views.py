from desk_samples import TEXT, make_coded, make_hostile, store_coded

from dateline.model.records import RECORD_KINDS
from dateline.publish.kinds import ALL_KINDS
from dateline.publish.views import list_record_lines, make_report_view, safe_link


def test_make_report_view_has_a_card_for_every_record() -> None:
    stored = store_coded(make_coded())
    view = make_report_view(stored)
    assert [group.key for group in view.groups] == list(RECORD_KINDS)
    assert {card.record_id for card in view.cards} == {row.record_id for row in stored.records}


def test_make_report_view_keeps_the_text() -> None:
    view = make_report_view(store_coded(make_coded()))
    assert "".join("".join(part.text for part in row.segments) + row.gap for row in view.paragraphs) == TEXT


def test_cards_say_modality_in_words_and_leave_out_what_happened() -> None:
    cards = {card.headline: card for card in make_report_view(store_coded(make_coded())).cards}
    assert cards["Islamic State → Iraqi Army"].modality == ""
    assert cards["Iraqi Army"].modality == "planned"


def test_cards_say_who_says_so_and_how_settled_they_are() -> None:
    first = make_report_view(store_coded(make_coded())).cards[0]
    assert [(line.name, line.stance) for line in first.sources] == [
        ("Ministry of Defence", "says"),
        ("Islamic State", "claims responsibility"),
    ]
    assert first.provenance == "proposed by coder 0.1.0"
    assert not first.settled


def test_every_mark_in_the_text_has_a_card_and_the_reverse() -> None:
    view = make_report_view(store_coded(make_coded()))
    marked = {slug for row in view.paragraphs for part in row.segments for slug in part.slugs}
    assert marked == set(view.by_slug)


def test_kinds_have_letters_and_shapes_of_their_own() -> None:
    assert len({kind.letter for kind in ALL_KINDS}) == len(ALL_KINDS) == 9
    assert len({kind.path for kind in ALL_KINDS}) == 9


def test_list_record_lines_gives_one_kind() -> None:
    lines = list(list_record_lines([store_coded(make_coded())], "protests"))
    assert [line.card.label for line in lines] == ["Protests · Peaceful protest"]


def test_safe_link_links_to_web_addresses_only() -> None:
    assert safe_link("https://example.org/a") == "https://example.org/a"
    assert safe_link("javascript:alert(1)") is None
    assert safe_link(" javascript:alert(1)") is None
    assert make_report_view(store_coded(make_hostile())).link is None
