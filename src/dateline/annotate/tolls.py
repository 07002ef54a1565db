"""Tolls: which quantities count the killed, injured, abducted, arrested, missing or displaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.annotate.learned_tolls import believed_tolls
from dateline.annotate.single_victims import find_single_victims
from dateline.annotate.toll_lexicons import TollLexicon, toll_lexicon
from dateline.annotate.toll_parts import is_part_of
from dateline.model.annotations import ActorMention, Quantity, Toll
from dateline.model.drafts import ACTOR_MENTIONS, QUANTITIES, READINGS, SENTENCES, TOLLS, Additions, Draft
from dateline.model.records import CasualtyMeasure
from dateline.model.spans import Span

_REACH_BEFORE_CHARS = 48
_REACH_AFTER_CHARS = 60


class TollStage:
    """Reads tolls off the quantities of each sentence, and the single victims told without a number."""

    name = "tolls"
    version = "1"
    requires = (SENTENCES, QUANTITIES, ACTOR_MENTIONS)
    provides = (TOLLS,)

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        return [{TOLLS: tuple(sorted(self._find(draft), key=lambda toll: toll.span))} for draft in batch]

    def _find(self, draft: Draft) -> Iterator[Toll]:
        quantities, mentions = draft.get(QUANTITIES), draft.get(ACTOR_MENTIONS)
        reading = draft.first(READINGS)
        for sentence in draft.get(SENTENCES):
            inside = [row for row in quantities if sentence.span.contains(row.span)]
            people = [row for row in mentions if sentence.span.contains(row.span)]
            found = find_tolls(draft.text, sentence.span, inside, people)
            yield from believed_tolls(found, reading) if reading else found


def find_tolls(
    text: str, sentence: Span, quantities: Sequence[Quantity], mentions: Sequence[ActorMention]
) -> Iterator[Toll]:
    """The tolls of one sentence. A quantity joined to a toll by "and" or a comma counts the same."""
    lexicon = toll_lexicon()
    last: Toll | None = None
    joined: list[Quantity] = []
    for number, quantity in enumerate(quantities):
        if quantity.unit in lexicon.not_people:
            continue
        if last is not None and is_part_of(text, sentence, quantity, last):
            yield _toll(text, quantity, last.measure, mentions)
            continue
        limit = _limit(text, sentence, quantities, number)
        measure = _measure(text, sentence, quantity, limit, last, lexicon)
        if measure is None:
            joined = [*joined, quantity] if _is_joined(text, quantity, quantities, number) else []
            continue
        for row in joined:
            yield _toll(text, row, measure, mentions)
        joined = []
        last = _toll(text, quantity, measure, mentions)
        yield last
    yield from find_single_victims(text, sentence, mentions, quantities)
    yield from _no_victims(text, sentence, lexicon)


def _no_victims(text: str, sentence: Span, lexicon: TollLexicon) -> Iterator[Toll]:
    """ "nobody was hurt", "without loss": a toll of zero; the first wording of a stretch counts."""
    end = sentence.start
    found = [
        (match.start(), match.end(), measure)
        for measure, pattern in lexicon.none
        for match in pattern.finditer(text, sentence.start, sentence.end)
    ]
    for start, stop, measure in sorted(found):
        if start >= end:
            yield Toll(Span(start, stop), measure, 0, 0, False, None)
            end = stop


_JOINT = re.compile(r"\s*(?:,|,?\s*and|as well as|plus)\s*(?:another\s+|a further\s+)?")


def _is_joined(text: str, quantity: Quantity, quantities: Sequence[Quantity], number: int) -> bool:
    """ "49 gendarmes and four civilians died": the first number waits for what is said of the second."""
    if number + 1 >= len(quantities) or quantity.unit_span is None:
        return False
    return _JOINT.fullmatch(text, quantity.unit_span.end, quantities[number + 1].span.start) is not None


def _limit(text: str, sentence: Span, quantities: Sequence[Quantity], number: int) -> int:
    """Where the words that may belong to a quantity end: at the next one, unless that is part of its phrase."""
    for following in quantities[number + 1 :]:
        within = text[: following.span.start].endswith(("of ", "in ", "from "))
        if not within and not _OF_THEM.match(text, following.span.end):
            return following.span.start
    return sentence.end


_COST = re.compile(r"\b(?:cost|costing|claim(?:ed|ing|s)|took|taking|taken|lost)\s+(?:[\w-]+\s+){0,2}$")
_PARENT_OF = re.compile(r"\b(?:mother|father|parent|widow)s? of\s+$")
_SUBSET = re.compile(r"\s+of (?:the|those) (?:dead|killed|victims|wounded|injured|slain|casualties|buried)\b")


def _toll(text: str, quantity: Quantity, measure: CasualtyMeasure, mentions: Sequence[ActorMention]) -> Toll:
    low = None if quantity.low is None else int(quantity.low)
    high = None if quantity.high is None else int(quantity.high)
    end = quantity.unit_span.end if quantity.unit_span else quantity.span.end
    of_them = _OF_THEM.match(text, quantity.span.end)
    group = _counted(Span(quantity.span.end, end), mentions) if of_them is None else _pronoun(of_them.end(), mentions)
    return Toll(Span(quantity.span.start, end), measure, low, high, quantity.approximate, group)


_OF_THEM = re.compile(r"\s+of (?:them|whom|us|their|its|our)\b")


def _pronoun(end: int, mentions: Sequence[ActorMention]) -> Span | None:
    """The pronoun of "18 of them"; who that is, the resolver says."""
    return next((mention.span for mention in mentions if mention.span.end == end), None)


def _counted(within: Span, mentions: Sequence[ActorMention]) -> Span | None:
    for mention in mentions:
        if mention.form != "pronoun" and mention.span.overlaps(within):
            return mention.span
    return None


def _measure(
    text: str, sentence: Span, quantity: Quantity, limit: int, last: Toll | None, lexicon: TollLexicon
) -> CasualtyMeasure | None:
    end = quantity.unit_span.end if quantity.unit_span else quantity.span.end
    after = text[quantity.span.end : min(sentence.end, end + _REACH_AFTER_CHARS)].lower()
    after = after[: max(0, limit - quantity.span.end)] if limit > quantity.span.end else after
    if _SUBSET.match(after) or _PARENT_OF.search(
        text, max(sentence.start, quantity.span.start - 12), quantity.span.start
    ):
        return None
    if quantity.unit == "lives" and _COST.search(
        text, max(sentence.start, quantity.span.start - 24), quantity.span.start
    ):
        return "killed"
    if quantity.unit in ("casualties", "victims") or lexicon.both.match(after, end - quantity.span.end):
        return "casualties"
    before_text = text[max(sentence.start, quantity.span.start - _REACH_BEFORE_CHARS) : quantity.span.start].lower()
    for measure, pattern in lexicon.before:
        if pattern.search(before_text):
            return measure
    for measure, pattern in lexicon.after:
        if pattern.match(after):
            return measure
    if last is not None and re.fullmatch(
        r",?\s*(?:and|plus|,)?\s*(?:another\s+)?", text[last.span.end : quantity.span.start]
    ):
        return last.measure
    return None
