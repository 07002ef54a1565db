"""Use case: a whole store in one file that can be carried away, and brought back into either database.

What lies in a backup is always a SQLite store: that of a SQLite store is copied page by page while the desk runs,
that of another database is moved there as `dateline move` does, out of one snapshot. So a backup of one can be
restored into the other.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from dateline import __version__
from dateline.base.clock import Clock, now_utc
from dateline.base.outputs import hash_file
from dateline.model.errors import StoreError, WrongCallError
from dateline.services.backup_files import (
    SUFFIXES,
    BackupError,
    Manifest,
    describe_store,
    name_packing,
    read_backup,
    sync,
    write_backup,
)
from dateline.services.moving import move_store
from dateline.services.verification import Fault, verify_store
from dateline.store.backups import StoreInventory, close_file, copy_file, file_of, show, take_inventory
from dateline.store.databases import open_store
from dateline.store.health import BACKUP, BACKUP_SUBJECT
from dateline.store.schema import SCHEMA_VERSION
from dateline.store.snapshots import OlderStoreError

RESTORE, RESTORE_SUBJECT = "restore", "restore:store"
_SCRATCH = ".dateline-backup-"
_DATED = re.compile(r"dateline-\d{8}T\d{6}Z\.tar(\.zst|\.gz)?")

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""In: what is being done, and how many steps there are. Gives a function to tell how many more are done."""


@contextmanager
def without_progress(_doing: str, _total: int) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made, and read again. `sha256`: of the file; `logged`: whether the store's log tells of it.

    `removed`: older backups that made room for it.
    """

    path: Path
    sha256: str
    bytes: int
    manifest: Manifest
    logged: bool
    removed: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored where, without a password. `faults`: of the store itself; the backed-up one had them too.

    `keys`: how many keys of programs can be used again.
    """

    address: str
    manifest: Manifest
    faults: Sequence[Fault]
    keys: int


# Making


def name_backup(folder: Path, packing: str, clock: Clock = now_utc) -> Path:
    """The name of a new backup in a folder, by its moment. Raises WrongCallError for a packing that there is not."""
    suffix = next((suffix for suffix, known in SUFFIXES.items() if known == packing), None)
    if suffix is None:
        raise WrongCallError("backups are not packed so", packing, f"known: {', '.join(SUFFIXES.values())}")
    return folder / f"dateline-{clock().astimezone(UTC):%Y%m%dT%H%M%SZ}{suffix}"


def make_backup(
    address: str, path: Path, *, who: str, clock: Clock = now_utc, progress: Progress = without_progress
) -> Backup:
    """Write the store at an address to a new file, read it again, and note it in the store's log.

    The store may be in use. A SQLite store of an older schema is backed up as it is, and its log is left alone.
    Raises WrongCallError where there is such a file already, StoreError where the store cannot be read or is damaged,
    or lies in PostgreSQL with an older schema, BackupError where the file cannot be written.
    """
    name_packing(path)
    if path.exists():
        raise WrongCallError("there is such a file already", str(path), "a backup never replaces another")
    try:
        with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=_SCRATCH) as scratch:
            store = Path(scratch) / "store.sqlite"
            made = clock().astimezone(UTC).isoformat(timespec="seconds")
            origin = _copy(address, store, progress)
            manifest = _describe(store, origin, made)
            packed = Path(scratch) / path.name
            write_backup(packed, manifest, store)
            with progress("reading the backup again", manifest.bytes) as on_bytes:
                read_backup(packed, on_bytes=on_bytes)
            digest, size = hash_file(packed), packed.stat().st_size
            _put(packed, path)
    except OSError as error:
        raise BackupError("the backup cannot be written", str(path), error.strerror or str(error)) from error
    return Backup(path, digest, size, manifest, _log_backup(address, manifest, digest, who))


def _copy(address: str, target: Path, progress: Progress) -> str:
    """Copy the store into a SQLite file; gives what kind of database it came from."""
    source = file_of(address)
    if source is None:
        try:
            move_store(address, str(target), progress)
        except OlderStoreError as error:  # what brings it up to date would leave no way back
            cause = "back it up with the version that made it, before this one opens it; nothing was written"
            raise StoreError(error.message, error.subject, cause) from error
        close_file(target)
        return "postgresql"
    size = source.stat().st_size if source.exists() else 0
    with progress("copying", size) as on_bytes:
        done = 0

        def on_pages(left: int, total: int) -> None:
            nonlocal done
            now = size * (total - left) // max(total, 1)
            on_bytes(now - done)
            done = now

        copy_file(source, target, on_pages)
    return "sqlite"


def _describe(store: Path, origin: str, made: str) -> Manifest:
    found = take_inventory(store)
    size, digest = describe_store(store)
    return Manifest(made, __version__, found.schema, origin, size, digest, found.tables, found.chains)


def _put(packed: Path, path: Path) -> None:
    """Give a finished file its name, which nobody may have taken meanwhile."""
    try:
        os.link(packed, path)
    except FileExistsError:
        raise WrongCallError("there is such a file already", str(path)) from None
    except OSError:  # a file system without links
        if path.exists():
            raise WrongCallError("there is such a file already", str(path)) from None
        packed.rename(path)
    sync(path.absolute().parent)


def _log_backup(address: str, manifest: Manifest, digest: str, who: str) -> bool:
    """A copy of all there is: the log tells of it, as of any export. One that cannot be written forbids no backup."""
    if manifest.schema != SCHEMA_VERSION:
        return False
    detail = {"sha256": digest, "bytes": manifest.bytes, "made": manifest.made}
    try:
        with open_store(address, create=False) as store:
            store.log.append(BACKUP, who, BACKUP_SUBJECT, detail)
    except StoreError:
        return False
    return True


def remove_old(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest backups of a folder, by the moment in their names; gives those that went.

    Only files of names that `name_backup` gives are ever touched.
    """
    dated = sorted(path for path in folder.iterdir() if _DATED.fullmatch(path.name) and path.is_file())
    gone = dated[: max(len(dated) - keep, 0)]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


# Bringing back


def check_backup(path: Path, progress: Progress = without_progress) -> tuple[Manifest, Sequence[Fault]]:
    """See that a backup is whole, and what is broken in its store. Raises BackupError, StoreError."""
    with tempfile.TemporaryDirectory(prefix="dateline-backup-") as scratch:
        store = Path(scratch) / "store.sqlite"
        manifest = _unpack(path, store, progress)
        with open_store(str(store), create=False) as opened:
            return manifest, verify_store(opened)


def restore_backup(path: Path, address: str, *, who: str, progress: Progress = without_progress) -> Restored:
    """Make a store out of a backup where there is none. Raises as `check_backup`, and StoreError where there is one.

    Whoever was signed in when the backup was made is not any more, and links of invitations are void: some of them
    may have been ended since. They are so before the first row reaches `address`, whatever is cut off after that.
    """
    target = file_of(address)
    if target is not None:
        _check_free(target)
    folder = None if target is None else target.absolute().parent
    with tempfile.TemporaryDirectory(dir=folder, prefix=".dateline-restore-") as scratch:
        store = Path(scratch) / "store.sqlite"
        manifest = _unpack(path, store, progress)
        sessions = _shut_out(store, manifest)
        if target is None:
            faults = move_store(str(store), address, progress).faults
            return _settle(address, show(address), manifest, who, sessions, faults)
        with open_store(str(store), create=False) as opened:
            faults = verify_store(opened)
        settled = _settle(str(store), show(address), manifest, who, sessions, faults)
        close_file(store)
        _check_free(target)
        _put(store, target)
        return settled


def _check_free(target: Path) -> None:
    if not target.absolute().parent.is_dir():
        raise StoreError("the database cannot be made", str(target), "its folder does not exist")
    for name in (target.name, f"{target.name}-wal", f"{target.name}-shm"):
        if target.with_name(name).exists():
            raise StoreError("a backup is restored where nothing is", str(target.with_name(name)), "this file exists")


def _unpack(path: Path, store: Path, progress: Progress) -> Manifest:
    """Unpack the store of a backup, and see that it holds what the manifest tells."""
    size = path.stat().st_size if path.is_file() else 0
    with progress("unpacking", size) as on_bytes:
        manifest = read_backup(path, store, on_bytes)
    found = take_inventory(store)
    if found != StoreInventory(manifest.schema, manifest.tables, manifest.chains):
        raise BackupError("the store in the backup is not the one that its manifest tells of", str(path))
    return manifest


def _shut_out(store: Path, manifest: Manifest) -> int:
    """Bring an unpacked store to the present schema, and shut out who was signed in; gives how many sessions ended.

    As of the moment of the backup: each time it is unpacked the same rows come out, so that a restore which was cut
    off can go on.
    """
    with open_store(str(store), create=False, clock=lambda: manifest.moment) as opened:
        return opened.people.end_all_sessions()


def _settle(
    address: str, shown: str, manifest: Manifest, who: str, sessions: int, faults: Sequence[Fault]
) -> Restored:
    """Note in the log of a restored store where it comes from."""
    with open_store(address, create=False) as store:
        detail = {"made": manifest.made, "sha256": manifest.sha256, "sessions": sessions, "faults": len(faults)}
        store.log.append(RESTORE, who, RESTORE_SUBJECT, detail)
        keys = store.people.count_usable_tokens()
    return Restored(shown, manifest, faults, keys)


def remove_leavings(folder: Path) -> None:
    """Remove what backups that were killed left behind in a folder more than a day ago."""
    for left in folder.glob(f"{_SCRATCH}*"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - 86_400:
                shutil.rmtree(left)
