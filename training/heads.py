"""The heads over the one encoder: what each says, of a word, of a window, or of a pair of spans."""

from __future__ import annotations

from typing import get_args

from dateline.model.records import (
    EVENT_TYPE_OF,
    CasualtyMeasure,
    ControlRelation,
    FigureMeasure,
    Modality,
    SpeechAct,
)

OUTSIDE = "O"


def _bio(types: tuple[str, ...]) -> tuple[str, ...]:
    return (OUTSIDE, *(f"{mark}-{name}" for name in types for mark in "BI"))


RE3D_TYPES = (
    "DocumentReference", "Location", "MilitaryPlatform", "Money", "Nationality",
    "Organisation", "Person", "Quantity", "Temporal", "Weapon",
)  # fmt: skip
ACE_TYPES = ("FAC", "GPE", "LOC", "ORG", "PER", "VEH", "WEA")
MUC_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
MUC_TYPES = ("arson", "attack", "bombing", "forced work stoppage", "kidnapping", "robbery")
PARTIES = ("civilians", "state", "armed", "unknown", "others")
"""What kind of actor takes part in an event, is counted or holds ground."""
M2E2_TYPES = (
    "Conflict:Attack", "Conflict:Demonstrate", "Contact:Meet", "Contact:Phone-Write", "Justice:Arrest-Jail",
    "Life:Die", "Movement:Transport", "Transaction:Transfer-Money",
)  # fmt: skip

WORD_HEADS: dict[str, tuple[str, ...]] = {
    "entities": _bio(RE3D_TYPES),
    "ace_entities": _bio(ACE_TYPES),
    "ace_triggers": (OUTSIDE, *M2E2_TYPES),
    "muc_roles": _bio(MUC_ROLES),
    "sources": (OUTSIDE, "source"),
    "cues": (OUTSIDE, "cue"),
    "contents": (OUTSIDE, "content"),
    "factuality": ("denied", "uncertain", "happened"),
    "dyads": (OUTSIDE, "actor1", "actor2"),
    "events": (OUTSIDE, *EVENT_TYPE_OF),
    "modalities": get_args(Modality),
    "statements": (OUTSIDE, *get_args(SpeechAct)),
    "control": (OUTSIDE, *get_args(ControlRelation)),
    "tolls": (OUTSIDE, *get_args(CasualtyMeasure)),
    "figures": (OUTSIDE, *get_args(FigureMeasure)),
    "muc_incidents": (OUTSIDE, *MUC_TYPES),
    "parties": _bio(PARTIES),
}
"""Head -> its labels; each word gets one of them. In the order of the encoder's output columns."""

WINDOW_HEADS: dict[str, tuple[str, ...]] = {
    "muc_types": MUC_TYPES,
    "police_acts": ("KILL", "ARREST", "FAIL", "FORCE", "ANY_ACTION"),
    "relevance": ("conflict",),
}
"""Head -> its labels; any number of them hold for a window."""

PAIR_ROLES = ("actor1", "actor2", "toll", "place", "time", "source", "speaker", "addressee", "about", "by", "holder")
"""What a span can be to an anchor (the words of an event, a statement, a figure or a control relation)."""

DISTANCES = (0, 2, 5, 9, 15, 25, 45, 80)
"""Lower bounds, in words, of the distance classes of a pair; before and after the anchor are told apart."""
