"""Custody on the page of a report, its original files, and the evidence pack: never run, only for those who may."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pack_samples import INCIDENT, PNG, PackClient, fill_store, keep, make_notes
from report_builders import build_coded

from dateline.store.databases import SqlStore, open_store
from dateline.web.custody_pages import INERT
from dateline.web.pack_pages import name_pack

REPORT, OTHER = (f"/reports/{build_coded(number).report.id}" for number in (1, 3))
PACK = f"/incidents/{INCIDENT}/pack"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(":memory:") as opened:
        fill_store(opened, tmp_path)
        other, original = build_coded(3, original=b"<p>three</p>"), b"<p>three</p>"
        keep(opened, other, original, make_notes(original, other.report.text, picture=False))
        yield opened


@pytest.fixture
def client(store: SqlStore) -> PackClient:
    return PackClient(store)


def test_report_tells_its_custody(client: PackClient) -> None:
    page = client.get(REPORT).text
    assert "meets the minimum" in page
    assert "https://news.example/1" in page
    assert f'href="{REPORT}/screenshot.png"' in page
    other = client.get(OTHER).text
    assert "1 of 7 points of the minimum missing" in other
    assert "no screenshot was taken" in other
    assert "/screenshot.png" not in other


def test_original_is_a_download_of_plain_text_and_nothing_else(client: PackClient) -> None:
    answer = client.get(f"{REPORT}/original.txt")
    assert answer.content == "<html><script>alert(1)</script>é".encode()
    assert answer.headers["content-type"] == "text/plain"
    assert answer.headers["content-disposition"] == "attachment; filename=original.txt"
    assert answer.headers["content-security-policy"] == INERT
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_screenshot_is_a_picture_that_runs_nothing(client: PackClient) -> None:
    answer = client.get(f"{REPORT}/screenshot.png")
    assert answer.content == PNG
    assert answer.headers["content-type"] == "image/png"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get(f"{OTHER}/screenshot.png").status_code == 404
    assert client.get("/reports/r-none/original.txt").status_code == 404


def test_originals_are_for_those_who_may_read(client: PackClient, store: SqlStore) -> None:
    store.policies.set("open_reading", False, who="tests")
    for name in ("original.txt", "screenshot.png"):
        answer = client.get(f"{REPORT}/{name}")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")
    assert client.become("reader").get(f"{REPORT}/original.txt").status_code == 200


def test_pack_is_for_people_who_are_signed_in_and_noted(client: PackClient, store: SqlStore) -> None:
    assert "Download the evidence pack" not in client.get(f"/incidents/{INCIDENT}").text
    assert client.post(PACK).status_code == 401
    client.become("reader")
    assert "Download the evidence pack" in client.get(f"/incidents/{INCIDENT}").text
    answer = client.post(PACK)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="evidence-i-omdurman.zip"'
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    (entry,) = store.log.entries(subject=f"incident:{INCIDENT}")
    assert (entry.kind, entry.who) == ("pack", "Rana")
    assert entry.detail["sha256"] == hashlib.sha256(answer.content).hexdigest()


def test_pack_is_not_made_for_other_sites_or_of_nothing(client: PackClient, store: SqlStore) -> None:
    client.become("reader")
    assert client.post("/incidents/i-none/pack").status_code == 404
    client.headers["Sec-Fetch-Site"] = "cross-site"
    assert client.post(PACK).status_code == 403
    assert [entry for entry in store.log.entries() if entry.kind == "pack"] == []


def test_name_pack_is_safe_whatever_the_id_holds() -> None:
    assert name_pack('../a"\r\nSet-Cookie: b') == "evidence-a-Set-Cookie-b.zip"
    assert name_pack("…") == "evidence-incident.zip"
