from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dateline.publish.axes import Scale, find_month_ticks, find_ticks
from dateline.publish.delays import estimate_delays
from dateline.publish.palettes import DARK, LIGHT
from dateline.publish.plots import draw_timeline, draw_trend
from dateline.publish.series import Series, TollRange, TollSeries
from dateline.publish.trends import assess_history

SVG = "{http://www.w3.org/2000/svg}"
TOKENS = Path(__file__).parents[3] / "frontend" / "src" / "styles" / "tokens.css"
FIRST = date(2021, 9, 6)
BATTLES = Series("week", FIRST, (3, 0, 2, 1, 0, 4), left_out=2)
RIOTS = Series("week", FIRST, (0, 0, 1, 0, 0, 0))
TOLLS = TollSeries("week", FIRST, (TollRange(7, 13, 10), None, TollRange(1, 1, 1), None, None, TollRange(0, 4)))


def read(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_draw_timeline_stands_alone_and_says_what_it_shows() -> None:
    root = read(draw_timeline({"Battles": BATTLES, "Riots": RIOTS}, TOLLS, "Makhmour & around", "t1"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "t1-title t1-desc"
    assert root.find(f"{SVG}title") is not None
    description = root.findtext(f"{SVG}desc")
    assert description == (
        "11 events from 6 September 2021 to 17 October 2021: 10 battles, 1 riots. "
        "2 more are dated too vaguely to be drawn. Tolls add up to 8–18 killed."
    )
    assert "Makhmour & around" in texts(root)


def test_draw_timeline_draws_a_block_for_every_kind_of_a_week() -> None:
    root = read(draw_timeline({"Battles": BATTLES, "Riots": RIOTS}, None, "x"))
    blocks = [element.get("class") for element in root.iter(f"{SVG}rect")]
    assert blocks.count("battles") == 4
    assert blocks.count("riots") == 1
    assert {"B", "R"} <= set(texts(root))


def test_draw_timeline_gives_kinds_rows_where_blocks_have_no_room_for_letters() -> None:
    wide = read(draw_timeline({"Battles": BATTLES}, None, "x"))
    long = read(draw_timeline({"Battles": Series("week", FIRST, (1,) * 200)}, None, "x"))
    assert float(long.get("height") or 0) > float(wide.get("height") or 0)


def test_draw_timeline_shows_a_number_only_for_kinds_that_occur() -> None:
    root = read(draw_timeline({"Battles": BATTLES, "Protests": Series("week", FIRST, (0,) * 6)}, None, "x"))
    assert "Battles 10" in texts(root)
    assert not any("Protests" in text for text in texts(root))


@pytest.mark.parametrize(
    "series_of_type", [{}, {"Weather": BATTLES}, {"Battles": BATTLES, "Riots": Series("week", FIRST, (1,))}]
)
def test_draw_timeline_refuses_what_cannot_be_stacked(series_of_type: dict[str, Series]) -> None:
    with pytest.raises(ValueError, match=r"event types|same buckets"):
        draw_timeline(series_of_type, None, "x")


def test_draw_trend_marks_where_a_rise_begins_and_what_is_still_missing() -> None:
    series = Series("week", date(2020, 1, 6), (1, 2, 0, 1, 2, 1) * 14 + (8, 9, 7, 2))
    as_of = series.starts[-1] + timedelta(days=2)
    history = assess_history(series, as_of, estimate_delays([], as_of))
    root = read(draw_trend(history, "Makhmour", "r1"))
    marks = [element for element in root.iter(f"{SVG}path") if element.get("class") == "mark"]
    assert len(marks) == 3, "two of the legend, one alert"
    assert any(element.get("class") == "missing" for element in root.iter(f"{SVG}rect"))
    assert "too little past to say what is usual" in texts(root)
    assert (root.findtext(f"{SVG}desc") or "").endswith(history[-1].assessment.reason)


def test_draw_trend_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one week"):
        draw_trend((), "x")


def test_draw_trend_says_so_where_there_is_no_past_at_all() -> None:
    series = Series("week", FIRST, (1, 0, 2))
    root = read(draw_trend(assess_history(series, series.end), "x"))
    assert "too little past to say what is usual" in texts(root)


@pytest.mark.parametrize(("highest", "last"), [(1, 1), (3, 3), (4, 4), (7, 8), (11, 15), (99, 100), (1234, 1500)])
def test_find_ticks_are_round_and_few(highest: int, last: int) -> None:
    ticks = find_ticks(highest)
    assert ticks[-1] == last
    assert len(ticks) <= 5


def test_find_month_ticks_name_the_year_once() -> None:
    names = [name for _, name in find_month_ticks(date(2021, 11, 1), date(2022, 2, 10))]
    assert names == ["Nov 2021", "Dec", "Jan 2022", "Feb"]
    assert [name for _, name in find_month_ticks(date(2010, 3, 1), date(2021, 2, 10))][:2] == ["2011", "2012"]


def test_scale_places_values_on_a_line() -> None:
    assert [Scale(0, 4, 100, 20).place(value) for value in (0, 1, 4)] == [100, 80, 20]
    assert Scale(0, 0, 5, 9).place(0) == 5


def _read_tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", block))


def test_palettes_are_those_of_the_style_sheet() -> None:
    light, dark = TOKENS.read_text(encoding="utf-8").split("@media screen", maxsplit=2)[:2]
    assert {name: _read_tokens(light)[name] for name in LIGHT} == LIGHT
    assert {name: _read_tokens(dark)[name] for name in DARK} == DARK
    assert all(_read_tokens(dark).get(name, LIGHT[name]) == DARK.get(name, LIGHT[name]) for name in LIGHT)


def test_draw_trend_lasts_to_the_day_that_is_known() -> None:
    series = Series("week", FIRST, (1, 0, 2))
    history = assess_history(series, series.end - timedelta(days=3))
    assert history[-1].assessment.last == series.end - timedelta(days=3)
