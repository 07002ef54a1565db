"""The guidelines are changed on their page: text, order, flags; each change is a version with its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from people_clients import PeopleClient

from dateline.web.moderation_tools import add_moderation, make_moderation_tools

RULES = "/moderation/guidelines"


@pytest.fixture
def client() -> Iterator[PeopleClient]:
    client = PeopleClient()
    add_moderation(client.app, make_moderation_tools(client.store))
    yield client.become("admin")
    client.store.close()


def form_of(client: PeopleClient, **more: str | list[str]) -> dict[str, str | list[str]]:
    """What a browser would send of the page as it stands, and `more`."""
    return fields_of(client.get(RULES).text) | more


def fields_of(html: str) -> dict[str, str | list[str]]:
    """What a browser would send of this page."""
    fields: dict[str, str | list[str]] = dict(re.findall(r'<input[^>]* name="([\w-]+)" value="([^"]*)"', html))
    fields = {name: value for name, value in fields.items() if not name.startswith(("flags-", "drop-", "q"))}
    fields |= {name: unescape(text) for name, text in re.findall(r'name="([\w-]+)"[^>]*>([^<]*)</textarea>', html)}
    for name, key in re.findall(r'name="(flags-\d+)" value="(\w+)" checked', html):
        fields.setdefault(name, [])
        fields[name] = [*fields[name], key]
    return fields


def keys(client: PeopleClient) -> list[str]:
    return [rule.key for rule in client.store.comments.guidelines().rules]


def save(client: PeopleClient, **more: str | list[str]) -> int:
    return client.ask("POST", RULES, data=form_of(client, **more)).status_code


def test_saving_as_it_stands_keeps_every_word_and_flag(client: PeopleClient) -> None:
    before = client.store.comments.guidelines()
    assert save(client) == 303
    after = client.store.comments.guidelines()
    assert (after.version, after.who) == (before.version + 1, "Adil")
    assert (after.welcome.split(), after.rules) == (before.welcome.split(), before.rules)


def test_text_order_and_flags_are_changed(client: PeopleClient) -> None:
    before = keys(client)
    changed: dict[str, str | list[str]] = {
        "order-1": "99",
        "text-2": "Keep it clean.\r\nAlways.",
        "flags-2": ["profanity", "vulgarity"],
    }
    assert save(client, **changed) == 303
    rules = client.store.comments.guidelines().rules
    assert [rule.key for rule in rules] == [*before[1:], before[0]]
    assert (rules[0].text, rules[0].flags) == ("Keep it clean.\nAlways.", ("profanity", "vulgarity"))
    assert "Kept as version 2." in client.get(f"{RULES}?saved=2").text


def test_rules_come_and_go_and_earlier_versions_stay(client: PeopleClient) -> None:
    number = len(keys(client)) + 1
    new = {f"key-{number}": "links", f"title-{number}": "No bare links", f"text-{number}": "Say what is behind it."}
    assert save(client, **new) == 303
    assert keys(client)[-1] == "links"
    assert save(client, **{"drop-1": "1"}) == 303
    assert "relevance" not in keys(client)
    assert client.store.comments.guidelines(1).rules[0].key == "relevance"
    page = client.get(RULES).text
    assert all(f"Version {version}" in page for version in (1, 2, 3))


@pytest.mark.parametrize(
    "wrong",
    [{"text-1": ""}, {"title-1": ""}, {"key-8": "Not A Key", "title-8": "x", "text-8": "x"}, {"welcome": ""}],
)
def test_what_is_no_rule_is_not_kept_and_not_lost(client: PeopleClient, wrong: dict[str, str]) -> None:
    answer = client.ask("POST", RULES, data=form_of(client, **{"title-2": "Mine", **wrong}))
    assert answer.status_code == 422
    assert 'value="Mine"' in answer.text
    assert client.store.comments.guidelines().version == 1


def test_two_who_save_at_once_do_not_overwrite(client: PeopleClient) -> None:
    fields = form_of(client)
    assert save(client) == 303
    answer = client.ask("POST", RULES, data=fields | {"title-1": "Mine"})
    assert answer.status_code == 422
    assert "Adil has made version 2 meanwhile" in answer.text
    assert 'value="Mine"' in answer.text
    assert 'name="version" value="2"' in answer.text


def add(client: PeopleClient, key: str, title: str) -> dict[str, str | list[str]]:
    """What a browser would send where another rule is written."""
    number = len(keys(client)) + 1
    return form_of(client, **{f"key-{number}": key, f"title-{number}": title, f"text-{number}": "Words."})


def test_what_another_admin_added_meanwhile_is_kept_when_saving_again(client: PeopleClient) -> None:
    mine = add(client, "caps", "No capitals") | {"title-1": "Mine"}
    assert client.ask("POST", RULES, data=add(client, "links", "No bare links")).status_code == 303
    answer = client.ask("POST", RULES, data=mine)
    assert answer.status_code == 422
    assert client.ask("POST", RULES, data=fields_of(answer.text)).status_code == 303
    assert keys(client)[-2:] == ["links", "caps"]
    assert client.store.comments.guidelines().rules[0].title == "Mine"


def test_a_rule_that_two_admins_added_under_one_key_is_not_written_over(client: PeopleClient) -> None:
    mine = add(client, "links", "My links")
    assert client.ask("POST", RULES, data=add(client, "links", "Their links")).status_code == 303
    again = fields_of(client.ask("POST", RULES, data=mine).text)
    number = len(keys(client)) + 1
    assert (again[f"title-{number - 1}"], again[f"title-{number}"]) == ("Their links", "My links")
    assert client.ask("POST", RULES, data=again | {f"key-{number}": "my_links"}).status_code == 303
    assert keys(client)[-2:] == ["links", "my_links"]


def test_a_new_rule_under_a_key_that_is_taken_comes_back_with_its_key_to_be_corrected(client: PeopleClient) -> None:
    number = len(keys(client)) + 1
    answer = client.ask("POST", RULES, data=add(client, "relevance", "Another"))
    assert answer.status_code == 422
    again = fields_of(answer.text)
    assert (again[f"key-{number}"], again[f"title-{number}"]) == ("relevance", "Another")
    assert again["title-1"] != "Another"
    assert f"rule-{number + 1}" not in again
    assert client.ask("POST", RULES, data=again | {f"key-{number}": "another"}).status_code == 303
    assert keys(client)[-1] == "another"


def test_hostile_words_stay_text(client: PeopleClient) -> None:
    assert save(client, **{"title-1": "<script>1</script>", "text-1": '"><img src=x onerror=1>'}) == 303
    for page in (RULES, "/moderation"):
        html = client.get(page).text
        assert "<script>1" not in html
        assert "<img" not in html
