"""A process killed in mid-write loses no report that it was told is kept, and leaves nothing half."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from dateline.services.verification import list_unfinished_runs, verify_store
from dateline.store.databases import open_store

KILLS = 5
SCRIPT = Path(__file__).with_name("adding_loop.py")


def test_a_kill_in_mid_write_loses_no_finished_report(database: Path) -> None:
    acknowledged: set[str] = set()
    for kill in range(KILLS):
        acknowledged |= _add_until_killed(database, first=kill * 100_000)
    with open_store(str(database)) as store:
        assert verify_store(store) == []
        kept = {stored.report.id for stored in store.iter_coded()}
        assert len(list_unfinished_runs(store)) == KILLS
        assert len(store.decisions()) >= len(acknowledged)
    assert len(acknowledged) >= KILLS
    assert acknowledged <= kept
    assert len(kept) <= len(acknowledged) + KILLS  # at most one each was kept and not yet told


def _add_until_killed(database: Path, first: int) -> set[str]:
    """Start a process that adds reports, kill it at a random moment; gives the ids that it told are kept."""
    command = [sys.executable, str(SCRIPT), str(database), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first_line = process.stdout.readline()
        time.sleep(random.uniform(0.01, 0.25))
        process.kill()
        rest = process.stdout.read()
    lines = (first_line + rest).splitlines(keepends=True)
    return {line.strip() for line in lines if line.endswith("\n")}
