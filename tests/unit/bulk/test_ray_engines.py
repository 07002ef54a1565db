"""Ray itself: two processors of this machine, a worker that dies, a cluster that loses a node."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bulk_samples import Notes, make_report, write_lines
from bulk_workers import DyingCodingWorker

from dateline.base.settings import Settings
from dateline.bulk.coded_reports import read_coded
from dateline.bulk.engines import Engine, EngineError, _knock, guard_ports, open_engine
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


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    write_lines(folder / "a.jsonl", [make_report(number) for number in range(REPORTS - 6)])
    write_lines(folder / "b.jsonl", [make_report(number) for number in range(REPORTS - 6, REPORTS)])
    return folder


@pytest.fixture(scope="module")
def coded(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    target = tmp_path_factory.mktemp("coded") / "coded.jsonl"
    assert call(["code", str(archive), "-o", str(target)]) == 0
    return [json.loads(line) for line in target.read_text().splitlines()]


def run_on(engine: Engine, archive: Path, folder: Path, block_reports: int) -> tuple[RunSummary, Notes]:
    notes = Notes()
    wishes = Wishes(engine.cores, block_reports, keeps_texts=True, slab_events=5)
    run = BulkRun(Output(str(folder)), engine, Settings(), wishes, notes)
    return run.run([str(archive)], make_coder(Settings())), notes


@pytest.fixture(scope="module")
def two_cores() -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(SAMPLES))  # where its processes find the workers of this test
        with open_engine(None, 2) as engine:
            yield engine


def test_two_processes_give_what_one_command_gives_though_one_dies(
    two_cores: Engine, archive: Path, coded: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert two_cores.cores == 2
    monkeypatch.setattr("dateline.bulk.runs.CodingWorker", DyingCodingWorker)
    summary, notes = run_on(two_cores, archive, tmp_path / "out", 4)
    assert (tmp_path / "out" / "has-died").exists()
    assert list(read_coded(Output(str(tmp_path / "out")))) == coded
    assert (summary.reports, summary.failures, notes.errors, notes.done) == (REPORTS, 0, [], REPORTS)


def test_nothing_is_told_to_anybody_and_ports_ask_for_a_word(two_cores: Engine) -> None:
    import ray
    from ray._raylet import GcsClient

    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
    assert os.environ["RAY_AUTH_MODE"] == "token"
    program = f"from ray._raylet import GcsClient; GcsClient(address={ray.get_runtime_context().gcs_address!r})"
    assert GcsClient(address=ray.get_runtime_context().gcs_address) is not None
    wrong = {**os.environ, "RAY_AUTH_TOKEN": "0" * 64, "RAY_gcs_rpc_server_reconnect_timeout_s": "2"}
    stranger = subprocess.run([sys.executable, "-c", program], env=wrong, capture_output=True, text=True, check=False)
    assert stranger.returncode != 0
    assert "Auth" in stranger.stderr


def test_an_address_where_nothing_answers_is_named() -> None:
    with pytest.raises(EngineError, match=r"127\.0\.0\.1:9"):
        _knock("ray://127.0.0.1:9")
    with pytest.raises(EngineError, match=r"127\.0\.0\.1:9"):
        _knock("127.0.0.1:9")
