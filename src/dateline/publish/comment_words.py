"""The words of moderation: flags, how sure a machine is of them, states, deeds, and times."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

from dateline.model.comments import CommentDeed, CommentState
from dateline.publish.wordings import say_date

FLAG_WORDS: dict[str, str] = {
    "hate": "hate against a group",
    "threat": "threat",
    "personal_attack": "personal attack",
    "profanity": "profanity",
    "vulgarity": "vulgarity",
    "promotion": "promotion",
    "off_topic": "off the topic",
}
STATE_WORDS: dict[CommentState, str] = {"waiting": "waiting", "approved": "approved", "rejected": "rejected"}
DEED_WORDS: dict[CommentDeed, str] = {
    "approve": "approved",
    "reject": "rejected",
    "undo": "taken back",
    "appeal": "appeal",
}
_SURENESS = ((0.9, "very sure"), (0.7, "rather sure"), (0.5, "leans to it"), (0.25, "leans against it"))
_UNSEEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff\u00ad")
"""What turns runs of text around, or stands between letters unseen: words could look like others by it."""


def say_flag(flag: str) -> str:
    """A flag in words; one that is not known as it is."""
    return FLAG_WORDS.get(flag, flag.replace("_", " "))


def say_sureness(value: float) -> str:
    """How sure a machine is of a flag, 0 to 1, in words."""
    return next((words for least, words in _SURENESS if value >= least), "not seen")


def show_hidden(text: str) -> str:
    """`text` with every character that turns it around, or hides in it, written out: "[U+202E]".

    Those that Arabic, Persian or emoji need between their signs stay as they are.
    """
    return "".join(f"[U+{ord(char):04X}]" if _is_hidden(char) else char for char in text)


def say_share(share: float | None) -> str:
    """A share from 0 to 1: "12%"; empty where there is none."""
    return "" if share is None else f"{100 * share:.0f}%"


def _is_hidden(char: str) -> bool:
    return char in _UNSEEN or (unicodedata.category(char) == "Cc" and char not in "\n\t")


def say_moment(when: str) -> str:
    """ "21 November 2026, 14:20", in UTC; what is no time as it is."""
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return when
    there = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{say_date(there.date())}, {there:%H:%M}"


def say_age(when: str, now: datetime) -> str:
    """How long ago, in one unit: "now", "5 min", "3 h", "12 d"; empty for what is no time."""
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return ""
    return say_span(now - (moment if moment.tzinfo else moment.replace(tzinfo=UTC)))


def say_span(span: timedelta) -> str:
    """A length of time in one unit: "now" (under a minute), "5 min", "3 h", "12 d"."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"
