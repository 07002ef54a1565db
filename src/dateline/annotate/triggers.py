"""Triggers: the words that tell of an event, found by the families of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dateline.annotate.learned_triggers import merge_triggers
from dateline.base.alternatives import Alternatives
from dateline.base.resources import load_yaml
from dateline.model.annotations import Trigger
from dateline.model.drafts import READINGS, SENTENCES, TRIGGERS, Additions, Draft
from dateline.model.spans import Span

Voice = Literal["active", "passive", "noun"]


@dataclass(frozen=True, slots=True)
class _Row:
    family: str
    sub_event_type: str
    form: Literal["verb", "noun"]


class TriggerStage:
    """Marks every word that may tell of an event; whether it does is for the assembler to say.

    The lexicon proposes, and where the encoder has read the report it renames and adds.
    """

    name = "triggers"
    version = "1"
    requires = (SENTENCES,)
    provides = (TRIGGERS,)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{TRIGGERS: tuple(self._find(draft))} for draft in batch]

    def _find(self, draft: Draft) -> Iterator[Trigger]:
        reading = draft.first(READINGS)
        for sentence in draft.get(SENTENCES):
            found = find_triggers(draft.text, sentence.span)
            yield from (
                merge_triggers(draft.text, sentence.span, list(found), reading, find_voice) if reading else found
            )


def find_triggers(text: str, within: Span) -> Iterator[Trigger]:
    """The triggers of a stretch of text, in order, none overlapping another."""
    words, rows = _lexicon()
    for match in words.finditer(text, within.start, within.end):
        row = rows[match.lastgroup or ""]
        span = Span(match.start(), match.end())
        yield Trigger(
            span, row.family, row.sub_event_type, _voice(text, span, within, row.form), match.group().lower()
        )


_VERB_FORM = re.compile(
    r"(?:was|were|is|are|been|being|has|have|had|\w+(?:ed|ing)|shot|hit|struck|burnt|took|fell|held|broke|fought|blew|"
    r"slew|set|beat|left|drove|overran|swept|taken|seize|kill|attack|abduct)\b",
    re.IGNORECASE,
)


def find_voice(text: str, span: Span, within: Span) -> Voice:
    """The voice of words that no row of the lexicon tells of."""
    form: Literal["verb", "noun"] = "verb" if _VERB_FORM.match(text, span.start) else "noun"
    return _voice(text, span, within, form)


_PASSIVE_BEFORE = re.compile(
    r"\b(?:was|were|been|being|be|is|are|got|get)\s+(?:(?:also|then|later|reportedly|not|never|first|again|allegedly|all|both|"
    r"\w+ly)\s+){0,2}$",
    re.IGNORECASE,
)
_BY_AFTER = re.compile(r"(?:\s+\w+){0,4}?\s+by\b")
_DETERMINED = re.compile(
    r"\b(?:the|an?|this|that|its|their|his|her|our|another|each|every|of|in|by|during)\s+(?:\w+\s+)?$"
)


def _voice(text: str, span: Span, within: Span, form: Literal["verb", "noun"]) -> Voice:
    before = text[max(within.start, span.start - 40) : span.start]
    words = span.text_in(text)
    if form == "noun":
        return "active" if _BASE_FORM.fullmatch(words) and _MODAL_BEFORE.search(before) else "noun"
    if _PASSIVE_BEFORE.search(before) or words.lower().startswith(("was ", "were ", "been ", "came under")):
        return "passive"
    if (
        words.endswith("ed")
        and _BY_AFTER.match(text, span.end, within.end)
        and not before.rstrip().endswith((" and", ","))
    ):
        return "passive"
    if words.endswith("ing") and _DETERMINED.search(before):
        return "noun"
    return "active"


_BASE_FORM = re.compile(
    r"attack|assault|ambush|bomb|bombard|clash|kidnap|loot|march|protest|raid|rape|shell|storm|strike|target",
    re.IGNORECASE,
)
_MODAL_BEFORE = re.compile(
    r"\b(?:might|may|could|would|will|shall|should|can|cannot|did|does|do|to)\s+(?:(?:not|never|again|also|soon|\w+ly)\s+)?$",
    re.IGNORECASE,
)
""" "might attack us": what reads like a noun is the verb."""


@cache
def _lexicon() -> tuple[Alternatives, dict[str, _Row]]:
    """The words of all rows, the longer fragments of a family first, and the row behind each group."""
    groups: dict[str, list[str]] = {}
    rows: dict[str, _Row] = {}
    for number, family in enumerate(load_yaml("lexicons/triggers.yaml")["families"]):
        for form in ("verb", "noun"):
            name = f"{form}{number}"
            rows[name] = _Row(family["family"], family["sub_event"], "verb" if form == "verb" else "noun")
            groups[name] = sorted(family[f"{form}s"], key=len, reverse=True)
    return Alternatives(groups), rows
