"""An incident: what several reports tell of one deed, kept side by side, and what they add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateline.model.decisions import State
from dateline.model.records import CasualtyMeasure, Event, SourceType, Stance
from dateline.model.reports import Report

Standing = Literal["counted", "claimed", "denied", "uncertain"]
"""How a toll enters the range: it counts, is a fighting side's own claim, is denied, or of no deed that was done."""

Slot = Literal["type", "denial", "place", "time", "actor1", "actor2"]


@dataclass(frozen=True, slots=True)
class Account:
    """What one report tells of an incident: one of its events, as kept."""

    record_id: str
    event: Event
    report: Report
    state: State = "proposed"


@dataclass(frozen=True, slots=True)
class Incident:
    """Accounts that linking or people hold to be of one deed; oldest publication first."""

    incident_id: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who says something in one report. Equal keys are one source; `name` is as people read it."""

    key: str
    name: str
    source_type: SourceType | None


@dataclass(frozen=True, slots=True)
class Source:
    """An independent source of an incident, with all that it does: `voice` as first told.

    `stances` in the order of the contract; none where it only warns or fears. `report_ids` are the reports that carry
    it, by date, `record_ids` the accounts in them, and `publishers` their outlets without repetition.
    `is_shared_text`: its words stand in several outlets as one text.
    """

    voice: Voice
    stances: tuple[Stance, ...]
    report_ids: tuple[str, ...]
    record_ids: tuple[str, ...]
    publishers: tuple[str, ...]
    is_shared_text: bool

    @property
    def asserts(self) -> bool:
        """Whether it says that the deed happened, whatever else it denies."""
        return any(stance != "denies" for stance in self.stances)


@dataclass(frozen=True, slots=True)
class TollValue:
    """One row of a toll with who says it. `is_current`: no later word of the same source stands against it."""

    measure: CasualtyMeasure
    group: str | None
    low: int | None
    high: int | None
    approximate: bool
    as_of: date | None
    voice: Voice
    standing: Standing
    is_current: bool
    record_id: str
    report_id: str
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class SourceTotal:
    """What one source gives for a measure, its groups added up. `point`: the number that it speaks for.

    `high` None: the top is open. `point` None: it gives only a bound from above, or no number at all. `parts`: the
    rows that count in it, one a group.
    """

    voice: Voice
    low: int | None
    high: int | None
    point: int | None
    is_exact: bool
    parts: tuple[TollValue, ...]


@dataclass(frozen=True, slots=True)
class TollRange:
    """A measure over all sources. `low` to `high` is the range of those that count; None where none gives a number.

    `is_open`: the highest number is a least one ("at least 10"). `best_sources`: who gives the number `best`.
    `claimed` and `denied` are the totals that are kept apart.
    """

    measure: CasualtyMeasure
    low: int | None
    best: int | None
    high: int | None
    is_open: bool
    is_approximate: bool
    totals: tuple[SourceTotal, ...]
    best_sources: tuple[Voice, ...]
    claimed: tuple[SourceTotal, ...]
    denied: tuple[SourceTotal, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class GroupToll:
    """A measure over all sources of what is told of one group; None where the sides are not told apart."""

    group: str | None
    toll: TollRange


@dataclass(frozen=True, slots=True)
class RivalValue:
    """One of the values of a slot that do not go together: in words, with who says it and in which records."""

    value: str
    voices: tuple[Voice, ...]
    record_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A slot that is told in ways that cannot both be so. `slot`: a `Slot`, or the measure of a toll."""

    slot: str
    rivals: tuple[RivalValue, ...]


@dataclass(frozen=True, slots=True)
class IncidentSummary:
    """An incident with all its values side by side; made by `linkage.summaries.summarize`.

    `accounts` are those that are not rejected. `sources` are independent of each other; those that only deny the
    deed are among them. `values` are all rows of tolls. `tolls`: by measure in the order of the contract; `rule`
    names the rule by which they are weighed, `rule_words` tells it.
    """

    incident_id: str
    accounts: tuple[Account, ...]
    sources: tuple[Source, ...]
    values: tuple[TollValue, ...]
    tolls: tuple[TollRange, ...]
    disagreements: tuple[Disagreement, ...]
    states: Mapping[State, int]
    rule: str
    rule_words: str

    @property
    def deaths(self) -> TollRange | None:
        """The range of the dead; None where nobody speaks of any."""
        return next((toll for toll in self.tolls if toll.measure == "killed"), None)

    @property
    def asserting(self) -> tuple[Source, ...]:
        """The independent sources that say that it happened."""
        return tuple(source for source in self.sources if source.asserts)

    @property
    def source_types(self) -> tuple[SourceType, ...]:
        """The kinds of source that say so, without repetition, in the order of the sources."""
        kinds = (source.voice.source_type for source in self.asserting)
        return tuple(dict.fromkeys(kind for kind in kinds if kind is not None))


@dataclass(frozen=True, slots=True)
class LinkReason:
    """What one feature says of two accounts: its bin, and the weight of it (above 0 speaks for one incident)."""

    feature: str
    bin: str
    weight: float


@dataclass(frozen=True, slots=True)
class WhyLinked:
    """Why an account is of the incident: the account that it fits best, the score of the pair, and its reasons."""

    record_id: str
    mate_id: str
    score: float
    reasons: tuple[LinkReason, ...]
