"""What a stage may ask of the world behind it, as Protocols; implementations are passed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from dateline.model.actors import Actor
from dateline.model.places import GazetteerEntry


class ActorRegistry(Protocol):
    """The known actors. Names are matched through `base.text.fold_name`."""

    def find(self, name: str) -> Sequence[Actor]:
        """All actors with this name or alias, best known first; empty where none is known."""
        ...

    def get(self, actor_id: str) -> Actor | None: ...

    def names(self) -> Iterable[tuple[str, Actor]]:
        """Every name and alias as written, with its actor."""
        ...


class Gazetteer(Protocol):
    """The known places. Names are matched through `base.text.fold_name`."""

    def find(self, name: str) -> Sequence[GazetteerEntry]:
        """All places with this name or alternate name, most populous first; empty where none is known."""
        ...

    def get(self, gazetteer_id: str) -> GazetteerEntry | None: ...

    def has_name(self, name: str) -> bool:
        """Whether `find` would give anything; fast."""
        ...
