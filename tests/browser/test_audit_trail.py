"""The audit trail in a real browser: accessible in light and dark, on a phone, without scripts, and on one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_servers import serve_app
from audit_samples import AuditClient, fill_audited
from page_openers import AXE, OpenPage
from people_samples import signed_in
from playwright.sync_api import Page, expect

from dateline.review.signatures import make_key_file
from dateline.services.checkpoints import sign_checkpoint
from dateline.store.databases import SqlStore, open_store
from dateline.web.bare_apps import has_front_end

pytestmark = pytest.mark.browser
pytest_plugins = ["desk_stage"]


@pytest.fixture
def audited() -> Iterator[SqlStore]:
    with open_store(":memory:") as store:
        fill_audited(store)
        yield store


@pytest.fixture
def desk(audited: SqlStore) -> Iterator[str]:
    """In place of the desk of the stage: one with an audit trail."""
    if not has_front_end():
        pytest.skip("the front end is not built: run `npm ci && npm run build` in frontend/")
    with serve_app(AuditClient(audited).app) as address:
        yield address


def enter(page: Page, store: SqlStore, desk: str, address: str) -> None:
    signed_in(page.context, store, "admin", address=desk)
    page.goto(f"{desk}{address}")


def find_faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_the_audit_trail_are_accessible(
    open_page: OpenPage, audited: SqlStore, desk: str, tmp_path: Path, scheme: str
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend/")
    page = open_page("/sign-in", bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    enter(page, audited, desk, "/audit/checkpoints")
    page.get_by_role("button", name="Make a checkpoint").click()
    expect(page.get_by_role("heading", name="Checkpoint 1", exact=True)).to_be_visible()
    assert find_faults(page) == []
    make_key_file(tmp_path / "key.pem")
    sign_checkpoint(audited, 1, tmp_path / "key.pem", "ana")
    record_id = audited.decisions()[0].record_id
    addresses = ("/audit", "/audit/checkpoints", "/audit/checkpoints/1", f"/records/{record_id}/history")
    for address in addresses:
        page.goto(f"{desk}{address}")
        assert find_faults(page) == [], address


def test_pages_of_the_audit_trail_fit_a_phone(open_page: OpenPage, audited: SqlStore, desk: str) -> None:
    page = open_page("/sign-in", width=390, height=844, java_script_enabled=True)
    enter(page, audited, desk, "/audit/checkpoints")
    page.get_by_role("button", name="Make a checkpoint").click()
    expect(page.get_by_role("heading", name="Checkpoint 1", exact=True)).to_be_visible()
    record_id = audited.decisions()[0].record_id
    for address in ("/audit", "/audit/checkpoints", "/audit/checkpoints/1", f"/records/{record_id}/history"):
        page.goto(f"{desk}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_a_checkpoint_prints_on_one_sheet_and_hostile_words_stay_words(
    open_page: OpenPage, audited: SqlStore, desk: str, tmp_path: Path
) -> None:
    page = open_page("/sign-in", java_script_enabled=False)
    enter(page, audited, desk, "/audit?who=ben")
    expect(page.get_by_text("<b>not</b> in the text")).to_be_visible()
    enter(page, audited, desk, "/audit/checkpoints")
    page.get_by_role("button", name="Make a checkpoint").click()
    expect(page.get_by_role("heading", name="Checkpoint 1", exact=True)).to_be_visible()
    make_key_file(tmp_path / "key.pem")
    sign_checkpoint(audited, 1, tmp_path / "key.pem", "ana")
    page.reload()
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page ") == 1
