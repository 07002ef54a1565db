"""Use case: somebody takes the record away, as it stands now or as released; the log tells who, what and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dateline.model.errors import WrongCallError
from dateline.model.ports import Store
from dateline.model.releases import Release
from dateline.services.export_sources import StoreShelf
from dateline.services.exporting import DEFAULT_OPTIONS, Export, ExportOptions, list_formats, make_export
from dateline.services.release_files import ARCHIVE, export_release, list_release_formats
from dateline.services.releasing import ReleaseDesk

_FILES: dict[str, tuple[str, str]] = {
    "jsonl": ("jsonl", "application/jsonl; charset=utf-8"),
    "geojson": ("geojson", "application/geo+json"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
    "acled-csv": ("acled.csv", "text/csv; charset=utf-8"),
    "ucdp-csv": ("ucdp.csv", "text/csv; charset=utf-8"),
    "hxl-csv": ("hxl.csv", "text/csv; charset=utf-8"),
    ARCHIVE: ("zip", "application/zip"),
}
"""The end of the file's name and the media type of each format."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to hand out. `tag`: changes with its bytes; None where nothing is known of them beforehand."""

    file_name: str
    media_type: str
    export: Export
    tag: str | None = None


class ExportDesk:
    """Hands out files of a store and its releases."""

    def __init__(self, store: Store, releases: ReleaseDesk, options: ExportOptions = DEFAULT_OPTIONS) -> None:
        self._store = store
        self.releases = releases
        self._options = options

    @property
    def formats(self) -> list[str]:
        """What the present record can be written as."""
        return list_formats()

    @property
    def release_formats(self) -> list[str]:
        """What a release can be written as."""
        return list_release_formats()

    def tag_of(self, release: Release, format_name: str) -> str:
        """Changes with the bytes of a release in a format."""
        return f"{release.sha256[:32]}-{format_name}"

    def hand_out_release(self, version: str, format_name: str, who: str) -> Download:
        """A release as a file, noted in the log. Raises NotKeptError, WrongCallError, StoreError."""
        release = self.releases.get(version)
        end, media_type = _find_file(format_name, self.release_formats)
        export = export_release(self._store.releases, release, format_name, self._options)
        self._note(who, f"release:{version}", {"format": format_name, "sha256": release.sha256})
        tag = self.tag_of(release, format_name)
        return Download(f"dateline-{version}.{end}", media_type, export, tag)

    def hand_out_present(self, format_name: str, who: str) -> Download:
        """The record as approved now, as a file, noted in the log. Raises WrongCallError for an unknown format."""
        end, media_type = _find_file(format_name, self.formats)
        export = make_export(StoreShelf(self._store), format_name, options=self._options)
        self._note(who, f"export:{format_name}", {"format": format_name, "chain_head": self._store.chain_head()})
        return Download(f"dateline-approved.{end}", media_type, export)

    def _note(self, who: str, subject: str, detail: dict[str, Any]) -> None:
        self._store.log.append("export", who, subject, detail)


def _find_file(format_name: str, known: list[str]) -> tuple[str, str]:
    if format_name not in known:
        raise WrongCallError("there is no such export format", format_name, f"known: {', '.join(known)}")
    return _FILES[format_name]
