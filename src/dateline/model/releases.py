"""Releases: frozen snapshots of the approved record, by version, and what people did with each of them.

A release is a manifest and parts. A part is bytes: lines of records, or the list of changes. The manifest names each
part with its SHA-256, and the release's own hash is the SHA-256 of the manifest's bytes (`docs/releases.md`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol, get_args

from dateline.model.errors import WrongCallError

Step = Literal["candidate", "reviewed", "released", "withdrawn"]
STEPS: tuple[Step, ...] = get_args(Step)
Precision = Literal["exact", "grid", "region", "country"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
"""How well places are told: as coded, by cells of 0.1 degrees, by first-level region, by country."""

FORMAT = "dateline-release/1"
CHANGES_NAME = "changes.json"
"""The part that holds the list of changes; all others hold lines of records."""

_VERSION = re.compile(r"(?P<year>[0-9]{4})\.(?P<month>0[1-9]|1[0-2])(?:\.(?P<number>[1-9][0-9]{0,3}))?")
_ALLOWED: Mapping[Step, frozenset[Step]] = {
    "candidate": frozenset(),
    "reviewed": frozenset({"candidate", "reviewed"}),
    "released": frozenset({"reviewed"}),
    "withdrawn": frozenset({"candidate", "reviewed", "released"}),
}


@dataclass(frozen=True, slots=True)
class ReleasePolicy:
    """What a release holds back. `texts`: whether the texts of the reports are in it, beside the quotes.

    Records are held back that are about days less than `delay_days` ago. Texts go out with exact places alone.
    """

    precision: Precision = "exact"
    delay_days: int = 0
    texts: bool = False

    def __post_init__(self) -> None:
        if self.precision not in PRECISIONS:
            raise WrongCallError("there is no such precision", str(self.precision), f"known: {', '.join(PRECISIONS)}")
        if not 0 <= self.delay_days <= 36_500:
            raise WrongCallError("a delay is 0 to 36500 days", str(self.delay_days))
        if self.texts and self.precision != "exact":
            raise WrongCallError("texts name the places that are to be coarsened", self.precision)


@dataclass(frozen=True, slots=True)
class ReleasePart:
    """One part as it is kept: `data` are its bytes, compressed with zlib; `sha256` is that of the bytes."""

    sha256: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ReleaseStep:
    """What a person did with a release; `when` is ISO 8601 in UTC."""

    version: str
    step: Step
    who: str
    when: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Release:
    """A release as it is kept, without its parts; `manifest` is the very text whose hash is `sha256`."""

    version: str
    previous: str | None
    who: str
    made: str
    record_count: int
    manifest: str
    sha256: str
    steps: tuple[ReleaseStep, ...]

    @property
    def state(self) -> Step:
        return state_after(self.steps)

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Who reviewed it, in this order, each once."""
        return tuple(dict.fromkeys(step.who for step in self.steps if step.step == "reviewed"))

    @property
    def released(self) -> str | None:
        """When it was released; None where it was not."""
        return next((step.when for step in self.steps if step.step == "released"), None)


class Releases(Protocol):
    """The releases of a store. They are only inserted: what is released never changes."""

    def add(self, release: Release, parts: Sequence[ReleasePart]) -> None:
        """Keep a candidate with its parts and first step. Raises WrongCallError where the version is taken."""
        ...

    def add_step(self, version: str, step: Step, who: str, why: str | None = None) -> Release:
        """Insert a step; gives the release with it. Raises NotKeptError, WrongCallError where it cannot follow."""
        ...

    def get(self, version: str) -> Release:
        """Raises NotKeptError."""
        ...

    def list(self) -> Sequence[Release]:
        """All releases, the latest version first."""
        ...

    def last_released(self) -> Release | None:
        """The latest version that is released and not withdrawn."""
        ...

    def part(self, version: str, position: int) -> ReleasePart:
        """Raises NotKeptError."""
        ...

    def parts(self, version: str) -> Iterator[ReleasePart]:
        """The parts of a release in order, read one at a time."""
        ...


def state_after(steps: Sequence[ReleaseStep]) -> Step:
    """The state of a release: the step that it came furthest by."""
    return max((step.step for step in steps), key=STEPS.index)


def check_step(state: Step, step: Step, version: str, why: str | None) -> None:
    """Raises WrongCallError where a step cannot follow a state, or is a withdrawal without a reason."""
    if step not in STEPS or state not in _ALLOWED[step]:
        raise WrongCallError(f"a release that is {state} cannot become {step}", version)
    if step == "withdrawn" and not (why or "").strip():
        raise WrongCallError("a withdrawal needs a reason", version)


def parse_version(version: str) -> tuple[int, int, int]:
    """Year, month and number of "2026.11" (0) or "2026.11.2". Raises WrongCallError for another form."""
    found = _VERSION.fullmatch(version)
    if found is None:
        raise WrongCallError("this is no version of a release", version, "as 2026.11, or 2026.11.2")
    return int(found["year"]), int(found["month"]), int(found["number"] or 0)


def propose_version(taken: Sequence[str], today: date) -> str:
    """The next version: this month's, or one more than the last where that is taken."""
    last = max(map(parse_version, taken), default=(0, 0, 0))
    month = (today.year, today.month)
    if last[:2] < month:
        return f"{today.year}.{today.month:02}"
    return f"{last[0]:04}.{last[1]:02}.{last[2] + 1}"


def check_new_version(version: str, taken: Sequence[str]) -> None:
    """Raises WrongCallError where a version is of no right form, or not above all that there are."""
    asked = parse_version(version)
    last = max(taken, key=parse_version, default=None)
    if last is not None and asked <= parse_version(last):
        raise WrongCallError("a version comes after all before it", version, f"the last is {last}")


def line_parts(manifest: Mapping[str, Any]) -> list[int]:
    """The positions of the parts that hold lines of records."""
    return [position for position, part in enumerate(manifest["parts"]) if part["name"] != CHANGES_NAME]
