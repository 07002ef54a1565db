"""A release as files: an export in any format, or its own parts in a zip that can be checked without Dateline."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import RawIOBase
from typing import Any

from dateline.model.ids import bytes_hash
from dateline.model.releases import Release, Releases
from dateline.services.exporting import DEFAULT_OPTIONS, Export, ExportOptions, list_formats, make_export
from dateline.services.release_manifests import read_manifest
from dateline.services.release_shelves import open_release, read_part

ARCHIVE = "zip"
"""The format that holds the very bytes of a release."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can tell: what is packed has none of its own."""
_README = """\
Dateline release {version}

SHA-256 of the release: {sha256}
This is the SHA-256 of manifest.json, which names every other file with its own. To check both:

  sha256sum manifest.json          must print the hash above, which you have from elsewhere
  sha256sum --check SHA256SUMS     must print OK for each file

records-*.jsonl hold one report a line with its approved records; changes.json tells what changed over the release
before. All files are UTF-8. Their form: docs/releases.md of Dateline.
"""


def list_release_formats() -> list[str]:
    """What a release can be written as."""
    return [*list_formats(), ARCHIVE]


def export_release(
    releases: Releases, release: Release, format_name: str, options: ExportOptions = DEFAULT_OPTIONS
) -> Export:
    """A release in one of the formats. Raises WrongCallError for an unknown one, StoreError where it is damaged."""
    if format_name == ARCHIVE:
        return Export(_write_archive(releases, release), lambda: release.record_count)
    return make_export(open_release(releases, release), format_name, with_ids=True, options=options)


def _write_archive(releases: Releases, release: Release) -> Iterator[bytes]:
    """The zip, piece by piece: the same release gives the same bytes."""
    names = [str(part["name"]) for part in read_manifest(release)["parts"]]
    manifest = release.manifest.encode()
    sums = [(bytes_hash(manifest), "manifest.json")]
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "README.txt", _README.format(version=release.version, sha256=release.sha256).encode())
        _add(archive, "manifest.json", manifest)
        for name, part in zip(names, releases.parts(release.version), strict=True):
            _add(archive, name, read_part(release.version, part))
            sums.append((part.sha256, name))
            yield sink.take()
        _add(archive, "SHA256SUMS", "".join(f"{digest}  {name}\n" for digest, name in sums).encode())
    yield sink.take()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


class _Sink(RawIOBase):
    """A stream that hands on what is written to it; it cannot be sought, so a zip tells sizes after each file."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        return len(data)

    def take(self) -> bytes:
        """What was written since it was last asked."""
        data = bytes(self._waiting)
        self._waiting.clear()
        return data
