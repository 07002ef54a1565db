import asyncio
from collections.abc import Sequence

import httpx
import pytest
from desk_samples import ShelfSource, make_coded, make_hostile

from dateline.base.settings import Settings
from dateline.model.stores import ReportRow
from dateline.services import reading_room
from dateline.services.reading_room import RecordSource
from dateline.web.app import create_app

PAGES = ("/", "/reports/r-tarmiyah", "/records", "/records?kind=battles")
HOSTILE_ADDRESS = "/reports/r-%3Chostile%3E%26%22"


class Client:
    """Asks the application itself, without a network; an exception inside becomes its 500 page."""

    def __init__(self, source: RecordSource) -> None:
        self._transport = httpx.ASGITransport(create_app(source, Settings()), raise_app_exceptions=False)

    def get(self, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.ask("GET", address, headers)

    def ask(self, method: str, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        async def send() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://127.0.0.1") as client:
                return await client.request(method, address, headers=headers)

        return asyncio.run(send())


def open_client(source: RecordSource | None = None) -> Client:
    return Client(source or ShelfSource(make_coded(), make_hostile()))


@pytest.mark.parametrize("address", PAGES)
def test_pages_answer_with_strict_headers_and_nothing_inline(address: str) -> None:
    answer = open_client().get(address)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "style=" not in answer.text
    assert "http://" not in answer.text


@pytest.mark.parametrize("address", ["/", HOSTILE_ADDRESS, "/records"])
def test_hostile_text_is_escaped(address: str) -> None:
    text = open_client().get(address).text
    assert "<script>window" not in text
    assert "<img" not in text
    assert 'href="javascript:' not in text
    assert "{{ 7*7 }}" in text


def test_report_page_shows_words_and_cards_that_point_at_each_other() -> None:
    text = open_client().get("/reports/r-tarmiyah").text
    assert 'href="#e1"' in text
    assert 'id="e1"' in text
    assert 'href="#card-e1"' in text
    assert 'id="card-e1"' in text
    assert 'data-records="s1 c1"' in text
    assert "7–13" in text
    assert "proposed by coder 0.1.0" in text


def test_report_page_says_that_the_date_is_missing() -> None:
    coded = make_coded()
    undated = coded.model_copy(update={"report": coded.report.model_copy(update={"published": None})})
    assert "date missing" in open_client(ShelfSource(undated)).get("/reports/r-tarmiyah").text


def test_empty_store_says_what_to_do() -> None:
    assert "dateline add" in open_client(ShelfSource()).get("/").text


def test_reports_that_wait_to_be_linked_are_told() -> None:
    app = create_app(ShelfSource(make_coded()), Settings(), count_pending=lambda: 1200)
    transport = httpx.ASGITransport(app)

    async def send() -> str:
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return (await client.get("/")).text

    assert "1,200 reports are being linked" in asyncio.run(send())
    assert "being linked" not in open_client().get("/").text


def test_records_are_paged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_room, "LINES_PER_PAGE", 5)
    client = open_client(ShelfSource(make_coded()))
    first, second = client.get("/records").text, client.get("/records?page=2").text
    assert (first.count("<tr>"), second.count("<tr>")) == (1 + 5, 1 + 2)
    assert 'href="/records?page=2"' in first
    assert 'rel="next"' not in second


def test_maps_are_geojson() -> None:
    client = open_client()
    answer = client.get("/reports/r-tarmiyah/events.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    assert len(answer.json()["features"]) == 5
    assert client.get("/map/towns/IQ.geojson").status_code == 200
    assert client.get("/map/towns/..%2F.geojson").status_code == 404


def test_record_as_data_is_the_contract() -> None:
    assert open_client().get("/reports/r-tarmiyah/record.json").json() == make_coded().to_json()


@pytest.mark.parametrize(
    "address", ["/reports/nothing", "/reports/nothing/record.json", "/nowhere", "/map/towns/XX.geojson"]
)
def test_unknown_addresses_get_a_page_that_says_so(address: str) -> None:
    answer = open_client().get(address)
    assert answer.status_code == 404
    assert "Nothing is kept here" in answer.text
    assert "content-security-policy" in answer.headers


def test_wrong_values_get_a_page_that_says_so() -> None:
    answer = open_client().get("/?page=lots")
    assert answer.status_code == 422
    assert "not understood" in answer.text


def test_nothing_can_be_posted() -> None:
    answer = open_client().ask("POST", "/", {"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 405
    assert "not done here" in answer.text


def test_other_hosts_are_refused() -> None:
    assert open_client().get("/", headers={"Host": "rebound.example"}).status_code == 400


class BrokenSource(ShelfSource):
    def list_reports(self, *, limit: int | None = None, offset: int = 0) -> Sequence[ReportRow]:
        raise RuntimeError("secret detail")


def test_failures_get_a_page_with_headers_and_without_details() -> None:
    answer = open_client(BrokenSource(make_coded())).get("/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "secret detail" not in answer.text
    assert "content-security-policy" in answer.headers
