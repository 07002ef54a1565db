"""Words that make a number, or a person, a toll, as patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import get_args

from dateline.base.resources import load_yaml
from dateline.model.records import CasualtyMeasure


@dataclass(frozen=True, slots=True)
class TollLexicon:
    """The patterns of each measure: behind the counted words, before the number, for both, none, and one person."""

    after: tuple[tuple[CasualtyMeasure, re.Pattern[str]], ...]
    before: tuple[tuple[CasualtyMeasure, re.Pattern[str]], ...]
    both: re.Pattern[str]
    none: tuple[tuple[CasualtyMeasure, re.Pattern[str]], ...]
    single: tuple[tuple[CasualtyMeasure, re.Pattern[str]], ...]
    undergone: dict[CasualtyMeasure, re.Pattern[str]]
    not_people: frozenset[str]


@cache
def toll_lexicon() -> TollLexicon:
    """The file `lexicons/tolls.yaml`."""
    rows = load_yaml("lexicons/tolls.yaml")
    measures: tuple[CasualtyMeasure, ...] = get_args(CasualtyMeasure)
    filler = r"(?:\s+(?:of\s+)?(?:the\s+|its\s+|their\s+|his\s+|our\s+)?[\w'’-]+){0,5}?"
    adverbs = (
        "reported also still then confirmed left lay badly gravely critically seriously severely lightly slightly"
    )
    helpers = "was were is are have had has been being be feared believed both all others more " + adverbs
    link = rf"(?:\s*,[^,.;:]{{1,60}},|\s*,)?(?:\s+(?:who|that|which))?(?:\s+(?:{'|'.join(helpers.split())})){{0,5}}"
    beings = ["was", "were", "is", "are", "has", "had", "have", "been", "being", "left", "lay"]
    link_of_one = (
        rf"(?:\s*,[^,.;:]{{1,60}},|\s*,)?(?:\s+(?:who|that))?(?:\s+(?:{'|'.join(helpers.split())})){{0,2}}"
        rf"\s+(?:{'|'.join(beings)})(?:\s+(?:{'|'.join(helpers.split())})){{0,3}}"
    )
    after = tuple(
        (name, re.compile(rf"{filler}{link}\s+(?:{'|'.join(rows['after'][name])})\b"))
        for name in measures
        if name in rows["after"]
    )
    pair = r"(?:\s+(?:an?|the|his|her|their|its)\s+(?:[\w'-]+\s+){1,3}?(?:and|as well as|along with)\b)?"
    object_gap = pair + r"(?:\s+(?:the|at|another|a further|a total of|of|some|more than|all|also|by))*\s*:?\s*$"
    # "killed or wounded 12" must be tried before "wounded 12"
    before_names: list[CasualtyMeasure] = ["casualties"]
    before_names += [name for name in measures if name in rows["before"] and name != "casualties"]
    before = tuple(
        (measure, re.compile(rf"\b(?:{'|'.join(rows['before'][measure])}){object_gap}")) for measure in before_names
    )
    one = r"(?:\s+(?:an?|another|his|her|their|its|the)\s+(?:[\w'-]+\s+){0,2})$"
    single_names: tuple[CasualtyMeasure, ...] = ("killed", "injured", "abducted", "arrested")
    single = tuple(
        (measure, re.compile(rf"\b(?:{'|'.join(rows['before'][measure])}){one}")) for measure in single_names
    )
    return TollLexicon(
        after=after,
        before=before,
        both=re.compile(rf"(?:\s+(?:people|civilians|persons|others))?\s*(?:{'|'.join(rows['both'])})"),
        none=tuple(
            (measure, re.compile(rf"\b(?:{'|'.join(rows['none'][measure])})", re.IGNORECASE))
            for measure in measures
            if measure in rows["none"]
        ),
        single=single,
        undergone={
            measure: re.compile(rf"{_PHRASE}(?:{link_of_one}\s+(?:{_befallen(rows, measure)})\b|{bare})")
            for measure, bare in ((name, _bare(rows, name)) for name in single_names)
        },
        not_people=frozenset(rows["not_people"]),
    )


_PHRASE = (
    r"(?:\s+(?:of|from|in|named|called|aged)\s+(?:the\s+)?[\w-]+(?:\s+[A-Z][\w-]+)?"
    r"|,\s+(?:an?\s)?[^,.;:]{1,40},|\s+who\s[^,.;:]{1,40}?)?"
)
"""What may stand between one person and what befell them: where they are from, their name or age."""
_INTRANSITIVE = re.compile(
    r"(?:dead|died|die|perished|succumbed|drowned|lost|fell|fallen|lay|lie|burned|burnt|found|disappeared|"
    r"in hospital|with|missing|taken|carried|hospitali|surrendered|held)"
)


def _bare(rows: dict[str, dict[str, list[str]]], measure: CasualtyMeasure) -> str:
    """What befalls one person without "was": "died", or a participle that nothing suffers ("a guard killed by …")."""
    words = rows["after"][measure]
    alone = [word for word in words if _INTRANSITIVE.match(word)]
    participles = [word for word in words if word not in alone and " " not in word]
    reduced = rf"\s+(?:{'|'.join(participles)})(?=\s*(?:[.,;]|by\b|in\b|when\b|on\b|near\b|at\b|$))"
    return rf"(?:\s+(?:{'|'.join(alone)})\b|{reduced})" if alone else reduced


def _befallen(rows: dict[str, dict[str, list[str]]], measure: CasualtyMeasure) -> str:
    """The words for what was done to somebody, less a "was" of their own."""
    return "|".join(_WAS.sub("", word) for word in rows["after"][measure])


_WAS = re.compile(r"^\(\?:was\|[\w|]+\) ")
