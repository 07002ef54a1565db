"""The words of a reader page's address: what tags, actors and areas are called in it."""

from __future__ import annotations

import re
import unicodedata

from dateline.model.ids import text_hash
from dateline.model.places import Place
from dateline.publish.landmarks import country_names

_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST = 80


def make_slug(words: str) -> str:
    """ "Baghdad belt" → "baghdad-belt": letters and digits of any script; a hash where there are none.

    Spellings that differ in case, spaces and signs only meet in one slug.
    """
    folded = unicodedata.normalize("NFKC", words).casefold()
    slug = _NOT_WORD.sub("-", folded).strip("-")
    if not slug or len(slug) > _LONGEST:
        return f"{slug[:_LONGEST]}-{text_hash(folded)[:10]}".lstrip("-")
    return slug


def area_codes(place: Place | None) -> tuple[str, ...]:
    """The areas that a place lies in, the widest first: "IQ", "IQ-kirkuk"; none where its country is not known."""
    if place is None or place.country not in country_names():
        return ()
    return (place.country, f"{place.country}-{make_slug(place.admin1)}") if place.admin1 else (place.country,)
