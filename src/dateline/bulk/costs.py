"""What a run took, and what a million reports take at that rate."""

from __future__ import annotations

from dataclasses import dataclass

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Reports coded in so many seconds by the clock on so many processors."""

    reports: int
    seconds: float
    cores: int

    @property
    def per_second(self) -> float:
        return self.reports / self.seconds if self.seconds else 0.0

    @property
    def core_hours_per_million(self) -> float:
        return self.seconds * self.cores / 3600 * MILLION / self.reports if self.reports else 0.0

    def say(self, price: float | None = None) -> str:
        """One line. In: `price` of a processor for an hour, in whatever money."""
        cores = f"{self.cores} core{'' if self.cores == 1 else 's'}"
        line = (
            f"{self.reports:,} reports in {say_seconds(self.seconds)} on {cores}: {self.per_second:,.1f} a second; "
            f"a million take {self.core_hours_per_million:,.1f} core hours"
        )
        return line if price is None else f"{line}, {self.core_hours_per_million * price:,.2f} at {price:g} each"


def say_seconds(seconds: float) -> str:
    """ "42 s", "12 min", "5.3 h"."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
