"""Kills a process that does all that a desk does, again and again, and looks at what it leaves.

As a program: `python tests/store/kill_rounds.py --kills 500`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "samples"))
from acting_loop import Told, act_for_ever, prepare

from dateline.model.ids import text_hash
from dateline.resolve.registries import make_actor_registry
from dateline.services.verification import verify_store
from dateline.store.databases import SqlStore, open_store

KILLS_A_STORE = 20
FIRST_TOLD_WITHIN_S = 60
REGISTRY = make_actor_registry()


@dataclass(slots=True)
class Figures:
    """What came of it: deeds by their kind, and all that was not as it should be."""

    kills: int = 0
    told: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


def kill_often(folder: Path, kills: int) -> Figures:
    """Kill `kills` processes, one after another, each on the store that the one before left."""
    figures, begun = Figures(), time.monotonic()
    told: list[Told] = []
    address = ""
    for kill in range(kills):
        if kill % KILLS_A_STORE == 0:
            told, address = [], str(folder / f"kills-{kill}.db")
            prepare(address)
        told += _let_act_and_kill(address, kill + 1)
        figures.kills += 1
        with open_store(address) as store:
            figures.lost += [f"kill {kill}: {row}" for row in find_lost(store, told)]
            figures.faults += [f"kill {kill}: {fault}" for fault in (*verify_store(store), *find_halves(store))]
        if (kill + 1) % KILLS_A_STORE == 0 or kill + 1 == kills:
            for kind, _, _ in told:
                figures.told[kind] = figures.told.get(kind, 0) + 1
    figures.seconds = round(time.monotonic() - begun, 1)
    return figures


def _let_act_and_kill(address: str, life: int) -> list[Told]:
    """Every tenth process is killed while it opens the store; the others a while after the first deed they told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            act_for_ever(address, REGISTRY, life, writing)
        finally:
            os._exit(1)  # it should have been killed
    os.close(writing)
    if life % 10:
        select.select([reading], [], [], FIRST_TOLD_WITHIN_S)
    time.sleep(random.uniform(0.0, 0.5))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        lines = pipe.read().splitlines(keepends=True)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the process ended by itself")
    return [tuple(json.loads(line)) for line in lines if line.endswith("\n")]


def find_lost(store: SqlStore, told: list[Told]) -> list[Told]:
    """What was acknowledged, and is not there as it was."""
    kept: set[Told] = {("decision", row.seq, row.hash) for row in store.decisions()}
    kept |= {("entry", row.seq, row.hash) for row in store.log.iter_entries()}
    kept |= {("checkpoint", row.number, text_hash(row.statement())) for row in store.checkpoints.list()}
    kept |= {("answer", row.record_id, row.why or "") for row in store.rounds.answers(1)}
    kept |= {("comment", row.id, text_hash(row.text)) for row in store.comments.iter_all()}
    kept |= {("comment act", row.seq, f"{row.deed} by {row.who}") for row in store.comments.list_acts()}
    kept |= {("report", row.report.id, text_hash(row.report.text)) for row in store.iter_coded()}
    return [row for row in told if row not in kept]


def find_halves(store: SqlStore) -> list[str]:
    """Deeds of several rows of which not all are there."""
    reports = list(store.iter_coded())
    records = {row.record_id for stored in reports for row in stored.records}
    halves = [
        f"report {stored.report.id} is not whole"
        for stored in reports
        if sum(row.coder == "patterns" for row in stored.records) != 4
    ]
    decisions = {row.seq: row for row in store.decisions()}
    for row in (each for each in decisions.values() if each.kind == "correct"):
        follows = decisions.get(row.seq + 1)
        if row.others[0] not in records:
            halves.append(f"decision {row.seq} names a record that is not there")
        if follows is None or follows.act != row.act or follows.who != row.who:
            halves.append(f"decision {row.seq} stands without the rest of its act")
    return halves


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    with tempfile.TemporaryDirectory() as folder:
        figures = kill_often(Path(folder), parser.parse_args().kills)
    total = sum(figures.told.values())
    print(f"{figures.kills} kills, {total} deeds told {figures.told}, {len(figures.lost)} lost, "  # noqa: T201
          f"{len(figures.faults)} faults, {figures.seconds} s")  # fmt: skip
    for line in (*figures.lost, *figures.faults):
        print(line)  # noqa: T201
    return 1 if figures.lost or figures.faults else 0


if __name__ == "__main__":
    sys.exit(main())
