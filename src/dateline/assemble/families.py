"""Families of events: which kinds of doing may be told of one event."""

from __future__ import annotations

from collections.abc import Sequence

EXPLOSIVE = frozenset({"suicide", "air_strike", "shelling", "grenade", "chemical", "bomb"})


VIOLENT = EXPLOSIVE | {"assault", "clash", "toll"}


GROUND = frozenset({"regain", "overtake", "sweep"})


SWEEP_PARTS = frozenset({"weapons", "arrest", "regain", "assault", "clash"})
"""What a sweep finds and does is part of it where it is told right behind."""


CROWDS = frozenset({"protest", "riot", "dispersal"})
"""A crowd's doings and how it was driven apart."""
_UNOPPOSED = frozenset({"unopposed", "transfer"})


def compatible_families(one: Sequence[str], other: Sequence[str], *, same_sentence: bool = False) -> bool:
    """Whether two sets of families may be the same event."""
    left, right = set(one), set(other)
    if left & right:
        return True
    if ("sweep" in left and right <= SWEEP_PARTS) or ("sweep" in right and left <= SWEEP_PARTS):
        return True
    if (left <= _UNOPPOSED and right <= GROUND | _UNOPPOSED) or (right <= _UNOPPOSED and left <= GROUND | _UNOPPOSED):
        return True
    if left | right <= CROWDS | {"arson"} and (left | right) & CROWDS:
        return True
    if same_sentence and left | right == {"arrest", "weapons"}:
        return True
    if left & EXPLOSIVE and right & EXPLOSIVE:
        return _explosives_agree(left & EXPLOSIVE, right & EXPLOSIVE, same_sentence)
    if left <= VIOLENT and right <= VIOLENT:
        return True
    violent_ground = (left <= VIOLENT and right <= GROUND) or (left <= GROUND and right <= VIOLENT)
    return (violent_ground and not (left | right) & EXPLOSIVE) or (left <= GROUND and right <= GROUND)


def _explosives_agree(left: set[str], right: set[str], same_sentence: bool) -> bool:
    """A car bomb and a suicide bomber are one attack; a bomb dropped by a jet is an air strike."""
    pairs = [{"suicide", "bomb"}, {"air_strike", "bomb"}, {"shelling", "bomb"}]
    if same_sentence:
        pairs.append({"air_strike", "shelling"})
    return any(left | right == pair for pair in pairs)
