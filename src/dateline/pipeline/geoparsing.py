"""Geoparsing alone: the toponyms of a text with the points of the places they name, without any coding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypedDict

from dateline.annotate.sentences import split_sentences
from dateline.annotate.toponym_contexts import toponym_name
from dateline.base.resources import load_yaml
from dateline.model.annotations import ResolvedPlace, Toponym
from dateline.model.drafts import PLACES, Draft
from dateline.model.ports import Gazetteer
from dateline.model.reports import Report
from dateline.model.spans import Span
from dateline.pipeline.stages import Stage
from dateline.resolve.place_mentions import entries_of
from dateline.resolve.places import resolve_toponyms


class GeoparseRow(TypedDict):
    """A toponym as `dateline geoparse` gives it; `lat`/`lon` are the place's own, None where it is not known."""

    start: int
    end: int
    text: str
    lat: float | None
    lon: float | None
    country: str | None
    gazetteer_id: str | None


class Geoparser:
    """Runs the stages up to PLACES and turns the rows into points; demonyms ("Syrian") give their country's."""

    def __init__(self, stages: Sequence[Stage], gazetteer: Gazetteer) -> None:
        self._stages = stages
        self._gazetteer = gazetteer
        self._countries = _countries_by_demonym(gazetteer)
        words = sorted(self._countries, key=len, reverse=True)
        self._demonym = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")

    def geoparse(self, reports: Iterable[Report]) -> Iterator[list[GeoparseRow]]:
        """One list of rows a report, in order of the text."""
        for report in reports:
            draft = Draft(report)
            for stage in self._stages:
                draft = draft.plus(stage.run([draft])[0])
            rows = [self._row(place, draft.text) for place in draft.get(PLACES)]
            yield sorted([*rows, *self._demonym_rows(draft.text, rows)], key=lambda row: row["start"])

    def place_spans(
        self, text: str, spans: Sequence[Span]
    ) -> tuple[list[GeoparseRow], list[list[tuple[float, float]]]]:
        """The rows of names that are known to be toponyms, one a span, and the points that each may mean."""
        sentences = [sentence.span for sentence in split_sentences(text)]
        order = sorted(range(len(spans)), key=lambda index: spans[index])
        toponyms = [Toponym(spans[index], toponym_name(spans[index].text_in(text))) for index in order]
        resolved = resolve_toponyms(text, toponyms, sentences, self._gazetteer)
        rows: dict[int, GeoparseRow] = {}
        for index, place in zip(order, resolved, strict=True):
            demonym = self._countries.get(spans[index].text_in(text))
            start, end = spans[index].start, spans[index].end
            rows[index] = (
                GeoparseRow(**{**demonym, "start": start, "end": end}) if demonym else self._row(place, text)
            )
        points = [self._points_of(span.text_in(text), text[span.end : span.end + 160]) for span in spans]
        return [rows[index] for index in range(len(spans))], points

    def _points_of(self, words: str, after: str) -> list[tuple[float, float]]:
        demonym = self._countries.get(words)
        if demonym is not None and demonym["lat"] is not None and demonym["lon"] is not None:
            return [(demonym["lat"], demonym["lon"])]
        return [(entry.lat, entry.lon) for entry in entries_of(self._gazetteer, toponym_name(words), after)]

    def _row(self, resolved: ResolvedPlace, text: str) -> GeoparseRow:
        """The entry's own point: "60 km south of X" and "between X and Y" move an event's place, not X."""
        place = resolved.end or resolved.place
        entry = self._gazetteer.get(place.gazetteer_id) if place.gazetteer_id else None
        lat, lon = (entry.lat, entry.lon) if entry else (place.lat, place.lon)
        return GeoparseRow(
            start=resolved.span.start, end=resolved.span.end, text=resolved.span.text_in(text),
            lat=lat, lon=lon, country=place.country, gazetteer_id=place.gazetteer_id,
        )  # fmt: skip

    def _demonym_rows(self, text: str, rows: Sequence[GeoparseRow]) -> Iterator[GeoparseRow]:
        for match in self._demonym.finditer(text):
            if any(row["start"] < match.end() and match.start() < row["end"] for row in rows):
                continue
            start, end = match.span()
            yield GeoparseRow(**{**self._countries[match.group()], "start": start, "end": end, "text": match.group()})


def _countries_by_demonym(gazetteer: Gazetteer) -> dict[str, GeoparseRow]:
    """A row without offsets for every demonym whose country the gazetteer has."""
    found: dict[str, GeoparseRow] = {}
    for code, row in load_yaml("gazetteer/countries.yaml")["countries"].items():
        entry = gazetteer.get(f"country:{code}")
        if entry is None:
            continue
        words = frozenset(row.get("demonyms", []))
        for word in (word for word in words if word[:-1] not in words):  # "Turkish", "Chinese", but not "Syrians"
            found[word] = GeoparseRow(
                start=0, end=0, text=word, lat=entry.lat, lon=entry.lon, country=code,
                gazetteer_id=entry.gazetteer_id,
            )  # fmt: skip
    return found
