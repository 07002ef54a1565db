"""What a comment may be made of: plain text, in any language, that is shown as it was sent.

Names and texts are kept as they were written, but for white space at the ends, the kind of line ends, and letters
with accents, which are composed (NFC). Refused is what has no use in plain text and can only break or deceive:
control characters, halves of characters, signs that reverse the order of letters (U+202D, U+202E), and long piles of
accents. The signs that embed a run of another direction stay in a text, since programs put them there for who writes
Arabic or Hebrew; pages close them in by isolation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from dateline.base.text import squeeze_spaces
from dateline.model.errors import WrongCallError

NAME_LENGTHS = (2, 60)
TEXT_LENGTHS = (2, 4_000)
CONTACT_LENGTH = 200
APPEAL_LENGTHS = (2, 1_000)
"""Fewest and most characters (code points), without white space at the ends."""

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_REVERSING = frozenset("\u202d\u202e")
_DIRECTING = _REVERSING | frozenset("\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
_MOST_ACCENTS = 8
_ACCENT_KINDS = ("Mn", "Me")


class WrongCommentError(WrongCallError):
    """What somebody sent cannot be taken as a comment. `problems`: what is wrong, by the name of the field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("this cannot be taken as a comment", "", "; ".join(self.problems.values()))


@dataclass(frozen=True, slots=True)
class Words:
    """A name, a text and perhaps a contact that can be kept."""

    name: str
    text: str
    contact: str | None


def read_words(name: str, text: str, contact: str | None) -> Words:
    """What was sent as it is kept. Raises WrongCommentError with every problem at once."""
    kept = Words(
        unicodedata.normalize("NFC", squeeze_spaces(name)), unify_lines(text), squeeze_spaces(contact or "") or None
    )
    problems = {
        "name": _find_name_problem(kept.name),
        "text": find_text_problem(kept.text, TEXT_LENGTHS, "The comment"),
        "contact": _find_contact_problem(kept.contact or ""),
    }
    found = {field: problem for field, problem in problems.items() if problem}
    if found:
        raise WrongCommentError(found)
    return kept


def unify_lines(text: str) -> str:
    """The text in NFC, with "\\n" for every line end, and no white space at its ends."""
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text).strip())


def find_text_problem(text: str, lengths: tuple[int, int], noun: str) -> str | None:
    """What is wrong with a text of lines, in a sentence; None where nothing is."""
    if problem := _find_length_problem(text, lengths, noun):
        return problem
    return _find_sign_problem(text, noun, frozenset("\n\t"), _REVERSING)


def _find_name_problem(name: str) -> str | None:
    if problem := _find_length_problem(name, NAME_LENGTHS, "The name"):
        return problem
    if not any(sign.isalnum() for sign in name):
        return "The name needs a letter or a digit."
    return _find_sign_problem(name, "The name", frozenset(), _DIRECTING)


def _find_contact_problem(contact: str) -> str | None:
    if len(contact) > CONTACT_LENGTH:
        return f"The contact has {len(contact)} characters; {CONTACT_LENGTH} are the most."
    return _find_sign_problem(contact, "The contact", frozenset(), _DIRECTING)


def _find_length_problem(text: str, lengths: tuple[int, int], noun: str) -> str | None:
    fewest, most = lengths
    if len(text) > most:
        return f"{noun} has {len(text):,} characters; {most:,} are the most."
    seen = sum(1 for sign in text if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Mn"))
    if seen == 0:
        return f"{noun} is missing."
    return f"{noun} is too short: {fewest} characters at least." if seen < fewest else None


def _find_sign_problem(text: str, noun: str, allowed: frozenset[str], refused: frozenset[str]) -> str | None:
    accents = 0
    for sign in text:
        kind = unicodedata.category(sign)
        accents = accents + 1 if kind in _ACCENT_KINDS else 0
        if accents > _MOST_ACCENTS:
            return f"{noun} has letters with more than {_MOST_ACCENTS} accents on them."
        if sign in refused:
            return f"{noun} has a sign that turns the order of letters around (U+{ord(sign):04X})."
        if (kind in ("Cc", "Cs") and sign not in allowed) or ord(sign) & 0xFFFE == 0xFFFE:
            return f"{noun} has a control character that is no text (U+{ord(sign):04X})."
    return None
