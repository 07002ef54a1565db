"""What speaks for an actor as a side of an event and against it, as numbers between 0 and about 1."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from dateline.assemble.choices import Features
from dateline.assemble.roles import is_aside
from dateline.assemble.side_stories import BLOC_OF, CIVIL, SideOption, Story
from dateline.assemble.sightings import names_of
from dateline.assemble.voices import told_voice
from dateline.model.annotations import ResolvedActor
from dateline.model.records import EVENT_TYPE_OF
from dateline.model.spans import Span

_SIDE_NAMES = ("doer", "victim")
_UNNAMED = frozenset({"unknown", CIVIL, "crowd"})


def describe_option(story: Story, number: int, side: int, option: SideOption) -> Features:
    """What the rules, the sentence and the report say of an actor as a side (0 did it, 1 suffered it) of a case."""
    sub_event_type = story.types[number]
    features: dict[str, float] = {
        f"{sub_event_type} {option.camp}": 1.0,
        f"{EVENT_TYPE_OF[sub_event_type]} {option.camp}": 1.0,
        option.camp: 1.0,
        **_describe_told(story, number, side, option),
    }
    if option.name is not None:
        features |= _describe_other_cases(story, number, side, option)
        features |= _describe_sentence(story, number, option)
        features |= _describe_way(story, number, option)
        features |= dict.fromkeys(_standings(story, number, side, option), 1.0)
    name = _SIDE_NAMES[side]
    return {f"{name}: {key}": value for key, value in features.items() if value}


def _describe_told(story: Story, number: int, side: int, option: SideOption) -> Features:
    """What the rules say: of the whole case, and of each of its tellings."""
    told, other = story.names[number][side], story.names[number][1 - side]
    if option.name is None:
        return {"told nobody": float(not told), "told nobody, other told": float(not told and bool(other))}
    case = story.cases[number]
    own = [names_of(row.actor1 if side == 0 else row.actor2) for row in case.sightings]
    others = [names_of(row.actor2 if side == 0 else row.actor1) for row in case.sightings]
    is_told, explicit = option.name in told, any(option.name in names for names in own)
    features = {
        "in first telling": float(option.name in own[0]),
        "in a telling": float(explicit),
        "against in first telling": float(option.name in others[0]),
        "against in a telling": float(any(option.name in names for names in others)),
        "told against": float(option.name in other),
        "counted": float(any(row.group == option.name for row in case.casualties)),
        "other counted": float(any(row.group and row.group != option.name for row in case.casualties)),
        "nobody told": float(not told),
    }
    if is_told:
        unsaid = "told" if explicit else "told, unsaid"
        features |= {"told": 1.0, unsaid: 1.0, f"told {option.camp}": 1.0}
        features["told first"] = float(story.told[number][side][0].name == option.name)
        features[f"{unsaid}, unnamed"] = float(option.camp in _UNNAMED)
    return features


def _describe_other_cases(story: Story, number: int, side: int, option: SideOption) -> Features:
    """On which side the rules see an actor in the other cases of the report."""
    others = story.others(number)
    here = sum(option.name in story.names[other][side] for other in others)
    against = sum(option.name in story.names[other][1 - side] for other in others)
    before = story.names[number - 1] if number else (frozenset(), frozenset())
    behind = story.names[number + 1] if number + 1 < len(story.cases) else (frozenset(), frozenset())
    speakers = story.context.speech_over(story.cases[number].sightings[0].triggers[0].span)
    return {
        "on this side": here / max(1, len(others)),
        "ever on this side": float(here > 0),
        "on other side": against / max(1, len(others)),
        "ever on other side": float(against > 0),
        "mostly this side": float(here > against),
        "mostly other side": float(here < against),
        "side of case before": float(option.name in before[side]),
        "against in case before": float(option.name in before[1 - side]),
        "side of case behind": float(option.name in behind[side]),
        "no mention": float(not option.rows),
        "says so": float(any(row.source.name == option.name for row in speakers)),
        **(option.report or {}),
    }


def _standings(story: Story, number: int, side: int, option: SideOption) -> Iterator[str]:
    """How an actor stands among those of its bloc, given what the rules say of both sides."""
    if option.camp not in BLOC_OF or not option.rows:
        return
    rivals, others = story.rivals[option.bloc], story.others(number)

    def times_here(one: SideOption) -> int:
        return sum(one.name in story.names[other][side] for other in others)

    against = story.names[number][1 - side]
    holding = {
        "foremost": len(option.rows) == max(len(rival.rows) for rival in rivals),
        "sole": len(rivals) == 1,
        "most on side": 0 < times_here(option) == max(map(times_here, rivals)),
        "opposed": any(
            option.name in story.names[other][one] and story.names[other][1 - one] & against
            for other in others
            for one in (0, 1)
        ),
    }
    blocs = story.blocs[number]
    for status, holds in holding.items():
        if holds:
            yield f"{status} {option.bloc}"
            yield f"{status} {option.bloc}, told {blocs[side]}"
            yield f"{status} {option.bloc} against {blocs[1 - side]}"


def _describe_sentence(story: Story, number: int, option: SideOption) -> Features:
    """How an actor stands to the trigger in the sentence that opens a case; nothing where it is not named there."""
    context, sighting = story.context, story.cases[number].sightings[0]
    span = sighting.triggers[0].span
    row = nearest_row(option, span)
    if row is None or not sighting.sentence.span.contains(row.span):
        return {}
    voice, side = told_voice(context, sighting.triggers[0]), "behind" if row.span.start >= span.start else "before"
    where = "in clause" if context.clause_of(span).contains(row.span) else "out of clause"
    closer = _count_between(context.actors.get(sighting.sentence.index, ()), row, span)
    rank = ("nearest", "second")[closer] if closer < 2 else "further"
    return {
        "here": 1.0,
        where: 1.0,
        f"{voice} {side}": 1.0,
        f"{voice} {side} {where}": 1.0,
        f"{voice} {side} nearest": float(closer == 0),
        f"{side} {rank}": 1.0,
        f"{side} {option.camp}": 1.0,
        f"{side} characters off": math.log1p(row.span.distance_chars(span)) / 5,
        "aside": float(is_aside(context, row)),
        "of the source": float(context.is_of_the_source(row.span)),
        "pronoun": float(row.mention.form == "pronoun"),
        f"{row.mention.form} {option.camp} here": 1.0,
        "in the trigger": float(span.overlaps(row.span)),
    }


def nearest_row(option: SideOption, span: Span) -> ResolvedActor | None:
    """The mention of an actor that stands closest to some words."""
    return min(option.rows, key=lambda row: row.span.distance_chars(span)) if option.rows else None


def _count_between(rows: Sequence[ResolvedActor], row: ResolvedActor, span: Span) -> int:
    low, high = min(row.span.end, span.end), max(row.span.start, span.start)
    return sum(low <= other.span.start < high for other in rows if other.actor.name != row.actor.name)


def _describe_way(story: Story, number: int, option: SideOption) -> Features:
    """How many sentences away an actor is named, before and behind."""
    sightings = story.cases[number].sightings
    index, paragraph = sightings[0].sentence.index, sightings[0].sentence.paragraph
    before = max((at for at in option.sentences if at < index), default=None)
    behind = min((at for at in option.sentences if at > index), default=None)
    step = f"{_step(index - before)} before" if before is not None else "not before"
    features = {
        "same paragraph": float(any(story.context.sentences[at].paragraph == paragraph for at in option.sentences)),
        "in later telling": float(any(row.sentence.index in option.sentences for row in sightings[1:])),
        step: 1.0,
        f"{option.camp} {step}": 1.0,
    }
    if behind is not None:
        features[f"{_step(behind - index)} behind"] = 1.0
    return features


def _step(sentences: int) -> str:
    """A distance in sentences, in steps."""
    bounds = ((1, "1"), (2, "2"), (5, "3-5"))
    return next((name for bound, name in bounds if sentences <= bound), "more")


def describe_pair(story: Story, number: int, doer: SideOption, victim: SideOption) -> Features:
    """Who usually does such things to whom, and who does it to whom in the rest of the report."""
    camps = f"{doer.camp} on {victim.camp}"
    features = {camps: 1.0, f"{EVENT_TYPE_OF[story.types[number]]}: {camps}": 1.0}
    if doer.name is None or victim.name is None:
        return features
    sides = [story.names[other] for other in story.others(number)]
    if any(doer.name in one and victim.name in other for one, other in sides):
        features["told against each other"] = 1.0
    if any(victim.name in one and doer.name in other for one, other in sides):
        features["told the other way round"] = 1.0
    return features
