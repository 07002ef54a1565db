"""What a feed or folder says when it is asked: what is there, and when to ask again."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from dateline.base.logging import get_logger
from dateline.model.errors import FetchError, ReadError
from dateline.model.follows import Answer, FollowedSource, FoundItem
from dateline.model.ids import text_hash
from dateline.read.feed_entries import FeedEntry, list_entries
from dateline.read.fetch import AnswerError, Fetched
from dateline.read.inputs import list_files
from dateline.services.follow_times import Chance, ask_after_failure, next_asking

_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".swp", "~")
"""How programs call files that they are still writing."""
_log = get_logger(__name__)


def read_answer(source: FollowedSource, got: Fetched | FetchError | None, now: datetime, chance: Chance) -> Answer:
    """What came of asking a feed: its bytes, None where it has not changed, or why they could not be had."""
    if isinstance(got, FetchError):
        retry_after = got.retry_after if isinstance(got, AnswerError) else None
        return _fail(source, got, now, chance, retry_after)
    unchanged = Answer(
        now, next_asking(now, source.every_s, chance), etag=source.etag, last_modified=source.last_modified
    )
    if got is None:
        return unchanged
    try:
        found = _find_pages(list_entries(got.data, got.address), source, now)
    except ReadError as error:
        return _fail(source, error, now, chance)
    said = got.validators
    return replace(unchanged, items=found, etag=said.etag, last_modified=said.last_modified)


def scan_folder(
    source: FollowedSource, known: Mapping[str, str], now: datetime, rest: timedelta, chance: Chance
) -> Answer:
    """The files of a folder that are new or other than they were; each waits until it has rested.

    In: `known`, the fingerprint of each file by the hash of its path below the folder; `rest`, how long a file may
    not have changed before it is taken for whole.
    """
    folder = Path(source.address)
    try:
        if not folder.is_dir():
            return _fail(source, ReadError("cannot be read", source.address, "there is no such folder"), now, chance)
        found = [
            FoundItem(name, path.as_posix(), now + rest, fingerprint)
            for path, name, fingerprint in _list_whole_files(folder)
            if known.get(text_hash(name)) != fingerprint
        ]
    except OSError as error:
        failure = ReadError("cannot be read", source.address, error.strerror or str(error))
        return _fail(source, failure, now, chance)
    return Answer(now, now + timedelta(seconds=source.every_s), found)


def read_fingerprint(path: Path) -> str | None:
    """What tells one state of a file from another: size and time of change. None where it is no file (any more)."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return f"{status.st_size}-{status.st_mtime_ns}" if stat.S_ISREG(status.st_mode) else None


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder when all links are followed; links that lead in a circle lead nowhere."""
    try:
        return path.resolve(strict=path.is_symlink()).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False


def _list_whole_files(folder: Path) -> list[tuple[Path, str, str]]:
    """Every file that may be read, with its path below the folder and its fingerprint."""
    found = []
    for path in list_files(folder):
        name = path.relative_to(folder).as_posix()
        if name.lower().endswith(_UNFINISHED) or not _is_text(name):
            continue
        if path.is_symlink() and not is_inside(path, folder):
            continue  # whoever may write to the folder must not have other files read through it
        fingerprint = read_fingerprint(path)
        if fingerprint is not None:
            found.append((path, name, fingerprint))
    return found


def _is_text(name: str) -> bool:
    """Whether a file's name can be written down; some systems allow bytes that are no text."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in name


def _find_pages(entries: list[FeedEntry], source: FollowedSource, now: datetime) -> list[FoundItem]:
    """Raises: ReadError where the feed lists entries, and none of them with a page."""
    found = [
        FoundItem(entry.key, entry.address, now, published=entry.published) for entry in entries if entry.address
    ]
    if entries and not found:
        raise ReadError("no page in it", source.address, "none of its entries has a web address")
    if len(found) < len(entries):
        _log.info("source %d: %d entries without a web address", source.id, len(entries) - len(found))
    return found


def _fail(
    source: FollowedSource, error: ReadError, now: datetime, chance: Chance, retry_after: str | None = None
) -> Answer:
    due = ask_after_failure(now, source.every_s, source.failures + 1, chance, retry_after)
    return Answer(now, due, problem=tell_reason(error))


def tell_reason(error: ReadError) -> str:
    """Why something failed, without saying again what it was."""
    return error.cause or error.message
