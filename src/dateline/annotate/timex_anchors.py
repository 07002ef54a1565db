"""The words near which alone each family of time expressions is looked for, as the full patterns are costly."""

from __future__ import annotations

import re

from dateline.annotate.named_events import list_event_names
from dateline.annotate.timex_patterns import any_of, capitalise_names


def _two_words(name: str) -> str:
    """The first two words of a name, rare enough to look for."""
    return " ".join(name.split()[:2])


ANCHORS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (families, re.compile(anchor))
    for families, anchor in (
        (
            ("first_day", "second_day", "date", "month"),
            r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)",
        ),
        (("span_of_days",), r"\b(?:[Nn]ight|[Mm]orning)s?\s+of\b"),
        (("weekday",), r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"),
        (("iso_date", "second_year", "year"), r"\b(?:1\d|20)\d\d"),
        (("numeric_date",), r"\b\d{1,2}[-/.]\d{1,2}[-/.]\d\d"),
        (("named_event",), rf"\b(?:{any_of(capitalise_names(map(_two_words, list_event_names())))})(?!\w)"),
        (("slash_days",), r"\b\d\d?/\d\d?\s+[A-Z]"),
        (
            ("islamic_date",),
            r"\b(?:M[ou]harram|Safar|Rabi|Jumada|Rajab|Sha['’]?a?ban|Rama[dz]h?an|Shaww?al|Dhul?\b|Zilhajj)",
        ),
        (("year_quarter",), r"\b[Qq]uarter\b"),
        (
            ("national_day",),
            r"\b(?:Independence|Republic|National|Revolution|Victory|Liberation|Army|Armed|Unity|Restoration)\b",
        ),
        (("bc_year",), r"B\.?C"),
        (("season",), r"\b(?i:spring|summer|autumn|fall|winter)"),
        (("century",), r"(?i:centur)"),
        (("decade",), r"\d0[’']?s\b"),
        (("ordinal_day",), r"\b(?:\d\d?(?:st|nd|rd|th)|[a-z-]+\s+of\s+\w+(?:\s+\w+)?\s+month)\b"),
        (
            ("clock",),
            (
                r"\b\d\d?[:.]\d\d|\d\s?[ap]\.?m\b|\b\d{4}\s?(?:GMT|UTC|h|(?:to|[-–])\s?0\d{3}\b)|o[’']clock"
                r"|\b(?:half|quarter) (?:past|to)\b"
            ),
        ),
        (
            ("day_part",),
            (
                r"\b[Mm]orning|\b[Dd]a(?:wn|ybreak|ylight|ytime)|\b[Ss]un(?:rise|set|down)|\b[Nn]oon|\b[Mm]idday"
                r"|[Aa]fternoon|\b[Ee]vening|\b[Dd]usk|[Nn]ight"
            ),
        ),
        (
            ("holiday",),
            (
                r"\b(?:Chris|New Year|N[eo]|Val|May Day|Bast|Hallow|Ram|the (?:holy|Muslim|Feast)|[EA]id|Idul|Muh|Ash"
                r"|Arb|Maw|Ma?oul|Easter|Good F|Palm S|Pent|Maundy|Holy [TS]|Ascens|Orthodox [CE]|Coptic [CE]|Ethiop"
                r"|Box|Epiph|Timk|Mesk|All S|Songk|Wom|International W|St\.? Steph|Tabas|Korit|La[yi]lat|Feast)"
            ),
        ),
        (
            ("deictic",),
            (
                r"(?i:\b(?:to(?:day|night|morrow)|yesterday|(?:last|this) night|overnight|now|nowadays|current"
                r"|present|recent|lately|of late|past|former|future|time|period|moment|point|modern|these days"
                r"|the day|the coming|this (?:morning|afternoon|evening)))"
            ),
        ),
        (
            ("relative", "shift", "bare_shift", "duration", "bare_duration", "age"),
            r"(?i:\b(?:seconds?|min(?:ute)?s?|h(?:ou)?rs?|days?|night|week|fortnight|month|quarter|year|decade|centur|moments))",
        ),
        (
            ("set",),
            r"(?i:\b(?:every|each|per|daily|nightly|hourly|weekly|biweekly|monthly|quarterly|yearly|annual|nights|weekdays|once|twice|times)\b)",
        ),
    )
)
"""Families, and the words near which alone they are looked for."""
