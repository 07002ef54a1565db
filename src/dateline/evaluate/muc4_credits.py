"""How right a fill of a MUC-4 slot is: 1 right, half partly right, 0 wrong, after the guidelines of the 1992 scorer.

The scorer asked people where strings did not match. Here nobody is asked, so:

* strings are right if they have the same words but for articles, punctuation and a number before them, and half right
  if all words of one are among those of the other;
* a date is right if it names the same days; half right if it lies within gold's range, or, where gold says "on or
  before", in the two months up to that day; and if it says "on or before" the last of gold's days;
* a place is right if country and most specific place are the same, whatever stands between them; half right if one of
  the two is, or one end of a stretch between two places;
* a number is right if it is written the same; half right if it is an end of gold's range or what gold says roughly;
* a set fill is right if it is the same; half right in the cases that `PARTLY_RIGHT` lists, and if the instrument is a
  kind that gold's belongs to;
* a right fill that refers to another slot's is only half right if what it refers to is not among gold's referents,
  not even partly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from dateline.evaluate.muc4_fills import NOTHING, Fill, Option, parse_date, parse_location

RIGHT, PARTLY, WRONG = 1.0, 0.5, 0.0
RECENT = timedelta(days=61)
"""The corpus calls an incident recent for two months."""

KINDS: Mapping[str, str] = {
    "MACHINE GUN": "GUN",
    "MORTAR": "GUN",
    "HANDGUN": "GUN",
    "RIFLE": "GUN",
    "BOMB": "EXPLOSIVE",
    "VEHICLE BOMB": "BOMB",
    "DYNAMITE": "BOMB",
    "MINE": "BOMB",
    "AERIAL BOMB": "BOMB",
    "GRENADE": "EXPLOSIVE",
    "MOLOTOV COCKTAIL": "EXPLOSIVE",
    "PROJECTILE": "EXPLOSIVE",
    "MISSILE": "PROJECTILE",
    "ROCKET": "PROJECTILE",
}
"""The kind that an instrument belongs to."""

PARTLY_RIGHT = frozenset(
    {
        ("SUSPECTED OR ACCUSED BY AUTHORITIES", "SUSPECTED OR ACCUSED"),
        ("SOME DAMAGE", "DESTROYED"),
        ("NO INJURY OR DEATH", "NO INJURY"),
        ("NO INJURY OR DEATH", "NO DEATH"),
        ("FORMER GOVERNMENT OFFICIAL", "GOVERNMENT OFFICIAL"),
        ("FORMER ACTIVE MILITARY", "ACTIVE MILITARY"),
        ("GOVERNMENT OFFICIAL", "POLITICAL FIGURE"),
    }
)
"""Pairs of a gold and a predicted set fill."""

Comparison = Callable[[str, str], float]
"""The credit of a predicted value, given the gold one first."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_NONESSENTIAL = frozenset({"A", "AN", "THE"})
_RANGE = re.compile(r"(\d*)-(\d*)")


def compare_fills(gold: Fill, predicted: Fill, compare: Comparison) -> float:
    """The credit of a predicted fill: that of the gold alternative it fits best.

    Of its own alternatives only the first counts, since a system may not name several.
    """
    offered = predicted.options[0]
    return max(_compare_options(option, offered, compare) for option in gold.options)


def _compare_options(gold: Option, offered: Option, compare: Comparison) -> float:
    credit = compare(gold.value, offered.value)
    return min(credit, PARTLY) if gold.referents and not _agree_on_referent(gold, offered) else credit


def _agree_on_referent(gold: Option, offered: Option) -> bool:
    """Whether the fill is about what gold says; a dash, or nothing, is about nothing."""
    named = offered.referents[0] if offered.referents else NOTHING
    return any(named == NOTHING if one == NOTHING else compare_strings(one, named) > 0 for one in gold.referents)


def compare_strings(gold: str, predicted: str) -> float:
    """Words of the text, in any order."""
    wanted, offered = _words(gold), _words(predicted)
    if not wanted or not offered:
        return RIGHT if fold(gold) == fold(predicted) else WRONG
    if wanted == offered:
        return RIGHT
    return PARTLY if wanted <= offered or offered <= wanted else WRONG


def _words(text: str) -> frozenset[str]:
    words = [word for word in _WORD.findall(text.upper()) if word not in _NONESSENTIAL]
    counted = len(words) > 1 and words[0].isdigit()  # "3 peasants", but not "M-19"
    return frozenset(words[1:] if counted else words)


def fold(text: str) -> str:
    """Upper case, blanks evened out."""
    return " ".join(text.upper().split())


def compare_set_fills(gold: str, predicted: str) -> float:
    """Items of a list."""
    wanted, offered = fold(gold), fold(predicted)
    if wanted == offered:
        return RIGHT
    return PARTLY if (wanted, offered) in PARTLY_RIGHT else WRONG


def compare_incident_types(gold: str, predicted: str) -> float:
    """ATTACK is partly right for every other type, of which it is the most general."""
    if fold(gold) == fold(predicted):
        return RIGHT
    return PARTLY if fold(predicted) == "ATTACK" else WRONG


def compare_instruments(gold: str, predicted: str) -> float:
    """A kind that gold's instrument belongs to is partly right."""
    wanted, offered = fold(gold), fold(predicted)
    if wanted == offered:
        return RIGHT
    kind = KINDS.get(wanted)
    while kind is not None:
        if kind == offered:
            return PARTLY
        kind = KINDS.get(kind)
    return WRONG


def compare_dates(gold: str, predicted: str) -> float:
    """Days; where a fill is no date, its letters."""
    wanted, offered = parse_date(gold), parse_date(predicted)
    if wanted is None or offered is None:
        return RIGHT if fold(gold) == fold(predicted) else WRONG
    if wanted == offered:
        return RIGHT
    if offered.start is None:
        return PARTLY if offered.end == wanted.end else WRONG
    start = wanted.start or wanted.end - RECENT
    return PARTLY if start <= offered.start and offered.end <= wanted.end else WRONG


def compare_locations(gold: str, predicted: str) -> float:
    """Country and most specific place."""
    wanted, offered = parse_location(gold), parse_location(predicted)
    same_country, same_place = wanted.country == offered.country, wanted.finest == offered.finest
    if same_country and same_place:
        return RIGHT
    return PARTLY if same_country or (wanted.finest and same_place) else WRONG


def compare_numbers(gold: str, predicted: str) -> float:
    """`3`, `~100`, `5-7`, `30-` (at least), `-15` (at most) or PLURAL."""
    wanted, offered = _bare_number(gold), _bare_number(predicted)
    if wanted == offered:
        return RIGHT
    ends = _RANGE.fullmatch(wanted)
    near = ends.groups() if ends else (wanted.removeprefix("~"),) if wanted.startswith("~") else ()
    return PARTLY if offered and offered in near else WRONG


def _bare_number(text: str) -> str:
    return "".join(text.upper().replace(",", "").split())
