"""A flood of comments from one address, over real connections."""

from __future__ import annotations

import asyncio
from collections import Counter
from urllib.parse import urlencode

CONNECTIONS = 20
FLOODER = "198.51.100.66"


async def flood(port: int, path: str, count: int) -> Counter[int]:
    """So many posts to a server of this machine, as fast as they are answered: how often which status came."""
    statuses = Counter[int]()
    share = count // CONNECTIONS
    await asyncio.gather(
        *(_post_all(port, path, range(at * share, (at + 1) * share), statuses) for at in range(CONNECTIONS))
    )
    return statuses


async def _post_all(port: int, path: str, numbers: range, statuses: Counter[int]) -> None:
    """Posts on one connection, one after the other."""
    read, write = await asyncio.open_connection("127.0.0.1", port)
    for number in numbers:
        write.write(_write_post(number, path))
        head = await read.readuntil(b"\r\n\r\n")
        statuses[int(head[9:12])] += 1
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
        await read.readexactly(int(length.split(b":")[1]))
    write.close()


def _write_post(number: int, path: str) -> bytes:
    body = urlencode({"name": "Flooder", "text": f"Buy it now, number {number}!", "began": "1"}).encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:80\r\nSec-Fetch-Site: same-origin\r\nX-Forwarded-For: {FLOODER}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body
