"""A desk killed at any moment loses nothing that it acknowledged, and leaves nothing half.

DATELINE_KILLS says how often it is killed; `python tests/store/kill_rounds.py --kills 500` does the same at length.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

KILLS = os.environ.get("DATELINE_KILLS", "12")
SCRIPT = Path(__file__).with_name("kill_rounds.py")


def test_kills_among_deeds_of_every_kind_lose_nothing(tmp_path: Path) -> None:
    """In a process of its own, as a process with threads had better not fork."""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, str(SCRIPT), "--kills", KILLS]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{KILLS} kills" in done.stdout
    assert "0 lost, 0 faults" in done.stdout
