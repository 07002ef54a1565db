import asyncio

import httpx
from area_samples import TEL_RIMAL, control, event, on, statement
from desk_samples import HOSTILE, ShelfSource
from shelf_samples import Shelf

from dateline.base.settings import Settings
from dateline.model.areas import AreaRecord
from dateline.web.app import create_app
from dateline.web.brief_pages import router

HOSTILE_PLACE = TEL_RIMAL.model_copy(update={"name": HOSTILE})


def ask(address: str, *records: AreaRecord) -> httpx.Response:
    app = create_app(ShelfSource(), Settings())
    app.state.area_source = Shelf(*records)
    app.include_router(router)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(address)

    return asyncio.run(send())


def make_records() -> list[AreaRecord]:
    return [
        event("wire:e1", time=on("2024-03-08"), tolls=[("killed", "Iraqi Army", 7, 7, "the ministry")]),
        control("wire:c1", "controls", "Iraqi Army", on("2024-02-01")),
        statement("wire:s1", "Salman Hadi", "warns", to="Iraqi Army", quote="Keep off it"),
    ]


def test_areas_page_asks_for_a_name_and_lists_the_most_told() -> None:
    text = ask("/areas").text
    assert '<label for="name">' in text
    assert 'href="/areas/test_rimal"' in text
    assert "3 incidents, last 8 March 2024" in text
    assert 'aria-current="page">Areas' in text


def test_a_name_leads_to_its_brief_and_namesakes_to_a_choice() -> None:
    answer = ask("/areas?name=Rimal")
    assert (answer.status_code, answer.headers["location"]) == (303, "/areas/test_rimal")
    choice = ask("/areas?name=Tall").text
    assert "2 places are called Tall" in choice
    assert "Tall Rimal, Chad" in choice
    assert "No place called Nowhere is known" in ask("/areas?name=Nowhere").text


def test_brief_page_links_every_line_to_its_records() -> None:
    answer = ask("/areas/test_rimal", *make_records())
    assert answer.status_code == 200
    for address in ("/reports/wire#card-e1", "/reports/wire#card-c1", "/reports/wire#card-s1", "/reports/wire"):
        assert f'href="{address}"' in answer.text
    assert "all proposed by the machine" in answer.text
    assert 'data-map="/areas/test_rimal/events.geojson"' in answer.text
    assert "style=" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_brief_comes_as_markdown_and_its_events_as_geojson() -> None:
    markdown = ask("/areas/test_rimal/brief.md", *make_records())
    assert markdown.headers["content-type"].startswith("text/markdown")
    assert "[B1](http://127.0.0.1/reports/wire#card-e1)" in markdown.text
    features = ask("/areas/test_rimal/events.geojson", *make_records()).json()["features"]
    assert [row["properties"]["slug"] for row in features] == ["e1"]


def test_brief_has_its_timeline_as_a_picture() -> None:
    assert "/areas/test_rimal/timeline.svg" in ask("/areas/test_rimal", *make_records()).text
    answer = ask("/areas/test_rimal/timeline.svg", *make_records())
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert ask("/areas/test_rimal/timeline.svg").status_code == 404
    assert ask("/areas/test_rimal/other.svg", *make_records()).status_code in (404, 422)


def test_brief_has_a_sketch_for_print() -> None:
    assert 'src="/areas/test_rimal/map.svg"' in ask("/areas/test_rimal", *make_records()).text
    assert ask("/areas/test_rimal/map.svg", *make_records()).headers["content-type"].startswith("image/svg+xml")


def test_an_unknown_area_and_an_empty_one_say_so() -> None:
    assert ask("/areas/nowhere").status_code == 404
    assert "Nothing is on record for this area" in ask("/areas/test_rimal").text


def test_hostile_text_is_escaped_everywhere() -> None:
    records = [
        event("wire:e1", actor1=HOSTILE, place=HOSTILE_PLACE, source=HOSTILE),
        control("wire:c1", "gap", "", area=HOSTILE, place=HOSTILE_PLACE, source=HOSTILE),
        statement("wire:s1", HOSTILE, "warns", to=HOSTILE, topic=HOSTILE, quote=HOSTILE, place=HOSTILE_PLACE),
    ]
    for address in ("/areas/test_rimal", f"/areas?name={HOSTILE}"):
        text = ask(address, *records).text
        assert "<script>window" not in text
        assert "<img src=x" not in text


def test_a_very_long_brief_counts_what_it_leaves_out() -> None:
    text = ask("/areas/test_rimal", *[event(f"wire:e{number}") for number in range(1, 181)]).text
    assert "170 more" in text
    assert "30 more are left out here" in text


def test_pictures_come_as_rows_for_the_plots_on_the_page() -> None:
    timeline = ask("/areas/test_rimal/timeline.json", *make_records()).json()
    assert timeline["step"] == "week"
    assert timeline["week"]["buckets"][0]["counts"] == {"battles": 1}
    assert timeline["month"]["buckets"][0]["days"] == "March 2024"
    assert ask("/areas/test_rimal/timeline.json").status_code == 404
    assert ask("/areas/test_rimal/trend.json", *make_records()).status_code == 404
