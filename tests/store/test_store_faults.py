"""Full disks, files that cannot be written, and damage: told in plain words with the name of the file; nothing is
written that would not be whole."""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from report_builders import MakeCoded
from sqlalchemy import event

from dateline.model.errors import StoreError
from dateline.model.ids import bytes_hash
from dateline.model.records import CodedReport
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore, open_store

Fill = Callable[[SqlStore, CodedReport], list[str]]
PAGE = 4096
HEADER_BYTES = 100
REPORT = "Gunmen killed seven soldiers near Kirkuk on Monday, 2 December 2024, a spokesman of the army said.\n" * 3


@pytest.fixture
def filled(database: Path, make_coded: MakeCoded, fill: Fill) -> Path:
    with open_store(str(database)) as store:
        for number in range(20):
            fill(store, make_coded(number))
        record_id = store.get_coded(make_coded(1).report.id).records[0].record_id
        store.decide(record_id, "approve", "ana")
    return database


def limit_pages(store: SqlStore, room: int) -> None:
    """Let the database grow by so many pages and no more: what SQLite does on a full disk."""

    def set_limit(connection: sqlite3.Connection, _record: object) -> None:
        count = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {count + room}")

    store._engine.dispose()
    event.listen(store._engine, "connect", set_limit)


@pytest.mark.parametrize("room", [0, 2, 5])
def test_a_full_disk_is_told_and_nothing_is_half(filled: Path, make_coded: MakeCoded, room: int) -> None:
    big = os.urandom(200_000)
    with open_store(str(filled)) as store:
        limit_pages(store, room)
        with pytest.raises(StoreError, match=r"the disk is full: .*dateline\.db") as told:
            store.add_coded(make_coded(99, original=big), run_id=1, original=big, media_type="text/html")
        assert "\n" not in str(told.value)
        assert store.count_reports() == 20  # reading goes on
        assert not store.has_report(make_coded(99).report.id)
    with open_store(str(filled)) as store:
        assert verify_store(store) == []
        store.add_coded(make_coded(99, original=big), run_id=store.begin_run("p", "1", {}), original=big)
        assert store.count_reports() == 21
        assert verify_store(store) == []


def test_a_full_disk_loses_no_decision_and_keeps_none_by_halves(filled: Path, make_coded: MakeCoded) -> None:
    """Decisions until there is no more room: each that was told is there, the one that failed is not."""
    with open_store(str(filled)) as store:
        limit_pages(store, 2)
        record_id = store.get_coded(make_coded(2).report.id).records[0].record_id
        told = [store.decisions()[-1]]

        def decide_on() -> None:
            for number in range(500):
                told.append(store.decide(record_id, "unsure", "ben", f"{number} " + "x" * 400))  # noqa: PERF401 - it ends early

        with pytest.raises(StoreError, match="the disk is full"):
            decide_on()
        assert list(store.decisions()) == told
    with open_store(str(filled)) as store:
        assert list(store.decisions()) == told
        assert verify_store(store) == []


def test_add_tells_a_full_disk_in_a_line(tmp_path: Path, filled: Path) -> None:
    """The program itself, which may write no file beyond a size; what was kept before stays as it was."""
    source = tmp_path / "report.txt"
    source.write_text(REPORT * 400, encoding="utf-8")
    size = filled.stat().st_size

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    script = "from signal import *; signal(SIGXFSZ, SIG_IGN); from dateline.cli.main import run; run()"
    command = [sys.executable, "-c", script, "add", str(source), "--database", str(filled)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    said = "".join(done.stderr.split())  # the terminal folds long lines
    assert str(filled) in said
    assert "fulldisk" in said or "diskcouldnotbereadorwritten" in said or "diskisfull" in said
    with open_store(str(filled)) as store:
        assert store.count_reports() == 20
        assert verify_store(store) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("target", ["file", "folder"])
def test_what_cannot_be_written_is_told_and_left(filled: Path, target: str) -> None:
    before = bytes_hash(filled.read_bytes())
    place = filled if target == "file" else filled.parent
    place.chmod(0o444 if target == "file" else 0o555)
    try:
        with (
            pytest.raises(StoreError, match=r"cannot be (written|opened).*dateline\.db"),
            open_store(str(filled)) as store,
        ):
            store.begin_run("p", "1", {})
    finally:
        place.chmod(0o644 if target == "file" else 0o755)
    assert bytes_hash(filled.read_bytes()) == before


def test_a_store_on_a_file_system_that_takes_no_writes_is_told(filled: Path) -> None:
    """As root may write anywhere, the database itself refuses here."""
    with open_store(str(filled)) as store:
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
            connection.commit()
        with pytest.raises(StoreError, match=r"the database cannot be written to: .*dateline\.db"):
            store.begin_run("p", "1", {})


@pytest.mark.parametrize("at", range(0, HEADER_BYTES, 5))
def test_a_changed_byte_of_the_header_writes_nothing_or_changes_nothing(filled: Path, at: int) -> None:
    """Some bytes of the header mean nothing to a reader; with all others the file is refused as it is."""
    content = bytearray(filled.read_bytes())
    content[at] ^= 0xFF
    filled.write_bytes(content)
    faults, said = look(filled)
    if said is None:
        assert faults or count(filled) == 20
    else:
        assert str(filled) in said
        assert bytes_hash(filled.read_bytes()) == bytes_hash(bytes(content))


def look(path: Path) -> tuple[list[str], str | None]:
    """The faults of a store, and what was said where it cannot be opened."""
    try:
        with open_store(str(path)) as store:
            return [str(fault) for fault in verify_store(store)], None
    except StoreError as error:
        return [], str(error)


def count(path: Path) -> int:
    with open_store(str(path)) as store:
        return store.count_reports()


@pytest.mark.parametrize("seed", range(12))
def test_bytes_changed_anywhere_never_end_in_a_traceback(filled: Path, seed: int) -> None:
    """Whatever is damaged: it opens or is refused, it is read or a StoreError says why."""
    content = bytearray(filled.read_bytes())
    chance = random.Random(seed)
    page = chance.randrange(1, len(content) // PAGE)
    for _ in range(200):
        content[page * PAGE + chance.randrange(PAGE)] ^= chance.randrange(1, 256)
    filled.write_bytes(content)
    faults, said = look(filled)
    assert "\n" not in (said or "")
    with suppress(StoreError), open_store(str(filled)) as store:
        for row in store.list_reports():
            store.get_coded(row.report_id)
        store.decisions()
    assert all("Error" not in fault for fault in faults)


@pytest.mark.parametrize("kept", [1, 99, 100, 2000, PAGE, PAGE * 3, -1, -PAGE])
def test_a_file_cut_short_is_told(filled: Path, kept: int) -> None:
    cut = filled.read_bytes()[:kept]
    filled.write_bytes(cut)
    faults, said = look(filled)
    if said is None:
        assert faults or kept == -1  # the last byte of a page may have held nothing
    else:
        assert str(filled) in said
        assert filled.read_bytes() == cut


@pytest.mark.parametrize("damage", ["gone", "cut", "changed", "foreign"])
def test_a_damaged_log_of_writes_costs_what_was_in_it_and_no_more(
    tmp_path: Path, filled: Path, make_coded: MakeCoded, fill: Fill, damage: str
) -> None:
    """SQLite's own journal beside the file (`-wal`): what cannot be read from it is as if it had not been written."""
    with open_store(str(filled)) as store:
        fill(store, make_coded(50))
        fill(store, make_coded(51))
        copy = tmp_path / "copy.db"
        copy.write_bytes(filled.read_bytes())
        wal = filled.with_name(filled.name + "-wal").read_bytes()
    damaged = {
        "gone": None, "cut": wal[: len(wal) // 2], "changed": wal[:5000] + b"\xff" * 50 + wal[5050:],
        "foreign": b"no journal at all" * 500,
    }[damage]  # fmt: skip
    if damaged is not None:
        copy.with_name(copy.name + "-wal").write_bytes(damaged)
    with open_store(str(copy)) as store:
        assert 20 <= store.count_reports() <= 22
        assert verify_store(store) == []
        fill(store, make_coded(60))
        assert verify_store(store) == []


@pytest.mark.parametrize("version", ["9999", "", "0001; DROP TABLE reports", "x" * 5000])
def test_a_version_that_is_not_known_is_refused(filled: Path, version: str) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
        connection.commit()
    before = filled.read_bytes()
    with pytest.raises(StoreError, match=r"dateline\.db"):
        open_store(str(filled))
    assert filled.read_bytes() == before
    assert [path.name for path in filled.parent.iterdir()] == [filled.name]
