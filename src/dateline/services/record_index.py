"""The index of records: what the queue, the map, the timeline and search are asked from."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.model.decisions import DISCARDED
from dateline.model.filters import Box, RecordFilter
from dateline.model.index_answers import Cell, Facets, HitPage, QueueLine, QueuePage, WeekCount
from dateline.model.outlines import Origin, outline_of
from dateline.model.ports import ActorRegistry, Store
from dateline.model.stores import StoredRecord
from dateline.publish.kinds import kind_of


class RecordIndex:
    """First cut: reads the whole store each time. The columns in memory come in its place, behind these methods."""

    def __init__(self, store: Store, actors: ActorRegistry | None = None) -> None:
        self._store = store
        self._actors = actors

    @property
    def version(self) -> str:
        """Changes with every change of what is kept: good as an ETag."""
        self.refresh()
        return self._store.chain_head()

    def refresh(self) -> None:
        """Take up what was added and decided since the last time; every method does it first."""

    def queue(self, chosen: RecordFilter, *, limit: int = 50, after: str | None = None) -> QueuePage:
        """The records that wait (proposed or unsure) of the filter, those that most need a human first.

        `after`: the id of the last line of the stretch before. With `states` in the filter, records of those states.
        """
        rows = [row for stored in self._store.iter_coded() for row in stored.records if _fits(row, chosen)]
        waiting = [row for row in rows if row.state in (chosen.states or ("proposed", "unsure"))]
        names = [row.record_id for row in waiting]
        start = names.index(after) + 1 if after in names else 0
        lines = tuple(_line(row) for row in waiting[start : start + limit])
        return QueuePage(lines, len(rows), sum(row.state in ("proposed", "unsure") for row in rows))

    def cells(self, chosen: RecordFilter, box: Box, zoom: float) -> Sequence[Cell]:
        """The marks to draw in a box at a zoom (that of a web map), at most about 1500."""
        return []

    def weeks(self, chosen: RecordFilter) -> Sequence[WeekCount]:
        """The weeks in which something happened, oldest first."""
        return []

    def facets(self, chosen: RecordFilter) -> Facets:
        """The choices for the filter bar, each counted under the rest of the filter."""
        return Facets((), (), (), (), (), (), (), (), 0)

    def search(
        self, text: str, *, limit: int = 20, after: str | None = None, chosen: RecordFilter | None = None
    ) -> HitPage:
        """The reports with all the words (the last one may be a beginning), newest first."""
        return HitPage((), 0, False)


def _fits(row: StoredRecord, chosen: RecordFilter) -> bool:
    record = row.record
    return (
        (row.state in chosen.states if chosen.states else row.state not in DISCARDED)
        and (not chosen.kinds or kind_of(record).key in chosen.kinds)
        and (chosen.country is None or bool(record.place and record.place.country == chosen.country))
    )


def _line(row: StoredRecord) -> QueueLine:
    outline = outline_of(row.kind, row.record, Origin())
    sure = row.record.confidence
    return QueueLine(
        row.record_id, row.report_id, kind_of(row.record).key, outline.label, outline.place, outline.country,
        outline.start_day, outline.end_day, outline.killed, sure.record if sure else None, (), row.state,
        row.incident_id,
    )  # fmt: skip
