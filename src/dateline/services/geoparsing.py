"""Use case: mark the place names of texts and say where they are, without coding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dateline.annotate.toponyms import ToponymStage
from dateline.model.drafts import PLACES
from dateline.model.reports import Report
from dateline.model.spans import Span
from dateline.pipeline.geoparsing import Geoparser
from dateline.pipeline.runner import select_stages
from dateline.pipeline.stages import Stage
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.places import PlaceStage
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import make_stages

Json = Mapping[str, Any]


def geoparse(texts: Iterable[Json]) -> Iterator[dict[str, Any]]:
    """`{"id", "text"}` in, `{"id", "toponyms"}` out, lazily and in order.

    `title` and `dateline` may be given too: the second is where the text was written or its paper is printed
    ("Jordan, Minnesota"), and speaks for places near it.

    Each toponym is `{"start", "end", "text", "lat", "lon", "country", "gazetteer_id"}`: offsets in code points,
    degrees WGS84, null where the name is of no known place.
    """
    geoparser = make_geoparser()
    for row in texts:
        told = {name: row.get(name) for name in ("title", "dateline")}
        (toponyms,) = geoparser.geoparse([Report(id=str(row["id"]), text=row["text"], **told)])
        yield {"id": row["id"], "toponyms": toponyms}


def place_spans(texts: Iterable[Json]) -> Iterator[dict[str, Any]]:
    """`{"id", "text", "spans": [[start, end], …]}` in, what those names mean out: resolution without recognition.

    `toponyms` are rows as those of `geoparse`, one a span in the same order; `candidates` the points (lat, lon) of
    all places that each name may mean, whatever the text says.
    """
    geoparser = make_geoparser()
    for row in texts:
        spans = [Span(int(start), int(end)) for start, end in row["spans"]]
        rows, points = geoparser.place_spans(row["text"], spans)
        yield {"id": row["id"], "toponyms": rows, "candidates": points}


def make_geoparser() -> Geoparser:
    """The stages up to PLACES over the packaged registry and the gazetteer."""
    gazetteer = make_gazetteer()
    widely: dict[str, Stage] = {
        stage.name: stage for stage in (ToponymStage(gazetteer, wide=True), PlaceStage(gazetteer, strict=False))
    }
    stages = [
        widely.get(stage.name, stage)
        for stage in select_stages(make_stages(make_actor_registry(), gazetteer), PLACES)
    ]
    return Geoparser(stages, gazetteer)
