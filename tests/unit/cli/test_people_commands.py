import json
from pathlib import Path

import pytest

from dateline.cli.main import call
from dateline.cli.serving import make_first_link
from dateline.store.databases import open_store


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = tmp_path / "dateline.db"
    open_store(str(path)).close()
    return str(path)


def run(database: str, *arguments: str) -> int:
    return call(["people", *arguments, "--database", database])


def test_people_are_invited_listed_changed_and_ended(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(database, "invite", "Shilan Omar", "--role", "reviewer", "--at", "https://desk.example/") == 0
    told = capsys.readouterr()
    assert told.out.startswith("https://desk.example/welcome/")
    assert "works once" in told.err
    assert run(database, "role", "shilan omar", "coder") == 0
    capsys.readouterr()
    assert run(database, "list", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["name"], row["role"], row["state"]) for row in rows] == [("Shilan Omar", "coder", "invited")]
    assert run(database, "end", "Shilan Omar") == 0
    capsys.readouterr()
    assert run(database, "list") == 0
    assert capsys.readouterr().out.split() == ["Shilan", "Omar", "coder", "ended"]
    with open_store(database) as store:
        assert {entry.who for entry in store.log.entries()} == {"command line"}


def test_inviting_again_makes_a_new_link_and_voids_the_old_one(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(database, "invite", "Shilan Omar")
    run(database, "invite", "Shilan Omar")
    first, second = capsys.readouterr().out.split()
    assert first != second
    with open_store(database) as store:
        assert len(store.people.list()) == 1


def test_a_key_is_printed_once_and_kept_as_a_hash(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(database, "invite", "Shilan Omar")
    capsys.readouterr()
    assert run(database, "token", "Shilan Omar", "--for", "nightly", "--scope", "export", "--days", "7") == 0
    secret = capsys.readouterr().out.strip()
    assert secret.startswith("dateline_")
    assert secret.encode() not in Path(database).read_bytes()


@pytest.mark.parametrize("arguments", [("role", "Nobody", "coder"), ("end", "Nobody"), ("invite", "<b>")])
def test_wrong_names_are_told_in_one_line(
    database: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert run(database, *arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_store_without_an_admin_gives_a_link_at_each_start(database: str) -> None:
    first, second = make_first_link(database), make_first_link(database)
    assert first is not None
    assert second is not None
    assert first.startswith("/welcome/")
    assert first != second
