"""What runs in the engine's processes, and how it is made there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


class Worker(Protocol):
    """What runs in a process of its own: made once there, then asked item by item."""

    def run(self, item: str) -> str: ...


@dataclass(frozen=True, slots=True)
class WorkerMaker:
    """How to make a worker where it is to run: its class, and what that takes.

    `is_light`: a few items take less time than to begin a process for them; those are done in this one.
    """

    kind: type[Worker]
    arguments: tuple[Any, ...]
    is_light: bool = False

    def make(self) -> Worker:
        return self.kind(*self.arguments)
