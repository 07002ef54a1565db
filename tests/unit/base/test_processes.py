"""What the process may use of the machine."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest

from dateline.base import processes
from dateline.base.processes import count_processors, is_kept_to_some, keep_what_is_loaded


@pytest.fixture
def quota(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cpu.max"
    monkeypatch.setattr(processes, "CGROUP_QUOTA", path)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    if sys.platform == "linux":
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    return path


def test_without_a_quota_all_processors_count(quota: Path) -> None:
    assert not quota.exists()
    assert count_processors() == 8
    assert not is_kept_to_some()


@pytest.mark.parametrize(
    ("said", "count"),
    [("max 100000", 8), ("200000 100000", 2), ("50000 100000", 1), ("1600000 100000", 8), ("nonsense", 8)],
)
def test_share_of_a_container_counts(quota: Path, said: str, count: int) -> None:
    quota.write_text(said)
    assert count_processors() == count
    assert is_kept_to_some() == (count < 8)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process to some processors")
def test_process_that_is_kept_to_one_processor_has_one(quota: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3})
    assert count_processors() == 1
    assert is_kept_to_some()


def test_what_is_loaded_is_not_looked_through_again() -> None:
    try:
        keep_what_is_loaded()
        assert gc.get_freeze_count() > 1000
    finally:
        gc.unfreeze()
