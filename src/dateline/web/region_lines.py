"""The lines of regions that the front end was built with, for pictures drawn on the server."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

REGIONS_DIR = Path(__file__).parent / "static/geo/regions"
_CODE = re.compile(r"[A-Z]{2}")
Line = tuple[tuple[float, float], ...]


@lru_cache(maxsize=16)
def read_region_lines(country: str | None) -> tuple[Line, ...]:
    """The borders of a country's regions as runs of (lon, lat); none where the front end has none or is not built."""
    if country is None or not _CODE.fullmatch(country):
        return ()
    path = REGIONS_DIR / f"{country}.json"
    if not path.is_file():
        return ()
    geometry = json.loads(path.read_text(encoding="utf-8"))["geometry"]
    return tuple(tuple((lon, lat) for lon, lat, *_ in line) for line in geometry["coordinates"])
