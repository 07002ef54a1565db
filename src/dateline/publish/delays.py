"""How late events become known: what part of a week's events has been reported by a given day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_DELAY_DAYS = 56
"""After eight weeks an event counts as known; what comes later is mostly a look back at something told before."""
PRIOR_PAIRS = 20.0
_PRIOR_KEPT = 0.6
"""The prior: of what is not yet known, six in ten become known with every further day (mean delay about 0.7 days)."""


@dataclass(frozen=True, slots=True)
class Delays:
    """`shares[d]`: the probability that an event is known `d` days after it, up to certainty; `weight`: how many
    observations that rests on, the prior's worth included.
    """

    shares: tuple[float, ...] = (1.0,)
    weight: float = 1e9

    def find_share(self, days: int) -> float:
        """The probability that an event of so many days ago is known; 0 for a day to come."""
        if days < 0:
            return 0.0
        return self.shares[days] if days < len(self.shares) else 1.0

    def find_week_share(self, monday: date, as_of: date) -> float:
        """What part of the events of a week is known by the end of the day `as_of`; days to come have none yet."""
        ages = ((as_of - monday - timedelta(days=weekday)).days for weekday in range(7))
        return sum(self.find_share(age) for age in ages) / 7


PROMPT = Delays()
"""Everything known on its own day."""


def estimate_delays(pairs: Iterable[tuple[date, date]], as_of: date, prior_pairs: float = PRIOR_PAIRS) -> Delays:
    """The distribution of delays from pairs (day of the event, day it was first published).

    Recent events are seen only if they were reported at once, which would make reporting look faster than it is. So
    the distribution is built from its far end by reverse-time hazards (Lawless 1994): of the events old enough to
    have shown a delay of d days, the share of delays of d among those of d or less. `prior_pairs` pseudo-observations
    of prompt reporting stand in where there are few. Pairs published before the event, after `as_of`, or later than
    `LONGEST_DELAY_DAYS` are not used.
    """
    waits = Counter(
        ((published - event).days, min((as_of - event).days, LONGEST_DELAY_DAYS))
        for event, published in pairs
        if published <= as_of
    )
    return estimate_delays_of(waits, prior_pairs)


def estimate_delays_of(waits: Mapping[tuple[int, int], int], prior_pairs: float = PRIOR_PAIRS) -> Delays:
    """The same from how many pairs there are of each delay and age in days, `LONGEST_DELAY_DAYS` at most."""
    rows = {(delay, age): number for (delay, age), number in waits.items() if 0 <= delay <= LONGEST_DELAY_DAYS}
    shares = [1.0] * (LONGEST_DELAY_DAYS + 1)
    for days in range(LONGEST_DELAY_DAYS, 0, -1):
        hazard = _reverse_hazard(rows, days, prior_pairs)
        shares[days - 1] = shares[days] * (1 - hazard)
    return Delays(tuple(shares), sum(rows.values()) + max(prior_pairs, 1.0))


def _reverse_hazard(waits: Mapping[tuple[int, int], int], days: int, prior_pairs: float) -> float:
    """P(delay = days | delay <= days), among events that are at least `days` old."""
    old = [(delay, number) for (delay, age), number in waits.items() if age >= days and delay <= days]
    exact = prior_pairs * _PRIOR_KEPT * (1 - _PRIOR_KEPT) ** days
    up_to = prior_pairs * (1 - (1 - _PRIOR_KEPT) ** (days + 1))
    total = sum(number for _, number in old) + up_to
    return (sum(number for delay, number in old if delay == days) + exact) / total if total else 0.0
