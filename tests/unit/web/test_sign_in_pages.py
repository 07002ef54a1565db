import pytest
from people_clients import GOOD, PeopleClient

from dateline.web.sign_in_pages import choose_onward

SCRIPT = '"><script>window.pwned=1</script>'


def open_with_coder() -> PeopleClient:
    """A browser that is not signed in, at a desk with the coder Shilan Omar."""
    client = PeopleClient()
    client.join()
    return client.leave()


def test_a_right_password_gives_a_cookie_out_of_reach_of_scripts_and_leads_on() -> None:
    answer = open_with_coder().post("/sign-in", name="Shilan Omar", password=GOOD, next="/records?page=2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/records?page=2")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("dateline=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "Secure" not in cookie


@pytest.mark.parametrize("how", ["https", "proxy"])
def test_over_https_the_cookie_is_secure_and_bound_to_the_host(how: str) -> None:
    client = PeopleClient(base="https://127.0.0.1" if how == "https" else "http://127.0.0.1")
    if how == "proxy":
        client.headers["X-Forwarded-Proto"] = "https"
    cookie = client.join().headers["set-cookie"]
    assert cookie.startswith("__Host-dateline=")
    assert "Secure" in cookie
    client.headers.pop("X-Forwarded-Proto", None)
    assert client.get("/me").status_code == (200 if how == "https" else 303)


def test_wrong_passwords_and_unknown_names_get_the_same_page() -> None:
    client = open_with_coder()
    wrong = client.post("/sign-in", name="Shilan Omar", password="not the right one")
    unknown = client.post("/sign-in", name="Somebody Else", password="not the right one")
    assert wrong.status_code == unknown.status_code == 401
    assert "set-cookie" not in wrong.headers
    assert wrong.text.replace("Shilan Omar", "?") == unknown.text.replace("Somebody Else", "?")


def test_too_many_failures_say_when_to_try_again() -> None:
    client = open_with_coder()
    for _ in range(10):
        client.post("/sign-in", name="Shilan Omar", password="not the right one")
    answer = client.post("/sign-in", name="Shilan Omar", password=GOOD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 901
    assert "try again in 15 minutes" in answer.text


def test_signing_in_makes_a_new_session_and_ends_the_one_before() -> None:
    client = open_with_coder().hold("a-secret-that-somebody-planted-in-this-browser")
    client.post("/sign-in", name="Shilan Omar", password=GOOD)
    first = client.secret
    assert first != "a-secret-that-somebody-planted-in-this-browser"
    client.post("/sign-in", name="Shilan Omar", password=GOOD)
    second = client.secret
    assert second != first
    assert client.get("/me").status_code == 200
    assert client.hold(first).get("/me").status_code == 303


def test_signing_out_ends_the_session_itself() -> None:
    client = open_with_coder()
    client.post("/sign-in", name="Shilan Omar", password=GOOD)
    secret = client.secret
    answer = client.post("/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert client.secret is None
    assert client.hold(secret).get("/me").status_code == 303
    assert client.get("/sign-out").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x",
        "",
        "a",
    ],
)
def test_the_way_on_never_leads_to_another_site(address: str) -> None:
    assert choose_onward(address) == "/"


def test_the_way_on_keeps_addresses_of_ours() -> None:
    assert choose_onward("/records?kind=battles&page=2") == "/records?kind=battles&page=2"


def test_an_invitation_is_shown_by_looking_and_used_by_sending() -> None:
    client = PeopleClient()
    _, secret = client.desk.accounts.invite("Shilan Omar", "coder", "tests")
    for _ in range(2):
        page = client.get(f"/welcome/{secret}")
        assert page.status_code == 200
        assert 'value="Shilan Omar"' in page.text
        assert page.headers["cache-control"] == "no-store"
    refused = client.post(f"/welcome/{secret}", name="Shilan Omar", password="short")
    assert refused.status_code == 422
    assert "at least 12" in refused.text
    assert "short" not in refused.text.split("<form")[1].split("</form>")[0].replace("shorter", "")
    assert client.post(f"/welcome/{secret}", name="Shilan Omar", password=GOOD).status_code == 303
    assert client.get("/me").status_code == 200
    assert client.leave().get(f"/welcome/{secret}").status_code == 404
    assert client.post(f"/welcome/{secret}", name="Shilan Omar", password=GOOD).status_code == 404


@pytest.mark.parametrize("secret", ["x", "x" * 43, "x" * 5000, "%00" * 43])
def test_links_that_nobody_made_are_over(secret: str) -> None:
    assert PeopleClient().get(f"/welcome/{secret}").status_code == 404


def test_a_new_password_link_changes_no_name() -> None:
    client = open_with_coder()
    person = client.desk.accounts.name("Shilan Omar")
    secret = client.desk.accounts.invite_again(person.id, "tests")
    assert "readonly" in client.get(f"/welcome/{secret}").text
    client.post(f"/welcome/{secret}", name="Mallory", password="a second long phrase")
    assert client.desk.accounts.get(person.id).name == "Shilan Omar"


def test_what_is_typed_is_escaped() -> None:
    client = PeopleClient()
    assert "<script>window" not in client.post("/sign-in", name=SCRIPT, password="x", next=SCRIPT).text
    _, secret = client.desk.accounts.invite("Shilan Omar", "coder", "tests")
    assert "<script>window" not in client.post(f"/welcome/{secret}", name=SCRIPT, password=GOOD).text
    client.become("admin")
    assert "<script>window" not in client.post("/people/invite", name=SCRIPT, role=SCRIPT).text
    answer = client.post("/me/tokens", name=SCRIPT, scope="read")
    assert answer.status_code == 200
    assert "<script>window" not in answer.text


def test_the_masthead_tells_who_is_signed_in() -> None:
    client = PeopleClient()
    assert '<a class="me" href="/sign-in">' in client.get("/").text
    client.join()
    assert "Shilan Omar" in client.get("/").text
    assert "Shilan Omar" not in client.leave().get("/").text
