"""Names that people may have: readable, and not to be taken for another's."""

from __future__ import annotations

import unicodedata

from dateline.base.text import squeeze_spaces
from dateline.model.errors import WrongCallError

MAX_LENGTH = 60
RESERVED = frozenset({"me", "dateline", "nobody", "command line"})
"""Names under which the program itself notes what is done."""
_SIGNS = frozenset(" '’-.")
_LOOK_ALIKE = ("LATIN", "CYRILLIC", "GREEK")


def clean_name(name: str) -> str:
    """A name as it is kept: composed, single spaces. Raises WrongCallError, which says why it is not taken."""
    cleaned = unicodedata.normalize("NFC", squeeze_spaces(name))
    why = _find_fault(cleaned)
    if why:
        raise WrongCallError("this name is not taken", "", why)
    return cleaned


def fold_person(name: str) -> str:
    """A key under which names meet that look the same to people: no case, no compatibility forms."""
    return unicodedata.normalize("NFKC", squeeze_spaces(name)).casefold()


def _find_fault(name: str) -> str | None:
    if not any(character.isalpha() for character in name):
        return "it needs a letter"
    if len(name) > MAX_LENGTH:
        return f"it may have {MAX_LENGTH} characters at most"
    if not all(unicodedata.category(character)[0] in "LMN" or character in _SIGNS for character in name):
        return "it may have letters, figures, spaces, and the signs ' - ."
    if fold_person(name) in RESERVED:
        return "the program itself goes by it"
    scripts = {unicodedata.name(character, "").split()[0] for character in name if character.isalpha()}
    if len(scripts.intersection(_LOOK_ALIKE)) > 1:
        return "it mixes letters of scripts that look alike"
    return None
