"""An end to what a server drags out: when the time is over its socket is shut, whatever is being waited for there."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import Any

_CONNECTED = ("connection.connect_tcp.complete", "connection.start_tls.complete")


class Deadline:
    """A limit on one request as a whole, in seconds of the wall clock; it runs inside `with`.

    Time limits of httpx hold for one step each, so that a server that drips bytes never meets them. `watch` is to be
    the request's extension "trace", through which its socket is learnt. A body that ends by closing looks whole when
    its socket was shut: look at `is_over` after reading.
    """

    def __init__(self, limit_s: float) -> None:
        self.is_over = False
        self._socket: socket.socket | None = None
        self._timer = Timer(limit_s, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Take what httpx tells on the way of a request."""
        if event in _CONNECTED:
            self._socket = info["return_value"].get_extra_info("socket")
            if self.is_over:
                self._shut()

    def _end(self) -> None:
        self.is_over = True
        self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # it is closed already
                # Not as an SSLSocket: that one would also drop what the reading thread is using.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
