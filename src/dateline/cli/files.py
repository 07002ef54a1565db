"""Where a result goes: stdout, or a file that is there whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from dateline.model.errors import WrongCallError


@contextmanager
def open_result(output: Path | None) -> Iterator[TextIO]:
    """A stream for the result: stdout for None or "-", else `output`, replaced only when all is written.

    Raises WrongCallError where the file cannot be written.
    """
    if output is None or str(output) == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.", suffix=".part")
    except OSError as error:
        raise WrongCallError("cannot write there", str(output), error.strerror or str(error)) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        part.chmod(0o666 & ~_umask())
        part.replace(output)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_line(stream: TextIO, row: Mapping[str, Any]) -> None:
    """One object of a JSON Lines file."""
    stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
