"""Use case: mark the place names of texts and say where they are, without coding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dateline.model.drafts import PLACES
from dateline.model.reports import Report
from dateline.pipeline.geoparsing import Geoparser
from dateline.pipeline.runner import select_stages
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import make_stages

Json = Mapping[str, Any]


def geoparse(texts: Iterable[Json]) -> Iterator[dict[str, Any]]:
    """`{"id", "text"}` in, `{"id", "toponyms"}` out, lazily and in order.

    Each toponym is `{"start", "end", "text", "lat", "lon", "country", "gazetteer_id"}`: offsets in code points,
    degrees WGS84, null where the name is of no known place.
    """
    gazetteer = make_gazetteer()
    geoparser = Geoparser(select_stages(make_stages(make_actor_registry(), gazetteer), PLACES), gazetteer)
    for row in texts:
        (toponyms,) = geoparser.geoparse([Report(id=str(row["id"]), text=row["text"])])
        yield {"id": row["id"], "toponyms": toponyms}
