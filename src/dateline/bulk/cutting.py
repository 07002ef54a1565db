"""Cuts files into blocks. Every byte is read once, for the hash by which a block's results are found again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from dateline.bulk.archives import open_bytes, open_lines, open_random
from dateline.bulk.blocks import Block, InputFile
from dateline.model.errors import ReadError

_PIECE_BYTES = 1 << 20
_BLANK = b"\xef\xbb\xbf \t\r\n"
_PAGES = ("response", "resource")


def cut_file(file: InputFile, rows: int) -> Iterator[Block]:
    """The blocks of a file, of so many reports each. Raises ReadError where it cannot be read, or is empty."""
    cut = {"jsonl": _cut_lines, "parquet": _cut_table, "warc": _cut_archive}[file.kind]
    found = 0
    try:
        for block in cut(file, rows):
            found += 1
            yield block
    except (OSError, EOFError, pa.ArrowException) as error:
        raise ReadError("cannot be read", file.name, str(error)) from error
    if not found:
        raise ReadError("nothing in it", file.name, "the input is empty")


def _cut_lines(file: InputFile, rows: int) -> Iterator[Block]:
    """Blocks end with a line. Empty lines count in `first`, but not as reports."""
    with open_lines(file) as stream:
        start = end = first = number = count = 0
        says_something = False
        digest = hashlib.sha256()
        for piece in _read_pieces(stream):
            digest.update(piece)
            end += len(piece)
            says_something = says_something or bool(piece.strip(_BLANK))
            if not piece.endswith(b"\n"):
                continue  # the rest of the line follows, or nothing at all
            number += 1
            count += says_something
            says_something = False
            if count == rows:
                yield Block(file, start, end, first, count, digest.hexdigest())
                start, first, count, digest = end, number, 0, hashlib.sha256()
        if count + says_something:
            yield Block(file, start, end, first, count + says_something, digest.hexdigest())


def _read_pieces(stream: BinaryIO) -> Iterator[bytes]:
    """Lines, those that are very long in pieces."""
    return iter(lambda: stream.readline(_PIECE_BYTES), b"")


def _cut_table(file: InputFile, rows: int) -> Iterator[Block]:
    with open_random(file) as source:
        total = pq.ParquetFile(source).metadata.num_rows
    digest = _hash_file(file) if total else ""
    for start in range(0, total, rows):
        end = min(start + rows, total)
        yield Block(file, start, end, start, end - start, digest)


def _cut_archive(file: InputFile, rows: int) -> Iterator[Block]:
    """Blocks end before a record. An archive that breaks off gives its last block up to its end."""
    from warcio.archiveiterator import ArchiveIterator  # slow to import

    digest = _hash_file(file)
    size = _measure_file(file)
    start = first = count = 0
    with open_bytes(file) as stream:
        for offset, is_page in _list_records(ArchiveIterator(stream, arc2warc=True)):
            if count == rows:
                yield Block(file, start, offset, first, count, digest)
                start, first, count = offset, first + count, 0
            count += is_page
    if size:
        yield Block(file, start, size, first, count, digest)


def _list_records(archive: Any) -> Iterator[tuple[int, bool]]:
    """Where each record begins, and whether it may be a page; up to where the archive is broken."""
    try:
        for record in archive:
            yield archive.get_record_offset(), record.rec_type in _PAGES
    except Exception:  # noqa: BLE001 - what a broken archive raises is not foreseen; who reads the block names it
        return


def _hash_file(file: InputFile) -> str:
    digest = hashlib.sha256()
    with open_bytes(file) as stream:
        while piece := stream.read(_PIECE_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def _measure_file(file: InputFile) -> int:
    with open_random(file) as source:
        return int(source.size())
