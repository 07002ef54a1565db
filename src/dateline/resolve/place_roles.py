"""What a place is to what is told: where it happened, where somebody came from or went to, or a mere name-giver."""

from __future__ import annotations

import re

from dateline.model.spans import Span

_AIM = re.compile(
    r"\b(?:towards?|in the direction of|en route (?:to|for)|bound for|"
    r"(?:on|along) (?:its|their|his|her|the|a) way to|"
    r"(?:left|leave|leaves|leaving|head|heads|headed|heading|made|making|depart|departed|departing|set out|set off|"
    r"sailed|sailing) for)\s+(?:the\s+)?(?:[a-z-]+\s+(?:of\s+)?){0,2}$",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:sent|brought|moved|drawn|deployed|dispatched|flown|transferred|shipped|imported|rushed|summoned|driven in|"
    r"reinforcements?|convoys? (?:coming|arriving)|lorries|trucks|buses|bus|flights?|calls?|orders?|"
    r"peacekeepers?|soldiers?|officers?|merchants?|traders?|fighters?|men|man|woman|women|boys?|girls?|students?|"
    r"volunteers?|pilgrims?|teachers?|fishermen|journalists?|doctors?|engineers?|citizens?|elders?|tribesmen|"
    r"delegates?|delegations?|delegation|mediators?|priests?|nuns?|contingents?|recruit|refugees?)"
    r"(?:,? (?:who|that) (?:had )?c[ao]me)?\s+from\s+(?:the\s+)?(?:[a-z-]+\s+of\s+)?$",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\s+(?:Road|Street|Avenue|Boulevard|Lane|Hotel|Pavilion|Stadium|Restaurant|Cafe|Café)\b")
_HEARER = re.compile(r"\b(?:told|tells)\s+(?:an?\s+|the\s+)?$", re.IGNORECASE)
_OUTLET = re.compile(
    r"(?:['’]s)?\s+(?:[a-z]+\s+){0,2}?(?:radio|television|TV|newspaper|daily|weekly|broadcaster|news agency|site)\b"
)
_HEADING = re.compile(r"\s*[:–—]")
_LOCATIVE = re.compile(
    r"(?:\b(?:in|inside|across|throughout|of|from|into|within|around|over|to|near|on|at|out of|outside|parts of|"
    r"entering|entered|left|leaving|reached|between|along|through|"
    r"(?:north|south)(?:[- ]?(?:east|west))?(?:ern)?|(?:east|west)(?:ern)?|central|far|upper|lower)[- ]|[,(:–—]\s?)"
    r"\s*(?:the\s+|all of\s+|all\s+|whole of\s+|neighbou?ring\s+|nearby\s+|southern\s+|northern\s+)*$",
    re.IGNORECASE,
)


def is_aim_or_source(text: str, phrase: Span, sentence: Span) -> bool:
    """Whether somebody is only said to go there or to have come from there ("troops sent from X", "towards X")."""
    before = text[max(sentence.start, phrase.start - 70) : phrase.start]
    return _AIM.search(before) is not None or _SOURCE.search(before) is not None


def names_a_bearer(text: str, name: Span) -> bool:
    """Whether a street or house is only called after it ("Moscow Road"), or an outlet that is told something."""
    if _BEARER.match(text, name.end) is not None:
        return True
    told = _HEARER.search(text, max(0, name.start - 15), name.start)
    return told is not None and _OUTLET.match(text, name.end) is not None


def is_state_itself(text: str, phrase: Span, sentence: Span) -> bool:
    """Whether a country is named with no word that makes it a place: it acts, owns or is owed."""
    before = text[max(sentence.start, phrase.start - 60) : phrase.start]
    return _LOCATIVE.search(before) is None and _HEADING.match(text, phrase.end) is None
