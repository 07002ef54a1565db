"""Rows of rounds, their records, people and answers: read within a transaction.

How the records were chosen and who is done stands in the log, and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from dateline.model.errors import ConflictError, StoreError
from dateline.model.rounds import Answer, Round, Sample
from dateline.store.desk_schema import answers, entries, round_people, round_records, rounds
from dateline.store.queries import in_portions

OPEN, DONE, CLOSE = "round-open", "round-done", "round-close"
_IDS_AT_A_TIME = 500


def select_rounds(connection: Connection, round_id: int | None = None) -> list[Round]:
    """One round, or all, the latest first."""
    query = select(rounds).order_by(rounds.c.id.desc())
    query = query if round_id is None else query.where(rounds.c.id == round_id)
    return [
        Round(
            row.id, row.name, row.who, row.made, row.closed, _records(connection, row.id),
            _people(connection, row.id), *_noted(connection, row.id),
        )
        for row in connection.execute(query).all()
    ]  # fmt: skip


def _records(connection: Connection, round_id: int) -> tuple[str, ...]:
    query = select(round_records.c.record_id).filter_by(round_id=round_id).order_by(round_records.c.position)
    return tuple(connection.execute(query).scalars())


def _people(connection: Connection, round_id: int) -> tuple[str, ...]:
    query = select(round_people.c.person_id).filter_by(round_id=round_id).order_by(round_people.c.person_id)
    return tuple(connection.execute(query).scalars())


def _noted(connection: Connection, round_id: int) -> tuple[frozenset[str], Sample]:
    """Who is done, and how the records were chosen. Raises StoreError where the log does not tell it any more."""
    query = select(entries.c.kind, entries.c.detail).where(
        entries.c.subject == f"round:{round_id}", entries.c.kind.in_((OPEN, DONE))
    )
    rows = connection.execute(query.order_by(entries.c.seq)).all()
    try:
        details = [(row.kind, json.loads(row.detail)) for row in rows]
        sample = next(Sample.from_json(detail["sample"]) for kind, detail in details if kind == OPEN)
        return frozenset(detail["person"] for kind, detail in details if kind == DONE), sample
    except (StopIteration, KeyError, TypeError, ValueError) as error:
        raise StoreError(
            "what the log tells of a round is damaged", f"{round_id}", "run `dateline verify`"
        ) from error


def select_answers(
    connection: Connection, round_id: int, person_id: str | None = None, *, last: bool = False
) -> list[Answer]:
    """The answers of a round, or of one person in it, oldest first; or only the last one."""
    query = select(answers).where(answers.c.round_id == round_id)
    query = query.order_by(answers.c.id.desc()).limit(1) if last else query.order_by(answers.c.id)
    query = query if person_id is None else query.where(answers.c.person_id == person_id)
    try:
        return [
            Answer(
                row.id, row.round_id, row.record_id, row.person_id, row.verdict, json.loads(row.payload)["record"],
                row.why, row.made,
            )
            for row in connection.execute(query)
        ]  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError("a kept answer is damaged", f"round {round_id}", "run `dateline verify`") from error


def select_held(connection: Connection, record_ids: Collection[str] | None = None) -> dict[str, str]:
    """The records that are in an open round, with its name (index ix_round_records_record_id)."""
    query = (
        select(round_records.c.record_id, rounds.c.name)
        .join(rounds, rounds.c.id == round_records.c.round_id)
        .where(rounds.c.closed.is_(None))
    )
    if record_ids is None:
        return {row.record_id: row.name for row in connection.execute(query)}
    held: dict[str, str] = {}
    for portion in in_portions(sorted(record_ids), _IDS_AT_A_TIME):
        rows = connection.execute(query.where(round_records.c.record_id.in_(portion)))
        held.update({row.record_id: row.name for row in rows})
    return held


def check_free(connection: Connection, record_ids: Sequence[str]) -> None:
    """Raises ConflictError where one of the records is in an open round."""
    held = select_held(connection, record_ids)
    if held:
        record_id, name = min(held.items())
        cause = f"“{name}”; it can be decided on when the round is closed"
        raise ConflictError("this record is being coded blind in a round", record_id, cause)
