"""A known name between other capitalised words: inside the name of an office, or somebody's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from dateline.annotate.toponym_contexts import is_behind_locative, is_introduced_as_place, word_class
from dateline.base.resources import load_yaml
from dateline.model.places import GazetteerEntry
from dateline.model.spans import Span

Verdict = Literal["yes", "maybe", "no"]
_AREAS = frozenset({"country", "admin1", "admin2", "region"})
_METROPOLIS, _SHORTEST_PARTICIPLE = 300_000, 5
_WELL_KNOWN_STATES = frozenset({"US", "CA", "AU", "GB"})
_PARTY = re.compile(r"\b[DRI]-$")
_PEOPLE_AFTER = re.compile(
    r"(?:['’]s)? (?:man|woman|men|women|teen|teenager|girl|boy|resident|residents|couple|family|native|police|mayor|"
    r"firefighters?|officials?|councillors?|schools?|students?|area|store|office|home|residence|church|court|jail|"
    r"hospital|district|city|town|village|school|headquarters|airport|businessman|attorney|lawyer|mother|father|"
    r"driver|motorist|farmer|company|suburb|downtown|campus|neighborhood|neighbourhood|community|stores?|chapter|"
    r"branch|plant|factory|girls|boys|wrestlers?|team|coach|athletes|players|fans|pitcher|seniors?|juniors?|freshman|"
    r"sophomore|policem[ae]n|alderm[ae]n|council(?:man|woman|or)|investigators?|judge|native|skyline|streets|economy|"
    r"voters|lawmakers|legislature|legislators|parents|teachers?|doctor|shop)\b"
)
_REPORTED = re.compile(r"^(?:[’'”\"]?,? (?:said|says|added|told|noted|explained)\b)")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load_yaml("gazetteer/spatial_words.yaml")[name])


def judge_neighbours(
    text: str, span: Span, before: str, after: str, entries: Sequence[GazetteerEntry], surnames: frozenset[str]
) -> Verdict:
    """Whether a name that the gazetteer knows is a place here, by the capitalised words beside it (or "").

    In: `surnames` that the text itself gives to persons.
    """
    if text[span.start - 1 : span.start] == "-":
        before = ""  # "Paris-Henry County": each is a name of its own
    if text[span.end : span.end + 1] == "-":
        after = ""
    is_area = any(entry.kind in _AREAS for entry in entries[:3])
    kind_after = _class_after(after)
    if _PARTY.search(text[max(0, span.start - 3) : span.start]):
        return "yes"
    name = span.text_in(text)
    if before.lower() in _words("given_names") and not is_behind_locative(text, span):
        return "no"
    if name.lower() in _words("given_names") and kind_after != "office" and not _is_told_place(text, span, entries):
        return "no"
    if before and not _may_precede(before):
        return "no"
    if kind_after == "school":
        return "yes" if is_area and not before else "no"
    if kind_after == "name":
        return "yes" if is_area and not before and _is_only_area(entries) else "no"
    if name.rpartition(" ")[2] in surnames and not _is_told_place(text, span, entries):
        return "no"
    if kind_after == "office" or _PEOPLE_AFTER.match(text, span.end):
        return "yes"
    speaks = _REPORTED.match(text[span.end : span.end + 20])
    if speaks and not is_area and entries[0].population < _METROPOLIS:
        return "no"
    return "maybe"


def _class_after(after: str) -> Literal["", "office", "school", "name"]:
    low = after.lower().rstrip(".").removesuffix("'s").removesuffix("’s").partition("-")[0]
    if not low:
        return ""
    if low in _words("schools"):
        return "school"
    if low in _words("offices") or word_class(after) in ("type", "direction", "body", "outlet", "demonym"):
        return "office"
    return "name"


def _may_precede(before: str) -> bool:
    low = before.lower().rstrip(".")
    if low.endswith("ing") and len(low) > _SHORTEST_PARTICIPLE:
        return True
    if low in _words("before_places"):
        return True
    if word_class(before, titles=True) == "title":
        return False
    return word_class(before) in ("type", "direction", "demonym", "body", "not_place")


def _is_only_area(entries: Sequence[GazetteerEntry]) -> bool:
    """A country or a state that everybody knows, so that "Georgia Smith" is the only way to go wrong."""
    first = entries[0]
    told = " " in first.name and first.kind == "admin2"
    return first.kind == "country" or told or (first.kind == "admin1" and first.country in _WELL_KNOWN_STATES)


def _is_told_place(text: str, span: Span, entries: Sequence[GazetteerEntry]) -> bool:
    if entries[0].kind == "country" or is_behind_locative(text, span):
        return True
    return is_introduced_as_place(text, span, known=True)
