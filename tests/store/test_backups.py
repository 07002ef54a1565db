"""Backups: all of a store comes back, in either database; nothing is replaced, and nothing damaged is believed."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
import sqlalchemy as sa
from crowded_stores import fill_crowded_store, hash_exports
from old_stores import make_old_store
from people_samples import make_person, make_session
from stopped_moves import changing
from whole_stores import tampering

from dateline.base.clock import now_utc
from dateline.model.errors import DatelineError, StoreError, WrongCallError
from dateline.model.ids import content_hash, text_hash
from dateline.services import backups, moving
from dateline.services.backup_files import BackupError, read_backup
from dateline.services.backups import check_backup, make_backup, name_backup, remove_old, restore_backup
from dateline.services.moving import move_store
from dateline.services.verification import Fault, verify_store
from dateline.store import backups as copies
from dateline.store.databases import SqlStore, open_store
from dateline.store.upgrades import read_version

PACKINGS = [".tar.zst", ".tar.gz", ".tar"]


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crowded") / "crowded.db"
    fill_crowded_store(path)
    return path


@pytest.fixture
def source(crowded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(crowded, tmp_path / "source.db"))


@pytest.fixture(scope="module")
def backup(crowded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    copied = shutil.copy(crowded, folder / "source.db")  # the log of it will tell of the backup
    return make_backup(str(copied), folder / "store.tar", who="ana").path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("suffix", PACKINGS)
def test_a_store_comes_back_as_it_was(source: Path, tmp_path: Path, suffix: str) -> None:
    made = make_backup(str(source), tmp_path / f"store{suffix}", who="ana")
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert made.path.stat().st_mode & 0o777 == 0o600
    back = tmp_path / "back.db"
    restored = restore_backup(made.path, str(back), who="ben")
    assert restored.faults == []
    assert hash_exports(str(back), tmp_path / "a") == hash_exports(str(source), tmp_path / "b")
    assert [name for name in names_in(tmp_path) if name.startswith(".") or "-wal" in name] == []
    with open_store(str(back)) as store:
        assert verify_store(store) == []


@pytest.mark.parametrize("origin", ["sqlite", "postgresql"])
@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_backup_of_either_database_comes_back_in_either(
    source: Path, postgresql: str, tmp_path: Path, origin: str, target: str
) -> None:
    if origin == "postgresql":
        move_store(str(source), postgresql)
    made = make_backup(postgresql if origin == "postgresql" else str(source), tmp_path / "store.tar.zst", who="ana")
    assert made.manifest.origin == origin
    assert made.logged
    if origin == target == "postgresql":
        with pytest.raises(StoreError, match="holds something already"):
            restore_backup(made.path, postgresql, who="ben")
        return
    address = postgresql if target == "postgresql" else str(tmp_path / "back.db")
    restored = restore_backup(made.path, address, who="ben")
    assert restored.faults == []
    assert restored.manifest == made.manifest
    assert hash_exports(address, tmp_path / "a") == hash_exports(str(source), tmp_path / "b")


def test_a_backup_is_one_moment_though_others_write(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "_PAGES_AT_A_TIME", 5)
    stop, written = Event(), Event()

    def write() -> None:
        with open_store(str(source)) as store:
            while not stop.is_set():
                store.log.append("test", "ana", "test:1", {"words": "x" * 2000})
                written.set()

    writer = Thread(target=write)
    writer.start()
    try:
        assert written.wait(30)
        made = make_backup(str(source), tmp_path / "store.tar", who="ana")
    finally:
        stop.set()
        writer.join()
    assert made.logged
    manifest, faults = check_backup(made.path)
    assert faults == []
    with open_store(str(source)) as store:
        entries = list(store.log.iter_entries())
    assert manifest.chains["entries"] == entries[manifest.tables["entries"] - 1].hash
    assert manifest.tables["entries"] < len(entries)
    assert [entry.detail["sha256"] for entry in entries if entry.kind == "backup"] == [made.sha256]


def test_who_was_signed_in_is_signed_out_and_the_log_says_where_it_came_from(source: Path, tmp_path: Path) -> None:
    with open_store(str(source)) as store:
        secret = make_session(store, "admin")
        store.people.invite("f" * 64, make_person(store, "coder").id, now_utc() + timedelta(days=1), who="tests")
    made = make_backup(str(source), tmp_path / "store.tar", who="ana")
    restore_backup(made.path, str(tmp_path / "back.db"), who="ben")
    with open_store(str(tmp_path / "back.db")) as store:
        assert store.people.find_session(text_hash(secret)) is None
        assert store.people.find_invitation("f" * 64) is None
        (entry,) = store.log.entries(subject="restore:store")
        assert (entry.who, entry.detail["sha256"]) == ("ben", made.manifest.sha256)
        assert store.health.counts().last_backup is None  # this one is not backed up yet
    with open_store(str(source)) as store:
        assert store.people.find_session(text_hash(secret)) is not None
        assert store.health.counts().last_backup is not None


def test_nothing_is_replaced(source: Path, backup: Path, tmp_path: Path) -> None:
    (tmp_path / "there.tar").write_bytes(b"mine")
    with pytest.raises(WrongCallError, match="there is such a file already"):
        make_backup(str(source), tmp_path / "there.tar", who="ana")
    assert (tmp_path / "there.tar").read_bytes() == b"mine"
    before = source.read_bytes()
    with pytest.raises(StoreError, match="restored where nothing is"):
        restore_backup(backup, str(source), who="ana")
    assert source.read_bytes() == before
    (tmp_path / "new.db-wal").write_bytes(b"of another")  # would be taken for what was written last
    with pytest.raises(StoreError, match="restored where nothing is"):
        restore_backup(backup, str(tmp_path / "new.db"), who="ana")


@pytest.mark.parametrize(
    "content", [None, b"", b"no database at all, but long enough", b"SQLite format 3\x00" + bytes(90)]
)
def test_what_is_no_store_is_not_backed_up(tmp_path: Path, content: bytes | None) -> None:
    source, folder = tmp_path / "source.db", tmp_path / "out"
    folder.mkdir()
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(StoreError):
        make_backup(str(source), folder / "store.tar", who="ana")
    assert names_in(folder) == []


def test_a_damaged_store_is_told_and_not_backed_up(source: Path, tmp_path: Path) -> None:
    with source.open("r+b") as file:
        for page in range(20, 60, 3):
            file.seek(page * 4096 + 8)
            file.write(b"\xff" * 64)
    with pytest.raises(StoreError, match="damaged"):
        make_backup(str(source), tmp_path / "store.tar", who="ana")
    assert not (tmp_path / "store.tar").exists()


def test_a_backup_that_cannot_be_written_leaves_nothing(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "write_backup", fail)
    (tmp_path / "out").mkdir()
    with pytest.raises(BackupError, match="No space left"):
        make_backup(str(source), tmp_path / "out" / "store.tar", who="ana")
    assert names_in(tmp_path / "out") == []


@pytest.mark.parametrize("suffix", PACKINGS)
def test_any_damage_of_the_file_is_told(source: Path, tmp_path: Path, suffix: str) -> None:
    whole = make_backup(str(source), tmp_path / f"store{suffix}", who="ana").path.read_bytes()
    damaged = tmp_path / f"damaged{suffix}"
    (tmp_path / "in").mkdir()
    for at in (0, 600, len(whole) // 3, len(whole) // 2):
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        with pytest.raises((BackupError, StoreError)):
            restore_backup(damaged, str(tmp_path / "in" / "back.db"), who="ana")
    for length in (0, 100, len(whole) // 2):
        damaged.write_bytes(whole[:length])
        with pytest.raises(BackupError):
            restore_backup(damaged, str(tmp_path / "in" / "back.db"), who="ana")
    assert names_in(tmp_path / "in") == []


def rewrite(backup: Path, target: Path, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], object]) -> Path:
    """The backup with other members in it."""
    members: list[tuple[tarfile.TarInfo, bytes]] = []
    with tarfile.open(backup) as tar:
        for member in tar:
            stream = tar.extractfile(member)
            members.append((member, b"" if stream is None else stream.read()))
    change(members)
    with tarfile.open(target, "w") as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return target


def change_manifest(**changes: object) -> Callable[[list[tuple[tarfile.TarInfo, bytes]]], object]:
    def change(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        member, content = members[0]
        told = {name: value for name, value in (json.loads(content) | changes).items() if name != "seal"}
        members[0] = (member, json.dumps({**told, "seal": content_hash(told)}).encode())

    return change


def lead_elsewhere(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    members[1][0].name = "../../evil.sqlite"


def point_elsewhere(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    members[1][0].type, members[1][0].linkname = tarfile.SYMTYPE, "/etc/passwd"


CHANGES = {
    "of other rows": change_manifest(tables={"reports": 1}),
    "of other chains": change_manifest(chains={"decisions": "0" * 64, "entries": "0" * 64}),
    "of another hash": change_manifest(sha256="0" * 64),
    "of another size": change_manifest(bytes=17),
    "of an unsealed manifest": lambda members: members.__setitem__(
        0, (members[0][0], members[0][1].replace(b"0.", b"1."))
    ),
    "of another kind": change_manifest(kind="something"),
    "of a later form": change_manifest(version=2),
    "of no moment": change_manifest(made="yesterday"),
    "of a moment that is not in UTC": change_manifest(made="2026-11-21T02:00:00"),
    "of no form": change_manifest(tables=[1, 2]),
    "with a name that leads elsewhere": lead_elsewhere,
    "with a link": point_elsewhere,
    "with more": lambda members: members.append((tarfile.TarInfo("more"), b"more")),
    "the wrong way round": lambda members: members.reverse(),
    "empty": lambda members: members.clear(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_backup_is_believed_only_what_holds(
    backup: Path, tmp_path: Path, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], object]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    changed = rewrite(backup, tmp_path / "changed.tar", change)
    with pytest.raises(BackupError):
        restore_backup(changed, str(folder / "back.db"), who="ana")
    assert names_in(folder) == []
    assert sorted(names_in(tmp_path)) == ["changed.tar", "in"]


def test_a_store_of_a_newer_version_is_left_in_its_backup(backup: Path, source: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(StoreError, match="newer version"):
        make_backup(str(source), tmp_path / "store.tar", who="ana")


def test_faults_come_back_as_they_were_and_are_told(source: Path, tmp_path: Path) -> None:
    with tampering(source) as connection:
        connection.execute("UPDATE runs SET coder = 'another'")
    made = make_backup(str(source), tmp_path / "store.tar", who="ana")
    restored = restore_backup(made.path, str(tmp_path / "back.db"), who="ana")
    assert restored.faults
    with open_store(str(source)) as store:
        assert [str(fault) for fault in verify_store(store)] == [str(fault) for fault in restored.faults]


def test_an_older_store_is_backed_up_as_it_is_and_restored_as_of_today(source: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    make_old_store(old, source, "0003")
    before = old.read_bytes()
    made = make_backup(str(old), tmp_path / "old.tar.zst", who="ana")
    assert (made.manifest.schema, made.logged) == ("0003", False)
    assert old.read_bytes() == before
    restore_backup(made.path, str(tmp_path / "new.db"), who="ana")
    with open_store(str(tmp_path / "new.db")) as store:
        assert store.health.is_current()
        assert store.count_reports() == made.manifest.tables["reports"]


def test_an_older_store_in_postgresql_is_refused_and_left(source: Path, postgresql: str, tmp_path: Path) -> None:
    move_store(str(source), postgresql)
    with changing(postgresql) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0007'"))
    with pytest.raises(
        StoreError, match=r"older version of Dateline.*back it up with the version that made it"
    ) as told:
        make_backup(postgresql, tmp_path / "old.tar", who="ana")
    assert "verify" not in str(told.value)
    with changing(postgresql) as connection:
        assert read_version(connection, postgresql) == "0007"
    assert names_in(tmp_path) == ["source.db"]


def test_a_restore_verifies_once(
    backup: Path, postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []

    def count(store: SqlStore) -> list[Fault]:
        verified.append("once")
        return verify_store(store)

    monkeypatch.setattr(backups, "verify_store", count)
    monkeypatch.setattr(moving, "verify_store", count)
    restore_backup(backup, postgresql, who="ana")
    assert len(verified) == 1
    restore_backup(backup, str(tmp_path / "back.db"), who="ana")
    assert len(verified) == 2


def test_only_the_newest_are_kept_and_nothing_else_is_touched(tmp_path: Path) -> None:
    start = datetime(2026, 11, 21, 2, tzinfo=UTC)
    for day in range(5):
        name_backup(tmp_path, "zstd", lambda day=day: start + timedelta(days=day)).write_bytes(b"x")  # type: ignore[misc]
    for other in ("dateline.db", "notes.tar.zst", "dateline-2026.tar.zst"):
        (tmp_path / other).write_bytes(b"y")
    gone = remove_old(tmp_path, 2)
    assert [path.name for path in gone] == [f"dateline-202611{day}T020000Z.tar.zst" for day in (21, 22, 23)]
    assert names_in(tmp_path) == [
        "dateline-2026.tar.zst", "dateline-20261124T020000Z.tar.zst", "dateline-20261125T020000Z.tar.zst",
        "dateline.db", "notes.tar.zst",
    ]  # fmt: skip


def test_a_name_tells_how_a_backup_is_packed(source: Path, tmp_path: Path) -> None:
    for call in (
        lambda: make_backup(str(source), tmp_path / "store.zip", who="ana"),
        lambda: name_backup(tmp_path, "rar"),
        lambda: read_backup(tmp_path / "store.zip"),
    ):
        with pytest.raises(DatelineError, match=r"packed"):
            call()
