"""Upper-case news messages as MUC-4 has them, made ready for the stages: header, day, places, time expressions."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dateline.annotate.timexes import find_timexes
from dateline.assemble.incident_keys import Setting
from dateline.assemble.incident_places import list_places
from dateline.assemble.narrations import Narration, read_narration
from dateline.model.ports import Gazetteer
from dateline.resolve.registries import load_countries
from dateline.resolve.story_countries import countries_in
from dateline.resolve.times import resolve_times

CENTURY = 1900
LEAD_CHARS = 400
"""What is said first says best where a story plays."""
DATELINE_WEIGHT, LEAD_WEIGHT = 3.0, 2.0

_HEADER = re.compile(r"(?s).{0,200}?--\s*(?:\[[^\]]{0,400}\]\s*)*")
_DAY = re.compile(r"(\d{1,2}) ([A-Z]{3})[A-Z]* (\d{2})\b")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_CALENDAR_WORD = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
)


@dataclass(frozen=True, slots=True)
class Message:
    """The dateline of a message, and its text in lower case, as the encoder has learnt to read such texts."""

    header: str
    text: str

    @property
    def published(self) -> date | None:
        """The day of the dateline."""
        match = _DAY.search(self.header)
        if match is None or match[2] not in _MONTHS:
            return None
        try:
            return date(CENTURY + int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))
        except ValueError:
            return None

    @property
    def filed(self) -> str:
        """The name of the place that it was filed from, in lower case."""
        return re.split(r"[,(]", self.header.strip())[0].strip().lower()


def cut_message(whole: str) -> Message:
    """In: header and text as the file has them."""
    match = _HEADER.match(whole)
    header = match[0] if match else ""
    return Message(header, whole[len(header) :].lower())


def read_setting(message: Message, narration: Narration, gazetteer: Gazetteer) -> Setting:
    """The day, the time expressions and the places of a message."""
    text = _CALENDAR_WORD.sub(lambda match: match[0].title(), message.text)
    published = message.published
    times = resolve_times(text, find_timexes(text, published), published)
    countries = weigh_countries(message, gazetteer)
    names = {country.code: country.name for country in load_countries()}
    return Setting(
        published, times, list_places(narration, gazetteer, countries, message.filed), message.filed, names
    )


def weigh_countries(message: Message, gazetteer: Gazetteer) -> dict[str, float]:
    """Country code -> how much the message speaks of it."""
    weights: dict[str, float] = defaultdict(float)
    for part in re.split(r"[,()]", message.header.split("--")[0])[:2]:
        places = gazetteer.find(part.strip()) if part.strip() else ()
        if places and places[0].country:
            weights[places[0].country] += DATELINE_WEIGHT
    for code, start, share in countries_in(message.text.upper()):
        weights[code] += share * (LEAD_WEIGHT if start < LEAD_CHARS else 1.0)
    return weights


def narrate(message: Message) -> Narration:
    return read_narration(message.text)
