"""Press notes as sources; the notes are written for these tests."""

from __future__ import annotations

import pytest

from dateline.annotate.sentences import SentenceStage
from dateline.annotate.speech_publishers import say_for_publisher
from dateline.model.actors import ActorCategory, ActorRef
from dateline.model.annotations import ActorMention, ResolvedActor
from dateline.model.drafts import ACTORS, Draft
from dateline.model.reports import Report
from dateline.model.spans import Span

TEXT = "Guns of the Karsa Army shelled the Tarsa Front. Two men died."


def note_of(text: str, publisher: str, *bodies: tuple[str, ActorCategory]) -> Draft:
    draft = Draft(Report(id="r", text=text, publisher=publisher))
    draft = draft.plus(SentenceStage().run([draft])[0])
    rows = []
    for name, category in bodies:
        span = Span(text.index(name), text.index(name) + len(name))
        mention = ActorMention(span, "named", name, category)
        rows.append(ResolvedActor(span, mention, ActorRef(name=name, actor_id=name.lower()), category))
    return draft.plus({ACTORS: tuple(sorted(rows, key=lambda row: row.span))})


@pytest.mark.parametrize(
    ("publisher", "source"),
    [("Military press office", ["Karsa Army"]), ("Daily Karsa", []), ("Associated Press", [])],
)
def test_press_note_is_said_by_its_force(publisher: str, source: list[str]) -> None:
    draft = note_of(TEXT, publisher, ("Karsa Army", "state_force"), ("Tarsa Front", "armed_group"))
    rows = say_for_publisher(draft)
    assert [row.source.name for row in rows] == source
    assert not any(row.is_statement for row in rows)


def test_group_publishes_only_of_its_own_fighters() -> None:
    bodies: tuple[tuple[str, ActorCategory], ...] = (("Karsa Army", "state_force"), ("Tarsa Front", "armed_group"))
    text = "The Tarsa Front held the hill against the Karsa Army."
    assert say_for_publisher(note_of(text, "Media Office", *bodies))[0].source.name == "Karsa Army"
    ours = f"{text} None of our fighters fell."
    assert say_for_publisher(note_of(ours, "Media Office", *bodies))[0].source.name == "Tarsa Front"


def test_body_in_the_publishers_name_comes_first() -> None:
    draft = note_of(TEXT, "Tarsa Front Media Office", ("Karsa Army", "state_force"), ("Tarsa Front", "armed_group"))
    assert say_for_publisher(draft)[0].source.name == "Tarsa Front"


@pytest.mark.parametrize("title", ["Morning bulletin", "Official communiqué no. 9", "Military statement"])
def test_kind_of_a_note_is_no_body(title: str) -> None:
    draft = note_of("Rain fell on the hills.", "Radio Karsa")
    draft = Draft(draft.report.model_copy(update={"title": title}), draft.layers)
    assert say_for_publisher(draft) == []


def test_foes_of_the_caliphate_do_not_speak_for_it() -> None:
    text = "The enemy fled. Our fighters broke the soldiers of the Caliphate; Daesh lost nine men to the Tarsa Front."
    draft = note_of(text, "Daily Karsa", ("Tarsa Front", "armed_group"))
    assert "Islamic State" not in {row.source.name for row in say_for_publisher(draft)}
