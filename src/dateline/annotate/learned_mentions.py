"""Actor mentions by the encoder: those that take part in something and that the lexicons do not cover."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.model.actors import ActorCategory
from dateline.model.annotations import ActorMention
from dateline.model.readings import Labelled, Reading
from dateline.model.spans import Span

ADD_FROM = 0.9

CATEGORY_OF: dict[str, ActorCategory] = {
    "civilians": "civilians",
    "state": "state_force",
    "armed": "armed_group",
    "unknown": "unidentified_armed",
    "others": "other",
}
"""What the head `parties` says of a mention, as a category of actors."""

_LEAD = re.compile(
    r"(?:the|an?|some|several|\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")
_PRONOUNS = frozenset(
    [
        "he",
        "him",
        "his",
        "she",
        "her",
        "it",
        "its",
        "they",
        "them",
        "their",
        "we",
        "us",
        "our",
        "i",
        "me",
        "my",
        "who",
        "which",
        "one",
    ]
)


def add_mentions(text: str, found: Sequence[ActorMention], reading: Reading) -> list[ActorMention]:
    """The mentions with those that the encoder adds, in order of the text."""
    if "parties" not in reading.heads:
        return list(found)
    added = [
        mention
        for run in reading.entities("parties", ADD_FROM)
        if not any(run.span.overlaps(row.span) for row in found) and (mention := _mention(text, run)) is not None
    ]
    return sorted([*found, *added], key=lambda row: row.span)


def _mention(text: str, run: Labelled) -> ActorMention | None:
    lead = _LEAD.match(text, run.span.start, run.span.end)
    span = Span(lead.end() if lead else run.span.start, run.span.end)
    words = list(_words(text, span))
    if not words or words[-1].lower() in _PRONOUNS:
        return None
    named = sum(word[0].isupper() for word in words) > 1 or (words[0][0].isupper() and span.start > run.span.start)
    head = span.text_in(text) if named else words[-1].lower()
    plural = head.endswith("s") or not re.match(r"an?\s", run.span.text_in(text), re.IGNORECASE)
    return ActorMention(span, "named" if named else "generic", head, CATEGORY_OF[run.label], plural=plural)


def _words(text: str, span: Span) -> Iterator[str]:
    return (match.group() for match in _WORD.finditer(text, span.start, span.end))
