"""What kind of source an actor or a noun phrase is."""

from __future__ import annotations

import re

from dateline.annotate.speech_cues import source_nouns
from dateline.model.actors import ActorCategory
from dateline.model.records import SourceType

SOURCE_TYPE_OF: dict[ActorCategory, SourceType] = {
    "state_force": "state_force",
    "police": "state_force",
    "government": "government",
    "armed_group": "armed_group",
    "militia": "armed_group",
    "coalition": "state_force",
    "mission": "state_force",
    "civilians": "witness",
    "protesters": "witness",
    "political": "political",
    "ngo_or_un": "ngo_or_un",
    "media": "media",
    "medical": "medical",
    "intelligence": "intelligence",
    "community": "community",
    "expert": "expert",
    "unidentified_armed": "armed_group",
    "other": "unnamed",
}
_CIVIC = re.compile(
    r"\b(?:rights|aid|relief|advocacy|monitoring|watchdog|humanitarian|civil society|women['’]s|lawyers|legal|"
    r"medical|student|peace|research|campaign|press freedom|volunteer)\b"
)
_STAFFED = frozenset(("service", "services", "source", "sources", "official", "officials", "worker", "workers"))
_HEALTH = re.compile(r"\b(?:ambulance|hospital|medical|health|clinic|morgue|paramedic)\b")


def type_of_words(told: str, head: str) -> SourceType | None:
    """The kind of source by the head noun; a group for rights, aid or monitoring carries no arms."""
    kind = source_nouns().get(head)
    if head in _STAFFED and _HEALTH.search(told.lower()):
        return "medical"
    return "ngo_or_un" if kind == "armed_group" and _CIVIC.search(told.lower()) else kind
