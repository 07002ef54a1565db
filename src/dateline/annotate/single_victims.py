"""Single victims: one person, told with an article, whom something befalls ("killing a soldier")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from dateline.annotate.speech_cues import role_nouns, source_nouns
from dateline.annotate.toll_lexicons import toll_lexicon
from dateline.base.resources import load_yaml
from dateline.model.annotations import ActorMention, Quantity, Toll
from dateline.model.records import CasualtyMeasure
from dateline.model.spans import Span

_REACH_BEFORE_CHARS = 40
_REACH_AFTER_CHARS = 100
_ONE = re.compile(r"\b(?:an?|another|his|her|their|its)\s+(?:[\w'-]+\s+){0,2}$")
_THE = re.compile(r"\bthe\s+(?:[\w'-]+\s+)?$")
_AND_ONE = re.compile(r"(?:,| and|, and) (?:an?|another|his|her|their|its|the) (?:[\w'-]+ ){0,2}")
_PERSON = re.compile(
    r"(?:man|woman|boy|girl|er|or|ant|ist|child|teen|chief|head|guard|cook|priest|mayor|imam|elder)$"
)
"""Heads that name one person ("the driver was killed"), not a body ("the army was hit")."""
_ACTIVE = re.compile(
    r"\s+(?:had |has |then |also )?(?:killed|wounded|shot|injured|abducted|kidnapped|arrested)\s+(?:an?|the|"
    r"his|her|their|himself|herself|\d|two|three|four|five|six|seven|eight|nine|ten|several|dozens)\b"
)


@dataclass(frozen=True, slots=True)
class _Person:
    """One person as told; `counted` is the actor mention that names them as a group, if any."""

    span: Span
    counted: Span | None


def find_single_victims(
    text: str, sentence: Span, mentions: Sequence[ActorMention], quantities: Sequence[Quantity]
) -> Iterator[Toll]:
    """A toll of one for each person of the sentence whom something befalls."""
    persons = sorted(_persons(text, sentence, mentions, quantities), key=lambda row: row.span)
    fates = [_fate(text, sentence, person.span) for person in persons]
    joined = [_AND_ONE.fullmatch(text, one.span.end, other.span.start) for one, other in pairwise(persons)]
    for at in range(len(joined)):  # "a teacher and his wife" share what befalls the first
        fates[at + 1] = fates[at + 1] or (fates[at] if joined[at] else None)
    for at in reversed(range(len(joined))):  # "a guard and a student were hurt"
        fates[at] = fates[at] or (fates[at + 1] if joined[at] and _is_subject(text, persons[at]) else None)
    for person, fate in zip(persons, fates, strict=True):
        if fate is not None:
            yield Toll(person.span, fate, 1, 1, False, person.counted)


def _is_subject(text: str, person: _Person) -> bool:
    """Whether a person is the first of their clause, and no object of a verb before ("he met a guard and …")."""
    return (
        re.search(
            r"(?:^|[.;,:“\n])\s*(?:an?|another|his|her|their|its|the)\s(?:[\w'-]+\s){0,2}$",
            text[: person.span.start],
            re.IGNORECASE,
        )
        is not None
    )


def _persons(
    text: str, sentence: Span, mentions: Sequence[ActorMention], quantities: Sequence[Quantity]
) -> Iterator[_Person]:
    """Persons told one by one: the actor mentions that are no bodies, and the nouns for what people are."""
    singles = [row for row in mentions if not row.plural and row.form != "pronoun"]
    for mention in singles:
        if _told_alone(text, sentence, mention.span.start, mention.head):
            yield _Person(mention.span, mention.span)
    for match in _noun_pattern().finditer(text, sentence.start, sentence.end):
        span = Span(match.start("noun"), match.end("noun"))
        if not any(row.span.overlaps(span) for row in mentions) and not any(
            q.span.overlaps(span) for q in quantities
        ):
            yield _Person(span, None)


def _told_alone(text: str, sentence: Span, start: int, head: str) -> bool:
    before = text[max(sentence.start, start - _REACH_BEFORE_CHARS) : start].lower()
    return bool(_ONE.search(before) or (_THE.search(before) and _PERSON.search(head.lower())))


def _fate(text: str, sentence: Span, person: Span) -> CasualtyMeasure | None:
    before = text[max(sentence.start, person.start - _REACH_BEFORE_CHARS) : person.start].lower()
    after = text[person.end : min(sentence.end, person.end + _REACH_AFTER_CHARS)]
    if _ACTIVE.match(after):
        return None
    lexicon = toll_lexicon()
    for measure, pattern in lexicon.single:
        if pattern.search(before) or lexicon.undergone[measure].match(after):
            return measure
    return None


@cache
def _noun_pattern() -> re.Pattern[str]:
    """An article and a noun for one person, with up to two words between ("a passing student")."""
    nouns = {noun for noun in (*role_nouns(), *source_nouns()) if not noun.endswith("s") and noun not in _bodies()}
    extra = load_yaml("lexicons/tolls.yaml")["persons"]
    choices = "|".join(sorted((re.escape(noun) for noun in {*nouns, *extra}), key=len, reverse=True))
    return re.compile(
        rf"\b(?:an?|another|the|his|her|their|its)\s+(?:[\w'-]+\s+){{0,2}}?(?P<noun>{choices})\b(?!['’-])",
        re.IGNORECASE,
    )


@cache
def _bodies() -> frozenset[str]:
    """Nouns of the lexicons of sources that name no one person."""
    rows = load_yaml("lexicons/speech_verbs.yaml")
    return frozenset(rows["bodies"]) | {
        "people",
        "youth",
        "staff",
        "family",
        "household",
        "kin",
        "media",
        "crowd",
        "radio",
        "television",
        "site",
        "website",
        "channel",
        "newspaper",
        "magazine",
        "outlet",
        "source",
        "general",
        "major",
        "force",
        "province",
        "society",
        "women",
        "men",
    }
