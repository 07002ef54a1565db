"""Use case: what a closed round of double coding shows: agreement by slot, counts by coder, differences by record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.model.decisions import Decision, DecisionKind, list_standing
from dateline.model.errors import WrongCallError
from dateline.model.ports import Store
from dateline.model.records import Record
from dateline.model.rounds import Answer, Round, Verdict, list_last_answers
from dateline.model.stores import RECORD_TYPES, StoredRecord, StoredReport
from dateline.publish.differences import list_differences
from dateline.review.agreement import Agreement, measure_agreement, nominal
from dateline.review.coded_slots import CODED_SLOTS, CodedSlot, Scale

VERDICT = "verdict"
SETTLING: frozenset[DecisionKind] = frozenset({"approve", "endorse", "reject", "unsure", "correct"})


@dataclass(frozen=True, slots=True)
class SlotAgreement:
    """How far the coders agree on a slot; `scale` says what counts as a difference."""

    key: str
    scale: Scale
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class CoderCount:
    """How often a coder gave each verdict, and how many answers were changed on the way."""

    person_id: str
    name: str
    verdicts: Mapping[Verdict, int]
    changed: int


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A slot that somebody changed, in words: as proposed, and as each coder has it (None: keeps no record)."""

    key: str
    name: str
    proposed: str
    said: tuple[str | None, ...]

    @property
    def is_disputed(self) -> bool:
        return len({words for words in self.said if words is not None}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """One record of a round with the answers that count, in the order of the coders (None: no answer).

    `versions`: the record as each coder has it; None where they keep none. `settled`: the decision made since.
    """

    row: StoredRecord
    stored: StoredReport
    answers: tuple[Answer | None, ...]
    versions: tuple[Record | None, ...]
    lines: tuple[SlotLine, ...]
    settled: Decision | None

    @property
    def record_id(self) -> str:
        return self.row.record_id

    @property
    def is_disputed(self) -> bool:
        """Whether two coders differ; what one has not answered is no difference."""
        verdicts = {answer.verdict for answer in self.answers if answer}
        return len(verdicts) > 1 or any(line.is_disputed for line in self.lines)

    @property
    def shared(self) -> Answer | None:
        """The answer that all coders gave, where they all gave the same, and it settles something."""
        first = self.answers[0]
        whole = first is not None and None not in self.answers and not self.is_disputed
        return first if whole and first is not None and first.verdict != "unsure" else None


@dataclass(frozen=True, slots=True)
class ComparedRound:
    """The answers of a closed round side by side. The coders are in the order of `round.coder_ids`."""

    round: Round
    coders: tuple[CoderCount, ...]
    comparisons: tuple[Comparison, ...]

    @property
    def disputed(self) -> tuple[Comparison, ...]:
        return tuple(row for row in self.comparisons if row.is_disputed)


def compare_round(store: Store, round_id: int) -> ComparedRound:
    """The answers of a round. Raises WrongCallError while it is open: nobody sees an answer before."""
    found = get_closed(store, round_id)
    answers = store.rounds.answers(round_id)
    coders = tuple(_count(store, person_id, answers) for person_id in found.coder_ids)
    return ComparedRound(found, coders, compare_answers(store, found, answers))


def measure_round(compared: ComparedRound) -> tuple[SlotAgreement, ...]:
    """The figures of a round, the verdict first. They are the same each time, as answers do not change any more."""
    found = compared.round
    verdicts = [_values(found, [row and row.verdict for row in each.answers]) for each in compared.comparisons]
    agreement = measure_agreement(verdicts, found.coder_ids, nominal, seed=found.sample.seed)
    slots = (_measure(slot, found, compared.comparisons) for slot in CODED_SLOTS)
    return (SlotAgreement(VERDICT, "codes", agreement), *(slot for slot in slots if slot is not None))


def get_closed(store: Store, round_id: int) -> Round:
    found = store.rounds.get(round_id)
    if found.is_open:
        raise WrongCallError("this round is open; what was answered is told when it is closed", found.name)
    return found


def compare_answers(
    store: Store, found: Round, answers: Sequence[Answer], *, only: str | None = None
) -> tuple[Comparison, ...]:
    """The records of a round, or only one, with the answers that count, in the order of the round."""
    last = list_last_answers(answers)
    wanted = found.record_ids if only is None else (only,)
    origins = {record_id: store.find_record(record_id)[0] for record_id in wanted}
    compared: dict[str, Comparison] = {}
    for stored in store.iter_coded(dict.fromkeys(origins.values())):
        for row in stored.records:
            if row.record_id in origins:
                own = tuple(last.get((row.record_id, person_id)) for person_id in found.coder_ids)
                compared[row.record_id] = _compare(stored, row, own, found.sample.after)
    return tuple(compared[record_id] for record_id in found.record_ids if record_id in compared)


def _compare(stored: StoredReport, row: StoredRecord, answers: tuple[Answer | None, ...], after: int) -> Comparison:
    versions = tuple(_read_version(row, answer) for answer in answers)
    later = [step for step in list_standing(row.decisions) if step.seq > after and step.kind in SETTLING]
    return Comparison(row, stored, answers, versions, _list_lines(row.record, versions), later[-1] if later else None)


def _read_version(row: StoredRecord, answer: Answer | None) -> Record | None:
    """The record as a coder has it; None where it is rejected, left open or not answered."""
    if answer is None or answer.verdict in ("reject", "unsure"):
        return None
    return row.record if answer.record is None else RECORD_TYPES[row.kind].model_validate(answer.record)


def _list_lines(proposed: Record, versions: Sequence[Record | None]) -> tuple[SlotLine, ...]:
    changes = [
        None if version is None else {each.slot: each for each in list_differences(proposed, version)}
        for version in versions
    ]
    touched: dict[str, Any] = {}
    for change in changes:
        touched.update(change or {})
    return tuple(
        SlotLine(slot, each.name, each.before, tuple(_say(change, slot, each.before) for change in changes))
        for slot, each in touched.items()
    )


def _say(change: Mapping[str, Any] | None, slot: str, before: str) -> str | None:
    if change is None:
        return None
    return str(change[slot].after) if slot in change else before


def _measure(slot: CodedSlot, found: Round, comparisons: Sequence[Comparison]) -> SlotAgreement | None:
    """None where no record of the round has the slot."""
    units = []
    for each in comparisons:
        if slot.applies_to(each.row.record):
            kept = {
                coder: slot.value_of(version)
                for coder, version in zip(found.coder_ids, each.versions, strict=True)
                if version is not None
            }
            units.append({coder: value for coder, value in kept.items() if value is not None or not slot.skips_none})
    if not units:
        return None
    agreement = measure_agreement(units, found.coder_ids, slot.difference, seed=found.sample.seed)
    return SlotAgreement(slot.key, slot.scale, agreement)


def _values(found: Round, values: Sequence[Hashable]) -> dict[str, Hashable]:
    return {coder: value for coder, value in zip(found.coder_ids, values, strict=True) if value is not None}


def _count(store: Store, person_id: str, answers: Sequence[Answer]) -> CoderCount:
    own = [answer for answer in answers if answer.person_id == person_id]
    last = list_last_answers(own).values()
    verdicts = Counter(answer.verdict for answer in last)
    return CoderCount(person_id, store.people.get(person_id).name, verdicts, len(own) - len(last))
