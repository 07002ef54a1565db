"""Releases in words, for the pages: what state they are in, what they hold back, what has been done with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dateline.model.releases import Precision, Release, ReleasePolicy, ReleaseStep, Step
from dateline.publish.wordings import say_number, say_published

PRECISION_WORDS: Mapping[Precision, str] = {
    "exact": "places as coded",
    "grid": "places by cells of 0.1 degrees, about 11 km",
    "region": "places by first-level region",
    "country": "places by country",
}
STATE_WORDS: Mapping[Step, str] = {
    "candidate": "candidate, not reviewed",
    "reviewed": "reviewed, not released",
    "released": "released",
    "withdrawn": "withdrawn",
}
_STEP_WORDS: Mapping[Step, str] = {
    "candidate": "made",
    "reviewed": "reviewed",
    "released": "released",
    "withdrawn": "withdrawn",
}
_KINDS = {"events": "events", "figures": "figures", "statements": "statements", "control": "control records"}
CHANGE_WORDS = {
    "added": "added",
    "removed": "removed",
    "corrected": "corrected",
    "changed": "told differently",
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """ "released by Vian, 21 November 2026", with a reason where there is one."""

    step: Step
    words: str
    who: str
    when: str
    why: str | None


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release ready to be set. `counts`: number and words of what is in it; `held`: what is not, and why."""

    version: str
    state: Step
    state_words: str
    previous: str | None
    made: str
    released: str | None
    record_count: str
    counts: tuple[tuple[str, str], ...]
    changes: str
    policy: tuple[str, ...]
    held: tuple[str, ...]
    sha256: str
    steps: tuple[StepLine, ...]
    withdrawn_why: str | None
    files: tuple[tuple[str, str, str], ...]


def make_release_view(release: Release) -> ReleaseView:
    """The view of one release."""
    manifest = json.loads(release.manifest)
    counts = manifest["counts"]
    withdrawal = next((step for step in release.steps if step.step == "withdrawn"), None)
    return ReleaseView(
        version=release.version,
        state=release.state,
        state_words=STATE_WORDS[release.state],
        previous=release.previous,
        made=say_published(release.made),
        released=say_published(release.released) if release.released else None,
        record_count=say_number(release.record_count),
        counts=tuple((say_number(counts["records"][kind]), words) for kind, words in _KINDS.items()),
        changes=say_changes(manifest["changes"], release.previous),
        policy=tuple(say_policy(manifest["policy"])),
        held=tuple(_say_held(counts)),
        sha256=release.sha256,
        steps=tuple(_make_step(step) for step in release.steps),
        withdrawn_why=withdrawal.why if withdrawal else None,
        files=tuple((part["name"], _say_bytes(part["bytes"]), part["sha256"]) for part in manifest["parts"]),
    )


def say_changes(changes: Mapping[str, int], previous: str | None) -> str:
    """ "34 added, 2 corrected since 2026.10"; "the first release" where there is none before."""
    if previous is None:
        return "the first release"
    told = [f"{say_number(changes[name])} {words}" for name, words in CHANGE_WORDS.items() if changes.get(name)]
    return f"{', '.join(told) or 'nothing changed'} since {previous}"


def say_policy(policy: Mapping[str, Any]) -> list[str]:
    """By which policy a release was made, a line each."""
    lines = [PRECISION_WORDS[policy["precision"]]]
    if policy["delay_days"]:
        days = "1 day" if policy["delay_days"] == 1 else f"{policy['delay_days']} days"
        lines.append(f"what is about the last {days} is held back")
    lines.append("with the whole texts of reports" if policy["texts"] else "without the texts of reports")
    return lines


def describe_policy(policy: ReleasePolicy) -> str:
    """The usual policy of a desk in one line."""
    return ", ".join(
        say_policy({"precision": policy.precision, "delay_days": policy.delay_days, "texts": policy.texts})
    )


def _say_held(counts: Mapping[str, Any]) -> list[str]:
    told = (
        ("held_back", "records are held back by the delay"),
        ("places_coarsened", "places are told coarser than they are known"),
        ("places_withheld", "places are withheld, as not even their country is known"),
        ("quotes_withheld", "quotes are withheld, as they may name a place"),
        ("texts_withheld", "reports are without their text"),
    )
    return [f"{say_number(counts[name])} {words}" for name, words in told if counts.get(name)]


def _make_step(step: ReleaseStep) -> StepLine:
    return StepLine(step.step, _STEP_WORDS[step.step], step.who, say_published(step.when), step.why)


def _say_bytes(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 100_000 else f"{max(number / 1000, 0.1):.1f} kB"
