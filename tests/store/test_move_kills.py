"""A process that moves a store is killed again and again: whoever moves on in the end has every row, once."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest
from crowded_stores import fill_crowded_store, hash_exports

from dateline.services.moving import move_store
from dateline.store import moves

LIVES = 12
PORTIONS_A_LIFE = 25


@pytest.fixture(params=["file", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "moved.db") if request.param == "file" else str(request.getfixturevalue("postgresql"))


def test_a_move_that_is_killed_loses_and_doubles_nothing(
    tmp_path: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source.db"
    fill_crowded_store(source)
    monkeypatch.setattr(moves, "_PORTION_ROWS", 1)
    chance = random.Random(5)
    ends = [move_and_be_killed(str(source), target, chance.randrange(PORTIONS_A_LIFE)) for _ in range(LIVES)]
    assert set(ends) == {signal.SIGKILL}
    report = move_store(str(source), target)
    assert report.faults == []
    assert hash_exports(target, tmp_path / "a") == hash_exports(str(source), tmp_path / "b")
    whole = move_store(str(source), str(tmp_path / "whole.db"))
    assert list(whole.tables) == list(report.tables)


def move_and_be_killed(source: str, target: str, portions: int) -> int:
    """Let a process move so many portions, and kill it while it goes on; gives the signal that ended it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            with moves.open_move(source, target) as move:
                tell(writing, 1)  # a life that ends here has begun the move and no more
                move.copy(lambda rows: tell(writing, rows))
                move.make_words(lambda rows: tell(writing, rows))
        finally:
            os._exit(1)  # it should have been killed
    os.close(writing)
    for _ in range(portions + 1):
        os.read(reading, 1)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    return os.WTERMSIG(status)


def tell(pipe: int, rows: int) -> None:
    os.write(pipe, b"." * rows)
