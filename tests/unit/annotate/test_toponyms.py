"""Toponyms, with a small gazetteer made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dateline.annotate.sentences import split_sentences
from dateline.annotate.toponyms import ToponymStage, find_toponyms
from dateline.base.text import fold_name
from dateline.model.annotations import ActorMention, PersonMention
from dateline.model.drafts import ACTOR_MENTIONS, PERSON_MENTIONS, SENTENCES, TOPONYMS, Additions, Draft
from dateline.model.places import FeatureKind, GazetteerEntry
from dateline.model.reports import Report
from dateline.model.spans import Span


def entry(name: str, kind: FeatureKind, country: str, population: int = 0) -> GazetteerEntry:
    return GazetteerEntry(f"test:{name}", name, 1.0, 2.0, country, None, kind, population, 5.0)


class SmallGazetteer:
    """Implements the port over a few rows."""

    rows = (
        entry("Sarvia", "country", "SV", 9_000_000),
        entry("Talmar", "city", "SV", 400_000),
        entry("Upper Kesh", "admin1", "SV"),
        entry("Dorn", "village", "SV", 900),
        entry("Police", "village", "SV", 900),
    )

    def find(self, name: str) -> Sequence[GazetteerEntry]:
        return [row for row in self.rows if fold_name(row.name) == fold_name(name)]

    def get(self, gazetteer_id: str) -> GazetteerEntry | None:
        return next((row for row in self.rows if row.gazetteer_id == gazetteer_id), None)


def names_in(text: str, blocked: Sequence[Span] = ()) -> list[str]:
    starts = frozenset(sentence.span.start for sentence in split_sentences(text))
    return [toponym.name for toponym in find_toponyms(text, SmallGazetteer(), blocked, starts)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rebels entered Talmar on Monday.", ["Talmar"]),
        ("Talmar's mayor fled to Sarvia.", ["Talmar", "Sarvia"]),
        ("Fighting spread across Upper Kesh province.", ["Upper Kesh"]),
        ("Gunmen came to the village of Olvek at night.", ["Olvek"]),
        ("Shells hit Olvek district twice.", ["Olvek"]),
        ("They were buried in Olvek, a hamlet of forty houses.", ["Olvek"]),
        ("A mine killed two men near Nar Olvek.", ["Nar Olvek"]),
        ("The raid in Olvek, Brast and Tirn took an hour.", ["Olvek", "Brast", "Tirn"]),
        ("Sarvia-backed fighters held the hill.", ["Sarvia"]),
        ("Clashes over the disputed territories go on.", ["disputed territories"]),
    ],
)
def test_places_are_found(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "The Talmar Post wrote about it.",
        "Ivan Talmar told reporters so.",
        "President Talmar spoke.",
        "Police arrived on Friday in March.",
        "Militants said nothing in Ramadan.",
        "Olvek said he had seen it.",
    ],
)
def test_persons_outlets_and_common_words_are_none(text: str) -> None:
    assert names_in(text) == []


def test_a_small_place_counts_where_its_country_is_in_the_story() -> None:
    assert names_in("Soldiers left for Dorn.") == []
    assert names_in("Soldiers of Sarvia left for Dorn.") == ["Sarvia", "Dorn"]


def test_a_name_once_introduced_counts_everywhere() -> None:
    assert names_in("The village of Olvek burned. Olvek had been warned.") == ["Olvek", "Olvek"]


def test_stage_leaves_out_persons_and_named_actors() -> None:
    text = "The Talmar Guards met Dorn in Talmar."
    actor = ActorMention(Span(4, 17), "named", "talmar guards", "militia")
    person = PersonMention(Span(22, 26), "Jan Dorn", None, None, "unnamed")
    layers: Additions = {
        SENTENCES: tuple(split_sentences(text)),
        ACTOR_MENTIONS: (actor,),
        PERSON_MENTIONS: (person,),
    }
    draft = Draft(Report(id="r", text=text)).plus(layers)
    found = ToponymStage(SmallGazetteer()).run([draft])[0][TOPONYMS]
    assert [toponym.span for toponym in found] == [Span(30, 36)]
