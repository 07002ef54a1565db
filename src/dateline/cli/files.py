"""Where a result goes: stdout, or a file that is there whole or not at all."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from dateline.base.outputs import replace_whole
from dateline.model.errors import WrongCallError


@contextmanager
def open_result(output: Path | None) -> Iterator[TextIO]:
    """A stream for the result: stdout for None or "-", else `output`, replaced only when all is written.

    Raises WrongCallError where there is no folder for the file, OSError where it cannot be written.
    """
    if output is None or str(output) == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    if not output.absolute().parent.is_dir():
        raise WrongCallError("cannot write there", str(output), "its folder does not exist")
    with replace_whole(output) as file:
        stream = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
        yield stream
        stream.flush()
        stream.detach()


def write_line(stream: TextIO, row: Mapping[str, Any]) -> None:
    """One object of a JSON Lines file."""
    stream.write(json.dumps(row, ensure_ascii=False) + "\n")
