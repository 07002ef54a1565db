"""A release as the source of exports: its lines, unpacked once into a temporary file where they are looked up."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import IO

from dateline.model.errors import StoreError
from dateline.model.ids import bytes_hash
from dateline.model.releases import Release, ReleasePart, Releases, line_parts
from dateline.model.reports import Report
from dateline.model.stores import StoredReport
from dateline.services.release_lines import ReleasedReport, read_line, read_lines, unpack
from dateline.services.release_manifests import read_manifest


class ReleaseShelf:
    """Implements `services.export_sources.ExportSource` over the parts of a release.

    In: `parts`, gives the bytes of the parts that hold lines, from the first on, each time it is called.
    """

    def __init__(self, parts: Callable[[], Iterable[bytes]]) -> None:
        self._parts = parts
        self._copies: dict[str, str] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._spool: IO[bytes] | None = None

    def __del__(self) -> None:
        if self._spool is not None:
            self._spool.close()

    def lines(self) -> Iterator[ReleasedReport]:
        """Every report as released, in order."""
        return read_lines(self._parts())

    def iter_coded(self, report_ids: Iterable[str] | None = None) -> Iterator[StoredReport]:
        if report_ids is None:
            yield from (released.stored for released in self.lines())
            return
        self._index()
        for report_id in report_ids:
            if report_id in self._places:
                yield self._read(report_id)

    def group_texts(self, reports: Collection[Report]) -> Mapping[str, str]:
        """As it was told when the release was made: the texts themselves may not be in it."""
        self._index()
        return {report.id: self._copies[report.id] for report in reports if report.id in self._copies}

    def _read(self, report_id: str) -> StoredReport:
        assert self._spool is not None
        start, length = self._places[report_id]
        self._spool.seek(start)
        return read_line(self._spool.read(length)).stored

    def _index(self) -> None:
        if self._spool is not None:
            return
        spool = tempfile.TemporaryFile()  # noqa: SIM115  # it lives as long as the shelf
        for data in self._parts():
            for line in data.splitlines(keepends=True):
                released = read_line(line)
                self._places[released.stored.report.id] = (spool.tell(), len(line))
                if released.copies is not None:
                    self._copies[released.stored.report.id] = released.copies
                spool.write(line)
        self._spool = spool


def open_release(releases: Releases, release: Release) -> ReleaseShelf:
    """The shelf of a release that is kept. Reading it raises StoreError where a part does not have its hash."""
    positions = line_parts(read_manifest(release))
    return ReleaseShelf(lambda: (read_part(release.version, releases.part(release.version, n)) for n in positions))


def read_part(version: str, part: ReleasePart) -> bytes:
    """The bytes of a part. Raises StoreError where they are not those that were frozen."""
    data = unpack(part)
    if bytes_hash(data) != part.sha256:
        raise StoreError("a part of a release was changed", version, "run `dateline verify`")
    return data
