"""The short forms of a sheet: numbers, names, times, places, sources, and quotes told by their ends."""

from __future__ import annotations

import re
from typing import Any

Value = Any
"""A JSON value of a coded report: string, number, list or mapping."""

PLACE_FIELDS = ("name", "lat", "lon", "country", "admin1", "geo_precision", "radius_km")
DEFAULT_RADIUS_KM = 20
_NUMBER = re.compile(r"(?P<about>~)?(?:(?P<low>\d+(?:\.\d+)?)?(?P<dash>-)?(?P<high>\d+(?:\.\d+)?)?(?P<more>\+)?)$")


class NotationError(ValueError):
    """A short form that cannot be read; the message quotes it."""


def read_options(text: str) -> Value:
    """`A|B` as the accepted answers, a single one as it is."""
    options = [option.strip() for option in text.split("|") if option.strip()]
    if not options:
        raise NotationError(f"a name is missing in {text!r}")
    return options[0] if len(options) == 1 else {"any_of": options}


def read_number(written: object) -> dict[str, Value]:
    """`9`, `7+`, `-27`, `5-7`, `~300`, `?` as low and high; `approximate` only where it is so."""
    text = str(written).replace(",", "").strip()
    if text == "?":
        return {"low": None, "high": None}
    match = _NUMBER.match(text)
    if not match or not (match["low"] or match["high"]):
        raise NotationError(f"{written!r} is no number")
    low, high = _plain(match["low"]), _plain(match["high"])
    if not match["dash"] and not match["more"]:
        high = low
    approximate = {"approximate": True} if match["about"] else {}
    return {"low": low, "high": high, **approximate}


def _plain(digits: str | None) -> int | float | None:
    if digits is None:
        return None
    number = float(digits)
    return int(number) if number.is_integer() else number


def read_actor(written: str) -> dict[str, Value]:
    """`Islamic State|ISIS = the gunmen` as an actor with its mention."""
    name, _, mention = written.partition(" = ")
    return {"name": read_options(name), "mention": mention.strip() or None, "actor_id": None}


def read_source(written: str) -> dict[str, Value]:
    """`Colonel Keita: state_force: claims_responsibility` as an attribution; `outlet` is the report's own voice."""
    parts = [part.strip() for part in written.rsplit(": ", 2)] if written.count(": ") > 1 else written.split(": ")
    if parts == ["outlet"]:
        return {"source": None, "source_type": "outlet", "stance": "says"}
    if len(parts) < 2:
        raise NotationError(f"{written!r} names no source type")
    source, source_type, *stance = (part.strip() for part in parts)
    if " = " in source:
        raise NotationError(f"{written!r}: a source is a name alone")
    return {
        "source": read_options(source) if source not in ("null", "-", "outlet") else None,
        "source_type": read_options(source_type),
        "stance": read_options(stance[0]) if stance else "says",
    }


def read_time(written: object) -> dict[str, Value] | None:
    """`2021-05-12`, `2021-05-01/2021-05-31 month`, `/2021-05-31` (open) as an interval with its precision."""
    if written is None:
        return None
    days, _, precision = str(written).partition(" ")
    start, slash, end = days.partition("/")
    if not slash:
        end = start
    return {"start": start or None, "end": end or None, "precision": precision.strip() or "day"}


def read_place(row: list[Value]) -> dict[str, Value]:
    """A row of the sheet's table of places, in the order of `PLACE_FIELDS`."""
    if not 5 <= len(row) <= len(PLACE_FIELDS):
        raise NotationError(f"a place has name, lat, lon, country, admin1 (and precision, radius): {row!r}")
    named = dict(zip(PLACE_FIELDS, row, strict=False))
    admin1 = named["admin1"]
    return {
        "name": read_options(str(named["name"])),
        "lat": named["lat"],
        "lon": named["lon"],
        "radius_km": named.get("radius_km", DEFAULT_RADIUS_KM),
        "country": read_options(str(named["country"])) if named["country"] else None,
        "admin1": read_options(str(admin1)) if admin1 else None,
        "gazetteer_id": None,
        "geo_precision": named.get("geo_precision", 1),
    }


def find_quote(text: str, written: str) -> dict[str, Value]:
    """The span of a quote that is given whole or as `first words ... last words`. Raises where it is not there."""
    head, dots, tail = written.partition(" ... ")
    start = _locate(text, head.strip(), 0)
    end = start + len(head.strip())
    if dots:
        end = _locate(text, tail.strip(), end) + len(tail.strip())
    return {"start": start, "end": end, "quote": text[start:end]}


def _locate(text: str, words: str, begin: int) -> int:
    """Where words stand, straight and typographic marks counted as the same."""
    at = _even(text).find(_even(words), begin)
    if at < 0:
        raise NotationError(f"the text does not hold {words!r}")
    return at


def _even(text: str) -> str:
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def find_words(text: str, words: str, within: list[dict[str, Value]]) -> dict[str, Value] | None:
    """The span of words, sought in the evidence first and then in the whole text; None where they do not stand."""
    even_text, even_words = _even(text), _even(words)
    pattern = re.compile(rf"(?<!\w){re.escape(even_words)}(?!\w)")
    folded = re.compile(rf"(?<!\w){re.escape(even_words)}(?!\w)", re.IGNORECASE)
    for expression in (pattern, folded):
        for begin, end in [*((quote["start"], quote["end"]) for quote in within), (0, len(text))]:
            match = expression.search(even_text, begin, end)
            if match:
                return {"start": match.start(), "end": match.end(), "quote": text[match.start() : match.end()]}
    return None
