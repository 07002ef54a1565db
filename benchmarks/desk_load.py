"""How quickly a desk answers with many users at once: a real server process over a large made-up store.

Usage: desk_load.py FILE [USERS] [SECONDS]   (a store that desk_store.py made; 20 users, 60 s)
       desk_load.py --serve FILE PORT        (what it starts)

Each user asks for one page after another without a pause, with filters of its own chance. Only 127.0.0.1 is asked.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import secrets
import socket
import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import httpx

from dateline.base.settings import Settings
from dateline.model.filters import KIND_KEYS
from dateline.model.ids import text_hash
from dateline.store.databases import open_store

HOST = "127.0.0.1"
COOKIE = "dateline"
NAME = "load"
WORDS = ("attacked", "bombed", "shelled", "market", "bridge", "river", "dawn", "villagers", "fought", "Front", "men")
KINDS = ("queue", "search", "map", "timeline", "incidents")


def find_port() -> int:
    """A port that nobody else listens at."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


PORT = find_port()


def serve(path: str, port: int) -> None:
    """The desk as `dateline serve` runs it."""
    import uvicorn

    from dateline.web.server import make_desk

    began = time.perf_counter()
    app = make_desk(open_store(path), Settings(), (HOST,))
    app.state.record_index.refresh()
    print(f"ready after {time.perf_counter() - began:.1f} s", flush=True)
    uvicorn.run(app, host=HOST, port=port, log_level="warning", access_log=False, proxy_headers=False)


class Asker:
    """Makes addresses with filters that a person could choose. In: the choices that the desk offers."""

    def __init__(self, seed: int, choices: dict[str, list[dict[str, str]]]) -> None:
        self._chance = random.Random(seed)
        self._choices = choices

    def ask(self, kind: str) -> str:
        askers = (self._queue, self._search, self._map, self._timeline, self._incidents)
        return dict(zip(KINDS, askers, strict=True))[kind]()

    def _filter(self) -> dict[str, str]:
        chance, chosen = self._chance, {}
        if chance.random() < 0.5:
            chosen["country"] = chance.choice(self._choices["countries"])["value"]
        if chance.random() < 0.2:
            chosen["actor"] = chance.choice(self._choices["actors"])["value"]
        if chance.random() < 0.3:
            chosen["kind"] = ",".join(chance.sample(KIND_KEYS, 2))
        if chance.random() < 0.3:
            year = chance.randint(1996, 2022)
            chosen |= {"first": f"{year}-01-01", "last": f"{year + chance.randint(0, 3)}-12-31"}
        if chance.random() < 0.2:
            chosen["source"] = chance.choice(self._choices["sources"])["value"]
        if chance.random() < 0.1:
            chosen["source_type"] = chance.choice(self._choices["source_types"])["value"]
        return chosen

    def _queue(self) -> str:
        return f"/review/queue?{urlencode(self._filter())}"

    def _search(self) -> str:
        words = " ".join(self._chance.sample(WORDS, self._chance.randint(1, 2)))
        narrowed = self._filter() if self._chance.random() < 0.3 else {}
        return f"/search?{urlencode({'q': words} | narrowed)}"

    def _map(self) -> str:
        zoom = self._chance.choice((1, 2, 3, 4, 5, 6, 8))
        wide, high = min(360.0, 360 / 2**zoom * 2.5), min(160.0, 180 / 2**zoom * 2)
        west = self._chance.uniform(-100, 120) - wide / 2 if wide < 360 else -180.0
        south = max(-80.0, min(80 - high, self._chance.uniform(-30, 45) - high / 2))
        box = {"west": west, "south": south, "east": west + wide, "north": south + high, "zoom": zoom}
        return f"/map/cells.json?{urlencode(self._filter() | {key: f'{value:.3f}' for key, value in box.items()})}"

    def _timeline(self) -> str:
        return f"/timeline/weeks.json?{urlencode(self._filter())}"

    def _incidents(self) -> str:
        return f"/incidents?page={self._chance.choice((1, 1, 1, 2, 3, 40))}"


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, cookie: str) -> tuple[int, int]:
    """Status and size of the answer, on a connection that stays open: lighter than a whole HTTP client."""
    head = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\nCookie: {COOKIE}={cookie}\r\n\r\n"
    writer.write(head.encode())
    await writer.drain()
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return int(lines[0].split()[1]), len(body)


async def use(
    asker: Asker, seed: int, cookie: str, until: float, took: dict[str, list[float]], failed: list[str]
) -> None:
    """One user: asks, waits for the answer, asks again."""
    chance = random.Random(seed)
    reader, writer = await asyncio.open_connection(HOST, PORT)
    while time.perf_counter() < until:
        kind = chance.choice(KINDS)
        path = asker.ask(kind)
        began = time.perf_counter()
        status, _ = await ask(reader, writer, path, cookie)
        took[kind].append(1000 * (time.perf_counter() - began))
        if status != 200:
            failed.append(f"{status} {path}")
    writer.close()


def begin_session(path: str) -> str:
    """The cookie of a coder, made in the store."""
    with open_store(path) as store:
        person_id = text_hash(NAME)[:16]
        if not any(person.id == person_id for person in store.people.list()):
            store.people.add(person_id, NAME, "coder", who=NAME)
            store.people.set_password(person_id, "$argon2id$none", who=NAME)
        secret = secrets.token_urlsafe(32)
        store.people.begin_session(text_hash(secret), person_id, datetime.now(UTC) + timedelta(hours=1))
    return secret


def wait_for(process: subprocess.Popen[str]) -> None:
    """Until the server answers; it may read a large store first."""
    for _ in range(1200):
        if process.poll() is not None:
            raise SystemExit("the server ended")
        try:
            if httpx.get(f"http://{HOST}:{PORT}/static/none", timeout=1).status_code:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    raise SystemExit("the server did not answer")


def memory_mb(pid: int) -> tuple[int, int]:
    """Resident memory of a process now, and at its peak."""
    rows = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    return int(rows["VmRSS"].split()[0]) // 1024, int(rows["VmHWM"].split()[0]) // 1024


def cpu_s(pid: int) -> float:
    """Processor time that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(took: dict[str, list[float]], failed: list[str], pid: int, seconds: float, used_s: float) -> None:
    """Prints one line for each kind of page; the load tells how many others wanted the processors meanwhile."""
    for kind in KINDS:
        cuts = quantiles(took[kind], n=100)
        print(
            f"{kind:10} {len(took[kind]):6} asked  p50 {cuts[49]:6.0f}  p95 {cuts[94]:6.0f}  p99 {cuts[98]:6.0f} ms"
        )
    total = sum(len(times) for times in took.values())
    cost_ms, others = 1000 * used_s / total, os.getloadavg()[0]
    print(f"{total / seconds:.0f} pages/s, {cost_ms:.1f} ms of processor a page; load {others:.1f}")
    print(f"{len(failed)} failed {failed[:3]}; memory now, peak: {memory_mb(pid)} MB")


async def load(
    users: int, seconds: float, cookie: str, choices: dict[str, list[dict[str, str]]]
) -> tuple[dict[str, list[float]], list[str]]:
    took: dict[str, list[float]] = defaultdict(list)
    failed: list[str] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(use(Asker(seed, choices), seed, cookie, until, took, failed) for seed in range(users)))
    return took, failed


def main() -> None:
    path = sys.argv[1]
    users = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 60.0
    cookie = begin_session(path)
    command = [sys.executable, "-m", "benchmarks.desk_load", "--serve", path, str(PORT)]
    with subprocess.Popen(command, text=True) as server:
        try:
            wait_for(server)
            facets = httpx.get(f"http://{HOST}:{PORT}/facets.json", cookies={COOKIE: cookie}, timeout=120)
            choices = json.loads(facets.text)
            asyncio.run(load(users, 5, cookie, choices))  # a server that has just started is warmed up
            before = cpu_s(server.pid)
            took, failed = asyncio.run(load(users, seconds, cookie, choices))
            report(took, failed, server.pid, seconds, cpu_s(server.pid) - before)
        finally:
            server.terminate()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2], int(sys.argv[3]))
    else:
        main()
