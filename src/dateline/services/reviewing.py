"""Use cases of those who review: approve, reject, correct, merge, and take all of it back again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from threading import RLock

from dateline.model.decisions import DISCARDED, RULINGS, Decision, DecisionKind, NewDecision, State, state_of
from dateline.model.errors import ConflictError, WrongCallError
from dateline.model.ports import Store
from dateline.model.records import Record
from dateline.model.stores import HandMade, StoredRecord
from dateline.publish.review_words import name_act, say_act, say_done, say_incident
from dateline.review.acts import Act, group_acts
from dateline.review.rulings import plan_merge, plan_split
from dateline.review.sendings import Sendings, find_conflict, find_repeated
from dateline.review.undo_stacks import find_later_word, find_redoable, find_undoable, plan_redo, plan_undo
from dateline.review.verdicts import check_open, plan_approval, plan_making
from dateline.services.outcomes import Outcome
from dateline.services.projecting import Projector
from dateline.services.review_history import HistoryStep, list_history
from dateline.services.slot_fields import strip_machine_marks

__all__ = ["Outcome", "ReviewDesk"]

TWO_PERSON_RULE = "two_person_rule"
_DECISIONS_AT_A_TIME = 64


class ReviewDesk:
    """Makes the decisions of people. It may be used from several threads.

    Every deed takes `seen`, the `seq` of the last decision on the record that the person has seen (0 for none): where
    somebody else has decided since, ConflictError says who and what, and nothing is done. It takes `key` too, any
    string that the sender made for this one deed: sent again, it is done once, and the same outcome comes back.
    """

    def __init__(self, store: Store, projector: Projector) -> None:
        self._store = store
        self._projector = projector
        self._sendings: Sendings[Outcome | None] = Sendings()
        self._looked: dict[str, int] = {}
        self._turn = RLock()

    # One record

    def approve(
        self, record_id: str, who: str, why: str | None = None, *, seen: int | None = None, key: str | None = None
    ) -> Outcome:
        """Say that a record is right. Under the two-person rule the first of two people only endorses it."""
        return self._rule(record_id, "approve", who, why, seen, key)

    def reject(
        self, record_id: str, who: str, why: str | None = None, *, seen: int | None = None, key: str | None = None
    ) -> Outcome:
        """Say that a record is wrong, and why. Raises WrongCallError without a reason."""
        if not (why and why.strip()):
            raise WrongCallError("a rejection needs a reason", record_id)
        return self._rule(record_id, "reject", who, why.strip(), seen, key)

    def unsure(
        self, record_id: str, who: str, why: str | None = None, *, seen: int | None = None, key: str | None = None
    ) -> Outcome:
        """Leave a record for somebody else to decide."""
        return self._rule(record_id, "unsure", who, why, seen, key)

    def _rule(
        self, record_id: str, kind: DecisionKind, who: str, why: str | None, seen: int | None, key: str | None
    ) -> Outcome:
        with self._turn:
            if done := self._begin(who, key):
                return done
            rows = self._look(record_id)
            self._check(rows, who, seen)
            repeated = find_repeated(rows, who, kind, why)
            if repeated is not None:
                return self._tell([repeated], record_id)
            check_open(record_id, rows)
            if kind == "approve":
                kind = plan_approval(record_id, rows, who, needs_two=self._needs_two)
            return self._do(who, [NewDecision(record_id, kind, why)], record_id, key)

    # Records by hand

    def correct(
        self,
        record_id: str,
        record: Record,
        who: str,
        why: str | None = None,
        *,
        seen: int | None = None,
        key: str | None = None,
    ) -> Outcome:
        """Put a record that the person made in the place of another one.

        It is approved by that, or under the two-person rule endorsed. Raises WrongCallError where the other one is
        corrected already, or nothing was changed.
        """
        with self._turn:
            if done := self._begin(who, key):
                return done
            rows = self._look(record_id)
            self._check(rows, who, seen)
            report_id, _ = self._store.find_record(record_id)
            made = HandMade(report_id, strip_machine_marks(record))
            new_id = made.record_id(who)
            if state_of(rows) == "superseded":
                if find_repeated(rows, who, "correct", None, new_id):
                    return self._tell([row for row in rows if row.kind == "correct"][-1:], new_id)
                raise ConflictError("this record is corrected already", record_id)
            if new_id == record_id:
                raise WrongCallError("nothing was changed", record_id)
            asked = [NewDecision(record_id, "correct", why, others=(new_id,)), *self._plan_making(new_id)]
            return self._do(who, asked, new_id, key, [made])

    def add(self, report_id: str, record: Record, who: str, *, key: str | None = None) -> Outcome:
        """Keep a record that the person made from the text of a report."""
        with self._turn:
            if done := self._begin(who, key):
                return done
            made = HandMade(report_id, strip_machine_marks(record))
            new_id = made.record_id(who)
            known = self._look(new_id)
            if known and state_of(known) not in ("rejected", "superseded"):
                return self._tell(known[-1:], new_id)
            return self._do(who, self._plan_making(new_id), new_id, key, [made])

    def _plan_making(self, new_id: str) -> list[NewDecision]:
        return plan_making(new_id, self._look(new_id), needs_two=self._needs_two)

    # Incidents

    def merge(
        self, record_ids: Sequence[str], who: str, why: str | None = None, *, key: str | None = None
    ) -> Outcome:
        """Rule that events are one incident."""
        with self._turn:
            if done := self._begin(who, key):
                return done
            return self._do(who, plan_merge(record_ids, why), record_ids[0], key)

    def split(
        self,
        record_id: str,
        from_ids: Sequence[str],
        who: str,
        why: str | None = None,
        *,
        key: str | None = None,
    ) -> Outcome:
        """Rule that an event is another incident than the others; than all of its incident where none are given."""
        with self._turn:
            if done := self._begin(who, key):
                return done
            others = from_ids or self._find_mates(record_id)
            return self._do(who, plan_split(record_id, others, why), record_id, key)

    def _find_mates(self, record_id: str) -> list[str]:
        return [member for member in self._members_of(record_id) if member != record_id]

    def _members_of(self, record_id: str) -> list[str]:
        """The events of an event's incident, as it is linked now."""
        incident_id = self._read(record_id).incident_id
        members = self._store.projections.members([incident_id])[incident_id] if incident_id else ()
        return [member for member, _ in members]

    def _read(self, record_id: str) -> StoredRecord:
        report_id, _ = self._store.find_record(record_id)
        rows = self._store.get_coded(report_id).records
        return next(row for row in rows if row.record_id == record_id)

    # Back and forth

    def undo(self, who: str, *, key: str | None = None) -> Outcome | None:
        """Take back the person's latest act that stands; None where there is none.

        Raises ConflictError where somebody else has decided on the same since.
        """
        with self._turn:
            if done := self._begin(who, key):
                return done
            act = find_undoable(self._acts_of(who))
            if act is None:
                return None
            self._check_free(act, "cannot be taken back")
            said = f"Taken back: {name_act(act.decisions)}"
            return self._do(who, plan_undo(act), act.decisions[0].record_id, key, said=said)

    def redo(self, who: str, *, key: str | None = None) -> Outcome | None:
        """Bring back what the person's last undo took back; None where there is none, or where a new act followed."""
        with self._turn:
            if done := self._begin(who, key):
                return done
            undo = find_redoable(self._acts_of(who))
            if undo is None:
                return None
            self._check_free(undo, "cannot be brought back")
            again = self._find_taken(undo)
            shown = again[0].others[0] if again[0].kind == "correct" else again[0].record_id
            return self._do(who, plan_redo(undo), shown, key, said=f"Done again: {name_act(again)}")

    def _find_taken(self, undo: Act) -> list[Decision]:
        rows = {row.seq: row for record_id in undo.record_ids for row in self._look(record_id)}
        return [rows[seq] for seq in sorted(undo.targets)]

    def _acts_of(self, who: str) -> Iterator[Act]:
        return group_acts(self._decisions_of(who))

    def _decisions_of(self, who: str) -> Iterator[Decision]:
        """All decisions of a person, newest first, read as they are asked for."""
        before: int | None = None
        while portion := self._store.decisions_by(who, before=before, limit=_DECISIONS_AT_A_TIME):
            yield from portion
            before = portion[-1].seq

    def _check_free(self, act: Act, refusal: str) -> None:
        rows = [row for record_id in self._touched(act) for row in self._look(record_id)]
        later = find_later_word(act, rows)
        if later is not None:
            raise ConflictError(f"this {refusal}: {later.who} has decided since", later.record_id, say_done(later))

    def _touched(self, act: Act) -> list[str]:
        """The records that an act is about; those of an undo are those of what it takes back."""
        own = act.record_ids
        named = (other for record_id in own for row in self._look(record_id) for other in row.others)
        return list(dict.fromkeys([*own, *named])) if act.takes_back else list(own)

    def history(self, record_id: str) -> tuple[HistoryStep, ...]:
        """What was done to a record and to those that corrections tie to it, oldest first. Raises NotKeptError."""
        return list_history(self._store, record_id)

    # What all of them do

    def _begin(self, who: str, key: str | None) -> Outcome | None:
        """What came of this very deed before; else nothing is looked at yet."""
        self._looked.clear()
        return self._sendings.find(who, key)

    def _look(self, record_id: str) -> Sequence[Decision]:
        """The decisions on a record. What is decided then rests on them: nobody may add one in between."""
        rows = self._store.decisions(record_id)
        self._looked[record_id] = max((row.seq for row in rows), default=0)
        return rows

    @property
    def _needs_two(self) -> bool:
        return bool(self._store.policies.get(TWO_PERSON_RULE, False))

    def _check(self, rows: Sequence[Decision], who: str, seen: int | None) -> None:
        conflict = find_conflict(rows, who, seen)
        if conflict is not None:
            said = say_done(conflict)
            raise ConflictError(f"{conflict.who} has decided on this record meanwhile", conflict.record_id, said)

    def _do(
        self,
        who: str,
        asked: Sequence[NewDecision],
        record_id: str,
        key: str | None,
        made: Sequence[HandMade] = (),
        said: str | None = None,
    ) -> Outcome:
        before = {new.record_id: state_of(self._store.decisions(new.record_id)) for new in asked}
        decisions = self._store.decide_all(who, asked, made, seen=self._looked)
        self._project(decisions, before)
        outcome = self._tell(decisions, record_id, said)
        self._sendings.keep(who, key, outcome)
        return outcome

    def _project(self, decisions: Sequence[Decision], before: Mapping[str, State]) -> None:
        """See to it that lists, maps and incidents show what was decided. In: the states before it."""
        if any(row.kind == "add" for row in decisions):
            self._projector.catch_up()
        after = {record_id: state_of(self._store.decisions(record_id)) for record_id in before}
        moved = {one for one in before if (before[one] in DISCARDED) != (after[one] in DISCARDED)}
        ruled = (self._find_ruling(row) for row in decisions)
        moved.update(one for row in ruled if row for one in (row.record_id, *row.others))
        events = sorted(record_id for record_id in moved if record_id.startswith("e-"))
        if events:
            self._projector.relink(events)

    def _find_ruling(self, row: Decision) -> Decision | None:
        """The merge or split that a decision makes, takes back or brings back."""
        if row.kind == "undo":
            rows = {each.seq: each for each in self._store.decisions(row.record_id)}
            while row.kind == "undo" and row.supersedes in rows:
                row = rows[row.supersedes]
        return row if row.kind in RULINGS else None

    def _tell(self, decisions: Sequence[Decision], record_id: str, said: str | None = None) -> Outcome:
        states = {one: state_of(self._store.decisions(one)) for one in Act(tuple(decisions)).record_ids}
        if said is None and decisions[0].kind in RULINGS:
            said = say_incident(decisions, len(self._members_of(record_id)))
        return Outcome(tuple(decisions), states, said or say_act(decisions), record_id)
