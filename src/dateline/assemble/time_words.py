"""Names for how a time is put and how the clause beside it tells: preposition, kind of words, tense and aspect."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dateline.model.spans import Span

_REACH_CHARS = 40
_PREPOSITION = re.compile(
    r"\b(?P<word>since|after|before|until|till|by|from|in|on|at|during|over|within|between|for|of|than|as of|"
    r"following)\s+(?:the\s+|a\s+)?"
    r"(?:(?:night|morning|evening|afternoon|early hours|start|end|beginning|middle)\s+of\s+)?"
    r"(?:late\s+|early\s+|mid-?\s*)?$",
    re.IGNORECASE,
)
_OTHER_EVENT = re.compile(
    r"\b(?P<word>after|before|since|until|ahead of|following)\s+(?:[\w’'-]+\s+){1,9}(?:on|in|at|last)?\s*$",
    re.IGNORECASE,
)
_GENITIVE = re.compile(r"['’]s?\s+\w")


def name_preposition(text: str, span: Span) -> str:
    """The word that leads to a time, or "after an event" where it belongs to a phrase of one; "bare" for none."""
    before = text[max(0, span.start - _REACH_CHARS) : span.start]
    if match := _PREPOSITION.search(before):
        direct = match["word"].lower()
        return (
            direct if direct in ("since", "after", "before", "until", "by") or not _other(before, match) else "event"
        )
    if _OTHER_EVENT.search(before):
        return "event"
    return "genitive" if _GENITIVE.match(text, span.end) else "bare"


def _other(before: str, match: re.Match[str]) -> bool:
    return _OTHER_EVENT.search(before[: match.end()]) is not None


_COUNTS = re.compile(
    r"[^.;]{0,40}?\b(?:gave|gives?|puts?|counted|counts?|reported|announced|said|says|stood|according|estimated|raised|"
    r"revised|toll|tally|figures?|listed|recorded|logged|spoke|speaks?)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:said|says|reported|counted|announced|put|toll|count|figures?|according|estimated|stood)\b[^.;]{0,30}$",
    re.IGNORECASE,
)


def is_of_count(text: str, span: Span, sentence: Span) -> bool:
    """Whether a time is when somebody counted or gave a number ("On 31 January the force gave a count of …")."""
    if _COUNTS.match(text, span.end, sentence.end):
        return True
    return _COUNTED.search(text, sentence.start, span.start) is not None


_KINDS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "date": r"\d{1,2}(?:st|nd|rd|th)?\b(?!\d)(?=.*[a-z]{3})|[a-z]{3,9}\.? \d{1,2}\b|^the \d{1,2}(?:st|nd|rd|th)",
        "weekday": r"(?:mon|tues|wednes|thurs|fri|satur|sun)day",
        "length": r"\b(?:minutes?|seconds?|hours|days|weeks|months|years)$",
        "anaphor": r"\b(?:that|same|next|following|previous|later|earlier|then|hours?|after|before)\b",
        "today": r"\b(?:today|tonight|this|now|yesterday|overnight|last night|current)\b",
        "last": r"\b(?:last|past|ago|recent)\b",
        "year": r"\b\d{4}\b",
        "month": r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\b",
    }.items()
}


def name_kind(words: str) -> str:
    """The kind of words of a time: "date", "weekday", "anaphor" ("the next day"), "today", "last", "year", …."""
    return next((name for name, pattern in _KINDS.items() if pattern.search(words)), "other words")


_BEFORE_SPAN = re.compile(
    r"(?P<word>had|has|have|was|were|is|are|will|would|to|may|might|could)\s+(?:[\w’'-]+\s+){0,3}$"
)
_PERFECTS, _PRESENTS = (
    re.compile(r"\b(?:has|have|['’]ve)\b"),
    re.compile(r"\b(?:is|are|remains?|holds?|controls?|still|now)\b"),
)
_PASTS = re.compile(r"\b(?:was|were|had|did|[a-z]{3,}ed|took|held|fell|killed|left|began|came|went|struck|said)\b")
_SO_FAR = re.compile(r"\b(?:so far|since|to date|in all|in total|altogether|already|a total)\b")
_SUMS_UP = re.compile(
    r"\b(?:total|in all|altogether|overall|as a result of|of (?:these|those|them)|"
    r"(?:the|these|those) (?:attacks|operations|raids|strikes|clashes|incidents))\b"
)
_STATES = re.compile(
    r"\b(?:remains?|(?:are|is) (?:deployed|stationed|held|based|living|sheltering|camped|posted)|lives?|shelters?|"
    r"hosts?|still|now|numbers?|depends?|sleeps?|stays?)\b"
)
_PRONOUNS = re.compile(r"(?:they|it|he|she|both|the two|the three|this|these|those)\b")
_THEN = re.compile(
    r"\b(?:then|later|afterwards?|after that|soon|subsequently|meanwhile|same|that (?:day|night|evening))\b"
)


def name_aspects(text: str, clause: Span, span: Span) -> list[str]:
    """How the clause around `span` tells: the verb before the words, and cues of what lasts or follows."""
    words, before = clause.text_in(text).lower(), text[max(clause.start, span.start - 50) : span.start].lower()
    names = [f"{match['word']} before"] if (match := _BEFORE_SPAN.search(before)) else []
    if _PERFECTS.search(words):
        names.append("perfect")
    elif _PASTS.search(words):
        names.append("past")
    elif _PRESENTS.search(words):
        names.append("present")
    names += ["so far"] if _SO_FAR.search(words) else []
    names += ["state"] if _STATES.search(words) else []
    names += ["pronoun"] if clause.start < span.start and _PRONOUNS.match(words) else []
    names += ["sums up"] if _SUMS_UP.search(words) else []
    names += ["then"] if _THEN.search(words) else []
    return names or ["no verb"]
