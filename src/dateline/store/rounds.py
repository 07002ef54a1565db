"""Rounds of blind double coding in a SQL store. Their promises: `model.rounds.Rounds`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.ids import canonical_json
from dateline.model.rounds import FEWEST_CODERS, MOST_RECORDS, VERDICTS, Answer, Round, Sample, Verdict
from dateline.store import sign_ins
from dateline.store.chaining import Chain, find_end
from dateline.store.desk_schema import answers, round_people, round_records, rounds
from dateline.store.logs import insert_entry
from dateline.store.projecting import Door
from dateline.store.queries import select_known_records
from dateline.store.round_rows import CLOSE, DONE, OPEN, check_free, select_answers, select_held, select_rounds
from dateline.store.sealing import insert_sealed


class SqlRounds:
    """Rounds over the store's own transactions. In: `now`, the time as the store writes it."""

    def __init__(self, reading: Door, writing: Door, now: Callable[[], str]) -> None:
        self._reading = reading
        self._writing = writing
        self._now = now

    def open(
        self, name: str, record_ids: Sequence[str], coder_ids: Sequence[str], sample: Sample, *, who: str
    ) -> Round:
        records, coders = tuple(dict.fromkeys(record_ids)), tuple(dict.fromkeys(coder_ids))
        _check_asked(name, records, coders)
        now = self._now()
        with self._writing() as connection:
            after, _ = find_end(connection, Chain.DECISIONS)  # nobody decides before the records are held
            _check_there(connection, records, coders)
            check_free(connection, records)
            values = {"name": name.strip(), "who": who, "made": now}
            key = connection.execute(insert(rounds).values(values)).inserted_primary_key
            round_id = int(key[0]) if key else 0
            rows = [{"round_id": round_id, "position": at, "record_id": one} for at, one in enumerate(records)]
            connection.execute(insert(round_records), rows)
            connection.execute(insert(round_people), [{"round_id": round_id, "person_id": one} for one in coders])
            noted = {**sample.to_json(), "after": after}
            detail = {"name": name.strip(), "coders": list(coders), "records": list(records), "sample": noted}
            insert_entry(connection, OPEN, who, now, f"round:{round_id}", detail)
            return _get(connection, round_id)

    def get(self, round_id: int) -> Round:
        with self._reading() as connection:
            return _get(connection, round_id)

    def list(self) -> Sequence[Round]:
        with self._reading() as connection:
            return select_rounds(connection)

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
        if verdict not in VERDICTS:
            raise WrongCallError("there is no such verdict", str(verdict), f"known: {', '.join(VERDICTS)}")
        if (verdict == "correct") != (record is not None):
            raise WrongCallError(
                "a correction comes with the record as it should be, no other verdict does", record_id
            )
        now = self._now()
        with self._writing() as connection:
            found = _get_open(connection, round_id)
            _check_coder(found, person_id)
            if record_id not in found.record_ids:
                raise NotKeptError("this round has no such record", record_id)
            # The salt keeps the seal in the log from telling the answer to who tries all that it may be.
            payload = canonical_json({"record": None if record is None else dict(record), "salt": token_hex(16)})
            row = {
                "round_id": round_id, "record_id": record_id, "person_id": person_id, "verdict": verdict,
                "payload": payload, "why": why, "made": now,
            }  # fmt: skip
            insert_sealed(connection, [(answers, row)], kind="answer", who=who, when=now, subject=f"round:{round_id}")
            return select_answers(connection, round_id, person_id, last=True)[0]

    def finish(self, round_id: int, person_id: str, *, who: str) -> Round:
        now = self._now()
        with self._writing() as connection:
            found = _get_open(connection, round_id)
            _check_coder(found, person_id)
            judged = {row.record_id for row in select_answers(connection, round_id, person_id)}
            if missing := [one for one in found.record_ids if one not in judged]:
                raise WrongCallError("these records of the round have no answer of yours yet", f"{len(missing)}")
            insert_entry(connection, DONE, who, now, f"round:{round_id}", {"person": person_id})
            if found.done | {person_id} >= set(found.coder_ids):
                _close(connection, round_id, who, now, "all coders are done")
            return _get(connection, round_id)

    def close(self, round_id: int, *, who: str) -> Round:
        with self._writing() as connection:
            _get_open(connection, round_id)
            _close(connection, round_id, who, self._now(), "closed as it stood")
            return _get(connection, round_id)

    def answers(self, round_id: int, person_id: str | None = None) -> Sequence[Answer]:
        with self._reading() as connection:
            return select_answers(connection, round_id, person_id)

    def held(self, record_ids: Collection[str] | None = None) -> Mapping[str, str]:
        with self._reading() as connection:
            return select_held(connection, record_ids)


def _check_asked(name: str, record_ids: Sequence[str], coder_ids: Sequence[str]) -> None:
    if not name.strip():
        raise WrongCallError("a round needs a name")
    if len(coder_ids) < FEWEST_CODERS:
        raise WrongCallError("a round needs two coders or more")
    if not record_ids:
        raise WrongCallError("no record is left for this round", "", "choose a wider filter or other reports")
    if len(record_ids) > MOST_RECORDS:
        raise WrongCallError("a round has too many records", f"{len(record_ids)}", f"{MOST_RECORDS} at most")


def _check_there(connection: Connection, record_ids: Sequence[str], coder_ids: Sequence[str]) -> None:
    if unknown := set(record_ids) - select_known_records(connection, record_ids):
        raise NotKeptError("no record with this id is kept", min(unknown))
    for person_id in coder_ids:
        person = sign_ins.get_person(connection, person_id)
        if "decide" not in person.rights:
            raise WrongCallError("this person cannot code", person.name, "it takes the role of a coder or reviewer")


def _get(connection: Connection, round_id: int) -> Round:
    found = select_rounds(connection, round_id)
    if not found:
        raise NotKeptError("there is no such round", f"{round_id}")
    return found[0]


def _get_open(connection: Connection, round_id: int) -> Round:
    """A round that is open, and stays so until the transaction ends."""
    if connection.dialect.name != "sqlite":  # SQLite has locked the whole database by now
        connection.execute(text("LOCK TABLE rounds IN SHARE ROW EXCLUSIVE MODE"))
    found = _get(connection, round_id)
    if not found.is_open:
        raise WrongCallError("this round is closed", found.name)
    return found


def _check_coder(found: Round, person_id: str) -> None:
    if person_id not in found.coder_ids:
        raise WrongCallError("you are no coder of this round", found.name)
    if person_id in found.done:
        raise WrongCallError("you are done with this round; your answers stand as they are", found.name)


def _close(connection: Connection, round_id: int, who: str, now: str, why: str) -> None:
    connection.execute(update(rounds).where(rounds.c.id == round_id).values(closed=now))
    number = len(connection.execute(select(answers.c.id).where(answers.c.round_id == round_id)).all())
    insert_entry(connection, CLOSE, who, now, f"round:{round_id}", {"why": why, "answers": number})
