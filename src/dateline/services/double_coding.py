"""Use cases of blind double coding: a reviewer opens a round, coders answer without seeing each other's answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.model.decisions import DISCARDED
from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.filters import RecordFilter
from dateline.model.people import Person
from dateline.model.ports import ActorRegistry, Gazetteer, Store
from dateline.model.records import Record
from dateline.model.reports import Report
from dateline.model.rounds import MOST_RECORDS, Answer, Round, Sample, Verdict, list_last_answers
from dateline.model.stores import RECORD_TYPES, HandMade, StoredRecord, StoredReport
from dateline.services.record_index import RecordIndex
from dateline.services.slot_edits import SlotEditor

MOST_WHY = 500


@dataclass(frozen=True, slots=True)
class Task:
    """What a coder is asked: one record as it was proposed, in its report without what anybody decided.

    `at` counts from 1. `answer` is the coder's own last one, `record` the record as they have it by that.
    """

    round: Round
    stored: StoredReport
    row: StoredRecord
    at: int
    answered: int
    answer: Answer | None
    record: Record
    next_id: str | None
    previous_id: str | None
    is_done: bool


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A record of a round as it was proposed, with the coder's last answer."""

    record_id: str
    record: Record
    report: Report
    answer: Answer | None


class RoundDesk:
    """Opens rounds, and takes the answers of their coders. In: `index`, to draw records with."""

    def __init__(self, store: Store, index: RecordIndex, registry: ActorRegistry, gazetteer: Gazetteer) -> None:
        self._store = store
        self._index = index
        self._editor = SlotEditor(registry, gazetteer)

    # For those who settle

    def open_sample(
        self, name: str, coder_ids: Sequence[str], chosen: RecordFilter, number: int, seed: int, who: str
    ) -> Round:
        """A round over so many records of a filter, drawn by chance: the same seed draws the same ones.

        Raises as `Rounds.open` does, and WrongCallError for a number or seed that is none.
        """
        if not 1 <= number <= MOST_RECORDS:
            raise WrongCallError("a round has from 1 to 2,000 records", f"{number}")
        if not 0 <= seed < 2**32:
            raise WrongCallError("a seed is a number from 0 to 4,294,967,295", f"{seed}")
        held = self._store.rounds.held()
        record_ids, pool = self._index.draw(chosen, number, seed, without=list(held))
        sample = Sample(chosen.to_query(), (), number, seed, pool)
        return self._store.rounds.open(name, record_ids, coder_ids, sample, who=who)

    def open_reports(self, name: str, coder_ids: Sequence[str], report_ids: Sequence[str], who: str) -> Round:
        """A round over all records of some reports that count. Raises as `Rounds.open` does."""
        own = tuple(dict.fromkeys(report_ids))
        rows = [row for report_id in own for row in self._store.get_coded(report_id).records]
        record_ids = [row.record_id for row in rows if row.state not in DISCARDED]
        return self._store.rounds.open(
            name, record_ids, coder_ids, Sample({}, own, None, 0, len(record_ids)), who=who
        )

    def list_coders(self) -> list[Person]:
        """The people who can be asked."""
        return [person for person in self._store.people.list() if "decide" in person.rights and person.joined]

    def close(self, round_id: int, who: str) -> Round:
        return self._store.rounds.close(round_id, who=who)

    def count_answered(self, found: Round) -> dict[str, int]:
        """How many records each coder has answered: all that anybody is told while a round is open."""
        last = list_last_answers(self._store.rounds.answers(found.id))
        return {coder: sum(person_id == coder for _, person_id in last) for coder in found.coder_ids}

    # For coders

    def list_own(self, person: Person) -> list[Round]:
        """The open rounds in which a person is asked."""
        return [found for found in self._store.rounds.list() if found.is_open and person.id in found.coder_ids]

    def read_task(self, round_id: int, person: Person, record_id: str | None = None) -> Task | None:
        """A record of a round for its coder; without an id the first that they have not answered.

        None where there is none left. Raises NotKeptError for who is no coder of it, WrongCallError when it is
        closed.
        """
        found = self._get_own(round_id, person)
        last = {row.record_id: row for row in self._store.rounds.answers(round_id, person.id)}
        ids = found.record_ids
        if record_id is None:
            record_id = next((one for one in ids if one not in last), None)
        if record_id is None:
            return None
        if record_id not in ids:
            raise NotKeptError("this round has no such record", record_id)
        stored = blind_report(self._store.get_coded(self._store.find_record(record_id)[0]), record_id)
        row = next(each for each in stored.records if each.record_id == record_id)
        own, at = last.get(record_id), ids.index(record_id)
        return Task(
            round=found,
            stored=stored,
            row=row,
            at=at + 1,
            answered=len(last),
            answer=own,
            record=row.record
            if own is None or own.record is None
            else RECORD_TYPES[row.kind].model_validate(own.record),
            next_id=ids[at + 1] if at + 1 < len(ids) else None,
            previous_id=ids[at - 1] if at else None,
            is_done=person.id in found.done,
        )

    def list_own_answers(self, round_id: int, person: Person) -> list[OwnAnswer]:
        """All records of a round with the coder's own answers, in its order. Raises as `read_task` does."""
        found = self._get_own(round_id, person)
        last = {row.record_id: row for row in self._store.rounds.answers(round_id, person.id)}
        origins = {record_id: self._store.find_record(record_id)[0] for record_id in found.record_ids}
        told: dict[str, OwnAnswer] = {}
        for stored in self._store.iter_coded(dict.fromkeys(origins.values())):
            for row in stored.records:
                if row.record_id in origins:
                    told[row.record_id] = OwnAnswer(row.record_id, row.record, stored.report, last.get(row.record_id))
        return [told[record_id] for record_id in found.record_ids if record_id in told]

    def answer(self, round_id: int, record_id: str, verdict: Verdict, why: str | None, person: Person) -> Answer:
        """Judge a record without another version of it. Raises as `Rounds.answer` does."""
        if verdict == "reject" and not why:
            raise WrongCallError("a rejection needs a reason", record_id)
        self._get_own(round_id, person)
        told = why[:MOST_WHY] if why else None
        return self._store.rounds.answer(round_id, record_id, person.id, verdict, None, told, who=person.name)

    def correct(
        self, round_id: int, record_id: str, fields: Mapping[str, str], why: str | None, person: Person
    ) -> Answer:
        """Judge a record by how it should be. Raises WrongSlotsError, and as `Rounds.answer` does."""
        task = self.read_task(round_id, person, record_id)
        assert task is not None
        record = self._editor.edit(task.record, fields, task.stored.report)
        report_id = task.stored.report.id
        payload = HandMade(report_id, record).payload
        if payload == HandMade(report_id, task.row.record).payload:
            raise WrongCallError("nothing was changed; approve it where it is right", record_id)
        told = why[:MOST_WHY] if why else None
        return self._store.rounds.answer(round_id, record_id, person.id, "correct", payload, told, who=person.name)

    def finish(self, round_id: int, person: Person) -> Round:
        self._get_own(round_id, person)
        return self._store.rounds.finish(round_id, person.id, who=person.name)

    def _get_own(self, round_id: int, person: Person) -> Round:
        """An open round of a coder. To others it is as if there were none."""
        found = self._store.rounds.get(round_id)
        if person.id not in found.coder_ids:
            raise NotKeptError("there is no such round of yours", f"{round_id}")
        if not found.is_open:
            raise WrongCallError("this round is closed", found.name)
        return found


def blind_report(stored: StoredReport, record_id: str) -> StoredReport:
    """A report with the coder's proposals only: no decision on any of them, no other record that a person made."""
    return replace(stored, records=tuple(_blind(stored.records, record_id)))


def _blind(rows: Iterable[StoredRecord], record_id: str) -> Iterable[StoredRecord]:
    for row in rows:
        if row.record_id == record_id or row.made_by is None:
            yield replace(_without_confidence(row), decisions=())


def _without_confidence(row: StoredRecord) -> StoredRecord:
    """How sure the machine is would lead the coder."""
    return replace(row, record=row.record.model_copy(update={"confidence": None}))
