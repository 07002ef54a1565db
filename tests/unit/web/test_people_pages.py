import re

import pytest
from people_clients import GOOD, PeopleClient


def open_as_admin() -> PeopleClient:
    return PeopleClient().become("admin")


def test_an_invitation_gives_a_link_that_is_shown_once() -> None:
    client = open_as_admin()
    page = client.post("/people/invite", name="Shilan Omar", role="reviewer")
    link = re.search(r'value="http://127\.0\.0\.1(/welcome/[^"]+)"', page.text)
    assert link is not None
    assert link[1] not in client.get("/people").text
    client.leave().post(link[1], name="Shilan Omar", password=GOOD)
    assert client.desk.accounts.name("Shilan Omar").role == "reviewer"
    assert [entry.who for entry in client.store.log.entries()][-2:] == ["Adil", "Shilan Omar"]


@pytest.mark.parametrize(("name", "role"), [("", "coder"), ("Adil", "coder"), ("Dara", "emperor")])
def test_what_cannot_be_is_told_on_the_page(name: str, role: str) -> None:
    answer = open_as_admin().post("/people/invite", name=name, role=role)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_roles_change_and_accounts_end_at_once() -> None:
    client = PeopleClient()
    client.join()
    person, held = client.desk.accounts.name("Shilan Omar"), client.secret
    client.become("admin").post(f"/people/{person.id}/role", role="reader")
    assert client.desk.accounts.get(person.id).role == "reader"
    assert client.hold(held).get("/me").status_code == 303
    client.become("admin").post(f"/people/{person.id}/end")
    assert client.desk.accounts.get(person.id).ended
    assert "until" in client.get("/people").text


def test_the_last_admin_cannot_go() -> None:
    client = open_as_admin()
    me = client.desk.accounts.name("Adil")
    for address, fields in ((f"/people/{me.id}/end", {}), (f"/people/{me.id}/role", {"role": "coder"})):
        answer = client.post(address, **fields)
        assert answer.status_code == 422
        assert "needs an admin" in answer.text


def test_rules_are_set_and_unset() -> None:
    client = open_as_admin()
    client.post("/people/rules", two_person_rule="true", open_reading="true")
    assert client.desk.accounts.rules().two_person_rule
    client.post("/people/rules", open_reading="true")
    assert not client.desk.accounts.rules().two_person_rule


def test_a_changed_password_ends_other_sessions_and_keeps_this_one() -> None:
    client = PeopleClient()
    client.join()
    elsewhere = client.secret
    client.leave().post("/sign-in", name="Shilan Omar", password=GOOD)
    wrong = client.post("/me/password", old="not the right one", new="a second long phrase")
    assert (wrong.status_code, "not right" in wrong.text) == (422, True)
    assert client.post("/me/password", old=GOOD, new="a second long phrase").status_code == 303
    assert client.get("/me").status_code == 200
    assert client.hold(elsewhere).get("/me").status_code == 303


def test_a_key_is_shown_once_and_can_be_ended() -> None:
    client = PeopleClient()
    client.join()
    page = client.post("/me/tokens", name="nightly", scope=["read", "export"], days="7")
    secret = re.search(r'value="(dateline_[^"]+)"', page.text)
    assert secret is not None
    again = client.get("/me").text
    assert secret[1] not in again
    ending = re.search(r'action="(/me/tokens/[^"]+/end)"', again)
    assert ending is not None
    client.post(ending[1])
    assert client.desk.sign_ins.recognise_token(secret[1]) is None


def test_a_reader_is_offered_no_key_that_decides() -> None:
    client = PeopleClient().become("reader")
    assert 'value="decide"' not in client.get("/me").text
    assert client.post("/me/tokens", name="bot", scope="decide").status_code == 422
