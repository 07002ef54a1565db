"""Custody and evidence packs in a real browser: folded away, accessible, on a phone, without scripts."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_servers import serve_app
from pack_samples import INCIDENT, PackClient, fill_store
from page_openers import AXE, OpenPage
from people_samples import signed_in
from playwright.sync_api import expect
from report_builders import build_coded

from dateline.store.databases import SqlStore, open_store
from dateline.web.bare_apps import has_front_end

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]
REPORT = f"/reports/{build_coded(1).report.id}"


@pytest.fixture
def packed(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(":memory:") as store:
        fill_store(store, tmp_path)
        yield store


@pytest.fixture
def desk(packed: SqlStore) -> Iterator[str]:
    """In place of the desk of the stage: one with custody and packs."""
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    with serve_app(PackClient(packed).app) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_custody_is_accessible_and_fits(open_page: OpenPage, scheme: str, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend/")
    page = open_page(REPORT, width=width, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "idle", timeout=60_000)
    page.get_by_text("Custody meets the minimum").click()
    expect(page.get_by_text("From the bytes to the text", exact=True)).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)")
    assert [(row["id"], row["nodes"][0]["html"][:200]) for row in found] == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0


def test_pack_is_downloaded_by_keyboard_and_without_scripts(
    open_page: OpenPage, packed: SqlStore, desk: str, tmp_path: Path
) -> None:
    page = open_page("/", java_script_enabled=False)
    signed_in(page.context, packed, "reader", address=desk)
    page.goto(f"{desk}/incidents/{INCIDENT}")
    button = page.get_by_role("button", name="Download the evidence pack")
    button.focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    path = tmp_path / "pack.zip"
    waiting.value.save_as(path)
    assert waiting.value.suggested_filename == "evidence-i-omdurman.zip"
    assert zipfile.ZipFile(path).testzip() is None


def test_page_with_the_pack_is_accessible(open_page: OpenPage, packed: SqlStore, desk: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend/")
    page = open_page("/", bypass_csp=True, reduced_motion="reduce")
    signed_in(page.context, packed, "reader", address=desk)
    page.goto(f"{desk}/incidents/{INCIDENT}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)")
    assert [(row["id"], row["nodes"][0]["html"][:200]) for row in found] == []
