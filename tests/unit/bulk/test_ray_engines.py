"""Ray itself: two processors of this machine, and a worker that dies."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bulk_samples import Notes, make_report, write_lines
from bulk_workers import DyingCodingWorker

from dateline.base.settings import Settings
from dateline.bulk.coded_reports import read_coded
from dateline.bulk.datasets import EngineError
from dateline.bulk.engines import Engine, _knock, _start, guard_ports, open_engine
from dateline.bulk.outputs import Output
from dateline.bulk.runs import BulkRun, RunSummary, Wishes
from dateline.cli.main import call
from dateline.services.coding import make_coder

guard_ports()
pytest.importorskip("ray", reason="pip install 'dateline[bulk]'")
pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # Ray's own
    pytest.mark.timeout(600),
]
REPORTS = 24
SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    write_lines(folder / "a.jsonl", [make_report(number) for number in range(REPORTS - 6)])
    write_lines(folder / "b.jsonl", [make_report(number) for number in range(REPORTS - 6, REPORTS)])
    return folder


@pytest.fixture
def coded(archive: Path, tmp_path: Path) -> list[dict[str, Any]]:
    target = tmp_path / "coded.jsonl"
    assert call(["code", str(archive), "-o", str(target)]) == 0
    return [json.loads(line) for line in target.read_text().splitlines()]


def run_on(engine: Engine, archive: Path, folder: Path, block_reports: int) -> tuple[RunSummary, Notes]:
    notes = Notes()
    wishes = Wishes(engine.cores, block_reports, keeps_texts=True, slab_events=5)
    run = BulkRun(Output(str(folder)), engine, Settings(), wishes, notes)
    return run.run([str(archive)], make_coder(Settings())), notes


@pytest.fixture
def two_cores() -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(SAMPLES))  # where its processes find the workers of this test
        with open_engine(None, 2) as engine:
            yield engine


def test_two_processes_that_strangers_cannot_reach_give_what_one_gives_though_one_dies(
    two_cores: Engine, archive: Path, coded: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert two_cores.cores == 2
    monkeypatch.setattr("dateline.bulk.runs.CodingWorker", DyingCodingWorker)
    summary, notes = run_on(two_cores, archive, tmp_path / "out", 4)
    assert (tmp_path / "out" / "has-died").exists()
    assert list(read_coded(Output(str(tmp_path / "out")))) == coded
    assert (summary.reports, summary.failures, notes.errors, notes.done) == (REPORTS, 0, [], REPORTS)
    assert_ports_ask_for_a_word()  # here, since Ray takes its time to begin


def assert_ports_ask_for_a_word() -> None:
    """Nothing is told to Ray's makers, and who does not know this run's token is not let in."""
    import ray

    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
    assert os.environ["RAY_AUTH_MODE"] == "token"
    program = f"from ray._raylet import GcsClient; GcsClient(address={ray.get_runtime_context().gcs_address!r})"
    hasty = {**os.environ, "RAY_gcs_rpc_server_reconnect_timeout_s": "2"}
    for environment, lets_in in ((hasty, True), ({**hasty, "RAY_AUTH_TOKEN": "0" * 64}, False)):
        asked = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
        )
        assert (asked.returncode == 0) is lets_in, asked.stderr
        assert lets_in or "Auth" in asked.stderr


class Proxy:
    """What `_start` asks of Ray, and a cluster whose proxy fails to begin a process so many times."""

    def __init__(self, failures: int) -> None:
        self.exceptions = SimpleNamespace(RayError=RuntimeError)
        self.failures = failures
        self.asked: list[str] = []

    def init(self, address: str, **_: object) -> None:
        self.asked.append(address)
        if len(self.asked) <= self.failures:
            raise ConnectionAbortedError(
                "Initialization failure from server:\nTraceback\nStarting the server failed."
            )


@pytest.fixture
def door() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"ray://127.0.0.1:{server.getsockname()[1]}"


def test_a_cluster_that_fails_to_begin_a_process_for_a_client_is_asked_again(door: str) -> None:
    proxy = Proxy(2)
    _start(proxy, door, None)
    assert proxy.asked == [door] * 3


def test_a_cluster_that_never_begins_one_is_named_with_what_it_said_last(door: str) -> None:
    with pytest.raises(EngineError, match=r"ray://127\.0\.0\.1:\d+.*Starting the server failed\.") as raised:
        _start(Proxy(99), door, None)
    assert "Traceback" not in str(raised.value)


def test_an_address_where_nothing_answers_is_named() -> None:
    with pytest.raises(EngineError, match=r"127\.0\.0\.1:9"):
        _knock("ray://127.0.0.1:9")
    with pytest.raises(EngineError, match=r"127\.0\.0\.1:9"):
        _knock("127.0.0.1:9")
