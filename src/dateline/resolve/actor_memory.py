"""What a reader keeps in mind of the actors named so far, to know whom "the group" and "they" mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dateline.model.actors import Actor, ActorCategory
from dateline.model.annotations import ResolvedActor

Test = Callable[[ResolvedActor], bool]

ARMED_GROUPS: frozenset[ActorCategory] = frozenset(("armed_group", "unidentified_armed"))
STATE_FORCES: frozenset[ActorCategory] = frozenset(("state_force", "police"))
FORCES: frozenset[ActorCategory] = frozenset(
    ("state_force", "police", "militia", "armed_group", "mission", "coalition")
)


@dataclass(slots=True)
class ActorMemory:
    """The actors of the report so far, latest last; `sentence_of` gives the sentence index of an offset."""

    sentence_of: Callable[[int], int]
    titled: list[Actor] = field(default_factory=list)
    rows: list[ResolvedActor] = field(default_factory=list)

    def keep(self, row: ResolvedActor) -> None:
        self.rows.append(row)

    def latest(self, test: Test, since_sentence: int = 0) -> ResolvedActor | None:
        """The last row that passes, not from before sentence `since_sentence`."""
        for row in reversed(self.rows):
            if self.sentence_of(row.span.start) < since_sentence:
                return None
            if test(row):
                return row
        return None

    def latest_named(self, categories: frozenset[ActorCategory], since_sentence: int = 0) -> ResolvedActor | None:
        """The last row of these categories that has a name of its own, be it by reference."""
        return self.latest(
            lambda row: row.category in categories and is_named(row) and row.category != "unidentified_armed",
            since_sentence,
        )

    def titled_of(self, categories: frozenset[ActorCategory]) -> Actor | None:
        """An actor of these categories that the title names."""
        return next((actor for actor in self.titled if actor.category in categories), None)

    def subject_before(self, start: int, test: Test) -> ResolvedActor | None:
        """Whom a pronoun at `start` means: the first that passes in its sentence, else in the one before."""
        sentence = self.sentence_of(start)
        for wanted in (sentence, sentence - 1):
            for row in self._in_sentence(wanted, start):
                if test(row):
                    return row
        return None

    def nearest_in_sentence(self, start: int, test: Test) -> ResolvedActor | None:
        """The last that passes before `start` in the same sentence."""
        return self.latest(test, self.sentence_of(start))

    def _in_sentence(self, sentence: int, start: int) -> Iterator[ResolvedActor]:
        for row in self.rows:
            if row.span.end <= start and self.sentence_of(row.span.start) == sentence:
                yield row


def is_named(row: ResolvedActor) -> bool:
    """Whether the actor has an identity beyond a category of people."""
    return row.actor.actor_id is not None or row.mention.form == "named"
