"""What a killed desk was doing: deeds of every kind on a store, for ever, each told once it is done."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable

from report_builders import build_coded

from dateline.model.errors import ConflictError, WrongCallError
from dateline.model.ids import text_hash
from dateline.model.ports import ActorRegistry
from dateline.model.records import Event
from dateline.model.rounds import Sample
from dateline.services.checkpoints import make_checkpoint
from dateline.services.commenting import CommentDesk
from dateline.services.moderating import ModerationDesk
from dateline.services.outcomes import Outcome
from dateline.services.projecting import Projector
from dateline.services.reviewing import ReviewDesk
from dateline.store.databases import SqlStore, open_store

Told = tuple[str, int | str, str]
"""What was acknowledged: "decision", "entry", "checkpoint", "report", "answer", "comment" or "comment act"; its
number or id; its hash, or what else tells it from others."""
CODERS = ("p-ana", "p-ben")
HELD = 2
"""So many of the first reports are held by a round of double coding."""


def prepare(address: str) -> None:
    """A store with people, reports, and an open round of double coding on the first of them."""
    with open_store(address) as store:
        for person_id, name in zip(CODERS, ("Ana", "Ben"), strict=True):
            store.people.add(person_id, name, "coder", who="tests")
        run_id = store.begin_run("patterns", "1.0", {})
        for number in range(HELD + 4):
            store.add_coded(build_coded(-number), run_id=run_id)
        store.finish_run(run_id)
        held = [one for number in range(HELD) for one in list_records(store, build_coded(-number).report.id)]
        store.rounds.open("May", held, CODERS, Sample({}, (), None, 1, len(held)), who="Ana")


def list_records(store: SqlStore, report_id: str) -> list[str]:
    return [row.record_id for row in store.get_coded(report_id).records]


def act_for_ever(address: str, registry: ActorRegistry, life: int, out: int) -> None:
    """In: `life`, which makes the reports of this process its own; `out`, where each deed is told as a line."""
    with open_store(address) as store:
        projector = Projector(store.projections, registry)
        projector.catch_up()
        actor = Actor(store, projector, life)
        while True:
            try:
                told = actor.act()
            except (ConflictError, WrongCallError):  # somebody decided before, or there is nothing to take back
                continue
            os.write(out, "".join(f"{json.dumps(one)}\n" for one in told).encode())


class Actor:
    """Does one thing after another, at random."""

    def __init__(self, store: SqlStore, projector: Projector, life: int) -> None:
        self._store, self._projector, self._life = store, projector, life
        self._desk = ReviewDesk(store, projector)
        self._comments, self._moderation = CommentDesk(store, None), ModerationDesk(store)
        self._random = random.Random(life)
        self._reports = [build_coded(-number).report.id for number in range(HELD, HELD + 4)]
        self._added = 0

    def act(self) -> list[Told]:
        deeds: tuple[Callable[[], list[Told]], ...] = (
            self._decide, self._decide, self._correct, self._merge, self._back, self._back,
            self._note, self._checkpoint, self._answer, self._bring_in, self._comment, self._moderate, self._moderate,
        )  # fmt: skip
        return self._random.choice(deeds)()

    def _pick(self) -> str:
        return self._random.choice(list_records(self._store, self._random.choice(self._reports)))

    def _who(self) -> str:
        return self._random.choice(("Ana", "Ben"))

    def _decide(self) -> list[Told]:
        deed = self._random.choice((self._desk.approve, self._desk.reject, self._desk.unsure))
        return _tell(deed(self._pick(), self._who(), f"because of {self._random.random()}"))

    def _correct(self) -> list[Told]:
        report_id = self._random.choice(self._reports)
        row = self._store.get_coded(report_id).records[0]
        assert isinstance(row.record, Event)
        low = self._random.randrange(1, 10_000)
        deaths = tuple(one.model_copy(update={"low": low, "high": low + 3}) for one in row.record.casualties)
        new = row.record.model_copy(update={"casualties": deaths})
        return _tell(self._desk.correct(row.record_id, new, self._who(), "counted again"))

    def _merge(self) -> list[Told]:
        events = [one for each in self._reports for one in list_records(self._store, each)[:1]]
        chosen = self._random.sample(events, self._random.choice((2, 3)))
        if self._random.random() < 0.5:
            return _tell(self._desk.merge(chosen, self._who(), "one raid"))
        return _tell(self._desk.split(chosen[0], chosen[1:], self._who(), "two raids"))

    def _back(self) -> list[Told]:
        return _tell(self._random.choice((self._desk.undo, self._desk.redo))(self._who()))

    def _note(self) -> list[Told]:
        entry = self._store.log.append("export", self._who(), "export:geojson", {"count": self._random.random()})
        return [("entry", entry.seq, entry.hash)]

    def _checkpoint(self) -> list[Told]:
        made = make_checkpoint(self._store, self._who())
        return [("checkpoint", made.number, text_hash(made.statement()))]

    def _answer(self) -> list[Told]:
        record_id = self._random.choice(list_records(self._store, build_coded(0).report.id))
        why = f"seen {self._random.random()}"
        self._store.rounds.answer(1, record_id, self._random.choice(CODERS), "reject", None, why, who="Ana")
        return [("answer", record_id, why)]

    def _comment(self) -> list[Told]:
        page, words = f"report:{self._random.choice(self._reports)}", f"I saw {self._random.random()}"
        sent = self._comments.send(page, "Sara", words, contact="sara@x.example").comment
        return [("comment", sent.id, text_hash(sent.text))]

    def _moderate(self) -> list[Told]:
        who, waiting = self._who(), self._store.comments.list_waiting(limit=5)
        if self._random.random() < 0.3 or not waiting:
            done = self._moderation.undo(who)
        elif self._random.random() < 0.5:
            done = self._moderation.approve(self._random.choice(waiting).id, who)
        else:
            done = self._moderation.reject(self._random.choice(waiting).id, "relevance", who)
        return [("comment act", done.acts[-1].seq, f"{done.acts[-1].deed} by {who}")] if done else []

    def _bring_in(self) -> list[Told]:
        """A run of a few reports, as `dateline add` makes one."""
        run_id, told = self._store.begin_run("patterns", "1.0", {}), list[Told]()
        for _ in range(3):
            self._added += 1
            original = os.urandom(20_000)
            coded = build_coded(self._life * 10_000 + self._added, original=original)
            self._store.add_coded(coded, run_id=run_id, original=original, media_type="text/html")
            self._reports.append(coded.report.id)
            told.append(("report", coded.report.id, text_hash(coded.report.text)))
        self._store.finish_run(run_id)
        self._projector.catch_up()
        return told


def _tell(outcome: Outcome | None) -> list[Told]:
    return [("decision", row.seq, row.hash) for row in (outcome.decisions if outcome else ())]
