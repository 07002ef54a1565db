"""Writes the record that a store holds to a file: a registry of formats, one module a format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from dateline.base.outputs import replace_whole
from dateline.model.errors import DatelineError, WrongCallError
from dateline.model.ports import Store
from dateline.model.stores import StoredReport
from dateline.publish.exports import jsonl


class Exporter(Protocol):
    """Turns stored reports into the bytes of a file, piece by piece.

    `with_states` is True where the file holds records that are not approved: each must then tell its state.
    """

    def __call__(self, reports: Iterable[StoredReport], *, with_states: bool) -> Iterator[bytes]: ...


EXPORTERS: Mapping[str, Exporter] = {jsonl.NAME: jsonl.write_lines}
"""The formats by name."""


class ExportError(DatelineError):
    """An export that could not be written; the file at its place is as it was."""


def export_records(store: Store, format_name: str, out_path: Path, *, include_unreviewed: bool) -> int:
    """Write the approved record, or all of it, to a file; gives the number of records written.

    A report stands in the file where at least one of its records does; with `include_unreviewed` every report
    and record, the rejected too, each record with its state. The file appears at once when it is whole.
    Raises WrongCallError for an unknown format, ExportError where the file cannot be written, StoreError where
    the store cannot be read.
    """
    exporter = EXPORTERS.get(format_name)
    if exporter is None:
        raise WrongCallError("there is no such export format", format_name, f"known: {', '.join(sorted(EXPORTERS))}")
    selection = _Selection(store, include_unreviewed)
    _write_whole(out_path, exporter(selection, with_states=include_unreviewed))
    return selection.record_count


class _Selection:
    """The reports to be exported, which counts their records while they are read."""

    def __init__(self, store: Store, include_unreviewed: bool) -> None:
        self._store = store
        self._include_unreviewed = include_unreviewed
        self.record_count = 0

    def __iter__(self) -> Iterator[StoredReport]:
        self.record_count = 0
        for stored in self._store.iter_coded():
            chosen = stored if self._include_unreviewed else _approved_part(stored)
            if chosen.records or self._include_unreviewed:
                self.record_count += len(chosen.records)
                yield chosen


def _approved_part(stored: StoredReport) -> StoredReport:
    return replace(stored, records=tuple(row for row in stored.records if row.state == "approved"))


def _write_whole(out_path: Path, pieces: Iterable[bytes]) -> None:
    try:
        with replace_whole(out_path) as file:
            file.writelines(pieces)
    except OSError as error:
        raise ExportError("the export cannot be written", str(out_path), error.strerror or str(error)) from error
