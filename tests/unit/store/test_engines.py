"""Addresses of stores."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import event

from dateline.model.errors import StoreError
from dateline.store.engines import make_engine, parse_address, show_address, sqlite_path


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("dateline.db", Path("dateline.db")),
        ("/srv/a folder/100%.db", Path("/srv/a folder/100%.db")),
        ("sqlite:////srv/dateline.db", Path("/srv/dateline.db")),
        (":memory:", None),
        ("sqlite://", None),
        ("postgresql+psycopg://me:secret@db.example/dateline", None),
    ],
)
def test_sqlite_path_is_that_of_a_file(address: str, path: Path | None) -> None:
    assert sqlite_path(parse_address(address)) == path


def test_show_address_hides_the_password() -> None:
    shown = show_address(parse_address("postgresql+psycopg://me:secret@db.example/dateline"))
    assert shown == "postgresql+psycopg://me:***@db.example/dateline"


@pytest.mark.parametrize("address", ["", "  ", "://x"])
def test_parse_address_refuses_what_is_none(address: str) -> None:
    with pytest.raises(StoreError):
        parse_address(address)


@pytest.mark.parametrize("address", ["postgresql://me@db.example/dateline", "postgres://me@db.example/dateline"])
def test_postgresql_is_spoken_to_by_the_driver_that_we_install(address: str) -> None:
    assert parse_address(address).drivername == "postgresql+psycopg"
    assert parse_address(address.replace("://", "+psycopg2://")).drivername.endswith("+psycopg2")


@pytest.mark.parametrize(("query", "expected_s"), [("", "5"), ("?connect_timeout=9", "9")])
def test_a_server_that_does_not_answer_is_not_waited_for_long(query: str, expected_s: str) -> None:
    pytest.importorskip("psycopg")
    given: list[Mapping[str, object]] = []

    def refuse(_dialect: object, _record: object, _arguments: object, named: Mapping[str, object]) -> None:
        given.append(dict(named))
        raise ConnectionError

    engine = make_engine(parse_address(f"postgresql://me@db.example/dateline{query}"), 5.0)
    event.listen(engine, "do_connect", refuse)
    with pytest.raises(ConnectionError):
        engine.connect()
    assert given[0]["connect_timeout"] == expected_s
