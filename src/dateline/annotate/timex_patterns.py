"""The shapes of English time expressions, as regular expressions built from the lexicon.

Each shape is one family of expressions whose value is computed in one way; its named groups are the parts that
`timex_values` computes with. Month and weekday names count only with a capital, so that "march" and "may" stay
words of the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from dateline.annotate.named_events import list_event_names
from dateline.annotate.national_days import list_country_words, list_day_names
from dateline.base.resources import load_yaml

LEXICON_FILE = "lexicons/timexes.yaml"


@cache
def load_lexicon() -> dict[str, Any]:
    """The rows of the lexicon of time expressions."""
    lexicon: dict[str, Any] = load_yaml(LEXICON_FILE)
    return lexicon


@cache
def index_words(table: str) -> dict[str, Any]:
    """Lower-case word -> key, for a table of the lexicon whose rows are lists of words."""
    return {word.lower().rstrip("."): key for key, words in load_lexicon()[table].items() for word in words}


@cache
def index_units() -> dict[str, str]:
    """Word of a unit -> the unit's name."""
    return {word: name for name, row in load_lexicon()["units"].items() for word in row["words"]}


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


def _words(table: str) -> list[str]:
    return [word for words in load_lexicon()[table].values() for word in words]


def _loose(pattern: str) -> str:
    return f"(?i:{pattern})"


def capitalise_names(names: Iterable[str]) -> list[str]:
    """The names as written, and as they begin a sentence or a title."""
    return [form for name in names for form in (name, name[0].upper() + name[1:])]


def _month_names() -> str:
    """Full names, also in capitals, and abbreviations with or without their dot."""
    names = _words("months")
    full = [name for name in names if not name.endswith(".")]
    short = [name.rstrip(".") for name in names if name.endswith(".")]
    return f"(?:{any_of(full)}|{any_of(name.upper() for name in full)}|(?:{any_of(short)})\\b\\.?)"


def _pieces() -> dict[str, str]:
    lexicon = load_lexicon()
    numbers = any_of(_words("numbers"))
    return {
        "month": _month_names(),
        "weekday": any_of(list(_words("weekdays"))),
        "season": _loose(any_of(_words("seasons"))),
        "unit": _loose(any_of(index_units())),
        "part": _loose(any_of(_words("day_parts"))),
        "number": _loose(
            rf"\d{{1,4}}(?:[.,]\d+)?(?!\d)|(?:{any_of(lexicon['vague_numbers'])})(?:\s+(?:{numbers}|hundred))?"
            rf"|(?:an?\s+)?(?:half\s+an?|half|hundred|thousand|dozen)|(?:{numbers})(?:[-\s](?:{numbers}|hundred))?"
        ),
        "hedge": _loose(any_of(lexicon["hedges"])),
        "ordinal": _loose(any_of(_words("ordinals"))),
        "dom": r"(?:3[01]|[12]\d|0?[1-9])",
        "year": r"(?:1[0-9]{3}|20[0-9]{2})",
        "bc": r"(?:B\.C\.(?:E\.)?|B\.?CE?\b)",
        "holiday": any_of(
            word for table in ("holidays", "islamic_holidays") for row in lexicon[table] for word in row["words"]
        ),
        "named_event": any_of(capitalise_names(list_event_names())),
        "islamic_month": any_of(word for words in lexicon["islamic_months"].values() for word in words),
        "country": any_of(list_country_words()),
        "national_day": any_of(list_day_names()),
        "deictic": _loose(any_of(word for row in lexicon["deictics"] for word in row["words"])),
        "which_year": _loose(
            r"(?:,?\s+(?:of\s+|in\s+)?(?P<which>last|this|next|that same|that|the same|the following|the next|"
            r"the previous)\s+year)"
        ),
        "edge": _loose(
            r"(?:(?:(?:very\s+)?(?:early|late)(?:r)?(?:\s+(?:on|in|into|that)(?:\s+the)?)?\s+|mid[-\s])"
            r"|(?:the\s+)?(?:very\s+)?(?:beginning|start|end|middle|close|eve|rest|remainder|"
            r"(?:first|second|third|fourth|latter|last|early|final|opening)\s+(?:half|part|days|weeks|months|quarter|week|day))"
            r"\s+of\s+(?:the\s+)?(?:year\s+|month\s+of\s+)?|month\s+of\s+)"
        ),
    }


SHAPES: dict[str, str] = {
    "iso_date": (
        r"(?P<y>{year})[-/.](?P<m>1[0-2]|0[1-9])(?:[-/.](?P<d>3[01]|[12]\d|0[1-9]))?"
        r"(?:T(?P<clock>\d\d:\d\d))?"
    ),
    "numeric_date": r"(?P<n1>{dom})(?P<sep>[-/.])(?P<n2>{dom})(?P=sep)(?P<y>{year}|\d\d)",
    "span_of_days": (
        r"(?:(?i:the\s+)?(?P<edge>(?i:night|morning)s?)\s+(?i:of)\s+)(?i:the\s+)?(?:(?P<month>{month})\s+(?P<d1>{dom})"
        r"(?:\s*[-–—]\s*|\s+(?i:to|and)\s+)(?P<d2>{dom})|(?P<d1b>{dom})(?:\s*[-–—/]\s*|\s+(?i:to|and)\s+)(?P<d2b>{dom})"
        r"\s+(?P<monthb>{month}))\b(?:,?\s+(?P<year>{year})|{which_year})?"
    ),
    "first_day": (
        r"(?P<span>(?i:the\s+)?(?P<dom>{dom})(?:st|nd|rd|th)?)(?:\s*[-–—/]\s*|\s+(?i:to|and|or|until)\s+(?i:the\s+)?)"
        r"{dom}(?:st|nd|rd|th)?\s+(?P<month>{month})\b(?:,?\s+(?P<year>{year})\b|{which_year})?"
    ),
    "slash_days": r"(?P<d1>{dom})[/](?P<d2>{dom})\s+(?P<month>{month})\b(?:,?\s+(?P<year>{year})\b)?",
    "islamic_date": (
        r"(?:(?i:the\s+)?(?:(?P<dom>{dom})(?:st|nd|rd|th)?|(?P<word>{ordinal}))\s+(?i:(?:day|night)\s+)?(?i:of\s+)?)?"
        r"(?P<named>(?i:(?:the\s+)?(?:holy\s+|sacred\s+)?month\s+of\s+))?(?P<imonth>{islamic_month})"
        r"(?:,?\s+(?:(?i:of\s+)?(?:the\s+year\s+)?(?P<hijri>1[34]\d\d)(?:\s?(?:AH|A\.H\.|H|Hijri|hijri))?|(?P<year>(?:19|20)\d\d))\b)?"
    ),
    "year_quarter": (
        r"(?<=\b(?i:in)\s)(?P<span>(?i:the\s+)(?P<ord>(?i:first|second|third|fourth|last))\s+(?i:quarter))(?!\s+(?i:of\b|[a-z]+ly\b))"
    ),
    "national_day": (
        r"(?:(?P<owner>{country})(?:['’]s|['’])?\s+)?(?P<dayname>{national_day})(?:,?\s+(?:of\s+)?(?P<year>{year})\b|{which_year})?"
    ),
    "second_day": (
        r"(?P<month>{month})\s+{dom}(?:\s*[-–—/]\s*|\s+(?i:to|and|or|until)\s+)"
        r"(?P<span>(?i:the\s+)?(?P<dom>{dom})(?:st|nd|rd|th)?(?:,?\s+(?P<year>{year})\b|{which_year})?)(?!\s*(?:{month}|[:.,]?\d))"
    ),
    "ordinal_day": (
        r"(?:(?<=\b(?i:on|by|of)\s)|(?<=\b(?i:from|till)\s)|(?<=\b(?i:until|since)\s)|(?<=\b(?i:before)\s)|(?<=\b(?i:to)\s(?=the\s)))"
        r"(?P<span>(?i:the\s+)(?:(?P<part>(?i:morning|afternoon|evening|night))\s+of\s+the\s+)?"
        r"(?:(?P<dom>{dom})(?:st|nd|rd|th)|(?P<word>{ordinal})(?=\s+of\s+(?:this|last|that|the)\b))"
        r"(?P<which>\s+of\s+(?:that|the\s+same|the|this|last|the\s+previous)\s+month)?)"
        r"(?=\s*(?:[,.;:)]|$|(?:and|to|when|the|in|at|an?|two|three|four|he|she|they|it|we|our|his|their|another|near|after|as"
        r"|before|until|by|with|for|around)\b))"
    ),
    "second_year": r"(?:{year})[-–/](?P<span>(?P<year2>\d\d))",
    "date": (
        r"(?:(?P<edge>{edge})|(?P<partedge>(?i:(?:the\s+)?(?:(?:(?:early|late)(?:\s+in\s+the)?\s+)?(?:{part})(?:\s+hours)?|(?:early|small|late|wee|first)\s+(?:hours|minutes))\s+(?:of|on)\s+(?:the\s+)?)))?"
        r"(?:(?P<weekday>{weekday}),?\s+)?"
        r"(?:(?P<month>{month})\s+(?i:the\s+)?(?P<dom>{dom})(?:st|nd|rd|th)?(?![\d:]|,\d|\.\d)|(?i:the\s+)?(?P<domb>{dom})"
        r"(?:st|nd|rd|th)?\s+(?i:of\s+)?(?P<monthb>{month})\b)"
        r"(?:(?:,\s*|\s+)(?:(?:of\s+)?(?P<year>{year})\b|(?P<bcyear>\d{{1,4}})\s*{bc})(?!:)|{which_year})?"
        r"(?:\s+(?P<part>{part}))?"
    ),
    "month": (
        r"(?P<edge>{edge})?(?:(?P<det>(?i:last|this|next|this\s+past|the\s+previous|that|the\s+following))\s+)?"
        r"(?P<month>{month})(?:,?\s+(?i:of\s+)?(?:(?P<year>{year})\b|(?P<bcyear>\d{{1,4}})\s*{bc})|{which_year})?"
    ),
    "bc_year": (r"(?P<edge>{edge})?(?:(?i:c\.|ca\.|circa)\s*)?(?P<bcyear>\d{{1,4}})(?P<decade>s)?\s*{bc}"),
    "season": (
        r"(?P<edge>{edge})?(?:(?P<det>(?i:last|this|next|this\s+past|that\s+same|that|the\s+same|the\s+previous|"
        r"the\s+following|the|every|each))\s+)?(?P<season>{season})"
        r"(?:,?\s+(?i:of\s+)?(?:(?P<year>{year})\b|(?P<bcyear>\d{{1,4}})\s*{bc})|{which_year})?"
    ),
    "century": (
        r"(?P<edge>{edge})?(?i:the\s+)?(?P<edge2>(?i:early|mid|late)[-\s])?(?P<ord>{ordinal})[-\s](?i:century)(?:\s*(?P<bc>{bc}))?"
    ),
    "decade": (
        r"(?P<edge>{edge})?(?i:the\s+)?(?P<edge2>(?i:early|mid|late)[-\s](?:to[-\s]late[-\s])?)?(?P<decade>(?:1[0-9]|20)\d0|[’'‘]?[2-9]0)[’']?s"
    ),
    "year": (r"(?P<edge>{edge})?(?:(?i:the\s+year\s+|circa\s+|ca\.\s*))?(?P<year>{year})(?!\d)"),
    "weekday": (
        r"(?P<edge>(?i:(?:very\s+)?(?:early|earlier|late|later)(?:\s+on)?(?:\s+the)?\s+))?"
        r"(?P<nightof>(?i:(?:the\s+)?(?:(?:early\s+|late\s+)?{part}(?:\s+hours)?|(?:early|small|late|wee|first)\s+(?:hours|minutes))\s+(?:(?:of|on)\s+)?|overnight\s+(?:(?:on|into)\s+)?))?"
        r"(?P<det>(?i:last|next|this\s+past|this\s+coming|this|that\s+same|that|the\s+same|the\s+following|the\s+previous|the))?"
        r"(?(det)\s+)(?P<weekday>{weekday})(?P<plural>s\b)?(?:\s+(?P<part>{part}))?"
        r"(?:\s*,?\s+(?i:of\s+|before\s+)?(?P<week>(?i:last|this|next|that|the\s+previous|the\s+same|the\s+following))\s+week|,?\s+(?i:of\s+)?(?P<before>(?i:the\s+week\s+before(?:\s+last)?)))?"
    ),
    "clock": (
        r"(?:(?P<h>[01]?\d|2[0-4])[:.](?P<min>[0-5]\d)(?::[0-5]\d)?(?:\s*(?P<ampm>(?i:[ap]\.?m\b\.?|[ap]\.m\.?))|\s*(?i:h|hrs?|hours)\b)?"
        r"|(?P<h2>1[0-2]|0?[1-9])\s*(?P<ampm2>(?i:[ap]\.m\.|[ap]m\b))|(?P<hhmm>(?:[01]\d|2[0-4])[0-5]\d)"
        r"(?=\s*(?:GMT|UTC|h\b|hrs|hours)|\s*(?:to|until|till|and|[-–])\s*0\d[0-5]\d\b)"
        r"(?:\s*(?:hrs|hours|h\b))?|(?P<h3>1[0-2]|[1-9]|{number})\s+(?i:o[’']clock)"
        r"|(?i:(?:around\s+)?(?P<half>half|quarter)\s+(?:past|to)\s+(?P<h4>{number})))"
        r"(?:\s*(?P<zone>GMT|UTC|[ECMP][SD]T|CET|CEST|BST|IST|local\s+time))?"
        r"(?:\s+(?i:in\s+the\s+|at\s+)(?P<part>(?i:morning|afternoon|evening|night)))?"
        r"(?:(?:\s*\([\w:.\s]{{3,14}}\))?,?\s+(?:on\s+)?(?P<weekday>{weekday})\b(?:\s+(?P<part2>{part})\b)?)?"
    ),
    "day_part": (
        r"(?P<edge>(?i:early|late|mid)(?:\s+(?i:in\s+the|that|the\s+next|the\s+following|the\s+same|this)\s+|[-\s]))?"
        r"(?P<det>(?i:the\s+following|the\s+next|the\s+previous|the\s+same|that\s+same|that|the\s+early|the\s+late|the|every|each|one|a|last|this))?"
        r"(?(det)\s+)(?P<part>{part})(?:\s+(?i:hours))?(?P<before>\s+(?i:before|after|earlier|later))?"
    ),
    "named_event": r"(?:(?i:the)\s+)?(?P<event>{named_event})",
    "holiday": (
        r"(?P<eve>(?i:(?:the\s+)?eve\s+of\s+(?:the\s+)?))?(?P<det>(?i:last|this|next)\s+)?(?P<holiday>{holiday})"
        r"(?:,?\s+(?i:of\s+)?(?P<year>{year})\b|{which_year})?"
    ),
    "deictic": r"(?P<edge>(?i:(?:earlier|early|late|later)\s+))?(?P<word>{deictic})",
    "relative": (
        r"(?P<edge>(?i:(?:earlier|early|late|later|mid)(?:\s+on|\s+in)?[-\s]|(?:the\s+)?(?:very\s+)?(?:beginning|start|end|middle|close|rest|"
        r"(?:first|second|latter|last|early)\s+(?:half|part|days|weeks|months|few\s+days|few\s+weeks))\s+of\s+))?"
        r"(?P<det>(?i:this\s+past|this\s+same|this|these|last|next|past|the\s+past|the\s+last|the\s+previous|the\s+preceding|previous|preceding|the\s+following|following|the\s+next|the\s+coming|"
        r"coming|the\s+upcoming|the\s+ensuing|that\s+same|that\s+very|that|those|the\s+very\s+same|the\s+very\s+next|the\s+same|same|the\s+current|current|the\s+recent|recent|the\s+first|the\s+final|the\s+opening|the))\s+"
        r"(?:(?P<number>{number})\s+)?(?:(?i:full|whole|calendar|straight)\s+)?(?P<unit>{unit})"
        r"(?:(?P<of>\s+of\s+(?P<ofyear>(?i:the|this|last)\s+(?i:year)\b)?(?:(?P<month>{month})\b)?(?:(?(month),?\s+)(?P<year>{year})\b)?(?<!of\s)))?"
        r"(?P<after>\s+(?i:before\s+last|after\s+next|before|after|earlier|prior|later|following|ago)\b)?"
    ),
    "shift": (
        r"(?:(?P<hedge>{hedge})\s+)?(?P<number>{number}|(?i:an?|the))(?:\s+(?i:and\s+a\s+half))?[-\s]+(?:(?i:full|whole|long)\s+)?(?P<unit>{unit})"
        r"(?P<half>\s+(?i:and\s+a\s+half))?\s+(?P<dir>(?i:ago|earlier|later|before|after|previously|prior|afterwards?|from\s+now|hence|on\b(?=,)))"
    ),
    "bare_shift": (
        r"(?P<unit>(?i:hours|days|weeks|months|years|decades|minutes|moments))"
        r"\s+(?P<dir>(?i:ago|earlier|later|before|after))"
    ),
    "set": (
        r"(?P<each>(?i:every|each|per))\s+(?:(?P<number>{number}|other)\s+)?(?P<unit>{unit}|{part}|{weekday})\b"
        r"|(?P<adverb>(?i:daily|nightly|hourly|weekly|biweekly|monthly|quarterly|yearly|annually|annual|everyday|nights|weekdays))"
        r"|(?<=once\s|wice\s|imes\s)(?P<aunit>(?i:an?\s+(?:day|week|month|year)))"
    ),
    "duration": (
        r"(?:(?P<hedge>{hedge})\s+)?(?P<number>{number}|(?i:an?|one\s+and\s+a\s+half))(?:\s+(?i:and\s+a\s+half))?[-\s]+(?:(?i:more|full|whole|long|straight|"
        r"consecutive|bloody|brutal|entire)\s+)?(?P<unit>{unit})(?P<half>(?:\s+|-)(?i:and(?:\s+|-)a(?:\s+|-)half))?(?P<long>[-\s](?i:long))?(?![-\s](?i:old))"
    ),
    "age": r"(?P<number>{number})\s+(?P<unit>(?i:years?|months?|weeks?|days?))\s+(?i:old|of\s+age)",
    "bare_duration": r"(?P<unit>(?i:hours|days|weeks|months|years|decades|centuries))(?P<long>[-\s](?i:long))?"
    r"|(?P<yearlong>(?i:day|night|week|month|year|hour|decade))(?:-(?i:long)|long\b)",
}
"""Name of a family -> its pattern; `{…}` are pieces from the lexicon."""

_FIRST = r"(?<![\w/$£€#@])(?<!\d[.,:])"
_LAST = r"(?![\w])"


@cache
def compile_shapes() -> dict[str, re.Pattern[str]]:
    """Every family with its compiled pattern, in order of preference."""
    pieces = _pieces()
    return {name: re.compile(_FIRST + f"(?:{shape.format(**pieces)})" + _LAST) for name, shape in SHAPES.items()}
