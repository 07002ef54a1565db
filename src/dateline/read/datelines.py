"""The dateline that opens a story: where it was filed."""

from __future__ import annotations

import re

_SIGNS = "—–―-"
_UPPER = r"[A-ZÀ-ÖØ-Þ]"
_PLACE = rf"{_UPPER}[\w.'’`-]*(?:[ /]+(?:{_UPPER}[\w.'’`-]*|al-\w+|de|el|la|of|the|and|du))*"
_CAPITALS = rf"{_UPPER}(?:[A-ZÀ-ÖØ-Þ.'’`/-]|[ ](?=[A-ZÀ-ÖØ-Þ])|(?<=[A-Z])l-(?=[A-Z]))+"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = rf"(?:(?i:{_MONTH}) \d{{1,2}}|\d{{1,2}} (?i:{_MONTH}))(?:,? (?:19|20)\d\d)?"
_AGENCY = r"\((?P<agency>[\w .&/'’+-]{2,40})\)"
_DATELINE = re.compile(
    rf"(?P<place>(?:{_CAPITALS}|{_PLACE})(?:, ?{_PLACE})*)"
    rf"(?:, ?(?P<day>{_DAY}))?(?:,? ?{_AGENCY})?,? ?(?P<sign>[{_SIGNS}]{{1,2}}|:)\s*"
)
_REGION = re.compile(r"\b(?:Region|Province|Governorate|State|District|Oblast|County|Territory|Republic)\b")
_BARE_AGENCY = re.compile(r"\((?:AP|AFP|Reuters|UPI|dpa|TASS|Xinhua|ANSA|EFE|DPA|IRNA|SANA|HOL)\) ?[—–―-]{1,2} ?")
_LONGEST_CHARS = 90
_MOST_WORDS = 7


def split_dateline(paragraph: str) -> tuple[str | None, str]:
    """The dateline's place and the paragraph without it; (None, paragraph) where it opens with no dateline.

    "MOSUL, Iraq, May 3 (Wire) — Two men…" gives ("MOSUL, Iraq", "Two men…"): day and agency are dropped.
    """
    if bare := _BARE_AGENCY.match(paragraph):
        return None, paragraph[bare.end() :]
    match = _DATELINE.match(paragraph, 0, _LONGEST_CHARS)
    if not match or not _is_dateline(match, paragraph):
        return None, paragraph
    place = match["place"].strip(" ,")
    if match["agency"] and _REGION.search(match["agency"]):
        place = f"{place} ({match['agency']})"
    return place, paragraph[match.end() :]


def _is_dateline(match: re.Match[str], paragraph: str) -> bool:
    place, rest = match["place"], paragraph[match.end() :]
    head = place.split(",")[0]
    if len(place.split()) > _MOST_WORDS or not rest or rest[0].islower():
        return False
    spaced = paragraph[match.end() - 1].isspace()
    marked = bool(match["agency"] or match["day"])
    if match["sign"] == ":":
        return head.isupper() and len(head) > 3 and ("," in place or marked) and spaced
    before = paragraph[match.start("sign") - 1].isspace()
    if len(match["sign"]) == 1 and match["sign"] == "-" and not spaced:
        return False
    return marked or head.isupper() or (spaced and (before or "," in place))
