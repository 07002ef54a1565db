"""The plots of an area, over two years of one hill: quiet weeks, a riot a month, and a rise at the end."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from app_servers import serve_app
from area_samples import AREA, event, on
from desk_samples import ShelfSource
from page_openers import AXE
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from shelf_samples import Shelf

from dateline.base.settings import Settings
from dateline.model.areas import AreaRecord
from dateline.web.app import create_app
from dateline.web.bare_apps import has_front_end
from dateline.web.brief_pages import router

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]

BRIEF = f"/areas/{AREA.slug}"
MONDAY = date(2022, 5, 2)
WEEKS = 96
OpenBrief = Callable[..., Page]


def list_events() -> list[AreaRecord]:
    """Two battles a week and ten in the last three, a riot every fourth, a toll told in two ways every tenth."""
    rows = []
    for week in range(WEEKS):
        monday = MONDAY + timedelta(weeks=week)
        battles = 10 if week >= WEEKS - 3 else 2
        tolls = [("killed", "Iraqi Army", 7, None, "the ministry"), ("killed", "Iraqi Army", 13, 13, "Front Radio")]
        for number in range(battles):
            told = tolls if week % 10 == 5 and number == 0 else ()
            day = monday + timedelta(days=number % 7)
            rows.append(event(f"wire:e{week * 20 + number}", time=on(day.isoformat()), tolls=told))
        if week % 4 == 0:
            rows.append(event(f"wire:e{week * 20 + 19}", "Mob violence", time=on(monday.isoformat())))
    return rows


class Hill(Shelf):
    """The hill, known to the end of its last week."""

    def find_last_day(self) -> date | None:
        return MONDAY + timedelta(weeks=WEEKS, days=-1)


@pytest.fixture(scope="module")
def hill() -> Iterator[str]:
    """The address of a server over the hill."""
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    app = create_app(ShelfSource(), Settings())
    app.state.area_source = Hill(*list_events())
    app.include_router(router)
    with serve_app(app) as address:
        yield address


@pytest.fixture
def open_brief(chromium: Browser, hill: str) -> Iterator[OpenBrief]:
    """Opens the brief of the hill; the test fails where the page logs an error or breaks its policy."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(width: int = 1280, **options: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{hill}{BRIEF}")
        return page

    yield open_one
    for context in contexts:
        context.close()
    # The software renderer of the map warns of its slowness; everything else is ours.
    assert [words for words in complaints if "GL Driver Message" not in words] == []


def find_timeline(page: Page) -> Locator:
    return page.locator("[data-plot=timeline]")


def walk(page: Page) -> Locator:
    """The part of the timeline that takes the keys."""
    return find_timeline(page).get_by_role("application")


def test_timeline_takes_the_place_of_the_picture_and_has_every_type_in_its_colour(open_brief: OpenBrief) -> None:
    page = open_brief()
    timeline = find_timeline(page)
    expect(timeline.locator(".plot-figure")).to_have_count(2)
    expect(timeline.locator("> img")).to_be_hidden()
    expect(timeline.locator('[fill="var(--battles)"] rect').first).to_be_visible()
    expect(timeline.locator('[fill="var(--riots)"] rect')).to_have_count(WEEKS // 4)
    expect(timeline.locator(".legend li")).to_have_text([re.compile("B Battles 216"), re.compile("R Riots 24")])
    expect(timeline.locator('[aria-label="x-axis tick label"]')).to_have_count(1)
    expect(timeline.locator('[aria-label="y-axis tick label"] text')).to_have_text(["0", "10", "20", "0", "5", "10"])
    hue = timeline.locator('[fill="var(--battles)"] rect').first.evaluate("bar => getComputedStyle(bar).fill")
    assert hue == "rgb(194, 78, 0)"


def test_types_have_their_letters_in_blocks_or_in_rows(open_brief: OpenBrief) -> None:
    page = open_brief(400)
    expect(find_timeline(page).locator(".plot-figure").last.get_by_text("R", exact=True)).to_be_visible()
    find_timeline(page).get_by_role("button", name="by month").click()
    expect(find_timeline(page).locator('[fill="var(--on-battles)"] text').first).to_have_text("B")


def test_plots_leave_no_style_in_the_page_that_its_policy_would_refuse(open_brief: OpenBrief) -> None:
    page = open_brief()
    expect(find_timeline(page).locator(".plot-figure").first).to_be_visible()
    expect(find_timeline(page).locator("style")).to_have_count(0)
    assert (
        find_timeline(page).locator(".plot-figure").first.evaluate("plot => getComputedStyle(plot).display")
        == "block"
    )


def test_arrow_keys_go_week_by_week_and_each_is_read_out(open_brief: OpenBrief) -> None:
    page = open_brief()
    expect(walk(page)).to_be_visible()
    walk(page).focus()
    said = find_timeline(page).get_by_role("status")
    page.keyboard.press("ArrowLeft")
    expect(said).to_have_text(re.compile(r"2024\. 10 incidents\. B Battles: 10\. 7 to 13 killed$"))
    expect(find_timeline(page).locator(".tip")).to_contain_text("B Battles: 10")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(said).to_have_text(re.compile(r"\. 3 incidents\. B Battles: 2\. R Riots: 1$"))
    page.keyboard.press("Home")
    expect(said).to_have_text(re.compile(r"^2–8 May 2022\. 3 incidents"))
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile(r"7 to 13 killed$"))
    page.keyboard.press("Escape")
    expect(find_timeline(page).locator(".tip")).to_be_hidden()


def test_pointer_shows_what_a_week_holds(open_brief: OpenBrief) -> None:
    page = open_brief()
    expect(walk(page)).to_be_visible()
    box = walk(page).bounding_box()
    assert box is not None
    walk(page).hover(position={"x": box["width"] - 20, "y": box["height"] - 80})
    tip = find_timeline(page).locator(".tip")
    expect(tip).to_contain_text("10 incidents")
    right = tip.evaluate("tip => tip.getBoundingClientRect().right")
    assert right <= box["x"] + box["width"]
    page.mouse.move(2, 2)
    expect(tip).to_be_hidden()


def test_steps_switch_between_weeks_and_months(open_brief: OpenBrief) -> None:
    page = open_brief()
    month = find_timeline(page).get_by_role("button", name="by month")
    expect(month).to_have_attribute("aria-pressed", "false")
    month.click()
    expect(find_timeline(page).get_by_role("button", name="by month")).to_have_attribute("aria-pressed", "true")
    expect(find_timeline(page).get_by_role("button", name="by month")).to_be_focused()
    walk(page).focus()
    page.keyboard.press("Home")
    expect(find_timeline(page).get_by_role("status")).to_have_text(re.compile(r"^May 2022\. "))


def test_the_same_numbers_stand_in_a_table(open_brief: OpenBrief) -> None:
    page = open_brief()
    find_timeline(page).get_by_text("The numbers as a table").click()
    row = find_timeline(page).get_by_role("row", name=re.compile("^2–8 May 2022"))
    expect(row.get_by_role("cell")).to_have_text(["3", "2", "1", "not told"])
    expect(find_timeline(page).get_by_role("row")).to_have_count(WEEKS + 1)


def test_trend_is_drawn_where_it_is_asked_for_with_its_alert(open_brief: OpenBrief) -> None:
    page = open_brief()
    trend = page.locator("[data-plot=trend]")
    expect(page.locator("details:has([data-plot=trend])")).to_have_attribute("open", "")
    expect(trend.locator(".plot-figure")).to_be_visible(timeout=20_000)
    expect(trend.locator("> img")).to_be_hidden()
    trend.get_by_role("application").focus()
    page.keyboard.press("End")
    expect(trend.get_by_role("status")).to_have_text(
        re.compile(r"10 incidents known\. usual: \d+ to \d+, expected [\d.]+\. a rise")
    )
    expect(trend.locator(".stage > .quiet")).to_contain_text("would be usual")


def test_a_closed_trend_is_worked_out_once_when_it_is_opened(chromium: Browser, hill: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))

    def close_details(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('class="more" open', 'class="more"'))

    page.route(f"**{BRIEF}", close_details)
    page.goto(f"{hill}{BRIEF}")
    expect(page.locator("[data-plot=timeline] .plot-figure").first).to_be_visible()
    assert not {"trend.json", "trend.svg"} & set(asked)
    page.get_by_text("The trend as a picture").click()
    expect(page.locator("[data-plot=trend] .plot-figure")).to_be_visible(timeout=20_000)
    assert asked.count("trend.json") == 1
    assert "trend.svg" not in asked
    context.close()


def test_a_phone_shows_as_many_weeks_as_fit_and_pages_to_the_others(open_brief: OpenBrief) -> None:
    page = open_brief(320)
    stage = find_timeline(page).locator(".stage")
    expect(stage).to_have_attribute("data-shown", re.compile(rf"-{WEEKS}$"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    find_timeline(page).get_by_role("button", name="Earlier").click()
    expect(stage).not_to_have_attribute("data-shown", re.compile(rf"-{WEEKS}$"))
    walk(page).focus()
    page.keyboard.press("Home")
    expect(stage).to_have_attribute("data-shown", re.compile("^0-"))


def test_plots_follow_the_width_and_the_theme_of_the_page(open_brief: OpenBrief) -> None:
    page = open_brief()
    figure = find_timeline(page).locator(".plot-figure").first
    expect(figure).to_have_attribute("width", "960")
    page.set_viewport_size({"width": 500, "height": 900})
    expect(figure).to_have_attribute("width", "460")
    page.get_by_role("button", name="Use the dark theme").click()
    expect(find_timeline(page).locator('[fill="var(--battles)"] rect').first).to_have_css("fill", "rgb(224, 114, 42)")


def test_nothing_moves_where_the_reader_wants_less_motion(open_brief: OpenBrief) -> None:
    page = open_brief(reduced_motion="reduce")
    cursor = find_timeline(page).locator(".cursor")
    expect(cursor).to_have_count(1)
    expect(cursor).to_have_css("transition-property", "none")


def test_without_scripts_and_in_print_the_picture_stays(open_brief: OpenBrief) -> None:
    plain = open_brief(java_script_enabled=False)
    expect(find_timeline(plain).locator("> img")).to_be_visible()
    expect(find_timeline(plain).locator(".stage")).to_have_count(0)
    page = open_brief()
    expect(find_timeline(page).locator(".plot-figure").first).to_be_visible()
    page.emulate_media(media="print")
    expect(find_timeline(page).locator("> img")).to_be_visible()
    expect(find_timeline(page).locator(".stage")).to_be_hidden()


def test_the_picture_stays_where_the_rows_do_not_come(chromium: Browser, hill: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/*.json", lambda route: route.abort())
    with page.expect_console_message(lambda message: "the plot could not be drawn" in message.text):
        page.goto(f"{hill}{BRIEF}")
    expect(find_timeline(page).locator("> img")).to_be_visible()
    context.close()


def test_plots_are_loaded_only_where_there_is_one_and_their_licences_are_served(chromium: Browser, hill: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{hill}/areas", wait_until="networkidle")
    assert [address for address in asked if "/chunks/" in address] == []
    with page.expect_response(re.compile(r"/chunks/plots-\w+\.js")):
        page.goto(f"{hill}{BRIEF}")
    assert "Observable" in context.request.get(f"{hill}/static/plots.LICENSE.txt").text()
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plots_have_no_accessibility_violation(open_brief: OpenBrief, theme: str) -> None:
    page = open_brief(color_scheme=theme, bypass_csp=True)
    expect(page.locator("[data-plot=trend] .plot-figure")).to_be_visible(timeout=20_000)
    for table in page.get_by_text("The numbers as a table").all():
        table.click()
    walk(page).focus()
    page.keyboard.press("End")
    expect(find_timeline(page).locator(".tip")).to_be_visible()
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    assert [(row["id"], row["nodes"][0]["html"]) for row in found["violations"]] == []
