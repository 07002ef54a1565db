"""Who did it, who suffered it: the actors around a trigger, by its voice and their place in the clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from dateline.assemble.contexts import Context
from dateline.assemble.event_types import STATE
from dateline.assemble.sightings import names_of
from dateline.assemble.voices import told_voice
from dateline.assemble.weighing import Side, weigh_sides
from dateline.base.resources import load_yaml
from dateline.model.actors import ARMED, ActorCategory
from dateline.model.annotations import ResolvedActor, Trigger
from dateline.model.spans import Span

_JOINED = re.compile(
    r"\s*(?:,|and|&|,\s*and|along with|alongside|together with|"
    r",?\s*(?:backed|supported|accompanied|joined|aided|assisted) by|"
    r"with the (?:help|support|backing) of|or|and the|and local|and allied)\s*"
    r"(?:(?:the|its|their|a|an|other|some|several|\d+|two|three|four|five|six|seven|eight|nine|ten)\s+)?"
    r"(?:(?!(?:while|when|as|but|who|which|that|sa(?:id|ys)|where|after|before|whose|in|on|killed|killing)\b)[a-z-]+\s+){0,2}"
)
_OF_MISSION = re.compile(r"\s+(?:of|with|from|in|serving (?:with|in|under))\s+(?:the\s+)?")
_BESIDE = r"(?:the|an?) (?:\w+ )?(?:entrance|gates?|road|roadside|side|river|market|wall)\b"
_BY = re.compile(rf"\b(?:by|from)\s+(?!{_BESIDE})(?:the\s+|a\s+|an\s+|\w+\s+){{0,5}}?$", re.IGNORECASE)
_BY_ALONE = re.compile(rf"\bby\s+(?!{_BESIDE})(?:the\s+|a\s+|an\s+|\w+\s+){{0,5}}?$", re.IGNORECASE)
_FIGHT_WITH = re.compile(
    r"\b(?:fight\w*|clash\w*|(?:gun ?)?battles?|combat|skirmish\w*|shoot-?outs?|confrontations?|"
    r"exchanges? of (?:gun)?fire|encounters?|engagements?)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:with|against)\s+(?:[\w-]+\s+){0,4}?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+(?:the\s+|\w+\s+){0,5}?$", re.IGNORECASE)
_TAKEN_FROM = frozenset({"regain", "overtake", "unopposed", "transfer"})
""" "Retaken from the rebels": who held it."""
_ON = re.compile(
    r"\b(?:on|against|at|into|targeting|upon)\s+(?:[\w'’,-]+\s+){0,8}?$|\bof\s+(?:[\w'’,-]+\s+){0,2}?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|pitting)\s+(?:[\w'’-]+\s+){0,4}$", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(?:joint|combined|common|co-?ordinated|shared)\s+(?:[\w-]+\s*){1,2}$", re.IGNORECASE)
_SUPPORT = re.compile(
    r"\b(?:carr(?:y|ies|ied|ying) out|launch\w*|conduct\w*|stag(?:e|ed|es|ing)|mount\w*|made|claimed|began|start\w*|"
    r"perpetrat\w*|hold|held|wag(?:e|ed|ing)|behind|execut\w*|led|perform\w*|fir(?:ed|ing|es)|lobb?(?:ed|ing)|thr[eo]w\w*|"
    r"hurl\w*|dropp\w*|plant\w*|unleash\w*|resum\w*|deliver\w*|detonat\w*|set off|let off|open(?:ed|ing)|respond\w*|"
    r"retaliat\w*|us(?:ed|ing))\b",
    re.IGNORECASE,
)
_UNDERGO = re.compile(
    r"\b(?:came|come|comes|coming|caught|killed|died|injured|wounded|hit|hurt|lost|fell|slain|ran into|drove into|"
    r"walked into|rode into|met|suffered)\b"
)
_NEVER_DOERS: frozenset[ActorCategory] = frozenset({"media", "medical", "ngo_or_un", "expert", "other"})
_CIVIL: frozenset[ActorCategory] = frozenset({"civilians", "community", "medical", "media", "ngo_or_un", "political"})
_BY_ARMED_MEN = frozenset(
    {"assault", "clash", "bomb", "air_strike", "shelling", "suicide", "grenade", "abduction", "arrest", "chemical"}
)
_NOBODY = frozenset({"men", "man", "people", "person", "persons", "individuals", "individual", "riders", "detainees"})
_POSSESSIVE = frozenset({"its", "their", "his", "her", "our"})
_OF_ONE_SIDE = frozenset({"movement", "base", "release", "agreement"})
_REPELS = re.compile(
    r"(?:repel|repuls|beat|fend|push|turned back|fought off|foil|thwart|resist|held off|fought back)", re.IGNORECASE
)


def find_roles(context: Context, trigger: Trigger) -> tuple[Side, Side]:
    """The actors that did it and the actors that suffered it; either may be empty."""
    doer, target = weigh_sides(context, trigger.span, *propose_roles(context, trigger))
    if not doer or any(row.category not in _CIVIL for row in doer):
        return doer, target
    if trigger.family == "arrest" and any(row.category in ARMED for row in target):
        return doer, target
    by_nobody = trigger.family in ("arson", "sexual") and all(_is_nobody(row) for row in doer)
    if trigger.family in _BY_ARMED_MEN or by_nobody:
        return (), target or doer
    return doer, target


def _is_nobody(row: ResolvedActor) -> bool:
    """ "[Men] in uniform set two lorries alight": no telling who they are."""
    return row.mention.head in _NOBODY


def propose_roles(context: Context, trigger: Trigger) -> tuple[Side, Side]:
    """What word order and voice say of who did it and who suffered it."""
    clause = context.clause_of(trigger.span)
    rows = _players(context, trigger)
    if trigger.family in _TAKEN_FROM:
        rows = [row for row in rows if row.mention.head not in property_heads()]
    elif trigger.family != "arson":
        rows = _without_mere_property(rows, clause)
    voice = told_voice(context, trigger)
    left = [row for row in rows if row.span.end <= trigger.span.start]
    right = [row for row in rows if row.span.start > trigger.span.start and row not in left]
    if voice != "active" or trigger.family in _OF_ONE_SIDE:
        right = [row for row in right if row.span.start >= trigger.span.end]
    by_voice = {"noun": _noun_roles, "passive": _passive_roles, "active": _active_roles}
    doer, target = by_voice[voice](context, trigger, clause, left, right)
    return doer, target


def _without_mere_property(rows: list[ResolvedActor], clause: Span) -> list[ResolvedActor]:
    """Houses and villages stand for their people only where the clause names nobody else that may suffer."""
    people = [row for row in rows if row.mention.head not in property_heads()]
    inside = [row for row in people if clause.contains(row.span)]
    return people if len(names_of(tuple(inside))) > 1 or any(row.category == "civilians" for row in inside) else rows


@cache
def property_heads() -> frozenset[str]:
    """The nouns for buildings and vehicles that stand for civilians."""
    senses = {row["sense"]: row for row in load_yaml("lexicons/actor_nouns.yaml")["senses"]}
    return frozenset(word.lower() for number in ("plural", "singular") for word in senses["property"][number])


def _players(context: Context, trigger: Trigger) -> list[ResolvedActor]:
    """The actors of the sentence, less those who only tell of it ("the ministry said its men …")."""
    tellers = [
        row.source_span
        for row in context.speech
        if row.source_span is not None and any(part.overlaps(trigger.span) for part in row.content)
    ]
    rows = context.actors.get(context.sentence_at(trigger.span.start).index, [])
    rows = [row for row in rows if row.span.end - row.span.start > 1]
    return [row for row in rows if not any(span.overlaps(row.span) for span in tellers)]


def _active_roles(
    context: Context, trigger: Trigger, clause: Span, left: list[ResolvedActor], right: list[ResolvedActor]
) -> tuple[Side, Side]:
    subjects = [row for row in left if not is_aside(context, row)] or left
    nearest, shared = _nearest(subjects, clause), _subject(context, subjects, trigger)
    doer = join_side(context, _named_before(context, shared or nearest))
    names = names_of(doer)
    others = [row for row in right if row.actor.name not in names]
    target = join_side(context, _first(others, clause))
    if trigger.family == "clash" and not target:
        doer, target = _part_camps(doer)
    if _REPELS.match(trigger.span.text_in(context.text)):
        return target, doer
    return _doers(doer), target


def _part_camps(side: Side) -> tuple[Side, Side]:
    """ "Soldiers and guerrillas clashed": a state's forces and a group that are told together fought each other."""
    armed = [row for row in side if row.category in ARMED]
    if len({row.category in STATE for row in armed}) < 2:
        return side, ()
    first = tuple(row for row in armed if (row.category in STATE) == (armed[0].category in STATE))
    return first, tuple(row for row in armed if row not in first)


_IN_APPOSITION = re.compile(r"[\s(]*(?:[A-Z]{2,}\))?\)?\s*(?:suspected |armed )?")


def _named_before(context: Context, row: ResolvedActor | None) -> ResolvedActor | None:
    """ "Islamic State (IS) [gunmen]": the name before a nameless noun says who they are."""
    if row is None or not row.actor.name.startswith("Unidentified"):
        return row
    rows = context.actors.get(context.sentence_at(row.span.start).index, [])
    before = [other for other in rows if other.span.end <= row.span.start and other.category in ARMED]
    if before and _IN_APPOSITION.fullmatch(context.text[before[-1].span.end : row.span.start]):
        return before[-1]
    return row


_ASIDE_BEFORE = re.compile(
    r"\b(?:on|against|at|near|for|with|wearing|as|to|into|inside|outside|behind|carrying)\s+(?:an?|the|its|their|some|several)?\s*"
    r"(?:[\w-]+\s+)?$|\b(?:support|backing|help|cover|assistance|aid)\s+(?:from|of|by)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ASIDE_AFTER = re.compile(
    r"\s+(?:uniforms?|dress|clothing|fatigues|bases?|checkpoints?|posts?|outposts?|positions?|convoys?|vehicles?|patrols?|"
    r"camps?|barracks|headquarters|station|trenches|lines)\b",
    re.IGNORECASE,
)


def is_aside(context: Context, row: ResolvedActor) -> bool:
    """Whether a mention stands in a phrase of its own ("wearing army uniforms", "at the police post")."""
    before = context.text[max(0, row.span.start - 32) : row.span.start]
    return bool(_ASIDE_BEFORE.search(before) or _ASIDE_AFTER.match(context.text, row.span.end))


def _passive_roles(
    context: Context, trigger: Trigger, clause: Span, left: list[ResolvedActor], right: list[ResolvedActor]
) -> tuple[Side, Side]:
    target = join_side(context, _nearest(left, clause) or (left[-1] if left else None))
    by = _BY_ALONE if trigger.family in _TAKEN_FROM else _BY
    behind_by = [row for row in right if by.search(context.text[trigger.span.end : row.span.start])]
    behind_by = behind_by or [
        row for row in right if _FIGHT_WITH.search(context.text[trigger.span.start : row.span.start])
    ]
    doer = join_side(context, behind_by[0] if behind_by else None)
    if trigger.family in _TAKEN_FROM:
        behind_from = [row for row in right if _FROM.search(context.text[trigger.span.end : row.span.start])]
        target = join_side(context, behind_from[0]) if behind_from else target
    return _doers(doer), tuple(row for row in target if row not in doer)


def _noun_roles(
    context: Context, trigger: Trigger, clause: Span, left: list[ResolvedActor], right: list[ResolvedActor]
) -> tuple[Side, Side]:
    text = context.text
    between = [row for row in right if _BETWEEN.search(text[trigger.span.end : row.span.start])]
    if between:
        pair = join_side(context, between[0])
        together = _TOGETHER.search(f"{context.before(trigger.span, reach_chars=30)}{trigger.words}") is not None
        return (pair, ()) if together else (pair[:1], pair[1:])
    doer, target = _owner(context, trigger, left), None
    for row in right:
        gap = text[trigger.span.end : row.span.start]
        if len(gap) > 90 or row.span.start >= clause.end:
            break
        if doer is None and _BY.search(gap):
            doer = row
        elif target is None and _ON.search(gap):
            target = row
    subject = _nearest(left, clause)
    if subject is not None and subject is not doer:
        gap = text[subject.span.end : trigger.span.start]
        if doer is None and _SUPPORT.search(gap):
            doer = subject
        elif target is None and _UNDERGO.search(gap):
            target = subject
    return _doers(join_side(context, doer)), join_side(context, target)


def _owner(context: Context, trigger: Trigger, left: list[ResolvedActor]) -> ResolvedActor | None:
    """ "an [ISIS] attack", "[Turkey]'s shelling", "[coalition] air strikes"."""
    if not left:
        return None
    gap = context.text[left[-1].span.end : trigger.span.start]
    return left[-1] if re.fullmatch(r"(?:['’]s?)?\s*(?:[a-z-]+\s)?", gap) else None


def _nearest(left: Sequence[ResolvedActor], clause: Span) -> ResolvedActor | None:
    inside = [row for row in left if clause.contains(row.span)]
    return _head_of_subject(inside)


def _head_of_subject(inside: Sequence[ResolvedActor]) -> ResolvedActor | None:
    """The subject comes early in its clause; a mention in "the base of the army" stands behind a preposition."""
    armed = [row for row in inside if row.category in ARMED or row.category == "protesters"]
    owners = armed or list(inside)
    pool = [row for row in owners if row.mention.head not in _POSSESSIVE] or owners
    return pool[-1] if pool else None


def _subject(context: Context, left: Sequence[ResolvedActor], trigger: Trigger) -> ResolvedActor | None:
    """A participle or a second verb shares the subject of its sentence ("gunmen attacked …, killing")."""
    words = trigger.span.text_in(context.text)
    joined = context.text[max(0, trigger.span.start - 6) : trigger.span.start]
    if words.lower().endswith("ing") or re.search(r"(?:and|,|then)\s*$", joined):
        first = (context.triggers.get(context.sentence_at(trigger.span.start).index) or [trigger])[0]
        doers = [row for row in left if row.category not in _CIVIL and row.span.start < first.span.start]
        return doers[-1] if doers else None
    return None


def _first(right: Sequence[ResolvedActor], clause: Span) -> ResolvedActor | None:
    inside = [row for row in right if row.span.start < clause.end]
    return inside[0] if inside else None


def join_side(context: Context, head: ResolvedActor | None) -> Side:
    """The mention and those joined to it by "and" or a comma, on either side."""
    if head is None:
        return ()
    rows = context.actors.get(context.sentence_at(head.span.start).index, [])
    at = next(number for number, row in enumerate(rows) if row is head)
    first = last = at
    while first > 0 and _are_joined(context, rows[first - 1], rows[first]):
        first -= 1
    while last + 1 < len(rows) and _are_joined(context, rows[last], rows[last + 1]):
        last += 1
    chosen: dict[str, ResolvedActor] = {}
    for row in rows[first : last + 1]:
        chosen.setdefault(row.actor.name, row)
    return tuple(chosen.values())


def _are_joined(context: Context, one: ResolvedActor, other: ResolvedActor) -> bool:
    """ "Soldiers and local guards"; a pronoun behind a comma opens a clause of its own."""
    if other.mention.form == "pronoun":
        return False
    joint = _OF_MISSION if one.category in ARMED and other.category == "mission" else _JOINED
    return joint.fullmatch(context.text, one.span.end, max(one.span.end, other.span.start)) is not None


def _doers(side: Side) -> Side:
    return tuple(row for row in side if row.category not in _NEVER_DOERS and row.mention.head not in property_heads())
