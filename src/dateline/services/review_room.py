"""Use cases of the review page: the queue under a filter, and one record with its report and its incident."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dateline.model.decisions import Decision, DecisionKind, list_standing
from dateline.model.errors import NotKeptError
from dateline.model.filters import RecordFilter
from dateline.model.index_answers import Facets
from dateline.model.ports import Store
from dateline.model.reports import Report
from dateline.model.spans import Span
from dateline.model.stores import RecordKind, StoredRecord, StoredReport
from dateline.publish.cards import say_headline, say_provenance
from dateline.publish.desk_items import DeskItem, MateLine, Mates, make_desk_item, make_mate_line
from dateline.publish.place_sketches import Lines
from dateline.publish.queue_lines import QueueRow, make_queue_row
from dateline.services.hand_drafts import HandDrafts
from dateline.services.record_index import RecordIndex

QUEUE_LENGTH = 60
MOST_MATES = 8
MOST_NEAR = 6
_DECISIONS_AT_A_TIME = 200
_DECIDING: frozenset[DecisionKind] = frozenset({"approve", "endorse", "reject", "unsure", "correct"})


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits under a filter; `total` and `left` as in `QueuePage`."""

    rows: tuple[QueueRow, ...]
    total: int
    left: int


class ReviewRoom:
    """What the review page asks for, in its own terms.

    In: `lines_of`, the borders within a country, for the small maps; `make_drafts`, what proposes the slots of
    records by hand, made when the first is asked for, as it loads the coder.
    """

    def __init__(
        self, store: Store, index: RecordIndex, lines_of: Lines, make_drafts: Callable[[], HandDrafts]
    ) -> None:
        self._store = store
        self._index = index
        self._lines_of = lines_of
        self._make_drafts = make_drafts

    @cached_property
    def _drafts(self) -> HandDrafts:
        return self._make_drafts()

    def draft_fields(self, report: Report, words: Span, kind: RecordKind) -> dict[str, str]:
        """What the form of a record by hand begins with, over marked words. Raises WrongCallError."""
        return self._drafts.draft_fields(report, words.start, words.end, kind)

    def list_queue(self, chosen: RecordFilter, after: str | None = None) -> Queue:
        """The first lines of the queue, or those after a record."""
        page = self._index.queue(chosen, limit=QUEUE_LENGTH, after=after)
        return Queue(tuple(make_queue_row(line) for line in page.lines), page.total, page.left)

    def list_facets(self, chosen: RecordFilter) -> Facets:
        return self._index.facets(chosen)

    def read_item(self, record_id: str) -> tuple[DeskItem, Mates]:
        """One record with its report, and the accounts beside it. Raises NotKeptError."""
        stored, row = self.read_record(record_id)
        return make_desk_item(stored, record_id, self._lines_of), self._find_mates(row)

    def say_state(self, record_id: str) -> str:
        """What was decided on a record last: "Islamic State → Iraqi Army: approved by Nadia". Raises NotKeptError."""
        _, row = self.read_record(record_id)
        return f"{say_headline(row.record)}: {say_provenance(row)}"

    def count_decided(self, who: str, day: date) -> int:
        """On how many records a person has decided on a day (UTC), leaving out what was taken back."""
        made: list[Decision] = []
        before: int | None = None
        while portion := self._store.decisions_by(who, before=before, limit=_DECISIONS_AT_A_TIME):
            made += [row for row in portion if row.when[:10] == day.isoformat()]
            if portion[-1].when[:10] < day.isoformat():
                break
            before = portion[-1].seq
        return len({row.record_id for row in list_standing(made) if row.kind in _DECIDING})

    def read_record(self, record_id: str) -> tuple[StoredReport, StoredRecord]:
        """A record in its report. Raises NotKeptError."""
        stored = self._store.get_coded(self._store.find_record(record_id)[0])
        row = next((row for row in stored.records if row.record_id == record_id), None)
        if row is None:
            raise NotKeptError("no record with this id is kept", record_id)
        return stored, row

    def _find_mates(self, row: StoredRecord) -> Mates:
        incident_id = row.incident_id
        if incident_id is None:
            return Mates()
        projections = self._store.projections
        own = dict(projections.members([incident_id])[incident_id])
        own.pop(row.record_id, None)
        scored = {
            (other if one == row.record_id else one): score
            for one, other, score in projections.links_of([row.record_id])
            if row.record_id in (one, other)
        }
        same = sorted(own, key=lambda key: (-scored.get(key, 0.0), key))[:MOST_MATES]
        near = sorted((key for key in scored if key not in own), key=lambda key: (-scored[key], key))[:MOST_NEAR]
        lines = self._read_lines([*same, *near], own)
        return Mates(
            incident_id,
            tuple(lines[key] for key in same if key in lines),
            tuple(lines[key] for key in near if key in lines),
            len(own) - len(same),
        )

    def _read_lines(self, record_ids: Collection[str], known: Mapping[str, str]) -> dict[str, MateLine]:
        """Lines of records by id; `known`: the reports that some of them stand in."""
        reports = {known.get(record_id) or self._store.find_record(record_id)[0] for record_id in record_ids}
        wanted = set(record_ids)
        return dict(_make_lines(self._store.iter_coded(sorted(reports)), wanted))


def _make_lines(reports: Iterable[StoredReport], wanted: Collection[str]) -> Iterable[tuple[str, MateLine]]:
    for stored in reports:
        for row in stored.records:
            if row.record_id in wanted and row.state not in ("rejected", "superseded"):
                yield row.record_id, make_mate_line(row, stored)
