"""What the other places of a story say about one of them: the regions and countries that they lie in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from dateline.model.places import GazetteerEntry

Region = tuple[str, str | None]
_ROUNDS = 2
_PULL = 3.0
_NAMED_REGION = 1.6
"""A region that is named itself tells more than a town that may lie in it."""


class Surroundings:
    """Each name votes for the regions that its places lie in; a name is weighed by the votes of all others."""

    def __init__(
        self, entries_by_key: Mapping[str, Sequence[GazetteerEntry]], salience: Callable[[GazetteerEntry], float]
    ) -> None:
        self._salience = salience
        self._shares: dict[str, dict[Region, float]] = {}
        self._total: dict[Region, float] = defaultdict(float)
        for _ in range(_ROUNDS):
            shares = {key: self._share(key, entries) for key, entries in entries_by_key.items() if entries}
            self._total = defaultdict(float)
            for votes in shares.values():
                for region, vote in votes.items():
                    self._total[region] += vote
            self._shares = shares

    def support(self, entry: GazetteerEntry, key: str) -> float:
        """How many other names lie in the region of an entry, as far as can be told: 0 … their number."""
        return self._others((entry.country or "", entry.admin1), key) if entry.admin1 else 0.0

    def country_support(self, entry: GazetteerEntry, key: str) -> float:
        """The same for its country."""
        return self._others((entry.country or "", None), key)

    def _others(self, region: Region, key: str) -> float:
        return max(0.0, self._total.get(region, 0.0) - self._shares.get(key, {}).get(region, 0.0))

    def _share(self, key: str, entries: Sequence[GazetteerEntry]) -> dict[Region, float]:
        """One vote, shared between regions by the best place in each; countries get the sum of theirs."""
        weights: dict[Region, float] = {}
        for entry in entries:
            if not entry.country:
                continue
            pull = self.support(entry, key)
            weight = 2.0 ** (self._salience(entry) + _PULL * pull / (pull + 1.0))
            region = (entry.country, entry.admin1)
            weights[region] = max(weights.get(region, 0.0), weight)
        total = sum(weights.values())
        if not total:
            return {}
        factor = _NAMED_REGION if any(entry.kind == "admin1" for entry in entries) else 1.0
        votes: dict[Region, float] = {}
        for (country, admin1), weight in weights.items():
            votes[country, None] = votes.get((country, None), 0.0) + weight / total
            if admin1:
                votes[country, admin1] = factor * weight / total
        return votes
