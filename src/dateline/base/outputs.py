"""Files that are there whole or not at all, and their hashes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replace_whole(path: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes take the place of the file at `path` at once, when all are written and on the disk.

    Where anything fails, an old file stays as it was and nothing half is left. Raises OSError where the file
    cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(0o666 & ~_current_umask())  # temporary files are private; a finished one is like any new file
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def hash_file(path: Path) -> str:
    """SHA-256 (hex) of a file. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
