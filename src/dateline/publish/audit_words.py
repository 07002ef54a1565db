"""The words of the audit trail: deeds, times, and hashes as people read them."""

from __future__ import annotations

from datetime import UTC, datetime

_DEEDS = {
    "propose": "proposed",
    "make": "made by hand",
    "approve": "approved",
    "reject": "rejected",
    "unsure": "marked unsure",
    "endorse": "endorsed",
    "correct": "corrected",
    "add": "added by hand",
    "merge": "merged",
    "split": "split",
    "undo": "took back a decision",
    "export": "exported",
    "release": "release",
    "run": "coded reports",
    "checkpoint": "made a checkpoint",
    "sign": "signed",
    "capture": "kept a page",
    "follow": "followed a source",
    "unfollow": "followed a source no longer",
    "screenshot": "kept a picture of a page",
    "policy": "changed a rule",
    "round-open": "opened a round of double coding",
    "answer": "answered in a round",
    "round-done": "was done with a round",
    "round-close": "closed a round",
    "round-settle": "settled in a round",
    "comment": "sent a comment",
    "comment-approve": "approved a comment",
    "comment-reject": "rejected a comment",
    "comment-undo": "took back a decision on a comment",
    "comment-appeal": "appealed against a rejection",
    "guidelines": "set the guidelines",
    "backup": "made a backup",
    "restore": "restored a backup",
}


def say_deed(kind: str) -> str:
    """A kind of decision or entry in words; one that is not known as it is."""
    return _DEEDS.get(kind, kind)


def say_time(when: str) -> str:
    """A time of the store to the second, in UTC: "2026-11-21 14:20:20"; what is no time as it is."""
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return when
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if moment.tzinfo else when


def in_fours(digest: str) -> str:
    """A hash in groups of four digits, to be read aloud and compared by eye."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
