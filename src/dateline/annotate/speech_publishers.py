"""Press notes: what a body itself publishes is said by that body wherever no other source speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.annotate.speech_sources import SOURCE_TYPE_OF
from dateline.model.actors import ActorCategory
from dateline.model.annotations import ResolvedActor, SpeechMention
from dateline.model.drafts import ACTORS, SENTENCES, Draft
from dateline.model.spans import Span

_PRESS_NOTE = re.compile(
    r"\b(?:press (?:office|note|release|statement|communiqu[eé])|communiqu[eé]|"
    r"media (?:office|cell|wing|directorate)|"
    r"public (?:affairs|information) (?:office|directorate)|public relations (?:office|directorate))\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b[Oo]ur (?:\w+ )?(?:forces|fighters|troops|units|comrades|men|soldiers|mujahideen)\b")
_FORCES: frozenset[ActorCategory] = frozenset(("state_force", "police", "coalition", "mission"))
_GROUPS: frozenset[ActorCategory] = frozenset(("armed_group", "militia"))


def say_for_publisher(draft: Draft) -> list[SpeechMention]:
    """One row over the whole text of a press note, for its body; empty for other reports and unknown bodies.

    The row gives attribution only: narrower sayings go before it, and it is no statement.
    """
    report = draft.report
    told = " | ".join((report.publisher or "", report.title or "", *report.tags))
    if not _PRESS_NOTE.search(told):
        return []
    row = _body_in(told, draft.get(ACTORS)) or _body_of_lead(draft)
    if row is None:
        return []
    whole = Span(0, len(draft.text))
    return [
        SpeechMention(
            span=whole,
            source_span=None,
            source=row.actor,
            source_role=None,
            source_type=SOURCE_TYPE_OF[row.category],
            stance="says",
            act="announces",
            cue="",
            content=(whole,),
            quoted=False,
            addressee=None,
            is_statement=False,
        )
    ]


def _body_in(told: str, actors: Sequence[ResolvedActor]) -> ResolvedActor | None:
    """The force of the text that the publisher's own name holds ("Kenyan Army Press Office")."""
    publisher = told.partition(" | ")[0].lower()
    known = (row for row in actors if row.actor.actor_id is not None and row.category in _FORCES | _GROUPS)
    return next((row for row in known if row.actor.name.lower() in publisher), None)


def _body_of_lead(draft: Draft) -> ResolvedActor | None:
    """The force that the first paragraph names first; a group only where the note speaks of "our" fighters."""
    lead = [sentence.span for sentence in draft.get(SENTENCES) if sentence.paragraph == 0]
    end = lead[-1].end if lead else 0
    wanted = _FORCES | _GROUPS if _OURS.search(draft.text) else _FORCES
    rows = (row for row in draft.get(ACTORS) if row.span.end <= end and row.actor.actor_id is not None)
    return next((row for row in rows if row.category in wanted and row.mention.form != "pronoun"), None)
