"""How alike two values of a slot are, as a credit from 0 to 1. Gold values may offer alternatives.

Gold and predictions are the JSON of the codebook, so values are read as they come: a gold string may be
`{"any_of": [...]}`, each of which is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dateline.base.distances import distance_km

Json = Mapping[str, Any]

LEAST_TOLERANCE_KM = 10.0
"""Coordinates of one place differ between gazetteers by some kilometres."""
SHARED_WORDS = 0.5
"""Two names that share this part of their words are taken for the same."""

_NOT_WORD = re.compile(r"[^a-z0-9 ]+")
_ARTICLES = frozenset({"the", "a", "an"})


def accepted(value: object) -> list[Any]:
    """The values that count as right: the alternatives, the value itself, or none for null."""
    if value is None:
        return []
    if isinstance(value, Mapping) and "any_of" in value:
        return [option for option in value["any_of"] if option is not None]
    return [value]


def name_words(text: object) -> frozenset[str]:
    """The words of a name without accents, case, articles and the plural s of longer words."""
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().casefold()
    words = (word for word in _NOT_WORD.sub(" ", plain).split() if word not in _ARTICLES)
    return frozenset(word[:-1] if len(word) > 4 and word.endswith("s") else word for word in words)


def compare_names(gold: Iterable[object], predicted: Iterable[object]) -> float:
    """1 where any pair of names has the same words or shares half of them, else 0."""
    wanted = [words for words in map(name_words, gold) if words]
    offered = [words for name in predicted if name is not None and (words := name_words(name))]
    alike = any(len(a & b) / len(a | b) >= SHARED_WORDS for a in wanted for b in offered)
    return 1.0 if alike else 0.0


def actor_names(actor: object) -> list[Any]:
    """Every name that an actor slot gives: the bare string, or canonical name and mention."""
    if isinstance(actor, str) or (isinstance(actor, Mapping) and "any_of" in actor):
        return accepted(actor)
    if not isinstance(actor, Mapping):
        return []
    return [name for key in ("name", "mention") for name in accepted(actor.get(key))]


def compare_actors(gold: object, predicted: object) -> float:
    return compare_names(actor_names(gold), actor_names(predicted))


def compare_places(gold: Json, predicted: Json) -> float:
    """1 inside gold's radius (10 km at least). Without coordinates on a side, half for the right name."""
    if gold.get("lat") is not None and predicted.get("lat") is not None:
        tolerance_km = max(LEAST_TOLERANCE_KM, gold.get("radius_km", LEAST_TOLERANCE_KM))
        gap_km = distance_km(gold["lat"], gold["lon"], predicted["lat"], predicted["lon"])
        return 1.0 if gap_km <= tolerance_km else 0.0
    return 0.5 * compare_names(accepted(gold.get("name")), accepted(predicted.get("name")))


def day_range(time: Json) -> tuple[int, int] | None:
    """First and last day as ordinals; an open side is closed by the other; None where both are open."""
    start = time.get("start") or time.get("end")
    end = time.get("end") or time.get("start")
    if not start or not end:
        return None
    return date.fromisoformat(start[:10]).toordinal(), date.fromisoformat(end[:10]).toordinal()


def compare_times(gold: Json, predicted: Json) -> float:
    """1 within a day on both sides or with half of the union shared, half for any day shared."""
    wanted, offered = day_range(gold), day_range(predicted)
    if wanted is None or offered is None:
        return 0.0
    if abs(wanted[0] - offered[0]) <= 1 and abs(wanted[1] - offered[1]) <= 1:
        return 1.0
    shared = min(wanted[1], offered[1]) - max(wanted[0], offered[0]) + 1
    union = max(wanted[1], offered[1]) - min(wanted[0], offered[0]) + 1
    if shared <= 0:
        return 0.0
    return 1.0 if shared / union >= 0.5 else 0.5


def compare_ranges(gold: tuple[object, object], predicted: tuple[object, object]) -> float:
    """1 for the same low end, where the high ends do not contradict each other."""
    gold_low, gold_high = gold
    low, high = predicted
    return 1.0 if gold_low == low and (gold_high is None or high in (None, gold_high)) else 0.0


def compare_casualties(gold: Json, predicted: Json) -> float:
    """Nothing unless measure and number agree; half for those, half for whom they count."""
    numbers = compare_ranges((gold.get("low"), gold.get("high")), (predicted.get("low"), predicted.get("high")))
    if gold.get("measure") != predicted.get("measure") or not numbers:
        return 0.0
    if not gold.get("group"):
        return 1.0
    return 0.5 + 0.5 * compare_names(accepted(gold.get("group")), accepted(predicted.get("group")))


def covered_offsets(record: Json) -> set[int]:
    return {offset for quote in record.get("evidence", ()) for offset in range(quote["start"], quote["end"])}


def evidence_overlap(gold: Json, predicted: Json) -> float:
    """The part of the shorter evidence that lies in the other."""
    one, other = covered_offsets(gold), covered_offsets(predicted)
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def listed(record: Json, field: str) -> Sequence[Any]:
    """A slot that may hold one value, several or none, as a list."""
    value = record.get(field)
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
