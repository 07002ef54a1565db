"""Choosing the sides of events among all actors of a report."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dateline.assemble.contexts import Context
from dateline.assemble.events import find_cases
from dateline.assemble.side_choices import choose_sides, fill_side, may_face
from dateline.assemble.side_features import describe_option, describe_pair
from dateline.assemble.side_scenes import Scene
from dateline.assemble.side_stories import SideOption, Story
from dateline.model.drafts import EVENTS, Draft
from dateline.model.reports import Report
from dateline.pipeline.stages import Stage
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import make_stages

_TWO_RAIDS = (
    "Islamic State fighters raided a Peshmerga post near Kifri on Sunday, killing two Peshmerga.\n\n"
    "On Monday Islamic State fighters ambushed a Peshmerga patrol near Kulajo. Three villagers were killed."
)


@pytest.fixture(scope="module")
def stages() -> Sequence[Stage]:
    made = make_stages(make_actor_registry(), make_gazetteer())
    return [stage for stage in made if EVENTS not in stage.provides]


def _story(stages: Sequence[Stage], text: str) -> Story:
    draft = Draft(Report(id="r", language="en", text=text, published="2023-05-16"))
    for stage in stages:
        if set(stage.requires) <= set(draft.layers):
            (more,) = stage.run([draft])
            draft = draft.plus(more)
    context = Context.of(draft)
    return Story.of(context, find_cases(context))


def _option(story: Story, name: str | None) -> SideOption:
    return next(option for option in story.options if option.name == name)


def test_options_are_the_reports_actors_and_who_needs_no_mention(stages: Sequence[Stage]) -> None:
    names = [option.name for option in _story(stages, _TWO_RAIDS).options]
    assert names[0] is None
    assert {"Islamic State", "Peshmerga", "Civilians", "Unidentified Armed Group", "Protesters"} <= set(names)
    assert len(names) == len(set(names))


def test_pair_knows_who_struck_whom_in_the_other_events(stages: Sequence[Stage]) -> None:
    story = _story(stages, _TWO_RAIDS)
    raiders, raided = _option(story, "Islamic State"), _option(story, "Peshmerga")
    scene = Scene(story, 1)
    assert describe_pair(scene, raiders, raided)["told against each other"] == 1.0
    assert "told against each other" not in describe_pair(scene, raided, raiders)


def test_option_is_described_by_side_clause_and_standing(stages: Sequence[Stage]) -> None:
    story = _story(stages, _TWO_RAIDS)
    features = describe_option(Scene(story, 0), 0, _option(story, "Islamic State"))
    assert {"doer: told", "doer: here", "doer: in clause", "doer: foremost group"} <= set(features)
    assert all(name.startswith("victim: ") for name in describe_option(Scene(story, 0), 1, _option(story, None)))


def test_sides_of_a_plain_raid_stay_as_told(stages: Sequence[Stage]) -> None:
    story = _story(stages, _TWO_RAIDS)
    doers, victims = choose_sides(story, 0)
    assert [ref.name for ref in doers] == ["Islamic State"]
    assert [ref.name for ref in victims] == ["Peshmerga"]


def test_nobody_fills_no_side_and_nobody_strikes_himself(stages: Sequence[Stage]) -> None:
    story = _story(stages, _TWO_RAIDS)
    raiders, nobody = _option(story, "Islamic State"), _option(story, None)
    assert fill_side(story, 0, 1, nobody, None) == ()
    assert not may_face(raiders, raiders)
    assert may_face(nobody, nobody)
    assert may_face(_option(story, "Civilians"), _option(story, "Civilians"))


def test_crowd_that_riots_is_named_rioters(stages: Sequence[Stage]) -> None:
    story = _story(stages, "Protesters threw stones at police and torched two police cars in Lyon on Monday.")
    number = next(at for at, kind in enumerate(story.types) if kind == "Violent demonstration")
    doers, _ = choose_sides(story, number)
    assert [ref.name for ref in doers] == ["Rioters"]


_HELD = "Gunmen of the Islamic State attacked a post near Kifri on Sunday, killing two Peshmerga.\n\n"


@pytest.mark.parametrize(
    ("sentence", "mention"),
    [
        ("On Monday Iraqi soldiers arrested four men suspected of giving food to the attackers.", "four men"),
        ("On Monday Iraqi soldiers detained three villagers who had sheltered the group.", "three villagers"),
        ("On Monday five people were arrested by Iraqi soldiers on suspicion of feeding the group.", "five people"),
        ("On Monday Iraqi soldiers arrested two suspected informants of the group.", "two suspected informants"),
    ],
)
def test_those_held_for_helping_a_group_are_civilians(stages: Sequence[Stage], sentence: str, mention: str) -> None:
    story = _story(stages, _HELD + sentence)
    doers, victims = choose_sides(story, list(story.types).index("Arrests"))
    assert [ref.name for ref in doers] == ["Iraqi Army"]
    assert [(ref.name, ref.mention) for ref in victims] == [("Civilians", mention)]


@pytest.mark.parametrize(
    "sentence",
    [
        "On Monday Iraqi soldiers arrested four members of the group near Kifri.",
        "On Monday Iraqi soldiers arrested two Islamic State men accused of supplying food to the cell.",
    ],
)
def test_those_held_as_members_are_the_groups(stages: Sequence[Stage], sentence: str) -> None:
    story = _story(stages, _HELD + sentence)
    _, victims = choose_sides(story, list(story.types).index("Arrests"))
    assert [ref.name for ref in victims] == ["Islamic State"]
