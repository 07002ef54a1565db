"""Moving between databases that are not alike: in what a text may hold, how texts are sorted, what else is there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from crowded_stores import fill_crowded_store
from stopped_moves import changing, move_and_stop, tables_of
from whole_stores import tampering

from dateline.model.errors import StoreError
from dateline.services.moving import move_store
from dateline.store import moves
from dateline.store.schema import metadata
from dateline.store.snapshots import open_snapshot


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crowded") / "crowded.db"
    fill_crowded_store(path)
    return path


@pytest.fixture
def source(crowded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(crowded, tmp_path / "source.db"))


def test_a_text_that_postgresql_cannot_hold_is_told(source: Path, postgresql: str) -> None:
    with tampering(source) as connection:
        connection.execute("UPDATE people SET name = 'a' || char(0) || 'b'")
    with pytest.raises(StoreError, match="a text has a sign that this database cannot keep"):
        move_store(str(source), postgresql)


@pytest.fixture
def sorted_by_language(postgresql: str) -> Iterator[str]:
    """A database that sorts texts as a dictionary does; skips where none can be made."""
    admin = sa.create_engine(postgresql, isolation_level="AUTOCOMMIT")
    made = "CREATE DATABASE dateline_sorted TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
    with admin.connect() as connection:
        connection.execute(sa.text("DROP DATABASE IF EXISTS dateline_sorted"))
        try:
            connection.execute(sa.text(made))
        except sa.exc.DBAPIError as error:
            pytest.skip(f"no database of another order can be made here: {error.orig}")
    yield str(sa.make_url(postgresql).set(database="dateline_sorted").render_as_string(hide_password=False))
    with admin.connect() as connection:
        connection.execute(sa.text("DROP DATABASE dateline_sorted"))
    admin.dispose()


def test_databases_that_sort_differently_have_the_same_rows(
    source: Path, sorted_by_language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "_PORTION_ROWS", 1)
    there = move_store(str(source), sorted_by_language)
    with open_snapshot(sorted_by_language) as snapshot:
        ids = [str(row["id"]) for row in snapshot.rows(metadata.tables["reports"])]
    assert ids != sorted(ids)
    back = tmp_path / "back.db"
    while not move_and_stop(sorted_by_language, str(back), 60):
        pass
    assert tables_of(move_store(sorted_by_language, str(back))) == tables_of(there)


def test_tables_of_an_extension_are_nobodys_business(source: Path, postgresql: str) -> None:
    """As PostGIS brings one."""
    with changing(postgresql) as connection:
        connection.execute(sa.text("CREATE TABLE spatial_ref_sys (srid INTEGER PRIMARY KEY)"))
        connection.execute(sa.text("ALTER EXTENSION plpgsql ADD TABLE spatial_ref_sys"))
    try:
        assert move_store(str(source), postgresql).faults == []
    finally:
        with changing(postgresql) as connection:
            connection.execute(sa.text("ALTER EXTENSION plpgsql DROP TABLE spatial_ref_sys"))
