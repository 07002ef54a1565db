"""Where inputs lie: files of this machine and of object stores alike, by `pyarrow.fs`."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import quote

from pyarrow import fs

from dateline.bulk.blocks import InputFile, Kind
from dateline.model.errors import ReadError, WrongCallError

_PACKED = (".gz", ".zst", ".bz2", ".lz4")
_KINDS: dict[str, Kind] = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet", ".warc": "warc",
}  # fmt: skip
_PIECE_BYTES = 1 << 20


def open_place(address: str) -> tuple[fs.FileSystem, str]:
    """The file system of an address, and the path in it. Raises WrongCallError where it is no address."""
    try:
        if "://" not in address:
            return fs.LocalFileSystem(), Path(address).absolute().as_posix()
        return cast(tuple[fs.FileSystem, str], fs.FileSystem.from_uri(address))
    except (OSError, ValueError) as error:
        raise WrongCallError("not a place that can be read", address, str(error)) from error


def lies_within(address: str, other: str) -> bool:
    """Whether a place is the other one, or below it."""
    (system, path), (other_system, other_path) = open_place(address), open_place(other)
    return bool(system.type_name == other_system.type_name) and f"{path}/".startswith(f"{other_path.rstrip('/')}/")


def list_inputs(inputs: Iterable[str]) -> Iterator[InputFile | ReadError]:
    """Every file of the inputs, folders in order of name; what is missing or of no kind that is known is an error.

    Names are those below the input, so that they stay when the whole of it is moved; where two are the same, the
    later one gets a number.
    """
    seen: dict[str, int] = {}
    for address in inputs:
        system, path = open_place(address)
        try:
            found = _list_files(system, path)
        except OSError as error:
            yield ReadError("cannot be read", address, str(error))
            continue
        for name, below in found:
            kind = _tell_kind(name)
            if kind is None:
                yield ReadError("not read in bulk", below, "neither .jsonl, .parquet nor .warc; see dateline code")
                continue
            seen[name] = seen.get(name, 0) + 1
            where = join_address(address, below.removeprefix(path.rstrip("/")), below)
            yield InputFile(name if seen[name] == 1 else f"{name}#{seen[name]}", where, kind)


def _list_files(system: fs.FileSystem, path: str) -> list[tuple[str, str]]:
    """Names and paths of a file, or of all below a folder but the hidden ones."""
    info = system.get_file_info(path)
    base = path.rstrip("/").rpartition("/")[2]
    if info.type == fs.FileType.File:
        return [(base, path)]
    if info.type != fs.FileType.Directory:
        raise FileNotFoundError("there is no such file or folder")
    below = system.get_file_info(fs.FileSelector(path, recursive=True))
    paths = sorted(entry.path for entry in below if entry.type == fs.FileType.File)
    names = [(one.removeprefix(path.rstrip("/") + "/"), one) for one in paths]
    return [(f"{base}/{name}", one) for name, one in names if not _is_hidden(name)]


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "_")) for part in name.split("/"))


def join_address(given: str, below: str, path: str) -> str:
    """The address of what lies `below` a given one ("" for itself), at a path in its file system.

    Machine, account and settings of the given address stay: `s3://bucket/news?region=eu-west-1`.
    """
    scheme, mark, _ = given.partition("://")
    if not mark or scheme == "file":
        return path
    place, question, options = given.partition("?")
    return f"{place.rstrip('/')}{quote(below)}{question}{options}" if below else given


def _tell_kind(name: str) -> Kind | None:
    path = Path(name.lower())
    if path.suffix in _PACKED and Path(path.stem).suffix != ".parquet":
        path = Path(path.stem)
    return _KINDS.get(path.suffix)


def open_lines(file: InputFile, start: int = 0) -> BinaryIO:
    """The bytes of a file from `start` on, unpacked by its name. What is packed is read from its beginning."""
    system, path = open_place(file.address)
    if path.lower().endswith(_PACKED):
        stream = io.BufferedReader(system.open_input_stream(path), _PIECE_BYTES)
        _pass_over(stream, start)
        return cast(BinaryIO, stream)
    return open_bytes(file, start)


def open_bytes(file: InputFile, start: int = 0) -> BinaryIO:
    """The bytes of a file as they lie there, from `start` on."""
    system, path = open_place(file.address)
    source = system.open_input_file(path)
    source.seek(start)
    return cast(BinaryIO, io.BufferedReader(source, _PIECE_BYTES))


def open_random(file: InputFile) -> Any:
    """A file for reading here and there."""
    system, path = open_place(file.address)
    return system.open_input_file(path)


def _pass_over(stream: io.BufferedReader, count: int) -> None:
    while count > 0 and (piece := stream.read(min(count, _PIECE_BYTES))):
        count -= len(piece)
