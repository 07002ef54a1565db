"""Use case: mark the place names of texts and say where they are, without coding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dateline.base.settings import Settings
from dateline.model.annotations import ResolvedPlace
from dateline.model.drafts import PLACES, Draft
from dateline.model.errors import CodingError
from dateline.model.reports import Report
from dateline.pipeline.runner import run_drafts, select_stages
from dateline.services.coding import make_coder

Json = Mapping[str, Any]


def geoparse(texts: Iterable[Json]) -> Iterator[dict[str, Any]]:
    """`{"id", "text"}` in, `{"id", "toponyms"}` out, lazily and in order.

    Each toponym is `{"start", "end", "text", "lat", "lon", "country", "gazetteer_id"}`: offsets in code points,
    degrees WGS84, null where the name is of no known place. Raises CodingError for a text that a stage fails on.
    """
    stages = select_stages(make_coder(Settings()).stages, PLACES)
    reports = (Report(id=str(row["id"]), text=row["text"]) for row in texts)
    for draft in run_drafts(reports, stages):
        if not isinstance(draft, Draft):
            raise CodingError("the text cannot be geoparsed", draft.report.id, str(draft.error))
        yield {"id": draft.report.id, "toponyms": [_to_json(draft.text, row) for row in draft.get(PLACES)]}


def _to_json(text: str, found: ResolvedPlace) -> dict[str, Any]:
    place = found.place
    return {
        "start": found.span.start,
        "end": found.span.end,
        "text": found.span.text_in(text),
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "gazetteer_id": place.gazetteer_id,
    }
