"""One event among the others of its report: what is asked again and again of it, found once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from dateline.assemble.merging import Case
from dateline.assemble.side_stories import Story
from dateline.assemble.sightings import Sighting, names_of
from dateline.assemble.voices import Voice, told_voice
from dateline.model.annotations import Trigger
from dateline.model.spans import Span

_THINGS: Mapping[str, re.Pattern[str]] = {
    "military": re.compile(
        r"\b(?:convoys?|posts?|outposts?|checkpoints?|barracks|bases?|camps?|patrols?|positions?|garrisons?|columns?|"
        r"headquarters|strongholds?|hide-?outs?|roadblocks?|trench(?:es)?|depots?|armou?red|tanks?|humvees?|"
        r"airfields?|airports?|air ?bases?)\b",
        re.IGNORECASE,
    ),
    "civilian": re.compile(
        r"\b(?:villages?|houses?|homes?|markets?|schools?|hospitals?|clinics?|mosques?|church(?:es)?|bus(?:es)?|"
        r"shops?|towns?|neighbou?rhoods?|hamlets?|farms?|cattle|lorr(?:y|ies)|trucks?|offices?|funerals?|weddings?)\b",
        re.IGNORECASE,
    ),
}
_NO_NAMES: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


@dataclass(frozen=True)
class Scene:
    """The case of a story that has this number, with the sentence that opens it."""

    story: Story
    number: int

    @cached_property
    def case(self) -> Case:
        return self.story.cases[self.number]

    @cached_property
    def opening(self) -> Sighting:
        return self.case.sightings[0]

    @cached_property
    def trigger(self) -> Trigger:
        return self.opening.triggers[0]

    @cached_property
    def sub_event_type(self) -> str:
        return self.story.types[self.number]

    @cached_property
    def clause(self) -> Span:
        return self.story.context.clause_of(self.trigger.span)

    @cached_property
    def voice(self) -> Voice:
        return told_voice(self.story.context, self.trigger)

    @cached_property
    def things(self) -> Sequence[str]:
        """Whether the clause names military or civilian things."""
        clause = self.clause.text_in(self.story.context.text)
        return [name for name, pattern in _THINGS.items() if pattern.search(clause)]

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Who tells of the event."""
        return frozenset(row.source.name for row in self.story.context.speech_over(self.trigger.span))

    @cached_property
    def tellings(self) -> tuple[Sequence[set[str]], Sequence[set[str]]]:
        """The names on each side in each telling of the event."""
        rows = self.case.sightings
        return [names_of(row.actor1) for row in rows], [names_of(row.actor2) for row in rows]

    @cached_property
    def counted(self) -> frozenset[str]:
        """Whose losses are counted."""
        return frozenset(row.group for row in self.case.casualties if row.group)

    @cached_property
    def others(self) -> Sequence[tuple[frozenset[str], frozenset[str]]]:
        """The names on the sides of the other cases."""
        return [names for number, names in enumerate(self.story.names) if number != self.number]

    @cached_property
    def before(self) -> tuple[frozenset[str], frozenset[str]]:
        return self.story.names[self.number - 1] if self.number else _NO_NAMES

    @cached_property
    def behind(self) -> tuple[frozenset[str], frozenset[str]]:
        last = self.number + 1 == len(self.story.cases)
        return _NO_NAMES if last else self.story.names[self.number + 1]

    @cached_property
    def tallies(self) -> tuple[Counter[str], Counter[str]]:
        """In how many of the other cases each actor is on each side."""
        return Counter(name for one, _ in self.others for name in one), Counter(
            name for _, other in self.others for name in other
        )

    @cached_property
    def facing(self) -> frozenset[tuple[str, str]]:
        """Who strikes whom in the other cases."""
        return frozenset(pair for one, other in self.others for pair in product(one, other))

    @cached_property
    def opposed(self) -> tuple[frozenset[str], frozenset[str]]:
        """For each side, who fights in other cases those that the rules see on the side against it."""

        def opponents(names: frozenset[str]) -> frozenset[str]:
            doing = {one for one, other in self.facing if other in names}
            return frozenset(doing | {other for one, other in self.facing if one in names})

        one, other = self.story.names[self.number]
        return opponents(other), opponents(one)
