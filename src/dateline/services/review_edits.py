"""Use cases of the form at the desk: a record to be corrected, or one to be made, as fields; and what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.model.ports import ActorRegistry, Gazetteer, Store
from dateline.model.stores import StoredReport
from dateline.services.reviewing import Outcome, ReviewDesk
from dateline.services.slot_edits import SlotEditor

EVIDENCE = "evidence"


class EditRoom:
    """Turns what a form sends into corrections and new records."""

    def __init__(self, store: Store, desk: ReviewDesk, registry: ActorRegistry, gazetteer: Gazetteer) -> None:
        self._store = store
        self._desk = desk
        self._editor = SlotEditor(registry, gazetteer)

    def correct(
        self, record_id: str, fields: Mapping[str, str], who: str, why: str | None, seen: int | None, key: str | None
    ) -> Outcome:
        """Put the record of the form in the place of another. Raises WrongSlotsError, ConflictError, NotKeptError."""
        stored = self._store.get_coded(self._store.find_record(record_id)[0])
        old = next(row.record for row in stored.records if row.record_id == record_id)
        record = self._editor.edit(old, fields, stored.report)
        return self._desk.correct(record_id, record, who, why, seen=seen, key=key)

    def add(self, report_id: str, kind: str, fields: Mapping[str, str], who: str, key: str | None) -> Outcome:
        """Keep the record of the form. Raises WrongSlotsError, NotKeptError."""
        stored: StoredReport = self._store.get_coded(report_id)
        record = self._editor.make(kind, fields, stored.report)
        return self._desk.add(report_id, record, who, key=key)


def place_sentences(fields: Mapping[str, str], sentences: Sequence[str]) -> dict[str, str]:
    """The fields with the chosen sentences ("120,245") as their evidence; as they are where none is chosen."""
    if not sentences:
        return dict(fields)
    kept = {name: value for name, value in fields.items() if not name.startswith(f"{EVIDENCE}.")}
    for number, sentence in enumerate(sentences):
        start, _, end = sentence.partition(",")
        kept |= {f"{EVIDENCE}.{number}.start": start, f"{EVIDENCE}.{number}.end": end}
    return kept
