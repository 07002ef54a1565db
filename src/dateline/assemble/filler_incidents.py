"""To which incident types of a report a filler belongs: those whose words stand near it, and those its role suits."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from dateline.assemble.choices import Features
from dateline.assemble.fillers import Filler
from dateline.assemble.narrations import Narration

REACH = 400
_EXPLOSIVE = re.compile(r"bomb|dynamite|explos|mine|grenade|rocket|device")


def describe_belonging(narration: Narration, filler: Filler, kind: str, kinds: Sequence[str]) -> Features:
    """The features of a filler for one of the report's types."""
    places = [span.start for span in filler.spans]
    others = [other for other in kinds if other != kind]
    own = _nearest(narration, places, kind)
    other = min((_nearest(narration, places, name) for name in others), default=REACH)
    is_beside = _stands_beside(narration, places, kind)
    is_beside_other = any(_stands_beside(narration, places, name) for name in others)
    is_explosive = filler.role == "Weapon" and _EXPLOSIVE.search(filler.text) is not None
    return {
        "encoder": math.log(filler.incidents.get(kind, 0.0) + 0.01),
        "own": math.log1p(own),
        "other": math.log1p(other),
        "nearer": float(own < other),
        "sentence": float(is_beside),
        "only sentence": float(is_beside and not is_beside_other),
        "other sentence": float(is_beside_other and not is_beside),
        kind: 1.0,
        filler.role: 1.0,
        f"{filler.role} {kind}": 1.0,
        **({f"explosive {kind}": 1.0} if is_explosive else {}),
    }


def _nearest(narration: Narration, places: Sequence[int], kind: str) -> int:
    words = narration.incident_words.get(kind, ())
    return min(REACH, min((abs(word - place) for word in words for place in places), default=REACH))


def _stands_beside(narration: Narration, places: Sequence[int], kind: str) -> bool:
    """Whether a filler and a word of the type share a sentence."""
    sentences = {narration.sentence_of(word) for word in narration.incident_words.get(kind, ())}
    return any(narration.sentence_of(place) in sentences for place in places)
