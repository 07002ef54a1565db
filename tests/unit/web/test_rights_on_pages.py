"""Who gets where: every route, every role; and where changes may come from."""

from typing import Annotated

import pytest
from fastapi import Depends
from fastapi.routing import APIRoute
from people_clients import PeopleClient
from people_samples import make_person, signed_in

from dateline.model.people import RIGHTS, ROLES, Person, Right, Role
from dateline.web import my_pages, people_pages, sign_in_pages
from dateline.web.cookies import BOUND
from dateline.web.visitors import require

NOBODY = None
VISITORS: tuple[Role | None, ...] = (NOBODY, *ROLES)

OPEN = {"GET /sign-in", "POST /sign-in", "POST /sign-out", "GET /welcome/{secret}", "POST /welcome/{secret}"}
OWN = {
    "GET /me", "POST /me/password", "POST /me/tokens", "POST /me/tokens/{token_id}/end", "POST /sign-out/elsewhere",
}  # fmt: skip
ADMINS = {
    "GET /people", "POST /people/invite", "POST /people/rules", "POST /people/{person_id}/link",
    "POST /people/{person_id}/role", "POST /people/{person_id}/end",
}  # fmt: skip


def list_routes() -> set[str]:
    """Each method and path of the parts about people."""
    routes = [*sign_in_pages.router.routes, *my_pages.router.routes, *people_pages.router.routes]
    return {
        f"{method} {route.path}"
        for route in routes
        if isinstance(route, APIRoute)
        for method in (route.methods or set()) - {"HEAD"}
    }


def call(client: PeopleClient, route: str) -> int:
    method, path = route.split(" ")
    address = path.replace("{person_id}", "nobody").replace("{token_id}", "none").replace("{secret}", "x")
    return client.ask(method, address, headers={"Accept": "text/html"}).status_code


def test_every_route_about_people_stands_in_the_tables_above() -> None:
    assert list_routes() == OPEN | OWN | ADMINS


@pytest.mark.parametrize("role", VISITORS)
def test_ones_own_pages_are_for_whoever_is_signed_in(role: Role | None) -> None:
    client = visit(role)
    for route in OWN:
        answer = call(client, route)
        if role is None:
            assert answer == (303 if route.startswith("GET") else 401), route
        else:
            assert answer in (200, 303, 422), route


@pytest.mark.parametrize("role", VISITORS)
def test_people_are_for_admins(role: Role | None) -> None:
    client = visit(role)
    for route in ADMINS:
        answer = call(client, route)
        if role is None:
            assert answer == (303 if route.startswith("GET") else 401), route
        elif role != "admin":
            assert answer == 403, route
        else:
            assert answer in (200, 303, 422), route


@pytest.mark.parametrize("role", VISITORS)
@pytest.mark.parametrize("right", ["read", "decide", "settle", "release", "administer"])
def test_a_right_is_asked_of_everyone_who_comes(role: Role | None, right: Right) -> None:
    client = PeopleClient()

    @client.app.post("/deed")
    def do(person: Annotated[Person, Depends(require(right))]) -> dict[str, str]:
        return {"who": person.name}

    if role is not None:
        client.become(role)
    expected = 401 if role is None else 200 if right in RIGHTS[role] else 403
    assert client.post("/deed").status_code == expected


def visit(role: Role | None) -> PeopleClient:
    client = PeopleClient()
    return client if role is None else client.become(role)


def test_nobody_known_is_led_to_the_sign_in_and_back() -> None:
    answer = PeopleClient().get("/people?x=1%202")
    assert answer.headers["location"] == "/sign-in?next=%2Fpeople%3Fx%3D1%25202"
    answer = PeopleClient().get("/people", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["detail"]) == (401, "Sign in first.")


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"}, False),
        ({"Sec-Fetch-Site": ""}, False),
        ({"Origin": "http://127.0.0.1"}, True),
        ({"Origin": "https://127.0.0.1"}, True),
        ({"Origin": "http://127.0.0.1:81"}, False),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "http://127.0.0.1.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Referer": "http://127.0.0.1/people"}, False),
        ({"Authorization": "Basic eDp5"}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_changes_come_from_pages_of_ours_only(headers: dict[str, str], allowed: bool, method: str) -> None:
    client = PeopleClient().become("admin")
    client.cookies.set(BOUND, client.secret or "")  # what counts where the origin is https
    client.headers = headers
    answer = client.ask(method, "/people/rules", data={"two_person_rule": "true"})
    assert (answer.status_code != 403) == allowed
    assert client.desk.accounts.rules().two_person_rule == (allowed and method == "POST")


def test_reading_can_be_closed_to_all_but_people() -> None:
    client = PeopleClient(open_by_default=False)
    assert client.get("/").headers["location"] == "/sign-in?next=%2F"
    assert client.get("/reports/r-tarmiyah/record.json", headers={"Accept": "application/json"}).status_code == 401
    assert client.get("/sign-in").status_code == 200
    assert client.get("/welcome/x").status_code == 404
    assert client.become("reader").get("/").status_code == 200
    client.become("admin").post("/people/rules", open_reading="true")
    assert client.leave().get("/").status_code == 200


def test_a_key_does_what_its_scopes_name_and_no_more() -> None:
    client = PeopleClient()

    @client.app.post("/deed")
    def do(person: Annotated[Person, Depends(require("decide"))]) -> dict[str, str]:
        return {"who": person.name}

    person = make_person(client.store, "admin")
    _, reads = client.desk.sign_ins.make_token(person, "reads", ["read"], 1, "x")
    _, decides = client.desk.sign_ins.make_token(person, "decides", ["decide"], 1, "x")
    client.headers = {"Authorization": f"Bearer {decides}"}
    assert client.post("/deed").json() == {"who": person.name}
    assert client.get("/people").status_code == 403
    assert client.post("/me/tokens", name="more", scope="read").status_code == 403
    client.headers = {"Authorization": f"Bearer {reads}"}
    assert client.post("/deed").status_code == 403
    assert client.get("/").status_code == 200


def test_a_key_that_is_none_is_refused_whatever_the_cookies() -> None:
    client = PeopleClient().become("admin")
    client.headers = {"Authorization": "Bearer dateline_nothing", "Accept": "application/json"}
    answer = client.get("/people")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert client.post("/people/rules", two_person_rule="true").status_code == 401


def test_a_key_in_a_browser_with_cookies_brings_no_more_than_itself() -> None:
    client = PeopleClient()
    signed_in(client, client.store, "admin")
    _, secret = client.desk.sign_ins.make_token(make_person(client.store, "coder"), "bot", ["read"], 1, "x")
    client.headers = {"Authorization": f"bearer {secret}"}
    assert client.get("/people").status_code == 403
