"""The reasons for which records are rejected, for people to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dateline.base.resources import load_yaml
from dateline.base.text import squeeze_spaces
from dateline.model.errors import WrongCallError


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the list: `words` are what is kept with the decision, `hint` says when it fits."""

    key: str
    words: str
    hint: str


@cache
def list_reasons() -> tuple[Reason, ...]:
    """The reasons in the order in which they are offered."""
    return tuple(Reason(row["key"], row["words"], row["hint"]) for row in load_yaml("review/reasons.yaml")["rows"])


def make_reason(key: str | None, text: str | None = None) -> str:
    """What is kept with a rejection: "wrong place: it was in Daquq", or either of the two alone.

    Raises WrongCallError for an unknown key, and where there is neither.
    """
    known = {reason.key: reason.words for reason in list_reasons()}
    if key and key not in known:
        raise WrongCallError("there is no such reason", key, f"known: {', '.join(known)}")
    told = squeeze_spaces(text or "")
    if not key and not told:
        raise WrongCallError("a rejection needs a reason", "", "choose one, or say it in your own words")
    return ": ".join(part for part in (known[key] if key else "", told) if part)
