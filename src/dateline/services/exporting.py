"""Writes the record of a store or a release to a file: a registry of formats, one module a format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from dateline.base.outputs import replace_whole
from dateline.linkage.toll_rules import load_toll_rule
from dateline.model.errors import DatelineError, WrongCallError
from dateline.model.ports import ActorRegistry
from dateline.model.stores import StoredRecord, StoredReport
from dateline.publish.exports import acled, geojson, hxl, jsonl, ucdp
from dateline.publish.exports.deeds import ExportedIncident
from dateline.resolve.registries import make_actor_registry
from dateline.services.export_sources import CodedSource, ExportSource, StoreShelf
from dateline.services.exported_incidents import IncidentReader


class Exporter(Protocol):
    """Turns stored reports into the bytes of a file, piece by piece.

    `with_states` is True where the file holds records that are not approved: each must then tell its state.
    """

    def __call__(self, reports: Iterable[StoredReport], *, with_states: bool) -> Iterator[bytes]: ...


class RowWriter(Protocol):
    """Turns incidents into the bytes of a file, piece by piece; `with_states` as for an `Exporter`."""

    def __call__(
        self, incidents: Iterable[ExportedIncident], *, with_states: bool, actors: ActorRegistry
    ) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class IncidentFormat:
    """A format with a row for each incident: a piece for each line, the first `header_lines` of them its head.

    `toll_rule`: how its tolls are weighed; None for the user's choice.
    """

    write: RowWriter
    toll_rule: str | None
    header_lines: int = 1


def _write_parquet(reports: Iterable[StoredReport], *, with_states: bool) -> Iterator[bytes]:
    from dateline.publish.exports import parquet  # takes half a second to load

    return parquet.write_table(reports, with_states=with_states)


EXPORTERS: Mapping[str, Exporter] = {
    jsonl.NAME: jsonl.write_lines,
    geojson.NAME: geojson.write_collection,
    "parquet": _write_parquet,
}
"""The formats that hold records, by name."""

RECORD_FILTERS: Mapping[str, Callable[[StoredRecord], bool]] = {geojson.NAME: geojson.has_point}
"""Which records a format can hold; all where none is named."""

INCIDENT_FORMATS: Mapping[str, IncidentFormat] = {
    acled.NAME: IncidentFormat(acled.write_csv, acled.TOLL_RULE),
    ucdp.NAME: IncidentFormat(ucdp.write_csv, ucdp.TOLL_RULE),
    hxl.NAME: IncidentFormat(hxl.write_csv, hxl.TOLL_RULE, header_lines=2),
}
"""The formats that hold incidents, by name."""


class ExportError(DatelineError):
    """An export that could not be written; the file at its place is as it was."""


def _pass_over() -> None:
    """What is done for each report where nobody watches."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What may be left as it is. `toll_rule`: by which tolls are weighed where the format leaves it open.

    `own_actors`: a YAML file of the user's own actors. `on_read` is called for each report that is read; for a
    format of incidents that is twice or more.
    """

    toll_rule: str | None = None
    own_actors: str | None = None
    on_read: Callable[[], None] = _pass_over


DEFAULT_OPTIONS = ExportOptions()


def list_formats() -> list[str]:
    """The names of all formats."""
    return sorted({*EXPORTERS, *INCIDENT_FORMATS})


def export_records(
    store: CodedSource,
    format_name: str,
    out_path: Path,
    *,
    include_unreviewed: bool,
    options: ExportOptions = DEFAULT_OPTIONS,
) -> int:
    """Write the approved record of a store, or all of it, to a file; gives the number of records, or of rows.

    In a format of records a report stands in the file where at least one of its records does; with
    `include_unreviewed` every report and record, the rejected too, each record with its state. In a format of
    incidents the accounts that are not rejected count. The file appears at once when it is whole.
    Raises WrongCallError for an unknown format, ExportError where the file cannot be written, StoreError where
    the store cannot be read, TollRuleError for an unknown rule, DatelineError for a file of actors that is not right.
    """
    chosen = make_export(StoreShelf(store), format_name, include_unreviewed=include_unreviewed, options=options)
    return write_export(chosen, out_path)


def write_export(export: Export, out_path: Path) -> int:
    """Write an export to a file, which appears when it is whole; gives its `count`. Raises ExportError."""
    try:
        with replace_whole(out_path) as file:
            file.writelines(export)
    except OSError as error:
        raise ExportError("the export cannot be written", str(out_path), error.strerror or str(error)) from error
    return export.count()


def make_export(
    source: ExportSource,
    format_name: str,
    *,
    include_unreviewed: bool = False,
    with_ids: bool = False,
    options: ExportOptions = DEFAULT_OPTIONS,
) -> Export:
    """An export that is read from its source while it is written. Raises as `export_records` does.

    `with_ids`: each line of `jsonl` tells the ids and states of its records though all are approved.
    """
    incident_format = INCIDENT_FORMATS.get(format_name)
    if incident_format is not None:
        return _export_incidents(source, incident_format, include_unreviewed, options)
    exporter = EXPORTERS.get(format_name)
    if exporter is None:
        raise WrongCallError("there is no such export format", format_name, f"known: {', '.join(list_formats())}")
    selection = _Selection(source, include_unreviewed, RECORD_FILTERS.get(format_name), options.on_read)
    return Export(exporter(selection, with_states=include_unreviewed or with_ids), lambda: selection.record_count)


def _export_incidents(
    source: ExportSource, chosen: IncidentFormat, include_unreviewed: bool, options: ExportOptions
) -> Export:
    actors = make_actor_registry(Path(options.own_actors) if options.own_actors else None)
    rule = load_toll_rule(chosen.toll_rule or options.toll_rule)
    reader = IncidentReader(
        source, include_unreviewed=include_unreviewed, rule=rule, actors=actors, on_read=options.on_read
    )
    lines = _Counted(chosen.write(reader, with_states=include_unreviewed, actors=actors))
    return Export(lines, lambda: lines.count - chosen.header_lines)


@dataclass(frozen=True, slots=True)
class Export:
    """The bytes of a file, piece by piece; `count` gives the number of records, or of rows, when all are taken."""

    pieces: Iterable[bytes]
    count: Callable[[], int]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)


class _Counted:
    """Pieces of a file that are counted while they are written."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.count += 1
            yield piece


class _Selection:
    """The reports to be exported, which counts their records while they are read."""

    def __init__(
        self,
        source: ExportSource,
        include_unreviewed: bool,
        holds: Callable[[StoredRecord], bool] | None,
        on_read: Callable[[], None],
    ) -> None:
        self._source = source
        self._on_read = on_read
        self._include_unreviewed = include_unreviewed
        self._holds = holds
        self.record_count = 0

    def __iter__(self) -> Iterator[StoredReport]:
        self.record_count = 0
        for stored in self._source.iter_coded():
            self._on_read()
            chosen = replace(stored, records=tuple(row for row in stored.records if self._is_chosen(row)))
            if chosen.records or self._include_unreviewed:
                self.record_count += len(chosen.records)
                yield chosen

    def _is_chosen(self, row: StoredRecord) -> bool:
        return (self._include_unreviewed or row.state == "approved") and (self._holds is None or self._holds(row))
