"""How often words filled a role in the training reports that have them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dateline.base.resources import load_yaml

Words = tuple[str, ...]
Counts = Mapping[str, int]
"""Role -> reports in which the words fill it; under "reports" those that have the words."""
LONGEST = 8
"""Words of a candidate."""
REPORTS = "reports"
UNKNOWN = -3.5
"""The log odds of words that no training report has."""
_SMALL, _ONE = 0.02, 1.0


@dataclass(frozen=True, slots=True)
class FillerPriors:
    """Counts of whole fillers and of their last words, and pairs of names that one filler went by."""

    wholes: Mapping[Words, Counts]
    lasts: Mapping[str, Counts]
    aliases: frozenset[tuple[Words, Words]]

    def are_aliases(self, one: Words, other: Words) -> bool:
        return (one, other) in self.aliases or (other, one) in self.aliases

    def knows(self, words: Words) -> bool:
        return words in self.wholes

    def is_usual(self, words: Words, share: float) -> bool:
        """Whether the words filled some role in that share of the reports that have them."""
        counts = self.wholes.get(words)
        most = max((count for role, count in counts.items() if role != REPORTS), default=0) if counts else 0
        return counts is not None and most / (counts[REPORTS] + _ONE) >= share

    def of_words(self, role: str, words: Words) -> float:
        """Log odds, smoothed."""
        return _log_odds(self.wholes.get(words), role)

    def of_last_word(self, role: str, words: Words) -> float:
        return _log_odds(self.lasts.get(words[-1]), role)


def _log_odds(counts: Counts | None, role: str) -> float:
    if counts is None:
        return UNKNOWN
    share = (counts.get(role, 0) + _SMALL) / (counts[REPORTS] + _ONE)
    return math.log(share / (1 - share)) if share < 1 else -UNKNOWN


@cache
def load_priors() -> FillerPriors:
    """The packaged counts."""
    rows = load_yaml("templates/filler_priors.yaml")
    return FillerPriors(
        {tuple(words.split()): counts for words, counts in rows["wholes"].items()},
        {str(word): counts for word, counts in rows["lasts"].items()},
        frozenset((tuple(one.split()), tuple(other.split())) for one, other in rows["aliases"]),
    )
