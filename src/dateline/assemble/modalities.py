"""Did it happen? The modality of what a trigger tells, from the words of its clause."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from dateline.assemble.contexts import Context
from dateline.assemble.weighing import THRESHOLDS
from dateline.base.resources import load_yaml
from dateline.model.annotations import Trigger
from dateline.model.records import Modality
from dateline.model.spans import Span

_ORDER: tuple[str, ...] = ("threatened", "possible", "attempted", "planned", "denied", "none")


def find_modality(context: Context, trigger: Trigger) -> Modality | None:
    """The modality of a trigger; None where its clause tells of no event at all ("to prevent attacks")."""
    by_rule = _by_cues(context, trigger)
    if context.reading is None or by_rule != "happened":
        return by_rule  # what a cue says may come is never taken for fact
    scores = context.reading.probabilities("modalities", trigger.span)
    likeliest = max(scores, key=lambda name: scores[name], default="happened")
    return cast(Modality, likeliest) if scores.get(likeliest, 0.0) >= THRESHOLDS.modality_from else by_rule


def _by_cues(context: Context, trigger: Trigger) -> Modality | None:
    before = context.before(trigger.span, reach_chars=60)
    own_words = trigger.span.text_in(context.text).lower()
    for name in _ORDER:
        if _cues()[name].search(before) or (name == "attempted" and _FOILED.match(own_words)):
            return None if name == "none" else cast(Modality, name)
    if _NEGATED.search(before):
        return "denied" if context.speech_over(trigger.span) and trigger.family not in _QUIET else None
    if _AFTER_DENIAL.match(context.text, trigger.span.end):
        return "denied"
    if _AFTER_ATTEMPT.match(context.text, trigger.span.end):
        return "attempted"
    if _AFTER_PLAN.match(context.text, trigger.span.end):
        return "planned"
    if trigger.voice == "active" and _BARE_INFINITIVE.search(before):
        return None
    return "happened"


_NEGATED = re.compile(
    r"\b(?:did not|didn[’']t|has not|have not|had not|was not|were not|is not|are not|never|no|not|"
    r"nobody|neither|without)\s+(?:[\w-]+\s+){0,2}$"
)
"""In somebody's words this is a denial; in the outlet's own it tells of nothing done."""

_QUIET = frozenset({"movement", "agreement", "base", "release", "transfer", "sweep", "protest"})
"""What was not done of these is no news of a denial."""
_AFTER_DENIAL = re.compile(
    r"[^.;]{0,120}\b(?:is|are|was|were) (?:untrue|false|baseless|not true|fabricated|unfounded|denied)\b"
)
_FOILED = re.compile(r"(?:foiled|thwarted|averted|tried|turned back)")
_AFTER_ATTEMPT = re.compile(r"[^.;,]{0,30}\b(?:was|were|been) (?:foiled|thwarted|repelled|averted|turned back)\b")
_AFTER_PLAN = re.compile(
    r"[^.;,]{0,40}\b(?:will|are to|is to|is planned|are planned|is scheduled|is due) "
    r"(?:be |take place|begin|start|for )"
)
_BARE_INFINITIVE = re.compile(r"\bto (?:\w+ and )?$")


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    rows = load_yaml("lexicons/triggers.yaml")["modality"]
    return {name: re.compile(rf"(?<![\w])(?:{'|'.join(rows[name])})") for name in _ORDER}


def modality_of_words(context: Context, span: Span) -> Modality:
    """The modality of a figure or control record told at `span`."""
    before = context.before(span, reach_chars=50)
    names: tuple[Modality, ...] = ("threatened", "planned", "possible", "denied")
    for name in names:
        if _cues()[name].search(before):
            return name
    return "happened"
