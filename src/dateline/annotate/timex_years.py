"""Readers of years, decades and centuries."""

from __future__ import annotations

import re

from dateline.annotate.timex_moments import Match, Moment, Narrative, Reading, format_year
from dateline.annotate.timex_patterns import index_words


def read_bc_year(match: Match, _narrative: Narrative) -> Reading | None:
    year = -int(match["bcyear"])
    if match["decade"]:
        return Reading("DATE", f"BC{-year // 10:03d}")
    return Reading("DATE", format_year(year), Moment(year), True)


def read_century(match: Match, _narrative: Narrative) -> Reading | None:
    number = int(index_words("ordinals")[match["ord"].lower()])
    return Reading("DATE", f"BC{number - 1:02d}" if match["bc"] else f"{number - 1:02d}")


def read_decade(match: Match, _narrative: Narrative) -> Reading | None:
    digits = match["decade"].lstrip("’'‘")
    if len(digits) == 2 and not re.match(r"[’'‘]|.*\bthe\b", match.group(), re.IGNORECASE | re.DOTALL):
        return None
    return Reading("DATE", digits[:3] if len(digits) == 4 else f"19{digits[0]}")


_COUNT_BEFORE = re.compile(
    r"(?:\b(?:about|some|nearly|over|than|least|almost|approximately|roughly|killed|of|No\.?|number|resolution|"
    r"numbered|up to|"
    r"the|wounded|all|other|additional|with|for)|[$£€#=+×])\s*$",
    re.IGNORECASE,
)


_DATE_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|to|through|during|and|between|before|after|late|early|mid|around|year|circa|the|of)"
    r"|[(,;:\[–—-]|^|\n)\s*$",
    re.IGNORECASE,
)


_COUNTED_AFTER = re.compile(
    r"\s+(?:(?!(?:was|is|as|has|its|his|this|less|does|saw|and|elections?|was)\b)[a-z]+(?<!ss)s\b|[a-z]+\s+[a-z]+(?<!ss)s\s+(?:were|in|of|are|from|to)\b"
    r"|(?:people|men|women|children|km|kilomet|met(?:re|er)s|miles|tons|tonnes|police|troops|killed|dead|wounded|GMT|hours|hrs|"
    r"dollars|million|percent)\b)|\s?%|[.,]\d|,\d{3}"
)


_NUMBERED_BEFORE = re.compile(r"\b(?i:resolution|route|flight|unit|no\.|number|article|law|room|highway)\s$")
_RULED_AFTER = re.compile(
    r"\s*(?:people|men|women|km|m\b|kilomet|met(?:re|er)s|miles|tons|tonnes|troops|soldiers|GMT|hours|hrs|%"
    r"|(?:to|until|till|and|[-–])\s*0\d[0-5]\d\b)"
)


def read_bare_year(match: Match, _narrative: Narrative) -> Reading | None:
    text, year = match.string, int(match["year"])
    if match.end() - match.start() == 4 and not _reads_as_year(text, match.start(), match.end()):
        return None
    return Reading("DATE", format_year(year), Moment(year), True, bare_year=True)


def read_second_year(match: Match, _narrative: Narrative) -> Reading | None:
    """ "17" in "1915-17"."""
    first = int(match.group()[:4])
    year = first // 100 * 100 + int(match["year2"])
    return Reading("DATE", format_year(year)) if first < year < first + 60 else None


def _reads_as_year(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 14) : start], text[end : end + 40]
    if _RULED_AFTER.match(after) or _NUMBERED_BEFORE.search(before):
        return False
    if re.search(r"\bin\s$|[(\n]$|^$|\bsince\s$", before):
        return True
    return not (_COUNTED_AFTER.match(after) and not _DATE_BEFORE.search(before)) and not (
        _COUNT_BEFORE.search(before) and _COUNTED_AFTER.match(after)
    )
