"""Health and figures of a desk: told while the store is broken, and figures to no stranger."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from api_stores import fill_store
from fastapi import FastAPI
from people_samples import make_person, signed_in
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from dateline.base.clock import now_utc
from dateline.base.settings import Settings, settings_from_environment
from dateline.model.errors import StoreError, WrongCallError
from dateline.model.follows import Answer, FoundItem
from dateline.services.readiness import Readiness, ReadinessCheck
from dateline.store.databases import SqlStore, open_store
from dateline.store.health import BACKUP, BACKUP_SUBJECT
from dateline.web import operations
from dateline.web.server import make_desk, make_reader_site

HERE, ELSEWHERE = ("127.0.0.1", 50000), ("203.0.113.9", 50000)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(str(tmp_path / "desk.db")) as opened:
        fill_store(opened)
        yield opened


@pytest.fixture
def app(store: SqlStore) -> FastAPI:
    return make_desk(store, Settings(), hosts=["testserver"])


def visit(app: FastAPI, where: tuple[str, int] = HERE) -> TestClient:
    return TestClient(app, client=where, follow_redirects=False, raise_server_exceptions=False)


def read_figures(client: TestClient) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        sample.name + "".join(f" {name}={value}" for name, value in sample.labels.items()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


# Health


def test_a_desk_says_that_it_lives_and_is_ready(app: FastAPI) -> None:
    with visit(app, ELSEWHERE) as client:
        assert client.get("/health/live").json() == {"status": "live"}
        ready = client.get("/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (200, "ready")
        assert set(ready.json().values()) == {"ready", "ok"}
        assert ready.headers["cache-control"] == "no-store"
        assert client.head("/health/ready").status_code == 200


def test_health_is_told_where_reading_is_closed(app: FastAPI, store: SqlStore) -> None:
    store.policies.set("open_reading", False, who="tests")
    with visit(app, ELSEWHERE) as client:
        assert client.get("/").status_code in (303, 401)
        assert client.get("/health/ready").status_code == 200


def break_store(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bool:
        raise StoreError("the disk could not be read", "/secret/place.db", "disk i/o error")

    monkeypatch.setattr("dateline.store.health.SqlHealth.is_current", fail)
    monkeypatch.setattr("dateline.store.health.SqlHealth.counts", fail)
    monkeypatch.setattr("dateline.store.policies.SqlPolicies.get", fail)


def test_a_broken_store_is_told_without_the_inside(
    app: FastAPI, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with visit(app) as client:
        break_store(store, monkeypatch)
        ready = client.get("/health/ready")
        assert (ready.status_code, ready.json()["database"]) == (503, "does not answer")
        assert "secret" not in ready.text
        assert client.get("/health/live").status_code == 200
        figures = read_figures(client)
        assert figures["dateline_store_up"] == 0
        assert "dateline_reports" not in figures
        assert figures["dateline_requests_total method=GET route=/health/ready status=503"] == 1


def test_a_store_of_another_schema_is_not_ready(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.store.health.SCHEMA_VERSION", "9999")
    with visit(app) as client:
        answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "of another version")


def test_a_store_that_hangs_is_told_in_time(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    going = Event()
    monkeypatch.setattr(operations, "PATIENCE_S", 0.05)
    monkeypatch.setattr("dateline.store.health.SqlHealth.is_current", lambda _: going.wait(60))
    with visit(app) as client:
        try:
            assert client.get("/health/ready").status_code == 503
            assert client.get("/health/live").status_code == 200
        finally:
            going.set()


class HangingQuestion:
    """A question that the store hangs at until it is let: how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.begun, self.going = Event(), Event()

    def __call__(self) -> bool:
        self.asked += 1
        self.begun.set()
        return self.going.wait(60)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[HangingQuestion]:
    question = HangingQuestion()
    monkeypatch.setattr(operations, "PATIENCE_S", 0.05)
    monkeypatch.setattr(operations, "HOLD_S", 0.0)
    yield question
    question.going.set()


def test_a_store_that_hangs_costs_one_thread_however_many_ask(
    app: FastAPI, hanging: HangingQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.store.health.SqlHealth.is_current", lambda _: hanging())
    with visit(app, ELSEWHERE) as client:
        assert client.get("/health/ready").status_code == 503
        assert hanging.begun.wait(60)
        assert [client.get("/health/ready").status_code for _ in range(4)] == [503] * 4
        assert hanging.asked == 1
        hanging.going.set()
        monkeypatch.setattr(operations, "PATIENCE_S", 60.0)
        assert client.get("/health/ready").json()["database"] == "ok"


def test_figures_of_a_store_that_hangs_are_asked_for_once(
    app: FastAPI, hanging: HangingQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang_and_fail(_: object) -> None:
        hanging()
        raise StoreError("the database does not answer", "desk.db")

    monkeypatch.setattr("dateline.store.health.SqlHealth.counts", hang_and_fail)
    with visit(app) as client:
        assert read_figures(client)["dateline_store_up"] == 0
        assert hanging.begun.wait(60)
        assert [read_figures(client)["dateline_store_up"] for _ in range(4)] == [0] * 4
        assert hanging.asked == 1
        hanging.going.set()
        monkeypatch.setattr(operations, "PATIENCE_S", 60.0)
        assert read_figures(client)["dateline_store_up"] == 0  # no thread is left at it


class SlowIndex:
    """An index that is read when it is let."""

    def __init__(self) -> None:
        self.is_read = False
        self.begun = 0
        self.going = Event()

    def refresh(self) -> None:
        self.begun += 1
        self.going.wait(60)
        self.is_read = True


def test_an_index_that_is_read_still_is_waited_for_and_begun_once(store: SqlStore) -> None:
    index = SlowIndex()
    check = ReadinessCheck(store, index)
    assert check.check() == Readiness("ok", "ok", "being read")
    assert not check.check().is_ready
    index.going.set()
    while not index.is_read:
        time.sleep(0.01)
    assert check.check().is_ready
    assert index.begun == 1


def test_who_asks_in_a_loop_asks_the_store_once(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(operations, "HOLD_S", 60.0)

    def note(_: object) -> bool:
        asked.append(1)
        return True

    monkeypatch.setattr("dateline.store.health.SqlHealth.is_current", note)
    with visit(app, ELSEWHERE) as client:
        assert {client.get("/health/ready").status_code for _ in range(20)} == {200}
    assert len(asked) == 1


# Who reads the figures


def test_this_machine_reads_figures_and_strangers_do_not(app: FastAPI) -> None:
    with visit(app) as client:
        assert read_figures(client)["dateline_reports"] > 0
    with visit(app, ELSEWHERE) as client:
        refused = client.get("/metrics")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert "dateline_" not in refused.text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_a_proxy_of_this_machine_is_not_this_machine(app: FastAPI, header: str) -> None:
    with visit(app) as client:
        assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 401


def test_a_known_proxy_tells_who_asks(store: SqlStore) -> None:
    app = make_desk(store, Settings(proxies=("127.0.0.1",)), hosts=["testserver"])
    with visit(app) as client:
        assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 401
        assert client.get("/metrics").status_code == 200


def test_a_key_that_reads_reads_figures(app: FastAPI, store: SqlStore) -> None:
    store.policies.set("open_reading", False, who="tests")
    person = make_person(store, "reader")
    sign_ins = app.state.people_desk.sign_ins
    _, reads = sign_ins.make_token(person, "prometheus", ["read"], 1, "tests")
    _, exports = sign_ins.make_token(person, "another", ["export"], 1, "tests")
    with visit(app, ELSEWHERE) as client:
        status = {
            name: client.get("/metrics", headers={"Authorization": f"Bearer {key}"}).status_code
            for name, key in {"reads": reads, "exports": exports, "none": "dateline_nothing"}.items()
        }
    assert status == {"reads": 200, "exports": 401, "none": 401}


def test_who_is_signed_in_reads_figures(app: FastAPI, store: SqlStore) -> None:
    with visit(app, ELSEWHERE) as client:
        signed_in(client, store, "reader")
        assert client.get("/metrics").status_code == 200


def test_settings_say_who_reads_figures(store: SqlStore) -> None:
    known = make_desk(store, Settings(metrics="known"), hosts=["testserver"])
    open_to_all = make_desk(store, settings_from_environment({"DATELINE_METRICS": "open"}), hosts=["testserver"])
    with visit(known) as here, visit(open_to_all, ELSEWHERE) as stranger:
        assert here.get("/metrics").status_code == 401
        assert stranger.get("/metrics").status_code == 200
    with pytest.raises(WrongCallError, match="no such readers"):
        make_desk(store, Settings(metrics="all"))


def test_readers_pages_alone_have_health_and_figures_of_their_own(store: SqlStore) -> None:
    site = make_reader_site(store, Settings(), ["testserver"])
    with visit(site) as here, visit(site, ELSEWHERE) as stranger:
        assert here.get("/health/ready").status_code == 200
        assert read_figures(here)["dateline_reports"] > 0
        assert stranger.get("/metrics").status_code == 401


# What they say


def test_requests_are_counted_by_route_and_never_by_address(app: FastAPI) -> None:
    with visit(app) as client:
        for address in (
            "/reports/none",
            "/reports/other",
            "/nowhere",
            "/nowhere/else",
            "/api/v1/records",
            "/static/x",
        ):
            client.get(address)
        client.request("BREW", "/nowhere", headers={"Sec-Fetch-Site": "same-origin"})
        figures = read_figures(client)
    counted = {name: value for name, value in figures.items() if name.startswith("dateline_requests_total")}
    assert counted == {
        "dateline_requests_total method=GET route=/reports/{report_id} status=404": 2,
        "dateline_requests_total method=GET route=other status=404": 2,
        "dateline_requests_total method=GET route=/api/v1/records status=200": 1,
        "dateline_requests_total method=GET route=/static status=404": 1,
        "dateline_requests_total method=other route=other status=404": 1,
    }
    assert figures["dateline_request_duration_seconds_count route=/reports/{report_id}"] == 2
    assert figures["dateline_requests_open"] == 1


def test_figures_follow_the_store(app: FastAPI, store: SqlStore) -> None:
    records = [row.record_id for stored in store.iter_coded() for row in stored.records]
    with visit(app) as client:
        assert "dateline_queue_records" not in read_figures(client)  # the index is not read for this
        client.get("/health/ready")
        before = read_figures(client)
        waiting = next(record_id for record_id in records if not store.decisions(record_id))
        store.decide(waiting, "approve", "ana")
        store.log.append(BACKUP, "ana", BACKUP_SUBJECT, {})
        after = read_figures(client)
    assert after["dateline_queue_records"] == before["dateline_queue_records"] - 1
    assert after["dateline_decisions_total"] == before["dateline_decisions_total"] + 1
    assert "dateline_last_backup_timestamp_seconds" not in before
    assert abs(after["dateline_last_backup_timestamp_seconds"] - now_utc().timestamp()) < 60
    assert before["dateline_comments state=waiting"] == before["dateline_unlinked_records"] == 0


def test_what_is_followed_is_seen(app: FastAPI, store: SqlStore) -> None:
    with visit(app) as client:
        assert "dateline_followed_sources" not in read_figures(client)
        well = store.follows.add("feed", "https://a.example/feed", who="ana", every_s=900)
        ill = store.follows.add("folder", "/srv/in", who="ana", every_s=10)
        now, later = now_utc(), now_utc() + timedelta(hours=1)
        item = FoundItem("1", "https://a.example/1", later)
        store.follows.answered(well.id, Answer(now, later, [item]))
        store.follows.answered(ill.id, Answer(now, now - timedelta(hours=1), problem="gone"))
        figures = read_figures(client)
    names = ("sources", "failing", "overdue", "waiting_items")
    assert [figures[f"dateline_followed_{name}"] for name in names] == [2, 1, 1, 1]
    assert abs(figures["dateline_followed_last_success_timestamp_seconds"] - now.timestamp()) < 2


def test_every_figure_is_in_the_documents(app: FastAPI, store: SqlStore) -> None:
    text = (Path(__file__).parents[3] / "docs" / "operations.md").read_text(encoding="utf-8")
    with visit(app) as client:
        client.get("/health/ready")
        store.follows.add("folder", "/srv/in", who="ana", every_s=10)
        names = set(re.findall(r"^# TYPE (dateline_\w+)", client.get("/metrics").text, re.MULTILINE))
    assert len(names) > 12
    assert {name for name in names if f"`{name}`" not in text} == set()
