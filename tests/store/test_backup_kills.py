"""A backup or restore that is cut off: nothing half has a name, and what was begun can be begun again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from crowded_stores import fill_crowded_store, hash_exports
from people_samples import make_person, make_session

from dateline.base.clock import now_utc
from dateline.model.ids import text_hash
from dateline.services import moving
from dateline.services.backups import check_backup, make_backup, remove_leavings, restore_backup
from dateline.services.verification import verify_store
from dateline.store import moves
from dateline.store.databases import SqlStore, open_store
from dateline.store.move_marks import MoveMark

KILLED = """
import os, signal, sys
from pathlib import Path
from dateline.services import backups
what, step, first, second = sys.argv[1:]
done = getattr(backups, step)

def kill(*args, **kwargs):
    done(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(backups, step, kill)
if what == "backup":
    backups.make_backup(first, Path(second), who="ana")
else:
    backups.restore_backup(Path(first), second, who="ana")
"""


def run_and_kill(what: str, step: str, first: Path, second: Path) -> None:
    """Call it in a process of its own, which is killed when a step is done."""
    arguments = [sys.executable, "-c", KILLED, what, step, str(first), str(second)]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.db"
    fill_crowded_store(path)
    return path


@pytest.mark.parametrize("step", ["copy_file", "write_backup", "read_backup"])
def test_a_killed_backup_has_no_name_and_harms_nothing(source: Path, tmp_path: Path, step: str) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    run_and_kill("backup", step, source, folder / "store.tar.zst")
    assert [path.name[:17] for path in folder.iterdir()] == [".dateline-backup-"]
    remove_leavings(folder)  # perhaps another backup is at work there
    (left,) = folder.iterdir()
    os.utime(left, (time.time() - 90_000,) * 2)
    remove_leavings(folder)
    assert list(folder.iterdir()) == []
    with open_store(str(source)) as store:
        assert verify_store(store) == []
    assert check_backup(make_backup(str(source), folder / "store.tar.zst", who="ana").path)[1] == []


@pytest.mark.parametrize("step", ["read_backup", "take_inventory", "_settle", "close_file"])
def test_a_killed_restore_leaves_no_store(source: Path, tmp_path: Path, step: str) -> None:
    file, folder = tmp_path / "store.tar", tmp_path / "in"
    folder.mkdir()
    make_backup(str(source), file, who="ana")
    run_and_kill("restore", step, file, folder / "back.db")
    assert [path.name for path in folder.iterdir() if not path.name.startswith(".dateline-restore-")] == []
    assert restore_backup(file, str(folder / "back.db"), who="ana").faults == []


def sign_in_and_invite(source: Path) -> str:
    """Gives the hash of a session; that of the invitation is all f."""
    with open_store(str(source)) as store:
        secret = make_session(store, "admin")
        store.people.invite("f" * 64, make_person(store, "coder").id, now_utc() + timedelta(days=1), who="tests")
    return text_hash(secret)


def test_nobody_is_signed_in_after_a_restore_that_was_killed_in_its_verification(
    source: Path, postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sign_in_and_invite(source)
    made = make_backup(str(source), tmp_path / "store.tar", who="ana")

    def stop(_: SqlStore) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(moving, "verify_store", stop)
    with pytest.raises(KeyboardInterrupt):
        restore_backup(made.path, postgresql, who="ana")
    with open_store(postgresql) as store:
        assert store.people.find_session(session) is None
        assert store.people.find_invitation("f" * 64) is None
    with open_store(str(source)) as store:
        assert store.people.find_session(session) is not None
        assert store.people.find_invitation("f" * 64) is not None


def test_a_restore_to_postgresql_goes_on_where_it_was_cut_off(
    source: Path, postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in_and_invite(source)
    made = make_backup(str(source), tmp_path / "store.tar", who="ana")
    note_end, ended = moves.Move._note_end, []

    def stop(move: moves.Move, mark: MoveMark) -> None:
        note_end(move, mark)
        ended.append(mark)
        if len(ended) == 9:
            raise KeyboardInterrupt

    monkeypatch.setattr(moves.Move, "_note_end", stop)
    with pytest.raises(KeyboardInterrupt):
        restore_backup(made.path, postgresql, who="ana")
    assert restore_backup(made.path, postgresql, who="ana").faults == []
    assert hash_exports(postgresql, tmp_path / "a") == hash_exports(str(source), tmp_path / "b")


def test_a_disk_without_links_is_written_to_all_the_same(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    made = make_backup(str(source), tmp_path / "store.tar", who="ana")
    restore_backup(made.path, str(tmp_path / "back.db"), who="ana")
    assert shutil.which("tar") is None or not subprocess.run(["tar", "-tf", str(made.path)], check=False).returncode
