"""Tolls: which quantities count the killed, injured, abducted, arrested, missing or displaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from dateline.annotate.learned_tolls import believed_tolls
from dateline.base.resources import load_yaml
from dateline.model.annotations import ActorMention, Quantity, Toll
from dateline.model.drafts import ACTOR_MENTIONS, QUANTITIES, READINGS, SENTENCES, TOLLS, Additions, Draft
from dateline.model.records import CasualtyMeasure
from dateline.model.spans import Span

_REACH_BEFORE_CHARS = 48
_REACH_AFTER_CHARS = 60


@dataclass(frozen=True, slots=True)
class _Lexicon:
    after: tuple[tuple[CasualtyMeasure, re.Pattern[str]], ...]
    before: tuple[tuple[CasualtyMeasure, re.Pattern[str]], ...]
    both: re.Pattern[str]
    none: tuple[tuple[CasualtyMeasure, re.Pattern[str]], ...]
    single: tuple[tuple[CasualtyMeasure, re.Pattern[str]], ...]
    undergone: dict[CasualtyMeasure, re.Pattern[str]]
    not_people: frozenset[str]


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
    lexicon = _lexicon()
    last: Toll | None = None
    joined: list[Quantity] = []
    for number, quantity in enumerate(quantities):
        if quantity.unit in lexicon.not_people:
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
    yield from _single_victims(text, sentence, mentions, quantities, lexicon)
    yield from _no_victims(text, sentence, lexicon)


def _no_victims(text: str, sentence: Span, lexicon: _Lexicon) -> Iterator[Toll]:
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


_GIVES = re.compile(
    r"\b(?:says?|said|gives?|gave|confirm(?:s|ed)?|admit(?:s|ted)?|counts?|counted|speaks? of|spoke of|puts? it at|"
    r"figure (?:is|was)|(?:toll|number|count|total|balance)(?: \w+){0,4} (?:is|was|at|to|as)|announced|acknowledged|"
    r"registered|told of|there (?:are|were)|not|has|had|makes|names)"
    r"(?: (?:that )?(?:there (?:are|were)|it (?:is|was)|at|now|only|the|of|a))*\s*$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?:\s+(?:names?|in all|in total|altogether|so far|on \w+|today|yesterday))?\s*(?:[.,;)!]|$)")


def _other_counts(
    text: str,
    quantities: Sequence[Quantity],
    found: Sequence[Toll],
    told: Toll | None,
    mentions: Sequence[ActorMention],
) -> list[Toll]:
    """ "The police confirm six": a bare number behind a toll of the paragraph is another count of the same."""
    rows: list[Toll] = []
    for quantity in quantities:
        before = next((row for row in reversed(found) if row.span.end <= quantity.span.start and row.low != 0), told)
        if before is None or any(row.span.overlaps(quantity.span) for row in found):
            continue
        says = _GIVES.search(text, max(0, quantity.span.start - 40), quantity.span.start)
        if says and _ENDS.match(text, quantity.span.end):
            rows.append(_toll(text, quantity, before.measure, mentions))
    return rows


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
_SUBSET = re.compile(r"\s+of (?:the|those) (?:dead|killed|victims|wounded|injured|slain|casualties|buried)\b")


def _toll(text: str, quantity: Quantity, measure: CasualtyMeasure, mentions: Sequence[ActorMention]) -> Toll:
    low = None if quantity.low is None else int(quantity.low)
    high = None if quantity.high is None else int(quantity.high)
    end = quantity.unit_span.end if quantity.unit_span else quantity.span.end
    of_them = _OF_THEM.match(text, quantity.span.end)
    group = _counted(Span(quantity.span.end, end), mentions) if of_them is None else _pronoun(of_them.end(), mentions)
    return Toll(Span(quantity.span.start, end), measure, low, high, quantity.approximate, group)


_THE = re.compile(r"\bthe\s+$")
_PERSON = re.compile(r"(?:man|woman|boy|girl|er|or|ant|ist|child|teen)$")
"""Heads that name one person ("the driver was killed"), not a body ("the army was hit")."""
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
    text: str, sentence: Span, quantity: Quantity, limit: int, last: Toll | None, lexicon: _Lexicon
) -> CasualtyMeasure | None:
    end = quantity.unit_span.end if quantity.unit_span else quantity.span.end
    after = text[quantity.span.end : min(sentence.end, end + _REACH_AFTER_CHARS)].lower()
    after = after[: max(0, limit - quantity.span.end)] if limit > quantity.span.end else after
    if _SUBSET.match(after):
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


def _single_victims(
    text: str,
    sentence: Span,
    mentions: Sequence[ActorMention],
    quantities: Sequence[Quantity],
    lexicon: _Lexicon,
) -> Iterator[Toll]:
    """ "killing a soldier", "a villager was killed": one person, told with an article."""
    for mention in mentions:
        if (
            mention.plural
            or mention.form == "pronoun"
            or any(q.span.distance_chars(mention.span) < 3 for q in quantities)
        ):
            continue
        before = text[max(sentence.start, mention.span.start - 40) : mention.span.start].lower()
        after = text[mention.span.end : min(sentence.end, mention.span.end + 60)].lower()
        one_more = re.search(r"\b(?:an?|another|his|her|their|its)\s+(?:[\w'-]+\s+){0,2}$", before)
        if not one_more and not (_THE.search(before) and _PERSON.search(mention.head.lower())):
            continue
        for measure, pattern in lexicon.single:
            if pattern.search(before) or lexicon.undergone[measure].match(after):
                yield Toll(mention.span, measure, 1, 1, False, mention.span)
                break


@cache
def _lexicon() -> _Lexicon:
    rows = load_yaml("lexicons/tolls.yaml")
    measures: tuple[CasualtyMeasure, ...] = get_args(CasualtyMeasure)
    filler = r"(?:\s+(?:of\s+)?(?:the\s+|its\s+|their\s+|his\s+|our\s+)?[\w'’-]+){0,5}?"
    adverbs = (
        "reported also still then confirmed left lay badly gravely critically seriously severely lightly slightly"
    )
    helpers = "was were is are have had has been being be feared believed both all others more " + adverbs
    link = rf"(?:\s*,[^,.;:]{{1,60}},|\s*,)?(?:\s+(?:who|that|which))?(?:\s+(?:{'|'.join(helpers.split())})){{0,5}}"
    after = tuple(
        (name, re.compile(rf"{filler}{link}\s+(?:{'|'.join(rows['after'][name])})\b"))
        for name in measures
        if name in rows["after"]
    )
    object_gap = r"(?:\s+(?:the|at|another|a further|a total of|of|some|more than|all|also|by))*\s*:?\s*$"
    # "killed or wounded 12" must be tried before "wounded 12"
    before_names: list[CasualtyMeasure] = ["casualties"]
    before_names += [name for name in measures if name in rows["before"] and name != "casualties"]
    before = tuple(
        (measure, re.compile(rf"\b(?:{'|'.join(rows['before'][measure])}){object_gap}")) for measure in before_names
    )
    one = r"\s+(?:an?|another|his|her|their|its)\s+(?:[\w'-]+\s+){0,2}$"
    single_names: tuple[CasualtyMeasure, ...] = ("killed", "injured", "abducted", "arrested")
    single = tuple(
        (measure, re.compile(rf"\b(?:{'|'.join(rows['before'][measure])}){one}")) for measure in single_names
    )
    return _Lexicon(
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
            measure: re.compile(rf"{link}\s+(?:{'|'.join(rows['after'][measure])})\b") for measure in single_names
        },
        not_people=frozenset(rows["not_people"]),
    )
