"""The place of an event: which of all places that a report names is meant, by fitted weights."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from dateline.assemble.choices import Features, Weights, choose
from dateline.assemble.circumstances import apart_km, event_places, overlap, same_area
from dateline.assemble.contexts import Context
from dateline.assemble.entries import find_entry
from dateline.assemble.families import CROWDS, VIOLENT, compatible_families
from dateline.assemble.merging import Case
from dateline.assemble.place_choices import PlaceOption, describe_words, list_options, name_step
from dateline.base.resources import load_yaml
from dateline.base.text import fold_name
from dateline.model.annotations import ResolvedPlace
from dateline.model.places import Place

WEIGHTS = "weights/event_places.yaml"
_SAME_SPOT_KM = 10.0
_LEAD_SENTENCES = 2
_OF_FIRST = ("told", "title", "lead", "first", "share", "here", "coarse", "state")
"""Features that weigh differently for the report's first event and for the others."""
_OF_GROUP = ("told", "here", "coarse", "title", "state")
"""The same for kinds of events."""
_OF_POINTED = ("told", "here", "coarse", "title", "told last", "of the main event", "same paragraph")
"""The same where the words point to a place that was told before ("the village")."""
_POINTED = re.compile(
    r"\b(?:the|this|that|same)\s+(?:village|town|city|settlement|hamlet|camp|base|post|outpost|prison|jail|hospital|"
    r"market|area|site|scene|spot|district|neighbou?rhood|quarter|square|compound|school|station|checkpoint)\b"
    r"(?!\s+of\b)|\b(?:there|here)\b(?!\s+(?:is|are|was|were|have|has|had)\b)",
    re.IGNORECASE,
)
_TALKS = re.compile(
    r"\b(?:talks|summit|conference|negotiations|meeting|accords?|agreement|deal|treaty|court|exile|refuge|headquarters)"
    r"\s+(?:held\s+)?(?:in|at|of)\s+$",
    re.IGNORECASE,
)
_TALKS_CHARS = 40


@dataclass(frozen=True)
class EventPlaces:
    """The events of one report with the places that the rules propose, None where they know none."""

    context: Context
    cases: Sequence[Case]
    told: Sequence[Place | None]
    _named: dict[str, Features] = field(default_factory=dict)

    def choose(self, number: int) -> Place | None:
        """The place of an event, by its number."""
        options = self.options_of(number)
        if not options:
            return self.told[number]
        return options[choose(self.describe(number), _weights())].place

    def options_of(self, number: int) -> list[PlaceOption]:
        return list_options(self.context, self.cases[number].sightings[0].triggers[0].span)

    def describe(self, number: int) -> list[Features]:
        """What speaks for each option of an event and against it, as numbers between 0 and about 1."""
        heading = find_entry(self.context, self.cases[number].sightings[0].sentence)
        headed = heading.place.name if heading is not None and heading.place is not None else None
        return [
            {**self._describe(number, option), "heads its entry": float(option.place.name == headed)}
            for option in self.options_of(number)
        ]

    def _describe(self, number: int, option: PlaceOption) -> Features:
        if option.place.name not in self._named:
            self._named[option.place.name] = self._describe_named(option)
        features = {
            **self._named[option.place.name],
            **self._describe_told(number, option.place),
            **self._describe_sentence(number, option),
            **self._describe_way(number, option),
            **self._describe_others(number, option),
        }
        case = self.cases[number]
        words = case.sightings[0].sentence.span.text_in(self.context.text)
        group = "crowd" if set(case.families) & CROWDS else "violent" if set(case.families) & VIOLENT else "other"
        crossed = {f"main {name}": features[name] for name in _OF_FIRST if number == 0 and name in features}
        crossed |= {f"{group} {name}": features[name] for name in _OF_GROUP if name in features}
        if _POINTED.search(words):
            crossed |= {f"pointed {name}": features[name] for name in _OF_POINTED if name in features}
        return {**features, **crossed}

    @cached_property
    def _mentions(self) -> list[ResolvedPlace]:
        return [row for rows in self.context.places.values() for row in rows]

    def _describe_named(self, option: PlaceOption) -> Features:
        """What a place is to the report as a whole."""
        place, mentions, report = option.place, self._mentions, self.context.report
        first = min(row.span for row in mentions)
        near = sum(_is_same_spot(place, row.place) for row in mentions)
        return {
            "coarse": float(place.geo_precision == 3),
            "exact": float(place.geo_precision == 1),
            "state": float((place.gazetteer_id or "").startswith("country:")),
            "unknown": float(place.gazetteer_id is None),
            "without point": float(place.lat is None),
            "no event place": float(not any(row.event_place for row in option.rows)),
            "share of event places": sum(row.event_place for row in option.rows) / len(option.rows),
            "title": float(fold_name(place.name) in fold_name(report.title or "")),
            "dateline": float(fold_name(place.name) in fold_name(report.dateline or "")),
            "share": len(option.rows) / len(mentions),
            "share near": near / len(mentions),
            "first": float(option.rows[0].span == first),
            "lead": float(self.context.sentence_at(option.rows[0].span.start).index < _LEAD_SENTENCES),
            "of its country": sum(row.place.country == place.country for row in mentions) / len(mentions),
            "of its region": sum(_region(row.place) == _region(place) for row in mentions) / len(mentions),
        }

    def _describe_told(self, number: int, place: Place) -> Features:
        """How a place stands to that of the rules."""
        told = self.told[number]
        if told is None:
            return {}
        return {
            "told": float(told.name == place.name),
            "same spot as told": float(_is_same_spot(told, place)),
            "within told": float(told.geo_precision == 3 > place.geo_precision and same_area(told, place)),
            "around told": float(told.geo_precision < 3 == place.geo_precision and same_area(told, place)),
        }

    def _describe_sentence(self, number: int, option: PlaceOption) -> Features:
        """What the sentences that tell of the event say of a place; nothing where they do not name it."""
        context, case = self.context, self.cases[number]
        first, span = case.sightings[0], case.sightings[0].triggers[0].span
        indexes = {sighting.sentence.index for sighting in case.sightings}
        nearest = min(option.rows, key=lambda row: row.span.distance_chars(span))
        features = dict(describe_words(context, nearest, first.sentence.index))
        features["of a telling"] = float(
            any(row.place is not None and row.place.name == option.place.name for row in case.sightings)
        )
        features["in a telling"] = float(
            any(context.sentence_at(row.span.start).index in indexes for row in option.rows)
        )
        here = [row for row in option.rows if first.sentence.span.contains(row.span)]
        if not here:
            return features
        nearest = min(here, key=lambda row: row.span.distance_chars(span))
        rows = context.places.get(first.sentence.index, ())
        gap = nearest.span.distance_chars(span)
        clause = context.clause_of(span)
        told = event_places(context, first.sentence.index)
        between = sum(
            min(span.start, nearest.span.start) < row.span.start < max(span.start, nearest.span.start) for row in rows
        )
        return {
            **features,
            "here": 1.0,
            "event place here": float(nearest in told),
            "in the clause": float(clause.contains(nearest.span)),
            "behind": float(nearest.span.start >= span.end),
            "behind in the clause": float(nearest.span.start >= span.end and clause.contains(nearest.span)),
            "characters off": math.log1p(gap) / 5,
            "nearest here": float(all(row.span.distance_chars(span) >= gap for row in rows)),
            "of talks": float(self._is_of_talks(nearest)),
            "alone here": float(len(told) == 1 and nearest in told),
            "places between": min(between, 3) / 3,
            "finest here": float(all(row.place.geo_precision >= option.place.geo_precision for row in told)),
        }

    def _is_of_talks(self, row: ResolvedPlace) -> bool:
        """ "The December summit in Paris" is no place of fights."""
        start = row.span.start
        return _TALKS.search(self.context.text, max(0, start - _TALKS_CHARS), start) is not None

    def _describe_way(self, number: int, option: PlaceOption) -> Features:
        """How many sentences away the place is told as that of something done, before and behind."""
        context, sentence = self.context, self.cases[number].sightings[0].sentence
        sentences = [context.sentence_at(row.span.start) for row in option.rows if row.event_place]
        before = [sentence.index - row.index for row in sentences if row.index < sentence.index]
        behind = [row.index - sentence.index for row in sentences if row.index > sentence.index]
        paragraphs = [sentence.paragraph - row.paragraph for row in sentences]
        opening = context.back_to_paragraph_start(sentence)[-1]
        features = {
            "same paragraph": float(0 in paragraphs),
            "paragraph before": float(1 in paragraphs),
            "paragraph behind": float(-1 in paragraphs),
            "opens the paragraph": float(any(row.index == opening for row in sentences)),
            "told last": float(option.place.name == self._told_last(sentence.span.start)),
            f"{name_step(min(before))} before" if before else "not before": 1.0,
        }
        if behind:
            features[f"{name_step(min(behind))} behind"] = 1.0
        return features

    def _told_last(self, start: int) -> str | None:
        """The last place before an offset that is no province or country."""
        before = [
            row
            for row in self._mentions
            if row.span.start < start and row.event_place and row.place.geo_precision < 3
        ]
        return max(before, key=lambda row: row.span).place.name if before else None

    def _describe_others(self, number: int, option: PlaceOption) -> Features:
        """What the other events of the report have to do with the place."""
        case = self.cases[number]
        claims = list(self._claims(option.place.name))
        others = [other for other in claims if other != number]
        return {
            "of the event before": float(number - 1 in others),
            "of the event behind": float(number + 1 in others),
            "of the main event": float(0 in others),
            "of another event": float(bool(others)),
            "of another event alone": float(bool(others) and number not in claims),
            "of an event of its day": float(
                any(case.time and self.cases[other].time == case.time for other in others)
            ),
            "of an event of another day": float(
                any(not overlap(case.time, self.cases[other].time) for other in others)
            ),
            "of an event of its kind": float(
                any(compatible_families(case.families, self.cases[other].families) for other in others)
            ),
            "share of events": len(others) / len(self.cases),
            "proposed before": float(number > 0 and self._is_proposed(number - 1, option.place.name)),
            "told of another": sum(
                self._is_proposed(other, option.place.name) for other in range(len(self.cases)) if other != number
            )
            / len(self.cases),
        }

    def _is_proposed(self, number: int, name: str) -> bool:
        place = self.told[number]
        return place is not None and place.name == name

    def _claims(self, name: str) -> Iterator[int]:
        """The numbers of the events whose own words name the place."""
        for number, case in enumerate(self.cases):
            if any(row.place is not None and row.place.name == name for row in case.sightings):
                yield number


def _is_same_spot(one: Place, other: Place) -> bool:
    apart = apart_km(one, other)
    return one.name == other.name or (apart is not None and apart <= _SAME_SPOT_KM)


def _region(place: Place) -> tuple[str | None, str | None]:
    return place.country, place.admin1


@cache
def _weights() -> Weights:
    weights: Mapping[str, float] = load_yaml(WEIGHTS)["weights"]
    return weights
