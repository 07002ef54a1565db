"""What is done by saying it: the act and the stance of a saying, by its verb, else by what is said."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from dateline.annotate.speech_cues import LEXICON, CueVerb
from dateline.annotate.told_speakers import Speaker
from dateline.base.resources import load_yaml
from dateline.model.records import SourceType, SpeechAct, Stance

_HEADS = frozenset(("president", "minister", "premier", "chancellor"))
_CLAIMS_DEED = re.compile(
    r"\b(?:responsibility for|is its work|was its work|its (?:own )?doing|behind the attack|"
    r"carried out (?:the|by its))\b"
)
_OWN_DEED = re.compile(
    r"\b(?:we|it|its \w+|our \w+|they|their \w+) (?:have |had |has )?(?:killed|captured|seized|destroyed|"
    r"shot down|used|attacked|targeted|hit|ambushed|bombed|slain|taken|took)\b"
)
_CLAUSE_OPENS = re.compile(r"\s*(?:that\b|[“\"]|(?:it|they|he|she|we|its|their|there)\b)")


_LIES_AHEAD = re.compile(r"[^,;.]{0,30}\b(?:will|would|going to|plans? to|is to|are to|has ordered|have ordered)\b")
"""What an armed group means to do stands first; a "will" further on leaves the account of its deeds a claim."""


PLAIN: frozenset[SpeechAct] = frozenset(("announces", "claims", "explains"))
"""The acts of plain telling: of these, one utterance may well be several."""


def speech_act(verb: CueVerb, content: str, speaker: Speaker) -> SpeechAct:
    """The act of a saying with this verb and these words, by this kind of speaker."""
    told = verb.act or act_of_words(content)
    if verb.act is None and told == "announces" and plain_act(speaker) == "claims" and not _LIES_AHEAD.match(content):
        return "claims"
    return told or plain_act(speaker)


def plain_act(speaker: Speaker) -> SpeechAct:
    """What plain telling amounts to: armed groups claim, bodies and heads of state announce, others explain."""
    if speaker.kind != "unnamed" and speaker.source_type == "armed_group":
        return "claims"
    if speaker.kind == "body":
        return "announces"
    speaks_for_state = speaker.kind == "person" and speaker.words & _HEADS
    return "announces" if speaks_for_state else "explains"


def act_of_words(content: str) -> SpeechAct | None:
    """The act that the words alone tell ("we are ready to …": offers); None where they tell none."""
    found = [
        (-1 if act == "denies" else match.start(), number, act)  # a denial names what it denies
        for number, (act, patterns) in enumerate(_act_cues())
        for pattern in patterns
        if (match := pattern.search(content)) is not None
    ]
    return min(found)[2] if found else None


def speech_stance(verb: CueVerb, act: SpeechAct, content: str, source_type: SourceType) -> Stance:
    """How the source stands to what it says; only an armed group claims responsibility."""
    if verb.stance != "says":
        return verb.stance
    if act == "denies":
        return "denies"
    if source_type == "armed_group" and _claims_responsibility(verb, content):
        return "claims_responsibility"
    return "says"


def _claims_responsibility(verb: CueVerb, content: str) -> bool:
    if _CLAIMS_DEED.search(content) or _OWN_DEED.search(content):
        return True
    return verb.lemma == "claim" and not _CLAUSE_OPENS.match(content)


@cache
def _act_cues() -> tuple[tuple[SpeechAct, tuple[re.Pattern[str], ...]], ...]:
    rows = load_yaml(LEXICON)["act_cues"]
    return tuple(
        (cast(SpeechAct, row["act"]), tuple(re.compile(pattern, re.IGNORECASE) for pattern in row["patterns"]))
        for row in rows
    )
