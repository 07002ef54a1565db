"""Authors and others who worked on a report."""

from __future__ import annotations

import pytest

from dateline.model.reports import Credit
from dateline.read.credits import caption_credits, read_byline, read_credits, split_sign_off


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Translation by Jon P. Reyes", [("translation", "Jon P. Reyes")]),
        ("Translated from Arabic by Sara al-Haddad", [("translation", "Sara al-Haddad")]),
        ("Video editing: Lu Chen", [("video editing", "Lu Chen")]),
        ("Photo: Ola Berg/Wire", [("photo", "Ola Berg")]),
        ("Additional reporting by A. Kern and B. Lind in Drum", [("reporting", "A. Kern"), ("reporting", "B. Lind")]),
        ("Reporting: Ola Berg. Translation: Lu Chen.", [("reporting", "Ola Berg"), ("translation", "Lu Chen")]),
        (
            "Associated Press writers Ola Berg in Drum and Lu Chen in Sarn contributed to this report.",
            [("reporting", "Ola Berg"), ("reporting", "Lu Chen")],
        ),
        ("Translation services were offered by the mission.", []),
        ("Photos by witnesses showed smoke over the town.", []),
        ("Reporting by local media could not be confirmed.", []),
    ],
)
def test_read_credits_reads_lines_that_are_credits(line: str, found: list[tuple[str, str]]) -> None:
    assert read_credits(line) == tuple(Credit(role=role, name=name) for role, name in found)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ola Berg", ("Ola Berg",)),
        ("By OLA BERG and LU CHEN, Associated Press", ("OLA BERG", "LU CHEN")),
        ("by Ola Berg in Drum", ("Ola Berg",)),
        ("Author: Ola Berg", ("Ola Berg",)),
        ("By Monday the army had left the town.", ()),
        ("By the river", ()),
        ("Ola Berg", ()),
    ],
)
def test_read_byline_reads_names_behind_by(line: str, names: tuple[str, ...]) -> None:
    assert read_byline(line) == names


def test_split_sign_off_leaves_other_brackets_alone() -> None:
    paragraph = "The town lies 60 km away (37 miles)"
    assert split_sign_off(paragraph) == (paragraph, ())


def test_caption_credits_names_the_photographer() -> None:
    assert caption_credits("Smoke over Drum. (AP Photo/Ola Berg)") == (Credit(role="photo", name="Ola Berg"),)
