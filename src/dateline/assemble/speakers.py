"""Who "we" are: first-person words inside a quotation stand for the speaker's side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.model.actors import ActorCategory, ActorRef
from dateline.model.annotations import ActorMention, PersonMention, ResolvedActor, SpeechMention
from dateline.model.drafts import ACTOR_MENTIONS, ACTORS, PERSON_MENTIONS, SPEECH, Draft

_FIRST_PERSON = frozenset({"we", "us", "our", "ours", "ourselves"})
_CATEGORY_OF_SOURCE: dict[str, ActorCategory] = {
    "state_force": "state_force",
    "government": "government",
    "armed_group": "armed_group",
    "witness": "civilians",
    "community": "civilians",
    "medical": "medical",
}


def resolve_first_person(draft: Draft) -> Iterator[ResolvedActor]:
    """The first-person mentions of a draft whose speaker's side is known, as resolved actors."""
    persons = [row for row in draft.get(PERSON_MENTIONS) if row.affiliation]
    sides = {row.name: row.affiliation for row in persons}
    categories = {row.actor.name: row.category for row in draft.get(ACTORS)}
    taken = {row.span for row in draft.get(ACTORS)}
    for mention in draft.get(ACTOR_MENTIONS):
        if mention.head not in _FIRST_PERSON or mention.span in taken:
            continue
        speech = _speech_around(draft, mention)
        if speech is None:
            continue
        told = speech.source.name
        name = sides.get(told) or _side_of_source(speech, persons) or (told if told in categories else None)
        category = categories.get(name or "") or _CATEGORY_OF_SOURCE.get(speech.source_type)
        if category == "civilians":
            name = "Civilians"
        if name is not None and category is not None:
            actor = ActorRef(name=name, mention=mention.span.text_in(draft.text))
            yield ResolvedActor(mention.span, mention, actor, category)


def _side_of_source(speech: SpeechMention, persons: Sequence[PersonMention]) -> str | None:
    """The side of the person whose words the source is ("a Peshmerga commander" of "… in Makhmour")."""
    span = speech.source_span
    return next((row.affiliation for row in persons if span is not None and row.span.overlaps(span)), None)


def _speech_around(draft: Draft, mention: ActorMention) -> SpeechMention | None:
    rows = (row for row in draft.get(SPEECH) if any(part.contains(mention.span) for part in row.content))
    return next(rows, None)
