"""The suite `geo`: toponyms found and placed, against LGL, TR-News, GeoWebNews and files of their form.

A gold toponym is matched by the found one that overlaps it, each used once, the same span first. Accuracy@161 km
(100 miles) is the share whose point lies that near; it is given over the matched toponyms and over all gold ones
with coordinates, where one that was not found is wrong and its error half the Earth's circumference.

Two further lines need the gazetteer, so they are there only where the coder itself runs. `given spans`: the accuracy
of resolution alone, over all gold toponyms with coordinates, when their spans are handed in. `gazetteer ceiling`: the
share of those for which any place of that name lies within 161 km, whatever the words around say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from xml.etree import ElementTree

from dateline.base.distances import distance_km
from dateline.model.errors import ReadError
from dateline.model.spans import Span

NEAR_KM = 161.0
FARTHEST_KM = 20_038.0
_SLIP_CHARS = 40

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class GeoDocument:
    """An article with its gold toponyms: span and point (degrees), the point None where gold has none."""

    name: str
    text: str
    toponyms: tuple[tuple[Span, Point | None], ...]


@dataclass(frozen=True, slots=True)
class GeoScores:
    """Counts, and the errors in km of the matched toponyms that have a gold point."""

    gold: int
    found: int
    strict: int
    matched: int
    gold_with_point: int
    errors_km: tuple[float, ...]

    def to_json(self) -> dict[str, float | int]:
        """The measures as printed by the `evaluate` command."""
        near = sum(error <= NEAR_KM for error in self.errors_km)
        missed = self.gold_with_point - len(self.errors_km)
        all_errors = [*self.errors_km, *[FARTHEST_KM] * missed]
        return {
            "precision": _share(self.matched, self.found),
            "recall": _share(self.matched, self.gold),
            "f1": _share(2 * self.matched, self.gold + self.found),
            "strict_f1": _share(2 * self.strict, self.gold + self.found),
            "accuracy_161km_matched": _share(near, len(self.errors_km)),
            "accuracy_161km_all": _share(near, self.gold_with_point),
            "median_error_km_matched": round(median(self.errors_km), 1) if self.errors_km else FARTHEST_KM,
            "median_error_km_all": round(median(all_errors), 1) if all_errors else FARTHEST_KM,
            "gold": self.gold,
            "found": self.found,
        }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


@dataclass(frozen=True, slots=True)
class GivenScores:
    """How many gold toponyms with coordinates were placed well with their spans handed in, and how many could be."""

    gold_with_point: int
    near: int
    reachable: int

    def to_json(self) -> dict[str, float | int]:
        """The measures as printed by the `evaluate` command, beside those of GeoScores."""
        return {
            "accuracy_161km_given_spans": _share(self.near, self.gold_with_point),
            "gazetteer_ceiling_161km": _share(self.reachable, self.gold_with_point),
        }


def score_given(
    documents: Sequence[GeoDocument],
    placed: Mapping[str, Sequence[Mapping[str, Any]]],
    candidates: Mapping[str, Sequence[Sequence[Point]]],
) -> GivenScores:
    """Score places of the gold spans: by document name, a row and all points of its name for each span, in order."""
    total = near = reachable = 0
    for document in documents:
        for (_, point), row, others in zip(
            document.toponyms, placed[document.name], candidates[document.name], strict=True
        ):
            if point is None:
                continue
            total += 1
            near += _error_km(point, row) <= NEAR_KM
            reachable += any(distance_km(*point, *other) <= NEAR_KM for other in others)
    return GivenScores(total, near, reachable)


def score_geo(documents: Sequence[GeoDocument], predictions: Mapping[str, Sequence[Mapping[str, Any]]]) -> GeoScores:
    """Score the output of `geoparse`, rows by document name. Raises ReadError where a document has none."""
    gold = found = strict = matched = with_point = 0
    errors_km: list[float] = []
    for document in documents:
        if document.name not in predictions:
            raise ReadError("the predictions lack a document", document.name)
        rows = predictions[document.name]
        pairs = pair_toponyms(document.toponyms, rows)
        gold += len(document.toponyms)
        found += len(rows)
        matched += len(pairs)
        strict += sum(span == _span(row) for (span, _), row in pairs)
        with_point += sum(point is not None for _, point in document.toponyms)
        errors_km += [_error_km(point, row) for (_, point), row in pairs if point is not None]
    return GeoScores(gold, found, strict, matched, with_point, tuple(errors_km))


def _span(row: Mapping[str, Any]) -> Span:
    return Span(int(row["start"]), int(row["end"]))


def _error_km(point: Point, row: Mapping[str, Any]) -> float:
    if row.get("lat") is None or row.get("lon") is None:
        return FARTHEST_KM
    return distance_km(*point, float(row["lat"]), float(row["lon"]))


def pair_toponyms(
    gold: Sequence[tuple[Span, Point | None]], rows: Sequence[Mapping[str, Any]]
) -> list[tuple[tuple[Span, Point | None], Mapping[str, Any]]]:
    """Gold with the row that it overlaps, the same span before a partial one; each is used once."""
    free = list(rows)
    pairs: list[tuple[tuple[Span, Point | None], Mapping[str, Any]]] = []
    for same in (True, False):
        for item in gold:
            if any(item is taken for taken, _ in pairs):
                continue
            hit = next((row for row in free if _meets(item[0], _span(row), same=same)), None)
            if hit is not None:
                free.remove(hit)
                pairs.append((item, hit))
    return pairs


def _meets(one: Span, other: Span, *, same: bool) -> bool:
    return one == other if same else one.overlaps(other)


# --- reading -------------------------------------------------------------------------------------------------------


def read_geo_corpus(path: Path) -> Iterator[GeoDocument]:
    """The articles of an LGL, TR-News or GeoWebNews file. Raises ReadError for a file that has none or is no XML."""
    try:
        root = ElementTree.parse(path).getroot()  # noqa: S314 - a corpus that the user names on the command line
    except (ElementTree.ParseError, OSError) as error:
        raise ReadError("not a file of articles with toponyms", str(path), str(error)) from error
    articles = root.findall("article")
    if not articles:
        raise ReadError("no article found", str(path))
    for number, article in enumerate(articles):
        text = article.findtext("text", "")
        toponyms = tuple(_read_toponym(element, text) for element in article.findall("toponyms/toponym"))
        yield GeoDocument(article.get("docid", str(number)), text, toponyms)


def _read_toponym(element: ElementTree.Element, text: str) -> tuple[Span, Point | None]:
    start, end = int(element.findtext("start", "0")), int(element.findtext("end", "0"))
    span = _aligned(text, Span(start, end), element.findtext("phrase") or element.findtext("extractedName"))
    lat = _first_text(element, "gaztag/lat", "lat", "latitude")
    lon = _first_text(element, "gaztag/lon", "lon", "longitude")
    return span, (float(lat), float(lon)) if lat and lon else None


def _aligned(text: str, span: Span, phrase: str | None) -> Span:
    """The span, moved onto its phrase where the file's offsets slip by a few characters (as some of TR-News do)."""
    if not phrase or span.text_in(text) == phrase:
        return span
    found = [
        match.start()
        for match in re.finditer(re.escape(phrase), text[max(0, span.start - _SLIP_CHARS) : span.end + _SLIP_CHARS])
    ]
    if not found:
        return span
    first = max(0, span.start - _SLIP_CHARS)
    start = min((first + at for at in found), key=lambda at: abs(at - span.start))
    return Span(start, start + len(phrase))


def _first_text(element: ElementTree.Element, *paths: str) -> str | None:
    """LGL and TR-News keep the point under `gaztag`, GeoWebNews in the toponym itself."""
    return next((text.strip() for path in paths if (text := element.findtext(path))), None)
