"""Use case: settle a closed round. What is chosen becomes decisions in the chain, by the person who chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dateline.model.errors import ConflictError, NotKeptError, WrongCallError
from dateline.model.ids import text_hash
from dateline.model.ports import ActorRegistry, Gazetteer, Store
from dateline.model.records import Record
from dateline.model.rounds import Round
from dateline.services.reviewing import Outcome, ReviewDesk
from dateline.services.round_reports import Comparison, compare_answers, get_closed
from dateline.services.slot_edits import SlotEditor

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Settled:
    """What settling came to. `coder`: whose version was chosen, by name; None for one of the settler's own."""

    outcome: Outcome
    coder: str | None


def shuffle_coders(found: Round, record_id: str) -> dict[str, int]:
    """Letter to place among the coders, in another order for each record: who settles is not led by a name."""
    order = sorted(range(len(found.coder_ids)), key=lambda at: text_hash(f"{found.id} {record_id} {at}"))
    return {LETTERS[number % 26] * (1 + number // 26): at for number, at in enumerate(order)}


class SettlingDesk:
    """Settles the records of closed rounds, through the same door as all other decisions."""

    def __init__(self, store: Store, desk: ReviewDesk, registry: ActorRegistry, gazetteer: Gazetteer) -> None:
        self._store = store
        self._desk = desk
        self._editor = SlotEditor(registry, gazetteer)

    def choose(
        self, round_id: int, record_id: str, letter: str, words: str | None, who: str, key: str | None = None
    ) -> Settled:
        """Take a coder's answer. Raises WrongCallError for an open round or a letter that none has, ConflictError
        where the record has been decided on since the round."""
        found, compared = self._find(round_id, record_id)
        at = shuffle_coders(found, record_id).get(letter)
        answer = compared.answers[at] if at is not None else None
        if at is None or answer is None:
            raise WrongCallError("choose one of the versions", letter)
        coder = self._store.people.get(answer.person_id).name
        return Settled(self._take(found, compared, at, words, who, key, coder=answer.person_id), coder)

    def edit(
        self,
        round_id: int,
        record_id: str,
        fields: Mapping[str, str],
        words: str | None,
        who: str,
        key: str | None = None,
    ) -> Settled:
        """Settle with a version of the settler's own. Raises WrongSlotsError besides."""
        found, compared = self._find(round_id, record_id)
        record = self._editor.edit(compared.row.record, fields, compared.stored.report)
        outcome = self._desk.correct(record_id, record, who, _say_why(found, words), key=key)
        self._note(found, record_id, "correct", None, who, outcome)
        return Settled(outcome, None)

    def reject(self, round_id: int, record_id: str, words: str, who: str, key: str | None = None) -> Settled:
        """Settle against all versions. In: `words`, why."""
        found, _ = self._find(round_id, record_id)
        outcome = self._desk.reject(record_id, who, _say_why(found, words), key=key)
        self._note(found, record_id, "reject", None, who, outcome)
        return Settled(outcome, None)

    def take_shared(self, round_id: int, who: str) -> int:
        """Decide as all coders did, where they all gave the same answer; gives the number of records."""
        found = get_closed(self._store, round_id)
        rows = compare_answers(self._store, found, self._store.rounds.answers(round_id))
        shared = [row for row in rows if row.shared and row.settled is None]
        for row in shared:
            self._take(found, row, 0, "all coders agree", who, None, coder=None)
        return len(shared)

    def _take(
        self, found: Round, compared: Comparison, at: int, words: str | None, who: str, key: str | None, *,
        coder: str | None,
    ) -> Outcome:  # fmt: skip
        answer, record_id = compared.answers[at], compared.record_id
        assert answer is not None
        why = _say_why(found, words or answer.why)
        version: Record | None = compared.versions[at]
        if answer.verdict == "correct" and version is not None:
            outcome = self._desk.correct(record_id, version, who, why, key=key)
        elif answer.verdict == "reject":
            outcome = self._desk.reject(record_id, who, why, key=key)
        elif answer.verdict == "unsure":
            outcome = self._desk.unsure(record_id, who, why, key=key)
        else:
            outcome = self._desk.approve(record_id, who, why, key=key)
        self._note(found, record_id, answer.verdict, coder, who, outcome)
        return outcome

    def _find(self, round_id: int, record_id: str) -> tuple[Round, Comparison]:
        found = get_closed(self._store, round_id)
        if record_id not in found.record_ids:
            raise NotKeptError("this round has no such record", record_id)
        answers = self._store.rounds.answers(round_id)
        compared = compare_answers(self._store, found, answers, only=record_id)[0]
        if compared.settled is not None:
            said = f"{compared.settled.who} has decided on this record since the round"
            raise ConflictError(said, record_id, "to change that, undo it or decide in the queue")
        return found, compared

    def _note(
        self, found: Round, record_id: str, verdict: str, coder: str | None, who: str, outcome: Outcome
    ) -> None:
        made = [row.seq for row in outcome.decisions]
        detail = {"record": record_id, "verdict": verdict, "coder": coder, "decisions": made}
        self._store.log.append("round-settle", who, f"round:{found.id}", detail)


def _say_why(found: Round, words: str | None) -> str:
    own = f": {words.strip()}" if words and words.strip() else ""
    return f"settled in round {found.id}{own}"
