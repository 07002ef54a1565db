"""Rounds of blind double coding: the same records, judged by several people who do not see each other's answers.

While a round is open, nobody can decide on its records, and nobody is shown an answer but the person who gave it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, get_args

Verdict = Literal["approve", "reject", "unsure", "correct"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
FEWEST_CODERS = 2
MOST_RECORDS = 2000


@dataclass(frozen=True, slots=True)
class Sample:
    """How the records of a round were chosen, so that it can be done again.

    `query` is the filter as `RecordFilter.to_query` gives it; `report_ids` are the reports where all of theirs were
    chosen. `pool`: of how many records these were drawn. `after`: the `seq` of the last decision before.
    """

    query: Mapping[str, str]
    report_ids: tuple[str, ...]
    number: int | None
    seed: int
    pool: int
    after: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            "query": dict(self.query),
            "report_ids": list(self.report_ids),
            "number": self.number,
            "seed": self.seed,
            "pool": self.pool,
            "after": self.after,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Sample:
        return cls(**{**data, "report_ids": tuple(data["report_ids"])})


@dataclass(frozen=True, slots=True)
class Round:
    """A round: its records in their order, its coders by the ids of people, and who of them is done.

    `who` opened it, by name. `made` and `closed` are ISO times in UTC; it is open while `closed` is None.
    """

    id: int
    name: str
    who: str
    made: str
    closed: str | None
    record_ids: tuple[str, ...]
    coder_ids: tuple[str, ...]
    done: frozenset[str]
    sample: Sample

    @property
    def is_open(self) -> bool:
        return self.closed is None


@dataclass(frozen=True, slots=True)
class Answer:
    """One judgement of a coder. `record` is the record as the coder has it, where the verdict is "correct"."""

    id: int
    round_id: int
    record_id: str
    person_id: str
    verdict: Verdict
    record: Mapping[str, Any] | None
    why: str | None
    made: str


def list_last_answers(answers: Sequence[Answer]) -> dict[tuple[str, str], Answer]:
    """The answer that counts for each record and coder: the last one given."""
    return {(row.record_id, row.person_id): row for row in sorted(answers, key=lambda row: row.id)}


class Rounds(Protocol):
    """The rounds of a store. Each deed is one transaction with its entry of the log ("round:N").

    Answers are only inserted, each sealed by the log without telling what it says.
    """

    def open(
        self, name: str, record_ids: Sequence[str], coder_ids: Sequence[str], sample: Sample, *, who: str
    ) -> Round:
        """Begin a round. Raises WrongCallError for fewer than two coders, no records, coders who cannot decide;
        NotKeptError for what is not there; ConflictError where a record is in another open round."""
        ...

    def get(self, round_id: int) -> Round:
        """Raises NotKeptError."""
        ...

    def list(self) -> Sequence[Round]:
        """All rounds, the latest first."""
        ...

    def answer(
        self,
        round_id: int,
        record_id: str,
        person_id: str,
        verdict: Verdict,
        record: Mapping[str, Any] | None,
        why: str | None,
        *,
        who: str,
    ) -> Answer:
        """Keep a coder's answer. Raises WrongCallError where the round is closed, the coder is done or not of it, or
        verdict and record do not fit."""
        ...

    def finish(self, round_id: int, person_id: str, *, who: str) -> Round:
        """A coder is done: no answer of theirs changes any more. The last one closes the round.

        Raises WrongCallError where a record has no answer of theirs yet.
        """
        ...

    def close(self, round_id: int, *, who: str) -> Round:
        """End a round as it stands. Raises WrongCallError where it is closed."""
        ...

    def answers(self, round_id: int, person_id: str | None = None) -> Sequence[Answer]:
        """All answers of a round, or of one coder in it, oldest first."""
        ...

    def held(self, record_ids: Collection[str] | None = None) -> Mapping[str, str]:
        """Those of the records, or of all, that are in an open round, with its name."""
        ...
