"""What a user follows: an area or an actor, since when, and when the user last looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WatchKind = Literal["area", "actor"]


@dataclass(frozen=True, slots=True)
class Watch:
    """One thing that a user follows.

    `subject` is the gazetteer id of an area, the registry id or folded name of an actor (`ActorRef.key`); `name` as
    people read it. `since` and `last_look` are ISO times in UTC, the latter None where there was no look yet.
    `last_verdict`: what the last look found of the trend (`publish.findings.Verdict`), None where it found nothing.
    """

    who: str
    kind: WatchKind
    subject: str
    name: str
    since: str
    last_look: str | None = None
    last_verdict: str | None = None
