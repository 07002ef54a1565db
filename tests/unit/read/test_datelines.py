"""Where a story was filed."""

from __future__ import annotations

import pytest

from dateline.read.datelines import split_dateline


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("NORTH FORD, Riverland — ", "NORTH FORD, Riverland"),
        ("MOUNT ARN, Westmark Region - ", "MOUNT ARN, Westmark Region"),
        ("DRUM (AP) — ", "DRUM"),
        ("DRUM (AP) _ ", None),
        ("PORT AMEL, Feb 19 (Reuters) - ", "PORT AMEL"),
        ("PORT AMEL/DRUM, 19 February 2018 (AFP) – ", "PORT AMEL/DRUM"),
        ("Drum, Riverland (AFP) – ", "Drum, Riverland"),
        ("San José de Apartadó, Colombia — ", "San José de Apartadó, Colombia"),
        ("N'DJAMENA: ", None),
        ("DEIR AL-ZOR, Syria – ", "DEIR AL-ZOR, Syria"),
        ("BEIRUT— ", "BEIRUT"),
        ("SARN (Westmark Region) — ", "SARN (Westmark Region)"),
    ],
)
def test_split_dateline_takes_the_place(opening: str, place: str | None) -> None:
    rest = "Two men were killed on Monday."
    found, left = split_dateline(opening + rest)
    assert found == place
    assert left == (rest if place else opening + rest)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The army – once feared – has withdrawn from the town.",
        "Islamic State - the group that held the city - claimed the attack.",
        "Al-Qaeda-linked fighters took the post on Monday.",
        "“WE WILL NOT LEAVE - never,” he said.",
        "UN: Two killed in strike.",
        "US-led forces struck the cave.",
    ],
)
def test_split_dateline_leaves_sentences_alone(paragraph: str) -> None:
    assert split_dateline(paragraph) == (None, paragraph)


def test_split_dateline_drops_an_agency_mark_alone() -> None:
    assert split_dateline("(AP) — Two men were killed.") == (None, "Two men were killed.")
