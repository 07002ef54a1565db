"""Voices: whether the subject of a trigger did it or suffered it, where its form alone does not say."""

from __future__ import annotations

import re
from typing import Literal

from dateline.assemble.contexts import Context
from dateline.model.annotations import Trigger

Voice = Literal["active", "passive", "noun"]

_NEEDS_OBJECT = re.compile(
    r"(?:.* )?(?:killed|slain|murdered|massacred|slaughtered|executed|beheaded|wounded|injured|arrested|detained|"
    r"captured|abducted|kidnapped|burnt|burned|torched|looted|ransacked|ambushed|shelled|bombed|disarmed)(?: dead)?",
    re.IGNORECASE,
)
"""Verbs that name whom they strike right behind them when their subject strikes."""
_LOSES = re.compile(r"los(?:t|ing) |died|perished|succumbed|fell in\b", re.IGNORECASE)
""" "Lost its last patch", "lost their lives in": the subject is who was struck."""
_GOING_ON = re.compile(r"(?:(?:is|are|was|were|been) )?(?!being)\w+ing", re.IGNORECASE)
_NO_OBJECT = re.compile(
    r"\s*(?:$|[.;:)—–]|,(?! (?:in|on|at|near|late|early|along)\b[^.;]{1,40},)|-\s|"
    r"(?:(?:and|or)(?!\s\w+(?:ed|rnt|ot)\s(?:\d|the|an?|its|their|his|some|several)\b)|but|in|on|"
    r"at(?! (?:least|most))|by|near|during|when|while|after|before|since|last|yesterday|along|inside|outside|across|"
    r"there|with|from|so far|because)\b)"
)
_HAVING = re.compile(
    r"\b(?:has|have|had|who|which|that|they|he|she|it|we|to|then|and|also)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
_BEING = re.compile(
    r"\b(?:was|were|been|being|be|is|are|got|get)\s+(?:[\w-]+\s+){0,3}$|\b(?:was|were|been|came)\b", re.IGNORECASE
)
_OBJECT = re.compile(
    r"\s+(?:an?|the|its|their|his|her|our|several|some|dozens|hundreds|more than)\s|"
    r"\s+(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\s+"
    r"(?!(?:more\s)?(?:days?|hours?|weeks?|months?|years?|minutes?|times?|people|persons|kilomet\w+|km|miles?)\b)"
)


def told_voice(context: Context, trigger: Trigger) -> Voice:
    """The voice of a trigger, with what stands around it taken into account."""
    if _LOSES.match(trigger.words):
        return "passive"
    if trigger.voice == "noun" or not trigger.words:
        return trigger.voice
    if trigger.voice == "passive" and _GOING_ON.fullmatch(trigger.words):
        return "active"
    sentence = context.sentence_at(trigger.span.start).span
    before = context.text[max(sentence.start, trigger.span.start - 40) : trigger.span.start]
    behind = context.text[trigger.span.end : sentence.end]
    if trigger.voice == "active":
        bare = _NEEDS_OBJECT.fullmatch(trigger.words) and _NO_OBJECT.match(behind) and before.strip()
        return "passive" if bare and not _HAVING.search(before) else "active"
    told = f"{before[-24:]}{trigger.words}"
    return "active" if _OBJECT.match(behind) and not _BEING.search(told) else "passive"
