"""States in the terms of ACLED and UCDP, from `data/exports/`; what is not known for certain is None."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dateline.base.resources import load_yaml


@dataclass(frozen=True, slots=True)
class ExportCountry:
    """`iso` is ISO 3166-1 numeric, `gw` Gleditsch and Ward's number; the names are those that the data sets use."""

    code: str
    acled_name: str
    ucdp_name: str
    iso: int | None
    acled_region: str | None
    gw: int | None
    ucdp_region: str | None


def find_country(code: str | None) -> ExportCountry | None:
    """The country of an ISO 3166-1 alpha-2 code; None where the table has none."""
    return _countries().get(code) if code else None


@cache
def _countries() -> Mapping[str, ExportCountry]:
    return {
        str(row["country"]): ExportCountry(
            code=str(row["country"]),
            acled_name=str(row.get("acled", row["name"])),
            ucdp_name=str(row.get("ucdp", row["name"])),
            iso=row.get("iso"),
            acled_region=row.get("region"),
            gw=row.get("gw"),
            ucdp_region=_find_region(row.get("gw")),
        )
        for row in load_yaml("exports/countries.yaml")["rows"]
    }


def _find_region(gw: int | None) -> str | None:
    if gw is None:
        return None
    regions = load_yaml("exports/ucdp.yaml")["regions"]
    return next((str(row["region"]) for row in regions if row["from"] <= gw <= row["to"]), None)
