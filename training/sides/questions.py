"""Questions for the choice of sides: events of the own corpus, who may be on each side, and the credit of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.annotate.encoders import load_encoder
from dateline.assemble.choices import Features
from dateline.assemble.contexts import Context
from dateline.assemble.events import tell_cases
from dateline.assemble.side_choices import fill_side, may_face
from dateline.assemble.side_features import describe_option, describe_pair
from dateline.assemble.side_scenes import Scene
from dateline.assemble.side_stories import Refs, Story
from dateline.assemble.weighing import tells_of_events
from dateline.evaluate.alignments import pair_greedily
from dateline.evaluate.comparisons import compare_actors, listed
from dateline.evaluate.slots import LEAST_SIMILARITY, record_similarity
from dateline.model.drafts import EVENTS, Draft
from dateline.model.records import record_to_json
from dateline.model.reports import Report
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import make_stages

Json = Mapping[str, Any]
Array = npt.NDArray[np.float64]
_REPORT_FIELDS = ("publisher", "title", "published", "dateline", "text")
_SLOTS = ("actor1", "actor2")


@dataclass(frozen=True, slots=True)
class SideQuestion:
    """One event of a report (by number): for each side the options as features, and what each earns and fills.

    `pairs` are the options that may face each other, with their features as a pair; `wanted` and `by_rules` count
    gold's actors on both sides, and those that the rules fill and hit.
    """

    report: int
    options: tuple[Sequence[Features], Sequence[Features]]
    pairs: Mapping[tuple[int, int], Features]
    earned: tuple[Array, Array]
    filled: tuple[Array, Array]
    wanted: tuple[int, int]
    by_rules: tuple[tuple[float, int], tuple[float, int]]


def ask(rows: Sequence[Json]) -> Iterator[SideQuestion]:
    """A question for each event found that stands beside a gold one."""
    for number, (row, draft) in enumerate(zip(rows, _read(rows), strict=True)):
        context = Context.of(draft)
        if tells_of_events(context):
            yield from _ask_report(number, row["events"], context)


def _read(rows: Sequence[Json]) -> list[Draft]:
    """The reports with all that the coder finds in them before it puts events together."""
    drafts = [
        Draft(
            Report(id=row["report"]["id"], language="en", **{key: row["report"].get(key) for key in _REPORT_FIELDS})
        )
        for row in rows
    ]
    for stage in make_stages(make_actor_registry(), make_gazetteer(), load_encoder()):
        if EVENTS in stage.provides:
            break
        drafts = [draft.plus(more) for draft, more in zip(drafts, stage.run(drafts), strict=True)]
    return drafts


def _ask_report(number: int, golds: Sequence[Json], context: Context) -> Iterator[SideQuestion]:
    def similarity(gold: Json, other: Json) -> float:
        return record_similarity("events", gold, other)

    told = tell_cases(context)
    story = Story.of(context, [case for case, _ in told])
    written = [
        record_to_json(event.model_copy(update={"actor1": one, "actor2": two}))
        for (_, event), (one, two) in zip(told, story.told, strict=True)
    ]
    for gold, found, _ in pair_greedily(golds, written, similarity, LEAST_SIMILARITY["events"]):
        yield _ask_event(number, story, found, golds[gold])


def _ask_event(report: int, story: Story, number: int, gold: Json) -> SideQuestion:
    scene = Scene(story, number)
    wanted = [listed(gold, slot) for slot in _SLOTS]
    sides = [[fill_side(story, number, side, option, None) for option in story.options] for side in (0, 1)]
    earned = [np.array([_credit(refs, wanted[side]) for refs in sides[side]]) for side in (0, 1)]
    filled = [np.array([float(len(refs)) for refs in sides[side]]) for side in (0, 1)]
    doing, suffering = ([describe_option(scene, side, one) for one in story.options] for side in (0, 1))
    rules = [(_credit(refs, wanted[side]), len(refs)) for side, refs in enumerate(story.told[number])]
    pairs = {
        (i, j): describe_pair(scene, one, other)
        for i, one in enumerate(story.options)
        for j, other in enumerate(story.options)
        if may_face(one, other)
    }
    return SideQuestion(
        report,
        (doing, suffering),
        pairs,
        (earned[0], earned[1]),
        (filled[0], filled[1]),
        (len(wanted[0]), len(wanted[1])),
        (rules[0], rules[1]),
    )


def _credit(refs: Refs, wanted: Sequence[Any]) -> float:
    return sum(credit for *_, credit in pair_greedily(wanted, [ref.model_dump() for ref in refs], compare_actors))
