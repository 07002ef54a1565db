"""Inputs of every kind, one after the other, into reports; what cannot be read is named and the rest goes on."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from dateline.base.clock import Clock, now_utc
from dateline.base.settings import Settings
from dateline.model.custody import FETCHED, Screenshot
from dateline.model.errors import ReadError
from dateline.model.ids import bytes_hash
from dateline.read.captures import (
    A_FILE,
    Original,
    Overrides,
    ReadFailure,
    ReadReport,
    check_date,
    make_report,
)
from dateline.read.conversions import Arrival, Extraction
from dateline.read.encodings import decode_bytes, decode_noting
from dateline.read.feed import read_feed
from dateline.read.fetch import Fetched, Fetcher, WebFetcher
from dateline.read.html import read_html
from dateline.read.jsonl import keep_row, read_row, report_from_row
from dateline.read.kinds import HEAD_BYTES, Kind, tell_kind
from dateline.read.text import read_text
from dateline.read.warc import read_archive

__all__ = ["Fetcher", "Overrides", "ReadFailure", "ReadReport", "count_inputs", "read_inputs", "read_stream"]

Outcome = ReadReport | ReadFailure
NO_OVERRIDES = Overrides()
_NO_REPORT = re.compile(r"\..*|(?:README|LICEN[CS]E|CHANGELOG)\b.*|.*\.(?:md|css|js|map|ico|woff2?)$", re.IGNORECASE)
_MOST_COUNTED_BYTES = 500_000_000


def read_inputs(
    inputs: Sequence[str],
    settings: Settings,
    overrides: Overrides = NO_OVERRIDES,
    *,
    clock: Clock = now_utc,
    stdin: BinaryIO | None = None,
    fetch: Fetcher | None = None,
    photograph: Callable[[Fetched], Screenshot] | None = None,
) -> Iterator[Outcome]:
    """Read files, folders (all files below, in order of name), http(s) addresses, and "-" (`stdin`).

    The limit of `settings.max_input_bytes` is one of each report: JSONL and WARC files are read as streams and may be
    larger. `fetch` is what gets addresses; without it the network is asked. `photograph` takes pictures of the pages
    that are fetched; where it cannot, the report has a note of it.
    Raises: WrongCallError where `overrides.published` is no date; never for what is in an input.
    """
    if overrides.published:
        check_date(overrides.published)
    reader = _Reader(settings, overrides, clock, fetch or WebFetcher(settings, clock=clock), photograph)
    for name in inputs:
        if name == "-":
            yield from reader.read_stream(stdin or sys.stdin.buffer, "stdin")
        elif name.lower().startswith(("http://", "https://")):
            yield from reader.read_address(name)
        else:
            for path in list_files(Path(name)):
                yield from reader.read_path(path)


def read_stream(
    stream: BinaryIO, name: str, settings: Settings, *, kind: Kind | None = None, clock: Clock = now_utc
) -> Iterator[Outcome]:
    """Read a stream as a file of that name is read. In: `kind`, where it is known; else it is told by the beginning.

    Raises: OSError where the stream itself cannot be read.
    """
    return _Reader(settings, NO_OVERRIDES, clock, WebFetcher(settings, clock=clock)).read_stream(stream, name, kind)


def count_inputs(inputs: Sequence[str]) -> int:
    """About how many reports the inputs hold, without reading them: files, and lines of JSONL files."""
    paths = [path for name in inputs if "://" not in name and name != "-" for path in list_files(Path(name))]
    others = sum("://" in name or name == "-" for name in inputs)
    return others + sum(_count_lines(path) if path.suffix in (".jsonl", ".ndjson") else 1 for path in paths)


def list_files(path: Path) -> list[Path]:
    """The path itself, or for a folder all files below it in order of name.

    Left out are hidden files, a folder's own notes (README, LICENSE, *.md), and what browsers save beside a page.
    """
    if not path.is_dir():
        return [path]
    found: list[Path] = []
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".") and not name.endswith("_files")]
        found.extend(Path(folder, name) for name in names if not _NO_REPORT.match(name))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class _Reader:
    settings: Settings
    overrides: Overrides
    clock: Clock
    fetch: Fetcher
    photograph: Callable[[Fetched], Screenshot] | None = None

    def read_path(self, path: Path) -> Iterator[Outcome]:
        name = path.as_posix()
        try:
            if path.exists() and not path.is_file():
                raise ReadError("cannot be read", name, "this is neither a file nor a folder")
            with path.open("rb") as stream:
                yield from self.read_stream(stream, name)
        except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
            cause = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            yield ReadFailure(name, ReadError("cannot be read", name, cause))
        except ReadError as error:
            yield ReadFailure(name, error)

    def read_address(self, address: str) -> Iterator[Outcome]:
        try:
            got = self.fetch(address)
        except ReadError as error:
            yield ReadFailure(address, error)
            return
        arrival = Arrival(FETCHED, got.note or f"asked for {address}")
        original = Original(got.data, got.address, got.retrieved, got.charset, arrival=arrival)
        kind = tell_kind(got.data[:HEAD_BYTES], _name_for(got.media_type))
        for outcome in self._read_bytes(original, kind):
            yield self._add_picture(outcome, got) if kind is Kind.HTML else outcome

    def _add_picture(self, read: Outcome, page: Fetched) -> Outcome:
        if self.photograph is None or isinstance(read, ReadFailure):
            return read
        try:
            return replace(read, screenshot=self.photograph(page))
        except ReadError as error:
            return replace(read, notes=(*read.notes, str(error)))

    def read_stream(self, stream: BinaryIO, name: str, kind: Kind | None = None) -> Iterator[Outcome]:
        """Read what comes; only JSONL and archives may be larger than one report may be."""
        head = stream.read(HEAD_BYTES)
        joined = io.BufferedReader(_Joined(head, stream))
        kind = kind or tell_kind(head, name)
        if kind is Kind.JSON_LINES:
            yield from self._read_json_lines(joined, name)
        elif kind is Kind.ARCHIVE:
            yield from self._read_archive(joined, name)
        else:
            data = joined.read(self.settings.max_input_bytes + 1)
            yield from self._read_bytes(Original(data, name, self.clock()), kind)

    def _read_bytes(self, original: Original, kind: Kind) -> Iterator[Outcome]:
        try:
            self._check_size(original.data, original.address)
            if kind is Kind.GZIP:
                yield from self._read_gzip(original)
            elif kind is Kind.FEED:
                yield from self._read_feed(original)
            elif kind is Kind.JSON:
                yield from self._read_json(original)
            elif kind is Kind.JSON_LINES:
                yield from self._read_json_lines(io.BytesIO(original.data), original.address, original.arrival)
            elif kind is Kind.ARCHIVE:
                yield from self._read_archive(io.BytesIO(original.data), original.address)
            else:
                yield self._read_page(original, kind)
        except ReadError as error:
            yield ReadFailure(original.address, error)

    def _read_page(self, original: Original, kind: Kind, unpacked: bytes | None = None) -> ReadReport:
        steps: list[Extraction] = []
        if unpacked is not None:
            steps.append(Extraction("unpack", "zlib", zlib.ZLIB_RUNTIME_VERSION, bytes_hash(unpacked), "gzip"))
        decoded = decode_noting(original.data if unpacked is None else unpacked, original.address, original.charset)
        steps.append(decoded.step())
        story = read_html(decoded.text, original.address) if kind is Kind.HTML else read_text(decoded.text)
        return make_report(story, original, kind.value, self.overrides, steps)

    def _read_gzip(self, original: Original) -> Iterator[Outcome]:
        """A page or text that was gzipped; the capture keeps the bytes as they came."""
        try:
            unpacked = zlib.decompressobj(wbits=31).decompress(original.data, self.settings.max_input_bytes + 1)
        except zlib.error as error:
            raise ReadError("cannot be unpacked", original.address, str(error)) from error
        self._check_size(unpacked, original.address)
        kind = tell_kind(unpacked[:HEAD_BYTES], original.address.removesuffix(".gz"))
        if kind in (Kind.HTML, Kind.TEXT):
            yield self._read_page(original, kind, unpacked)
        elif kind is Kind.GZIP:
            raise ReadError("no text in it", original.address, "packed twice")
        else:
            yield from self._read_bytes(replace(original, data=unpacked, charset=None), kind)

    def _read_feed(self, original: Original) -> Iterator[Outcome]:
        whole = replace(original, sha256=original.capture().sha256)
        for subject, story in read_feed(original.data, original.address):
            if isinstance(story, ReadError):
                yield ReadFailure(subject, story)
            else:
                yield make_report(story, whole, Kind.FEED.value, self.overrides)

    def _read_json(self, original: Original) -> Iterator[Outcome]:
        """One JSON document: a report over several lines, or a list of them."""
        try:
            rows = json.loads(decode_bytes(original.data, original.address, original.charset))
        except (ValueError, RecursionError) as error:
            raise ReadError("not JSON", original.address, str(error)) from error
        for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
            subject = f"{original.address}#{number}"
            try:
                data = json.dumps(row).encode()
                yield keep_row(report_from_row(row, subject), data, subject, original.arrival, self.overrides)
            except ReadError as error:
                yield ReadFailure(subject, error)

    def _read_json_lines(self, stream: BinaryIO, name: str, arrival: Arrival = A_FILE) -> Iterator[Outcome]:
        most, number, found = self.settings.max_input_bytes, 0, False
        while line := stream.readline(most + 1):
            number += 1
            subject = f"{name}:{number}"
            if len(line) > most:
                _skip_line(stream)
                yield ReadFailure(subject, ReadError("too large", subject, f"the line has more than {most:,} bytes"))
            elif line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield self._read_row(line.removeprefix(b"\xef\xbb\xbf"), subject, arrival)
            else:
                continue
            found = True
        if not found:
            yield ReadFailure(name, ReadError("nothing in it", name, "the input is empty"))

    def _read_row(self, line: bytes, subject: str, arrival: Arrival) -> Outcome:
        try:
            return keep_row(read_row(line, subject), line, subject, arrival, self.overrides)
        except ReadError as error:
            return ReadFailure(subject, error)

    def _read_archive(self, stream: BinaryIO, name: str) -> Iterator[Outcome]:
        try:
            for page in read_archive(stream, name, self.settings.max_input_bytes):
                if isinstance(page, Original):
                    yield from self._read_bytes(page, Kind.HTML)
                else:
                    yield ReadFailure(*page)
        except ReadError as error:
            yield ReadFailure(name, error)

    def _check_size(self, data: bytes, name: str) -> None:
        most = self.settings.max_input_bytes
        if len(data) > most:
            raise ReadError("too large", name, f"more than {most:,} bytes, the limit of one report")


class _Joined(io.RawIOBase):
    """The bytes already taken from a stream, and then the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _skip_line(stream: BinaryIO) -> None:
    while (piece := stream.readline(1 << 20)) and not piece.endswith(b"\n"):
        pass


def _name_for(media_type: str) -> str:
    """A file name that stands for a media type where the bytes do not tell."""
    if "html" in media_type:
        return "page.html"
    return "feed.rss" if "rss" in media_type or "atom" in media_type else "page"


def _count_lines(path: Path) -> int:
    try:
        if path.stat().st_size > _MOST_COUNTED_BYTES:
            return 1
        with path.open("rb") as stream:
            return sum(1 for line in stream if line.strip())
    except OSError:
        return 1
