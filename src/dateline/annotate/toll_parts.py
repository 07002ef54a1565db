"""Parts of a toll: "twelve people, among them three children" counts the three again, on their own."""

from __future__ import annotations

import re

from dateline.model.annotations import Quantity, Toll
from dateline.model.spans import Span

_PART_BEFORE = re.compile(
    r"\b(?:including|among them|among whom|among the (?:dead|victims|wounded)|of whom|of which)\s+"
    r"(?:at least\s+|some\s+|about\s+)?$"
)
_PART_AFTER = re.compile(r"\s+(?:[\w-]+\s+){0,3}?(?:of them|among them)\b(?!\s+(?:\d|an?\b|aged))")
_OF_THEM = re.compile(r"\s+of them(?:\s+[\w-]+){1,2}\s*[,.;)]")
_OTHER_FATE = re.compile(
    r"\s+(?:[\w-]+\s+){0,4}(?:wounded|injured|hurt|killed|dead|died|missing|arrested|kidnapped|abducted|in (?:a )?"
    r"(?:serious|critical|grave)|seriously|critically|gravely|badly|fatally)\b"
)
_AGES = re.compile(r"\s+(?:of them\s+)?(?:years|months|days|hours|\d)")


def is_part_of(text: str, sentence: Span, quantity: Quantity, last: Toll) -> bool:
    """Whether a number behind a toll counts some of the same people, with the same fate."""
    low, of_all = quantity.low or quantity.high, last.low or last.high
    if low is None or of_all is None or low >= of_all or quantity.span.start < last.span.end:
        return False
    end = quantity.unit_span.end if quantity.unit_span else quantity.span.end
    if _OTHER_FATE.match(text, quantity.span.end, min(end + 40, sentence.end)) or _AGES.match(
        text, quantity.span.end
    ):
        return False
    if _PART_BEFORE.search(text[max(last.span.end, quantity.span.start - 40) : quantity.span.start]):
        return True
    joined = text[: quantity.span.start].rstrip().endswith((",", "–", "—", "("))
    after = _PART_AFTER.match(text, quantity.span.end) or _OF_THEM.match(text, quantity.span.end)
    return joined and after is not None
