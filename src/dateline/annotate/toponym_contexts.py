"""The words around a name that say whether it is a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from dateline.base.resources import load_yaml
from dateline.model.spans import Span

WordClass = Literal["not_place", "outlet", "type", "direction", "body", "title", "demonym", "other"]

_LISTS = "gazetteer/spatial_words.yaml"


@cache
def words_of(name: str) -> frozenset[str]:
    """A word list of the lexicon, lower case; "types" are all kinds together."""
    if name in ("common", "common_surnames"):
        return frozenset(load_yaml("gazetteer/common_words.yaml")["words" if name == "common" else name])
    if name == "demonyms":
        rows = load_yaml("gazetteer/countries.yaml")["countries"].values()
        return frozenset(word.lower() for row in rows for word in row.get("demonyms", []))
    lists = load_yaml(_LISTS)
    if name == "types":
        return frozenset(word for words in lists["types"].values() for word in words) | words_of("leading_types")
    return frozenset(str(word) for word in lists[name])


@cache
def word_class(word: str, *, titles: bool = False) -> WordClass:
    """What a capitalised word beside a name is; with `titles`, only whether it is a title."""
    low = word.lower().rstrip(".")
    low = low.removesuffix("'s").removesuffix("’s")
    if titles:
        return "title" if low in words_of("titles") else "other"
    if low in words_of("directions"):
        return "direction"
    if low in words_of("demonyms"):
        return "demonym"
    if low in words_of("outlets"):
        return "outlet"
    if low in words_of("types"):
        return "type"
    if low in words_of("bodies"):
        return "body"
    return "not_place" if low in words_of("not_places") else "other"


def _alternatives(words: frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    "Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = rf"\d{{1,2}}(?:[/-]\d{{1,2}})? {_MONTH}|{_MONTH} \d{{1,2}}"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = load_yaml(_LISTS)
    kinds = _alternatives(frozenset(word for words in lists["types"].values() for word in words))
    return {
        "type_of": re.compile(
            rf"\b(?:{kinds}|posts?|crossroads|creek|mines?|fields?) (?:of|in|called|named|known as) (?:the )?$",
            re.IGNORECASE,
        ),
        "type_before": re.compile(
            r"\b(?:village|town|district|barangay|sitio|city|township|camp|mount|villages|towns) $"
        ),
        "type_after": re.compile(rf"^[’']?s? (?:\w+ )?(?:{kinds})\b"),
        "measured": re.compile(
            r"\b(?:(?:km|kms|kilomet(?:er|re)s?|miles?|hours?)\b[^.;]{0,40}?|(?:north|south|east|west|northeast|northwest|"
            r"southeast|southwest)(?:ern)? |outskirts |suburb |edge |close |next )(?:of|from|to) (?:the )?$"
        ),
        "taken": re.compile(
            r"\b(?:captured|seized|retook|recaptured|overran|entered|shelled|besieged|liberated|stormed|reached|bombed|"
            r"hit|struck|attacked|raided|retaken|seizing|capturing|shelling|reaching|entering) $"
        ),
        "locative": re.compile(
            r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]round|[Ii]nside|[Nn]earby|[Oo]ff|[Bb]eside|"
            r"(?:raids?|attacks?|assaults?|strikes?|offensive|march|advance|ambush) (?:on|against)) (?:the )?$"
        ),
        "motion": re.compile(
            r"\b(?:from|to|into|towards?|between|of|through|across|reached|entered|captured|seized|attacked|raided|"
            r"stormed|besieged|retook|recaptured|shelled|bombed|hit|left|fled|via|off) $"
        ),
        "way": re.compile(
            r"\b(?:road|highway|motorway|railway|route|midway|halfway|half-way)s?"
            r"(?: (?:that |which )?(?:links?|linking|connects?|connecting|leads|leading|runs|running))?"
            r"(?: between| from| to|) (?:the )?$"
        ),
        "apposition": re.compile(
            rf"^(?:,| is| was|, which is|, which was)? (?:a|an|the) (?:[\w-]+ ){{0,4}}(?:{kinds})\b"
        ),
        "distance": re.compile(
            r"^,? (?:\(|which (?:is|lies) |is |lies |located |situated )*(?:about |some |just |around )?"
            r"\d+ ?(?:km|kilomet|mile)"
        ),
        "measured_after": re.compile(r"^,? (?:a|an|the) (?:[\w-]+ ){1,7}?\d+ ?(?:km|kilomet|mile)"),
        "dated_before": re.compile(rf"(?:{_DATE}),? $"),
        "dated_after": re.compile(rf"^[:,]? (?:{_DATE})\b"),
        "person": re.compile(
            r"^,? (?:said|says|told|added|who|\d\d,|\(?\d\d\)?,|whose|was (?:born|appointed|elected))\b"
        ),
        "lower": re.compile(rf"\b(?:{_alternatives(words_of('lowercase_names'))})\b", re.IGNORECASE),
    }  # fmt: skip


_DIRECTION_BEFORE = re.compile(
    r"\b(?:North|South|East|West|Upper|Lower|Central|Middle)(?:ern)?[ -]?(?:[Ee]ast|[Ww]est)? $"
)
_BEFORE_CHARS = 40
_AFTER_CHARS = 60
_LONGEST_INITIALS = 6


def is_introduced_as_place(text: str, span: Span, *, known: bool) -> bool:
    """Whether the words around a name present it as a place.

    "the village of X", "X district", "X, a hamlet", "in X"; for names that the gazetteer knows in a country of
    the story (`known`) motion and attack verbs are enough.
    """
    before = _DIRECTION_BEFORE.sub("", text[max(0, span.start - _BEFORE_CHARS) : span.start])
    after = text[span.end : span.end + _AFTER_CHARS]
    find = _patterns()
    if find["type_of"].search(before) or find["type_before"].search(before) or find["type_after"].match(after):
        return True
    if find["person"].match(after):
        return False
    if find["measured_after"].match(after) or _heads_entry(text, span, before, after):
        return True
    if find["apposition"].match(after) or find["distance"].match(after):
        return bool(
            find["locative"].search(before) or find["motion"].search(before) or " km" in after or " mile" in after
        )
    if any(find[name].search(before) for name in ("locative", "measured", "way")):
        return True
    if find["taken"].search(before) and _LIST_END.match(after):
        return True
    return known and bool(find["motion"].search(before))


def _heads_entry(text: str, span: Span, before: str, after: str) -> bool:
    """Whether a name heads an entry of a list of incidents: "Vido, 2 September.", "18 July, Vido:"."""
    if _patterns()["dated_before"].search(before) and after[:1] in (":", ".", ","):
        return True
    opens = span.start == 0 or text[span.start - 1] == "\n" or before.endswith((". ", "- ", "• ", "— ", "– "))
    return opens and _patterns()["dated_after"].match(after) is not None


def is_behind_locative(text: str, span: Span) -> bool:
    """Whether "in", "near", "to", "from" … stands right before the span."""
    before = text[max(0, span.start - _BEFORE_CHARS) : span.start]
    return bool(_patterns()["locative"].search(before) or _patterns()["motion"].search(before))


_STANDS_IN = re.compile(
    r"(?:\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Tt]o|[Ff]rom|[Dd]owntown|[Cc]ity of|[Tt]own of)|\b\d\d, of|[DR]-) ?$"
)


def stands_in(text: str, span: Span) -> bool:
    """Whether "in", "at", "near", "to", "from" or "41, of" stands right before the span, or a party ("D-")."""
    return _STANDS_IN.search(text[max(0, span.start - 12) : span.start]) is not None


_LIST_JOINT = re.compile(r"^(?:, and |, | and | or |/)$")
_LIST_END = re.compile(
    r"^(?:[,.;:)]|$| (?:and|or|in|on|at|by|for|was|were|had|have|has|is|are|took|left|fell|came|after|before|since|"
    r"last|this|over|during|where|when|[a-z]+ed)\b)"
)


def is_listed_with(text: str, span: Span, places: Sequence[Span]) -> bool:
    """Whether a name stands in one list with a place ("in Vido, X and Y")."""
    for place in places:
        if place.end < span.start and _LIST_JOINT.match(text[place.end : span.start]):
            return bool(_LIST_END.match(text[span.end : span.end + 16]))
    return False


@cache
def _abbreviated() -> tuple[re.Pattern[str], dict[str, str]]:
    states: dict[str, str] = load_yaml(_LISTS)["abbreviated_states"]
    return re.compile(rf"(?<=, )(?:{_alternatives(frozenset(states))})\."), states


@cache
def _initials() -> dict[str, str]:
    """Names by their initials and abbreviations, without points and spaces: "wva", "us", "bc"."""
    lists = load_yaml(_LISTS)
    rows: dict[str, str] = {**lists["abbreviated_states"], **lists["initials"]}
    return {_without_points(short): full for short, full in rows.items()}


def _without_points(words: str) -> str:
    return re.sub(r"[.\s]", "", words)


def toponym_name(words: str) -> str:
    """The name that words in a text stand for: "Lexington" is itself, "W. Va." is West Virginia."""
    if words in (peoples := load_yaml(_LISTS)["peoples"]):
        return str(peoples[words])
    bare = _without_points(words)
    return _initials().get(bare, words) if len(bare) <= _LONGEST_INITIALS and words[:1].isupper() else words


def abbreviated_states(text: str) -> Iterator[tuple[int, int, str]]:
    """States and provinces abbreviated behind a town ("Lexington, Ky."): start, end, full name."""
    pattern, states = _abbreviated()
    for match in pattern.finditer(text):
        yield match.start(), match.end(), states[match.group()[:-1]]


def lower_case_names(text: str) -> Iterator[tuple[int, int]]:
    """Places that are written without capitals."""
    for match in _patterns()["lower"].finditer(text):
        yield match.span()
