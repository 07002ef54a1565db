"""How long the server waits for the head of a request: who opens connections and says nothing holds none of them."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_WITHIN_S = 15.0
"""From the opening of a connection, or the first byte of a later request, to the end of its head."""
MAX_CONNECTIONS = 500
MAX_HEAD_BYTES = 32 * 1024


class HurriedProtocol(H11Protocol):
    """HTTP/1.1 of uvicorn, which waits for a head for ever; this one closes the connection after a while."""

    head_within_s = HEAD_WITHIN_S
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._has_request():
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _has_request(self) -> bool:
        """Whether a request was read whole to the end of its head, and is not yet answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.head_within_s, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if not self._has_request() and not self.transport.is_closing():
            self.transport.close()
