"""Any sequence of acts of several people, with undo and redo between them, comes to what a plain ledger says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model.errors import ConflictError, WrongCallError
from dateline.model.records import OUTLET, CodedReport, Evidence, Figure
from dateline.model.reports import Report, report_id
from dateline.resolve.registries import make_actor_registry
from dateline.review.chains import walk_chain
from dateline.services.projecting import Projector
from dateline.services.reviewing import ReviewDesk
from dateline.store.databases import SqlStore, open_store

TEXT = "Twelve air strikes were counted in May."
PEOPLE = ("mira", "tom", "ana")
STATES = {"approve": "approved", "reject": "rejected", "unsure": "unsure"}
NUMBERS = count()

deeds = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from(["approve", "reject", "unsure", "correct", "undo", "undo", "undo", "redo", "redo"]),
    st.integers(min_value=0, max_value=5),
)


@pytest.fixture(scope="module")
def store() -> Iterator[SqlStore]:
    with open_store(":memory:") as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(store: SqlStore) -> ReviewDesk:
    return ReviewDesk(store, Projector(store.projections, make_actor_registry()))


@dataclass
class Entry:
    """A state that somebody gave to a record. `stands` is taken away by undo, and given back by redo."""

    who: str
    kind: str
    record_id: str
    state: str
    clock: int
    stands: bool = True


@dataclass
class Deed:
    """An act of one person: its entries, and once it is taken back when that was and which records it withdrew."""

    entries: list[Entry]
    withdrawals: list[Entry] = field(default_factory=list)
    undone: int = 0


class Ledger:
    """The plain model: a list of entries, and two stacks for each person."""

    def __init__(self, record_ids: list[str]) -> None:
        self.record_ids = record_ids
        self.entries: list[Entry] = []
        self.done: dict[str, list[Deed]] = {who: [] for who in PEOPLE}
        self.undone: dict[str, list[Deed]] = {who: [] for who in PEOPLE}
        self.clock = 0

    def last(self, record_id: str) -> Entry | None:
        standing = [entry for entry in self.entries if entry.record_id == record_id and entry.stands]
        return max(standing, key=lambda entry: entry.clock, default=None)

    def state(self, record_id: str) -> str:
        last = self.last(record_id)
        return last.state if last else "proposed"

    def states(self) -> dict[str, str]:
        return {record_id: self.state(record_id) for record_id in self.record_ids}

    def act(self, who: str, kind: str, states: dict[str, str]) -> None:
        self.clock += 1
        entries = [Entry(who, kind, record_id, state, self.clock) for record_id, state in states.items()]
        self.entries += entries
        self.done[who].append(Deed(entries))
        self.undone[who].clear()

    def is_blocked(self, deed: Deed, since: int) -> bool:
        """Whether somebody else's later word on one of the records stands."""
        about = {entry.record_id for entry in deed.entries}
        who = deed.entries[0].who
        return any(
            entry.stands and entry.clock > since and entry.who != who and entry.record_id in about
            for entry in self.entries
        )

    def undo(self, who: str) -> None:
        deed = self.done[who].pop()
        self.clock += 1
        for entry in deed.entries:
            entry.stands = False
        made = deed.entries[1:]  # of a correction, the record that it made
        deed.withdrawals = [Entry(who, "withdraw", entry.record_id, "rejected", self.clock) for entry in made]
        self.entries += deed.withdrawals
        deed.undone = self.clock
        self.undone[who].append(deed)

    def redo(self, who: str) -> None:
        deed = self.undone[who].pop()
        self.clock += 1
        for entry in deed.entries:
            entry.stands = True
        for entry in deed.withdrawals:
            entry.stands = False
        self.done[who].append(deed)


def make_figure(value: float) -> Figure:
    return Figure(
        measure="airstrikes", value_low=value, value_high=value, approximate=False, unit=None, about=(), by=(),
        place=None, time=None, modality="happened", attribution=(OUTLET,),
        evidence=(Evidence(start=0, end=6, quote="Twelve"),),
    )  # fmt: skip


def keep_report(store: SqlStore) -> list[str]:
    """A report of its own with three records."""
    title = f"Strikes {next(NUMBERS)}"
    own_id = report_id(title=title, published=None, publisher=None, text=TEXT)
    figures = tuple(make_figure(value) for value in (1, 2, 3))
    coded = CodedReport(report=Report(id=own_id, title=title, text=TEXT), figures=figures)
    store.add_coded(coded, run_id=store.begin_run("patterns", "1", {}))
    return [row.record_id for row in store.get_coded(own_id).records]


def decide(desk: ReviewDesk, ledger: Ledger, who: str, kind: str, record_id: str) -> None:
    last = ledger.last(record_id)
    if last is not None and (last.who, last.kind) == (who, kind):
        desk_rule(desk, who, kind, record_id)  # said twice, it is one decision
    elif ledger.state(record_id) == "superseded":
        with pytest.raises(WrongCallError):
            desk_rule(desk, who, kind, record_id)
    else:
        desk_rule(desk, who, kind, record_id)
        ledger.act(who, kind, {record_id: STATES[kind]})


def desk_rule(desk: ReviewDesk, who: str, kind: str, record_id: str) -> None:
    if kind == "approve":
        desk.approve(record_id, who)
    elif kind == "reject":
        desk.reject(record_id, who, "duplicate")
    else:
        desk.unsure(record_id, who)


def correct(desk: ReviewDesk, ledger: Ledger, who: str, record_id: str) -> None:
    better = make_figure(1000.0 + next(NUMBERS))
    if ledger.state(record_id) == "superseded":
        with pytest.raises(ConflictError):
            desk.correct(record_id, better, who)
        return
    new = desk.correct(record_id, better, who).record_id
    ledger.record_ids.append(new)
    ledger.act(who, "approve", {record_id: "superseded", new: "approved"})
    ledger.entries[-2].kind = "correct"


def go_back(desk: ReviewDesk, ledger: Ledger, who: str, *, forth: bool) -> None:
    stack = ledger.undone[who] if forth else ledger.done[who]
    turn = desk.redo if forth else desk.undo
    if not stack:
        assert turn(who) is None
    elif ledger.is_blocked(stack[-1], stack[-1].undone if forth else stack[-1].entries[0].clock):
        with pytest.raises(ConflictError):
            turn(who)
    else:
        assert turn(who) is not None
        (ledger.redo if forth else ledger.undo)(who)


@settings(deadline=None, max_examples=60)
@given(st.lists(deeds, max_size=25))
def test_acts_undo_and_redo_come_to_what_a_ledger_says(
    store: SqlStore, desk: ReviewDesk, plan: list[tuple[str, str, int]]
) -> None:
    names = {who: f"{who}-{next(NUMBERS)}" for who in PEOPLE}
    ledger = Ledger(keep_report(store))
    ledger.done = {name: [] for name in names.values()}
    ledger.undone = {name: [] for name in names.values()}
    for person, kind, choice in plan:
        who, record_id = names[person], ledger.record_ids[choice % len(ledger.record_ids)]
        if kind in STATES:
            decide(desk, ledger, who, kind, record_id)
        elif kind == "correct":
            correct(desk, ledger, who, record_id)
        else:
            go_back(desk, ledger, who, forth=kind == "redo")
        report, _ = store.find_record(ledger.record_ids[0])
        kept = {row.record_id: row.state for row in store.get_coded(report).records}
        assert kept == ledger.states()
    assert list(walk_chain(store.decisions(), store.chain_head())) == []
