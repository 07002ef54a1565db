"""Spatial language beside a place name: "60 km southwest of X", "near X", "X province", "northern X"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dateline.base.distances import bearing_of
from dateline.base.resources import load_yaml
from dateline.model.spans import Span

_KM = {"nautical mile": 1.852, "mile": 1.609344, "mi": 1.609344, "metre": 0.001, "meter": 0.001, "m": 0.001}
_NUMBERS = {"a": 1.0, "an": 1.0, "half an": 0.5,
            "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
            "eight": 8.0, "nine": 9.0, "ten": 10.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0,
            "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "a few": 5.0, "several": 5.0}  # fmt: skip
_HOUR_KM = 40.0
_DIRECTION = r"(?:north|south)[- ]?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?"
_TOWN_OF = r"(?:the\s+)?(?:[\w-]+\s+){0,3}?(?:city|town|village|capital|district|camp|hamlet|base)(?:\s+of|,)?\s+"
_LEAD = (
    r"(?:some|about|around|roughly|nearly|just|over|only|approximately|almost|more than|less than|within|up to)\s+"
)
_DISTANCE = re.compile(
    rf"(?:{_LEAD})*(?P<number>\d[\d,.]*|{'|'.join(_NUMBERS)})(?:\s+to\s+\d+)?[\s-]*"
    r"(?P<unit>km|kms|kilomet(?:er|re)s?|(?:nautical )?miles?|mi|met(?:er|re)s|m|hours?)\b"
    r"(?:[’']?s?[’']?\s*(?:drive|walk|ride))?"
    r"(?:\s*\([^)]{1,30}\))?\s*(?:(?:away|drive|by (?:road|river|track)|on foot|inland|upstream|downstream|"
    r"as the crow flies|"
    r"(?:up|down|along|on) the [\w -]{0,30}?road),?\s+)*"
    rf"(?:(?:to\s+)?(?:the\s+)?(?P<direction>{_DIRECTION})\s*)?(?:of|from|outside|off|away from|inside)\s+"
    rf"(?:{_TOWN_OF}|the\s+)?$",
    re.IGNORECASE,
)
_SIDE_OF = re.compile(
    rf"(?P<lead>(?:to\s+the\s+|just\s+|lying\s+)?)(?P<direction>{_DIRECTION})\s+(?:of|from)\s+(?:{_TOWN_OF}|the\s+)?$",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"\b(?P<direction>{_DIRECTION}|far (?:north|south)(?:ern)?|central)\s+(?:parts?\s+of\s+|areas\s+of\s+)?"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:near|nearby|outside|around|close to|in the vicinity of|(?:on|in|at) the outskirts of|outskirts of|"
    r"countryside (?:of|around)|hinterlands? (?:of|around)|periphery of|surroundings of|surrounding|ringing|"
    r"next to|on the edge of|at the foot of|at the base of|environs of|"
    rf"suburbs? of|areas? (?:of|around)|(?:the )?road to|towards?|adjacent to|bordering|hills (?:above|around))\s+"
    rf"(?:{_TOWN_OF}|the\s+)?$",
    re.IGNORECASE,
)
_DWELLINGS = r"(?:villages|hamlets|settlements|communities|localities|towns|areas|farms|farmland|bush|hills|camps)"
_TYPE_OF = re.compile(r"\b(?P<type>[a-z-]+)(?:\s+(?:of|called|named))?\s+$", re.IGNORECASE)
_AFTER = re.compile(
    r"^[\s-]+(?:(?:city|town|oil|gas|air|military|refugee|displacement|IDP|border|international|central|mountain|river|"
    r"power|industrial|administrative|[Ll]ocal [Gg]overnment)\s+)?(?P<type>[A-Za-z-]+)"
)
_WITH_AROUND = re.compile(
    r"(?:['’]s)?(?:\s+(?:city|town|village|district))?,?\s+(?:and|along with|as well as|together with)\s+(?:"
    r"(?:its|the|their)\s+(?:(?:immediate|wider|nearby|surrounding|neighbou?ring|outlying|rural)\s+)?(?:surrounding\s+)?"
    rf"(?:surroundings?|countryside|hinterlands?|environs|outskirts|periphery|suburbs|vicinity|{_DWELLINGS})"
    r"(?!\s+of)|(?:(?:\w+|\d+)\s+)?(?:surrounding|nearby|neighbou?ring|adjacent|adjoining|outlying)\s+"
    rf"(?:\w+\s+)?{_DWELLINGS})\b",
    re.IGNORECASE,
)
_ORIGIN = re.compile(
    r"\b(?:originally from|natives? of|hailing from|(?:hired|came|coming|comes|hands|men|workers|labou?rers|migrants|"
    r"recruits|foreigners|nationals|arrived|travelled|traveled|hailed) from)\s+(?:the\s+)?(?:[\w-]+\s+of\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SpatialPhrase:
    """What the words around a name say about where the thing is.

    `relation`: "at" (the place itself), "distance" (`by_km` towards `bearing_deg`, None where no direction is told),
    "side" (beyond it in a direction), "part" (a part of it in a direction, or its middle), "near", "around" (its
    district or area), "origin" (somebody comes from there). `type_wanted` is a key of the lexicon's `types`.
    """

    span: Span
    relation: str
    bearing_deg: float | None = None
    by_km: float | None = None
    type_wanted: str | None = None


@cache
def _type_of_word() -> dict[str, str]:
    lists: dict[str, list[str]] = load_yaml("gazetteer/spatial_words.yaml")["types"]
    return {word: kind for kind, words in lists.items() for word in words}


def read_spatial_phrase(text: str, span: Span, sentence: Span) -> SpatialPhrase:
    """The phrase around the name at `span`, looked for inside its sentence."""
    before = text[max(sentence.start, span.start - 100) : span.start]
    after = text[span.end : min(sentence.end, span.end + 40)]
    wanted, left_chars, right_chars = _read_type(before, after)
    start, end = span.start - left_chars, span.end + right_chars
    before = before[: len(before) - left_chars] if left_chars else before
    if match := _DISTANCE.search(before):
        direction = match.group("direction")
        bearing = bearing_of(direction) if direction else None
        return SpatialPhrase(Span(start - len(match.group()), end), "distance", bearing, _distance_km(match), wanted)
    around = _WITH_AROUND.match(text, span.end, sentence.end)  # "X and the villages around it"
    if left_chars and wanted == "populated":  # "the southern city of X": the words describe X, no part of it
        relation = "near" if _NEAR.search(before) else "around" if around else "at"
        return SpatialPhrase(Span(start, end), relation, type_wanted=wanted)
    for pattern, relation in ((_SIDE_OF, "side"), (_PART, "part"), (_NEAR, "near"), (_ORIGIN, "origin")):
        if match := pattern.search(before):
            found = match.groupdict().get("direction")
            bearing = bearing_of(found.removeprefix("far ")) if found else None
            return SpatialPhrase(Span(start - len(match.group()), end), relation, bearing, None, wanted)
    if around:
        return SpatialPhrase(Span(start, max(end, around.end())), "around", type_wanted=wanted)
    relation = "around" if wanted in ("area", "region", "admin2") else "at"
    return SpatialPhrase(Span(start, end), relation, type_wanted=wanted)


def _read_type(before: str, after: str) -> tuple[str | None, int, int]:
    """The kind of place wanted, and how many code points the type words take on the left and right."""
    types = _type_of_word()
    if match := _AFTER.match(after):
        kind = types.get(match.group("type").lower())
        if kind:
            return kind, 0, match.end()
    if match := _TYPE_OF.search(before):
        kind = types.get(match.group("type").lower())
        if kind and ("of" in match.group() or kind == "populated"):
            return kind, len(match.group()), 0
    return None, 0, 0


def _distance_km(match: re.Match[str]) -> float:
    written = match.group("number").lower()
    number = _NUMBERS.get(written)
    if number is None:
        number = float(written.replace(",", "").rstrip("."))
    unit = match.group("unit").lower().rstrip("s")
    if unit.startswith("hour"):
        return number * _HOUR_KM
    return number * _KM.get(unit, 1.0)


_ANY_TYPE = (
    r"(?:village|town|city|area|local government area|lga|ward|locality|(?:sub-?)?district|camp|hamlet|region|"
    r"territory|township|municipality|commune|county|mountains?|hills?|range|forest|valley|plains?|desert|river|lake|"
    r"dam|(?:oil\s+|gas\s+)?field|base|airport|prison|checkpoint|quarter|neighbou?rhood|community|settlement|island|"
    r"crossing|market|farm|sector|zone)s?"
)
_DESCRIBING = (
    r"(?:(?:north|south)[- ]?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?|central|contested|restive|volatile|"
    r"neighbou?ring|nearby|remote|rural|troubled|disputed|same|capital|state|country[’']s|coastal|border|populous|"
    r"[\w]+-[\w]+|[\w]+(?:ian|ani|ese|qi|li|ni|an|ish|si))"
)
_REGION_OF = (
    r"(?:[\w-]+\s+)?(?:province|state|region|governorate|county|department|oblast|republic|island|area)\s+of\s+"
)
_CONTAINED = r"(?:city|town|village|capital|district|camp|hamlet|base|suburb|neighbou?rhood)(?:\s+of|,)?\s+"
_CARRIER = re.compile(
    rf"^(?:['’]s)?\s*(?:{_ANY_TYPE}\s*)?[,(–—-]?\s*"
    r"(?:(?:which|that)\s+)?(?:(?:is|was|lies|sits|stands|located|situated)\s+)*(?:just\s+|only\s+|in\s+)?"
    r"(?:(?:a|an|the|another)\s+(?:[\w-]+\s+){1,7},?\s*|(?:a|an|the|another)\s+(?:[\w-]+\s+){0,5}?(?:village|hamlet|town|city|area|community|settlement|district|"
    r"locality|place|camp|base|suburb|neighbou?rhood|farm|market|island|mountain|range|crossing)s?\s*,?\s*)?"
    r"(?:(?:that\s+|which\s+)?(?:is\s+|was\s+)?(?:lies|lying|located|situated|sits)\s+)?$",
    re.IGNORECASE,
)
_CONTAINER = re.compile(
    rf"^\s*(?:{_ANY_TYPE}\s*)?"
    r"(?:,\s*|\(|\s*(?:,\s*)?(?:(?:a|an|the)\s+(?:[\w-]+\s+){0,4})?(?:(?:located|situated|lying)\s+)?(?:in|of|within)\s+)"
    rf"(?:the\s+)?(?:{_DESCRIBING}\s+){{0,2}}(?:{_CONTAINED}|{_REGION_OF})?$",
    re.IGNORECASE,
)


def carries(text: str, named: Span, phrase: Span) -> bool:
    """Whether `phrase` tells where the place named before it lies ("X, a hamlet 20 km from Y")."""
    return named.end <= phrase.start <= named.end + 90 and bool(_CARRIER.match(text[named.end : phrase.start]))


def is_inside(text: str, named: Span, container: Span) -> bool:
    """Whether the words between say that the first place lies in the second ("X village in the Y district")."""
    return named.end < container.start <= named.end + 60 and bool(_CONTAINER.match(text[named.end : container.start]))


@cache
def _government_verb() -> re.Pattern[str]:
    verbs = load_yaml("gazetteer/spatial_words.yaml")["government_verbs"]
    choices = "|".join(re.escape(verb) for verb in sorted(verbs, key=len, reverse=True))
    other = r"(?:,? and [A-Z][\w-]+(?: [A-Z][\w-]+)?)?"
    lead = r"(?:also\s+|on \w+day\s+|has\s+|have\s+|had\s+|later\s+|itself\s+)?"
    return re.compile(rf"^{other},?\s+{lead}(?:{choices})\b")


_TALKS = re.compile(r"\b(?:between|with|against|by|on behalf of|accused|blamed|told|urged)\s+(?:[A-Z]\w+\s+and\s+)?$")
_ADDRESSED = re.compile(
    r"\b(?:accus|blam|prais|warn|condemn|thank|criticis|criticiz|denounc)(?:e|es|ed|ing|s)?\s+(?:[A-Z]\w+\s+and\s+)?$"
)
_BEFORE_SUBJECT = re.compile(
    r"\b(?:in|at|near|from|to|of|around|outside|inside|across|over|into|towards?|on)\s+(?:the\s+)?$"
)
_TALK_NOUN = re.compile(
    r"\b(?:talks|ties|relations|dispute|deal|agreement|tensions?|negotiations|truce|dialogue|cooperation)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_COMPOUND = re.compile(
    r"^[-–](?:led|backed|based|brokered|sponsored|supported|allied|made|held|controlled|funded|born)\b"
)


def is_metonym(text: str, span: Span, sentence: Span) -> bool:
    """Whether the name of a country or capital stands for its government ("Baghdad rejected", "Tehran-backed")."""
    after = text[span.end : min(sentence.end, span.end + 40)]
    before = text[max(sentence.start, span.start - 60) : span.start]
    if _COMPOUND.match(after):
        return True
    if _government_verb().match(after) and not _BEFORE_SUBJECT.search(before):
        return True
    if _ADDRESSED.search(before):
        return True
    return bool(_TALKS.search(before) and _TALK_NOUN.search(before))
