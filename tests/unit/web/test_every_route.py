"""Every route of a full desk, for every role: a route that stands in no table here fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from api_stores import fill_store
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from people_samples import make_person, signed_in
from starlette.routing import Mount
from starlette.testclient import TestClient

from dateline.base.settings import Settings
from dateline.model.people import RIGHTS, ROLES, Right, Role
from dateline.store.databases import SqlStore, open_store
from dateline.web.server import make_desk

Needed = Right | Literal["nothing", "session"]

OPEN = {
    "GET /sign-in", "POST /sign-in", "POST /sign-out", "GET /welcome/{secret}", "POST /welcome/{secret}",
    "GET /health/live", "GET /health/ready",
}  # fmt: skip
"""For whoever comes, even where reading is closed."""
READERS = {
    "GET /read", "GET /read/index", "GET /read/map", "GET /read/map/events.geojson", "GET /read/reports/{report_id}",
    "GET /read/reports/{report_id}/events.geojson", "GET /read/reports/{report_id}/map.svg",
    "GET /read/incidents/{incident_id}", "GET /read/incidents/{incident_id}/events.geojson",
    "GET /read/incidents/{incident_id}/map.svg", "GET /read/areas/{code}", "GET /read/areas/{code}/events.geojson",
    "GET /read/areas/{code}/map.svg", "GET /read/areas/{code}/feed.{form}", "GET /read/actors/{slug}",
    "GET /read/tags/{slug}", "GET /read/tags/{slug}/feed.{form}", "GET /read/towns/{country}.geojson",
    "GET /read/feed.{form}", "GET /read/sitemap.xml", "GET /read/sitemap-{number}.xml", "GET /robots.txt",
    "GET /read/reports/{report_id}/comments", "POST /read/reports/{report_id}/comments", "GET /read/receipts/{token}",
    "POST /read/receipts/{token}", "GET /read/guidelines", "GET /read/guidelines/{version}",
}  # fmt: skip
"""The same for whoever comes: nobody is asked for there, not even who has a key that is none."""
READ = {
    "GET /", "GET /records", "GET /reports/{report_id}", "GET /reports/{report_id}/events.geojson",
    "GET /reports/{report_id}/record.json", "GET /reports/{report_id}/screenshot.png",
    "GET /reports/{report_id}/original.txt", "GET /records/{record_id}/history",
    "GET /records/{record_id}/proof.json", "GET /incidents", "GET /incidents/{incident_id}", "GET /areas",
    "GET /areas/{slug}", "GET /areas/{slug}/brief.md", "GET /areas/{slug}/events.geojson",
    "GET /areas/{slug}/map.svg", "GET /areas/{slug}/{picture}.svg", "GET /areas/{slug}/{picture}.json",
    "GET /watches", "GET /map", "GET /map/filters", "GET /map/list", "GET /map/here", "GET /map/cells.json",
    "GET /map/towns/{country}.geojson", "GET /timeline/weeks.json", "GET /facets.json", "GET /search",
    "GET /releases", "GET /releases/{version}", "GET /releases/{version}/manifest.json",
    "GET /releases/{version}/files/{format_name}", "GET /api", "GET /api/openapi.json", "GET /api/v1/reports",
    "GET /api/v1/reports/{report_id}", "GET /api/v1/records", "GET /api/v1/records/{record_id}",
    "GET /api/v1/records/{record_id}/history", "GET /api/v1/incidents", "GET /api/v1/incidents/{incident_id}",
    "GET /api/v1/areas", "GET /api/v1/areas/{slug}", "GET /api/v1/actors", "GET /api/v1/places",
    "GET /api/v1/releases", "GET /api/v1/releases/{version}", "GET /api/v1/releases/{version}/changes",
    "GET /api/v1/releases/{version}/manifest", "GET /api/v1/releases/{version}/files/{format}",
}  # fmt: skip
"""For whoever comes while reading is open to all; else for people."""
PEOPLE = {
    "GET /exports/{format_name}", "GET /api/v1/exports/{format}", "POST /incidents/{incident_id}/pack",
    "GET /metrics", "GET /sources",
}  # fmt: skip
"""For everybody who is signed in, and for nobody else."""
OWN = {
    "GET /me", "POST /me/password", "POST /me/tokens", "POST /me/tokens/{token_id}/end", "POST /sign-out/elsewhere",
}  # fmt: skip
"""As above, and by no key of the API."""
CODERS = {
    "GET /review", "GET /review/items/{record_id}", "GET /review/items/{record_id}/form", "GET /review/queue",
    "GET /review/act", "GET /review/keys", "POST /review/decisions", "POST /review/merges", "POST /review/splits",
    "POST /review/undo", "POST /review/redo", "POST /review/corrections", "POST /review/records",
    "GET /lookups/actors.json", "GET /lookups/places.json", "GET /rounds", "GET /rounds/{round_id}/code",
    "GET /rounds/{round_id}/answers", "POST /rounds/{round_id}/answers", "POST /rounds/{round_id}/corrections",
    "POST /rounds/{round_id}/done",
}  # fmt: skip
SETTLERS = {
    "GET /audit", "GET /audit/checkpoints", "GET /audit/checkpoints/{number}",
    "GET /audit/checkpoints/{number}/statement.txt", "POST /rounds", "GET /rounds/{round_id}",
    "POST /rounds/{round_id}/close", "GET /rounds/{round_id}/files/{name}", "GET /rounds/{round_id}/settle",
    "POST /rounds/{round_id}/settle", "POST /rounds/{round_id}/versions", "POST /rounds/{round_id}/agreed",
}  # fmt: skip
MODERATORS = {
    "GET /moderation", "GET /moderation/queue", "GET /moderation/keys", "GET /moderation/items/{comment_id}",
    "GET /moderation/{comment_id}", "GET /moderation/figures", "GET /moderation/spam", "POST /moderation/spam",
    "GET /moderation/closed", "POST /moderation/closed",
    "POST /moderation/decisions", "POST /moderation/undo",
}  # fmt: skip
RELEASERS = {"POST /releases", "POST /releases/{version}/{deed}", "POST /reports/{report_id}/republish"}
ADMINS = {
    "POST /audit/checkpoints", "GET /people", "POST /people/invite", "POST /people/rules",
    "POST /people/{person_id}/link", "POST /people/{person_id}/role", "POST /people/{person_id}/end",
    "GET /moderation/guidelines", "POST /moderation/guidelines", "POST /moderation/closed/all",
}  # fmt: skip
RULES: dict[Needed, set[str]] = {
    "nothing": OPEN | READERS, "read": READ, "session": PEOPLE | OWN, "decide": CODERS, "settle": SETTLERS,
    "moderate": MODERATORS, "release": RELEASERS, "administer": ADMINS,
}  # fmt: skip
VISITORS: tuple[Role | None, ...] = (None, *ROLES)
REFUSED = {401, 403}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    path: Path = tmp_path_factory.mktemp("routes") / "desk.db"
    with open_store(str(path)) as opened:
        fill_store(opened)
        yield opened


@pytest.fixture(scope="module")
def app(store: SqlStore) -> FastAPI:
    return make_desk(store, Settings(), hosts=["testserver"])


def list_routes(app: Any, prefix: str = "") -> Iterator[str]:
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, Mount):
            if hasattr(route.app, "routes"):
                yield from list_routes(route.app, prefix + route.path)
        else:
            for method in sorted((context.methods or set()) - {"HEAD"}):
                yield f"{method} {prefix}{context.path}"


def call(app: FastAPI, store: SqlStore, role: Role | None, route: str, **headers: str) -> int:
    """The status that a caller gets, by a browser's own request, with names in the path that stand for nothing."""
    method, path = route.split(" ")
    address = re.sub(r"\{(number|round_id)\}", "99", path).replace("{country}", "XX").replace("{format}", "geojson")
    address = re.sub(r"\{\w+\}", "none", address)
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        client.headers |= {"Accept": "text/html", "Sec-Fetch-Site": "same-origin", **headers}
        if role is not None:
            signed_in(client, store, role)
        return client.request(method, address).status_code


def test_every_route_stands_in_one_table(app: FastAPI) -> None:
    listed = [route for routes in RULES.values() for route in routes]
    assert len(listed) == len(set(listed))
    assert set(list_routes(app)) == set(listed)


@pytest.mark.parametrize("role", VISITORS)
@pytest.mark.parametrize("needed", RULES)
def test_every_route_asks_for_its_right(app: FastAPI, store: SqlStore, needed: Needed, role: Role | None) -> None:
    store.policies.set("open_reading", True)  # an admin's form of rules, sent empty by another case, closes it
    wrong = {}
    for route in sorted(RULES[needed]):
        status = call(app, store, role, route)
        if not is_as_it_should_be(route, needed, role, status):
            wrong[route] = status
    assert wrong == {}


def is_as_it_should_be(route: str, needed: Needed, role: Role | None, status: int) -> bool:
    if status >= 500:
        return False
    if needed in ("nothing", "read"):
        return status not in REFUSED or route == "POST /sign-in"
    if role is None:
        is_page = route.startswith("GET") and "/api/" not in route and route != "GET /metrics"
        return status == (303 if is_page else 401)
    may = needed == "session" or needed in RIGHTS[role]
    return (status not in REFUSED) if may else (status == 403)


def test_nothing_is_read_where_reading_is_closed(app: FastAPI, store: SqlStore) -> None:
    admin = make_person(store, "admin")
    store.policies.set("open_reading", False, who=admin.name)
    try:
        answers = {route: call(app, store, None, route) for routes in RULES.values() for route in routes}
    finally:
        store.policies.set("open_reading", True, who=admin.name)
    assert {route for route, status in answers.items() if status not in (303, 401)} <= OPEN | READERS


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_no_deed_is_done_for_another_site(app: FastAPI, store: SqlStore, site: str) -> None:
    deeds = [route for routes in RULES.values() for route in routes if not route.startswith("GET")]
    assert {call_from(app, store, route, site) for route in deeds} == {403}


def call_from(app: FastAPI, store: SqlStore, route: str, site: str) -> int:
    with TestClient(app, follow_redirects=False) as client:
        signed_in(client, store, "admin")
        client.headers["Sec-Fetch-Site"] = site
        method, path = route.split(" ")
        return client.request(method, re.sub(r"\{\w+\}", "1", path)).status_code


def test_a_key_that_reads_does_no_deed(app: FastAPI, store: SqlStore) -> None:
    person = make_person(store, "admin")
    _, secret = app.state.people_desk.sign_ins.make_token(person, "reads", ["read"], 1, "tests")
    deeds = CODERS | SETTLERS | MODERATORS | RELEASERS | ADMINS | OWN
    answers = {route: call(app, store, None, route, Authorization=f"Bearer {secret}") for route in deeds}
    assert {route: status for route, status in answers.items() if status != 403} == {}


def test_what_one_person_did_is_not_sent_in_the_name_of_the_next(app: FastAPI, store: SqlStore) -> None:
    record_id = next(iter(store.iter_coded())).records[1].record_id
    before = len(store.decisions())
    karim, form = make_person(store, "coder"), {"record_id": record_id, "verdict": "unsure"}
    with TestClient(app, follow_redirects=False) as client:
        signed_in(client, store, "admin")
        assert client.post("/review/decisions", data={**form, "as": karim.id}).status_code == 403
        assert len(store.decisions()) == before
        client.cookies.clear()
        signed_in(client, store, "coder")
        assert client.post("/review/decisions", data={**form, "as": karim.id}).status_code == 303
        assert store.decisions()[-1].who == karim.name
