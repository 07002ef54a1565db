"""An incident in the 24 slots of MUC-4, as far as the product reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from dateline.assemble.choices import Weights
from dateline.assemble.fillers import Filler
from dateline.assemble.incident_days import Days, date_incident
from dateline.assemble.incident_places import PlaceOption, place_incident
from dateline.assemble.incident_stages import judge_stage
from dateline.assemble.narrations import Narration
from dateline.assemble.templates import WEIGHTS, RoleTemplate
from dateline.base.resources import load_yaml
from dateline.model.annotations import ResolvedTime

Key = dict[str, list[str]]
"""Slot -> fills as the keys write them."""
LEXICON = "templates/key_words.yaml"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a report says beside its fillers: its day, time expressions and places, and where it was filed."""

    published: date | None
    times: Sequence[ResolvedTime]
    places: Sequence[PlaceOption]
    filed: str
    countries: Mapping[str, str]
    """Country code -> name."""


@dataclass(frozen=True, slots=True)
class KeyWeights:
    """By what the days and the place of an incident are chosen."""

    days: Weights
    places: Weights


def make_key(narration: Narration, template: RoleTemplate, setting: Setting, weights: KeyWeights) -> Key:
    """The slots of an incident."""
    kind = template.incident_type
    anchors = _anchors(template)
    key: Key = {
        "INCIDENT: TYPE": [kind.upper()],
        "INCIDENT: STAGE OF EXECUTION": [judge_stage(narration, kind, anchors)],
        **_describe_perpetrators(template),
        **_describe_targets(template),
    }
    if setting.published:
        days = date_incident(narration, setting.times, setting.published, kind, anchors, weights.days)
        key["INCIDENT: DATE"] = [write_days(days)]
    place = place_incident(narration, setting.places, kind, anchors, setting.filed, weights.places)
    if place:
        key["INCIDENT: LOCATION"] = [write_place(place, setting.countries)]
    if kind not in ("arson", "kidnapping"):
        key |= _describe_instruments(template)
    return key


def _anchors(template: RoleTemplate) -> list[int]:
    """Where the fillers stand; victims and targets say best which incident is meant, so the others only help out."""
    hit = [filler.spans[0].start for filler in template.fillers if filler.role in ("Target", "Victim")]
    return hit or [filler.spans[0].start for filler in template.fillers]


def write_days(days: Days) -> str:
    """`21 JAN 89`, `15 JAN 89 - 21 JAN 89` or `- 21 JAN 89`."""
    end = f"{days.end:%d %b %y}".upper()
    if days.start is None:
        return f"- {end}"
    return end if days.start == days.end else f"{days.start:%d %b %y} - {end}".upper()


def write_place(place: PlaceOption, countries: Mapping[str, str]) -> str:
    """`PERU` or `PERU: HUARAZ (CITY)`."""
    country = countries.get(place.country, place.country).upper()
    return f"{country}: {place.name.upper()} ({(place.type or 'city').upper()})" if place.name else country


@cache
def load_key_weights() -> KeyWeights:
    """The packaged weights."""
    rows = load_yaml(WEIGHTS)["keys"]
    return KeyWeights(rows["days"], rows["places"])


# --- fillers


def _fillers(template: RoleTemplate, *roles: str) -> Iterator[tuple[Filler, str]]:
    """The fillers of roles with their words as the keys write them."""
    for filler in template.fillers:
        if filler.role in roles:
            yield filler, " ".join(filler.text.upper().replace('"', '\\"').split())


def _describe_perpetrators(template: RoleTemplate) -> Key:
    organisations = [f'"{words}"' for _, words in _fillers(template, "PerpOrg")]
    return {
        "PERP: INDIVIDUAL ID": [f'"{words}"' for _, words in _fillers(template, "PerpInd")],
        "PERP: ORGANIZATION ID": organisations,
        "PERP: ORGANIZATION CONFIDENCE": [f"REPORTED AS FACT: {words}" for words in organisations],
    }


def _describe_instruments(template: RoleTemplate) -> Key:
    weapons = list(_fillers(template, "Weapon"))
    kinds = [(classify_weapon(filler.text), words) for filler, words in weapons]
    return {
        "INCIDENT: INSTRUMENT ID": [f'"{words}"' for _, words in weapons],
        "INCIDENT: INSTRUMENT TYPE": [f'{kind}: "{words}"' for kind, words in kinds if kind],
    }


def _describe_targets(template: RoleTemplate) -> Key:
    targets = [f'"{words}"' for _, words in _fillers(template, "Target")]
    people = [f'"{words}"' for _, words in _fillers(template, "Victim")]
    hurt = _EFFECTS.get(template.incident_type)
    key = {
        "HUM TGT: NAME": people,
        "HUM TGT: NUMBER": [f"1: {words}" for words in people],
        "HUM TGT: EFFECT OF INCIDENT": [f"{hurt}: {words}" for words in people] if hurt else [],
    }
    if template.incident_type != "kidnapping":
        key["PHYS TGT: ID"] = targets
        key["PHYS TGT: NUMBER"] = [f"{'PLURAL' if _is_plural(words) else '1'}: {words}" for words in targets]
    return key


_EFFECTS = {"attack": "DEATH"}
"""What mostly happens to people who are named; a bombing more often misses them."""
_PLURAL_HEAD = re.compile(r'^"[^"]*?(?<!S)S(?= OF | IN | ON | AT |"$)')


def _is_plural(words: str) -> bool:
    return _PLURAL_HEAD.search(words) is not None


def classify_weapon(text: str) -> str | None:
    """The instrument type of a weapon by the words that name it; None where none of them is known."""
    for kind, pattern in _weapon_kinds():
        if pattern.search(text.lower()):
            return kind
    return None


@cache
def _weapon_kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """In the order of the lexicon: the first that fits counts."""
    rows = load_yaml(LEXICON)["weapons"]
    return tuple((row["type"], re.compile(rf"\b(?:{'|'.join(row['words'])})\b")) for row in rows)
