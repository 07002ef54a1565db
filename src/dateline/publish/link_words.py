"""Why two accounts are one incident, in words: "same day, same actors; the toll differs"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.model.incidents import Account, LinkReason, WhyLinked
from dateline.publish.wordings import say_publisher

_WORDS: Mapping[str, Mapping[str, str]] = {
    "time": {"undated": "no day told by both", "roughly then": "a longer time that holds it", "same day": "same day"},
    "place": {
        "same name": "place of the same name",
        "farther": "places more than 30 km apart",
        "inside the area": "one place inside the other's area",
        "in the country": "one told only of the country",
        "within 5 km": "places within 5 km",
        "within 15 km": "places 5 to 15 km apart",
        "within 30 km": "places 15 to 30 km apart",
    },
    "killed": {
        "many, the same": "same number killed",
        "the same": "same number killed",
        "near": "nearly the same number killed",
        "apart": "other numbers killed",
        "far apart": "numbers killed far apart",
    },
    "hurt": {"the same": "same number hurt or taken", "apart": "other numbers hurt or taken"},
    "words": {
        "nearly all": "nearly the same words",
        "half": "half of the words the same",
        "a third": "a third of the words the same",
        "some": "some words the same",
        "none": "no words in common",
    },
    "modality": {"deed and intent": "a deed and an intent", "denied by one": "denied by one"},
    "reports": {"one report": "both in one report"},
}
"""Bins that do not speak for themselves; the names are those of `linkage.comparisons`."""


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One line: "Tigris Wire with Zagros Observer: same day, same actors; other numbers hurt". `score`: log-odds."""

    who: str
    reasons_for: str
    reasons_against: str
    score: str
    is_ruled: bool


def make_link_lines(why: Sequence[WhyLinked], accounts: Sequence[Account]) -> tuple[LinkLine, ...]:
    """The lines of an incident's accounts; `is_ruled` where no score speaks for the pair."""
    publishers = {account.record_id: say_publisher(account.report.publisher) for account in accounts}
    return tuple(
        LinkLine(
            who=f"{publishers[row.record_id]} with {publishers[row.mate_id]}",
            reasons_for=", ".join(say_reason(reason) for reason in row.reasons if reason.weight > 0),
            reasons_against=", ".join(say_reason(reason) for reason in row.reasons if reason.weight < 0),
            score=f"{row.score:+.1f}",
            is_ruled=row.score <= 0,
        )
        for row in why
    )


def say_reason(reason: LinkReason) -> str:
    """One reason in words."""
    return _WORDS.get(reason.feature, {}).get(reason.bin, reason.bin)
