"""The right to republish: which reports' full texts readers may see, who said so, and on what it rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dateline.model.errors import WrongCallError

MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class RepublicationMark:
    """What a person noted of a report's text.

    `ground`: the licence or agreement; where it is not allowed, why not any more. `when` is ISO 8601 in UTC.
    """

    report_id: str
    is_allowed: bool
    ground: str
    who: str
    when: str


class Republications(Protocol):
    """The marks of a store. They are only inserted, each sealed by an entry of the log; the last one holds."""

    def mark(self, report_id: str, *, allowed: bool, ground: str, who: str) -> RepublicationMark:
        """Insert a mark. Raises NotKeptError, WrongCallError where it says nothing on what the right rests."""
        ...

    def get(self, report_id: str) -> RepublicationMark | None:
        """The mark that holds; None where there never was one."""
        ...

    def list(self, report_id: str) -> Sequence[RepublicationMark]:
        """All marks on a report, oldest first."""
        ...


def check_ground(ground: str, who: str) -> str:
    """The ground without spaces at its ends. Raises WrongCallError where it or `who` is empty, or it is too long."""
    words = ground.strip()
    if not words:
        raise WrongCallError("say on what the right to republish rests, or why it has ended", "")
    if len(words) > MOST_WORDS:
        raise WrongCallError(f"a ground has at most {MOST_WORDS} characters", f"{len(words)}")
    if not who.strip():
        raise WrongCallError("a mark needs to say who made it", "")
    return words
