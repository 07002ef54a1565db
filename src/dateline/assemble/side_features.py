"""What speaks for an actor as a side of an event and against it, as numbers between 0 and about 1."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from dateline.assemble.choices import Features
from dateline.assemble.roles import is_aside
from dateline.assemble.side_scenes import Scene
from dateline.assemble.side_stories import BLOC_OF, CIVIL, SideOption
from dateline.model.annotations import ResolvedActor
from dateline.model.records import EVENT_TYPE_OF
from dateline.model.spans import Span

_SIDE_NAMES = ("doer", "victim")
_UNNAMED = frozenset({"unknown", CIVIL, "crowd"})


def describe_option(scene: Scene, side: int, option: SideOption) -> Features:
    """What the rules, the sentence and the report say of an actor as a side (0 did it, 1 suffered it) of a case."""
    sub_event_type = scene.sub_event_type
    features: dict[str, float] = {
        f"{sub_event_type} {option.camp}": 1.0,
        f"{EVENT_TYPE_OF[sub_event_type]} {option.camp}": 1.0,
        option.camp: 1.0,
        **_describe_words(scene, option),
        **_describe_told(scene, side, option),
    }
    if option.name is not None:
        features |= _describe_other_cases(scene, side, option)
        features |= _describe_sentence(scene, option)
        features |= _describe_way(scene, option)
        features |= dict.fromkeys(_standings(scene, side, option), 1.0)
    name = _SIDE_NAMES[side]
    return {f"{name}: {key}": value for key, value in features.items() if value}


def _describe_words(scene: Scene, option: SideOption) -> Features:
    """What the words of the trigger and the things in its clause make likely."""
    trigger = scene.trigger
    features = {f"by {trigger.words} {option.bloc}": 1.0, f"by {trigger.family} {option.bloc}": 1.0}
    return {**features, **{f"{things} thing {option.bloc}": 1.0 for things in scene.things}}


def _describe_told(scene: Scene, side: int, option: SideOption) -> Features:
    """What the rules say: of the whole case, and of each of its tellings."""
    names = scene.story.names[scene.number]
    told, other = names[side], names[1 - side]
    if option.name is None:
        return {"told nobody": float(not told), "told nobody, other told": float(not told and bool(other))}
    own, others = scene.tellings[side], scene.tellings[1 - side]
    is_told, explicit = option.name in told, any(option.name in group for group in own)
    features = {
        "in first telling": float(option.name in own[0]),
        "in a telling": float(explicit),
        "against in first telling": float(option.name in others[0]),
        "against in a telling": float(any(option.name in group for group in others)),
        "told against": float(option.name in other),
        "counted": float(option.name in scene.counted),
        "other counted": float(bool(scene.counted - {option.name})),
        "nobody told": float(not told),
    }
    if is_told:
        unsaid = "told" if explicit else "told, unsaid"
        features |= {"told": 1.0, unsaid: 1.0, f"told {option.camp}": 1.0}
        features["told first"] = float(scene.story.told[scene.number][side][0].name == option.name)
        features[f"{unsaid}, unnamed"] = float(option.camp in _UNNAMED)
    return features


def _describe_other_cases(scene: Scene, side: int, option: SideOption) -> Features:
    """On which side the rules see an actor in the other cases of the report."""
    name, count = option.name or "", max(1, len(scene.others))
    here, against = scene.tallies[side][name], scene.tallies[1 - side][name]
    return {
        "on this side": here / count,
        "ever on this side": float(here > 0),
        "on other side": against / count,
        "ever on other side": float(against > 0),
        "mostly this side": float(here > against),
        "mostly other side": float(here < against),
        "side of case before": float(name in scene.before[side]),
        "against in case before": float(name in scene.before[1 - side]),
        "side of case behind": float(name in scene.behind[side]),
        "no mention": float(not option.rows),
        "says so": float(name in scene.speakers),
        **(option.report or {}),
    }


def _standings(scene: Scene, side: int, option: SideOption) -> Iterator[str]:
    """How an actor stands among those of its bloc, given what the rules say of both sides."""
    if option.camp not in BLOC_OF or not option.rows:
        return
    rivals, tally = scene.story.rivals[option.bloc], scene.tallies[side]
    holding = {
        "foremost": len(option.rows) == max(len(rival.rows) for rival in rivals),
        "sole": len(rivals) == 1,
        "most on side": 0 < tally[option.name or ""] == max(tally[rival.name or ""] for rival in rivals),
        "opposed": option.name in scene.opposed[side],
    }
    blocs = scene.story.blocs[scene.number]
    for status, holds in holding.items():
        if holds:
            yield f"{status} {option.bloc}"
            yield f"{status} {option.bloc}, told {blocs[side]}"
            yield f"{status} {option.bloc} against {blocs[1 - side]}"


def _describe_sentence(scene: Scene, option: SideOption) -> Features:
    """How an actor stands to the trigger in the sentence that opens a case; nothing where it is not named there."""
    context, sighting, span = scene.story.context, scene.opening, scene.trigger.span
    row = nearest_row(option, span)
    if row is None or not sighting.sentence.span.contains(row.span):
        return {}
    voice, side = scene.voice, "behind" if row.span.start >= span.start else "before"
    where = "in clause" if scene.clause.contains(row.span) else "out of clause"
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


def _describe_way(scene: Scene, option: SideOption) -> Features:
    """How many sentences away an actor is named, before and behind."""
    sightings = scene.case.sightings
    index, paragraph = sightings[0].sentence.index, sightings[0].sentence.paragraph
    before = max((at for at in option.sentences if at < index), default=None)
    behind = min((at for at in option.sentences if at > index), default=None)
    step = f"{_step(index - before)} before" if before is not None else "not before"
    features = {
        "same paragraph": float(
            any(scene.story.context.sentences[at].paragraph == paragraph for at in option.sentences)
        ),
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


def describe_pair(scene: Scene, doer: SideOption, victim: SideOption) -> Features:
    """Who usually does such things to whom, and who does it to whom in the rest of the report."""
    camps = f"{doer.camp} on {victim.camp}"
    features = {camps: 1.0, f"{EVENT_TYPE_OF[scene.sub_event_type]}: {camps}": 1.0}
    if doer.name is None or victim.name is None:
        return features
    if (doer.name, victim.name) in scene.facing:
        features["told against each other"] = 1.0
    if (victim.name, doer.name) in scene.facing:
        features["told the other way round"] = 1.0
    return features
