"""The stage contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from dateline.model.drafts import Additions, Draft, Layer


@runtime_checkable
class Stage(Protocol):
    """One step of the coding: pure, batched, no hidden state, the order of inputs irrelevant.

    `requires` and `provides` name layers. `run` returns one mapping of additions for each draft, in order;
    it adds every layer that it provides, with an empty tuple where it found nothing. It may raise for a report
    that it cannot code: the runner sets that report aside and goes on with the rest.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def requires(self) -> tuple[Layer[Any], ...]: ...

    @property
    def provides(self) -> tuple[Layer[Any], ...]: ...

    def run(self, batch: Sequence[Draft]) -> Sequence[Additions]: ...
