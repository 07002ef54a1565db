"""A cluster of several Ray nodes on this machine, one of which is killed in mid-run: nothing is lost or doubled."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest
from bulk_samples import Notes, make_report, write_lines

from dateline.base.settings import Settings
from dateline.bulk.coded_reports import read_coded
from dateline.bulk.engines import guard_ports, open_engine
from dateline.bulk.outputs import Output
from dateline.bulk.runs import BulkRun, Wishes
from dateline.cli.main import call
from dateline.services.coding import make_coder

guard_ports()
pytest.importorskip("ray", reason="pip install 'dateline[bulk]'")
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.timeout(600)]
REPORTS = 36
NODE = {"num_cpus": 1, "object_store_memory": 100 << 20}


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    from ray.cluster_utils import Cluster

    # Nodes go by this machine's own address, which tests may not ask; Ray itself is not held back by that.
    monkeypatch.setattr("dateline.bulk.engines._knock", lambda address: None)
    made = Cluster(initialize_head=True, head_node_args=NODE)
    yield made
    made.shutdown()


def test_a_node_that_is_killed_loses_and_doubles_nothing(cluster: Any, tmp_path: Path) -> None:
    nodes = [cluster.add_node(**NODE) for _ in range(2)]
    cluster.wait_for_nodes()
    source = write_lines(tmp_path / "news.jsonl", [make_report(number) for number in range(REPORTS)])
    target = tmp_path / "coded.jsonl"
    assert call(["code", str(source), "-o", str(target)]) == 0
    output, notes = Output(str(tmp_path / "out")), Notes()
    killer = threading.Thread(
        target=kill_when_begun, args=(cluster, nodes[0], tmp_path / "out" / "done"), daemon=True
    )
    killer.start()
    with open_engine(cluster.address, None) as engine:
        assert engine.cores == 3
        wishes = Wishes(engine.cores, 2, keeps_texts=True)
        summary = BulkRun(output, engine, Settings(), wishes, notes).run([str(source)], make_coder(Settings()))
    killer.join()
    assert len(cluster.list_all_nodes()) == 2
    assert (summary.reports, summary.failures, notes.errors) == (REPORTS, 0, [])
    assert list(read_coded(output)) == [json.loads(line) for line in target.read_text().splitlines()]
    reports = ds.dataset(tmp_path / "out" / "reports", format="parquet").to_table(columns=["report_id"])
    assert sorted(reports["report_id"].to_pylist()) == sorted(f"r-{number}" for number in range(REPORTS))


def test_who_is_outside_the_cluster_gets_the_same(
    free_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ray Data cannot be driven through Ray Client: an actor in the cluster does it."""
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("GRPC_ENABLE_FORK_SUPPORT", "0")  # as docs/bulk.md says: else one client in twenty is refused
    source = write_lines(tmp_path / "news.jsonl", [make_report(number) for number in range(12)])
    target, output = tmp_path / "coded.jsonl", tmp_path / "out"
    assert call(["code", str(source), "-o", str(target)]) == 0
    made = Cluster(initialize_head=True, head_node_args={**NODE, "ray_client_server_port": free_port})
    try:
        asked = ["bulk", str(source), "-o", str(output), "--block", "2", "--texts"]
        command = [sys.executable, "-m", "dateline.cli.main", *asked, "--address", f"ray://127.0.0.1:{free_port}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        made.shutdown()
    assert done.returncode == 0, done.stderr
    assert list(read_coded(Output(str(output)))) == [json.loads(line) for line in target.read_text().splitlines()]


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def kill_when_begun(cluster: Any, node: Any, done: Path) -> None:
    """Kill a node as soon as the first block is there, so that others are under way."""
    until = time.monotonic() + 300
    while time.monotonic() < until and not (done.is_dir() and any(done.iterdir())):
        time.sleep(0.05)
    cluster.remove_node(node, allow_graceful=False)
