"""Rows of the actor registry: what a row says, and what is said of one that is not right."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import yaml

from dateline.model.actors import Actor, ActorCategory, Side
from dateline.model.errors import DatelineError

Row = Mapping[str, Any]

_CATEGORIES: frozenset[str] = frozenset(get_args(ActorCategory))
_SIDES: frozenset[str] = frozenset(get_args(Side))
_INTER_OF: dict[str, int] = {
    "state_force": 1, "police": 1, "government": 1, "intelligence": 1, "armed_group": 2, "militia": 3,
    "civilians": 7, "community": 7, "protesters": 6,
}  # fmt: skip
_SIDE_OF_INTER: dict[int, Side] = {1: "A", 2: "B", 3: "non-state", 4: "non-state"}
_SECONDARY = frozenset(("state_force", "mission", "coalition", "militia", "armed_group"))
_PARTIES = _SECONDARY | {"police", "government", "intelligence"}
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_OTHERS_INTER = 8


def read_rows(table: Row, file: str) -> Iterator[tuple[Actor, Row]]:
    """The actors of a parsed file with their rows; what a row leaves out, the file's head says.

    Raises: DatelineError that names file, row and reason.
    """
    for number, row in enumerate(table["rows"], start=1):
        if not isinstance(row, Mapping):
            raise _wrong_row(file, number, {}, "is no mapping of fields")
        for fault in _faults(row, table):
            raise _wrong_row(file, number, row, fault)
        yield _actor(row, table, file), row


def read_own_rows(path: Path, countries: Collection[str]) -> list[Actor]:
    """A user's own rows: a YAML list, or a mapping with `rows` and what holds for all of them.

    Raises: DatelineError where the file cannot be read, or a row is not right; it names file, row and reason.
    """
    table = _table_of(path)
    actors: dict[str, Actor] = {}
    for number, (actor, row) in enumerate(read_rows(table, str(path)), start=1):
        unknown = [code for code in (actor.country, *actor.also_in) if code and code not in countries]
        if unknown:
            raise _wrong_row(str(path), number, row, f"{unknown[0]!r} is no country code of ISO 3166-1 that is known")
        if actor.actor_id in actors:
            raise _wrong_row(str(path), number, row, f"the id {actor.actor_id!r} stands in the file twice")
        actors[actor.actor_id] = actor
    return list(actors.values())


def check_parents(path: Path, own: Collection[Actor], known: Collection[str]) -> None:
    """Raises: DatelineError where the parent of an own row is neither packaged nor of the file."""
    for number, actor in enumerate(own, start=1):
        if actor.parent is not None and actor.parent not in known:
            raise _wrong_row(
                str(path), number, {"id": actor.actor_id}, f"no actor has the parent's id {actor.parent!r}"
            )


def _table_of(path: Path) -> Row:
    try:
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DatelineError("the actor file could not be read", str(path), str(error)) from error
    if isinstance(table, list):
        table = {"rows": table}
    if not isinstance(table, dict) or not isinstance(table.get("rows"), list):
        raise DatelineError("the actor file has no rows", str(path), "expected a list, or a mapping with rows")
    return table


def _actor(row: Row, table: Row, file: str) -> Actor:
    category = row.get("category", table.get("category"))
    inter = int(row.get("inter", table.get("inter") or _INTER_OF.get(category, _OTHERS_INTER)))
    return Actor(
        actor_id=str(row["id"]),
        name=str(row["name"]),
        aliases=tuple(row.get("aliases", ())),
        category=category,
        country=row.get("country"),
        parent=row.get("parent"),
        inter=inter,
        first_year=row.get("since"),
        last_year=row.get("until"),
        wikidata=row.get("wikidata"),
        source=str(row.get("source", table.get("source", file))),
        side=row.get("side", side_of(category, inter)),
        also_in=tuple(row.get("also_in", ())),
        home_names=tuple(row.get("home_names", ())),
    )


def side_of(category: ActorCategory, inter: int) -> Side | None:
    """UCDP's side by kind, where a row does not say; None for what is no party to a conflict."""
    if category not in _PARTIES:
        return None
    if inter == _OTHERS_INTER:
        return "secondary" if category in _SECONDARY else None
    return _SIDE_OF_INTER.get(inter)


def _faults(row: Row, table: Row) -> Iterator[str]:
    """What is wrong with a row, in words."""
    for field in row:
        if field not in _CHECKS:
            yield f"has a field {field!r} that no row has; the fields are {', '.join(_CHECKS)}"
    for field in ("id", "name"):
        if not row.get(field):
            yield f"has no {field}"
    for field, (is_right, wanted) in _CHECKS.items():
        value = row.get(field, table.get(field) if field == "category" else None)
        if field == "category" and value is None:
            yield f"has no category; {wanted}"
        elif value is not None and not is_right(value):
            yield f"{field} {value!r} is not right: {wanted}"
    if row.get("since") and row.get("until") and row["since"] > row["until"]:
        yield f"until {row['until']} is before since {row['since']}"


def _wrong_row(file: str, number: int, row: Row, reason: str) -> DatelineError:
    name = row.get("id") or row.get("name")
    told = f"row {number} ({name})" if name else f"row {number}"
    return DatelineError("a row of the actor registry is not right", f"{file}, {told}", reason)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_year(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 2999


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_country(value: object) -> bool:
    return isinstance(value, str) and _COUNTRY.fullmatch(value) is not None


def _are_countries(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_country, value))


_CHECKS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "id": (_is_text, "a text; quote what YAML reads as a number or as yes or no"),
    "name": (_is_text, "a text; quote what YAML reads as a number or as yes or no"),
    "aliases": (_are_texts, "a list of texts; quote what YAML reads as a number or as yes or no"),
    "home_names": (_are_texts, "a list of texts that mean the actor in reports on its countries only"),
    "category": (lambda value: value in _CATEGORIES, f"one of {', '.join(sorted(_CATEGORIES))}"),
    "country": (_is_country, "two capital letters of ISO 3166-1; quote NO"),
    "also_in": (_are_countries, "a list of country codes of ISO 3166-1; quote NO"),
    "parent": (_is_text, "the id of another actor"),
    "inter": (lambda value: isinstance(value, int) and 1 <= value <= _OTHERS_INTER, "ACLED's code, 1 to 8"),
    "side": (lambda value: value in _SIDES, f"one of {', '.join(sorted(_SIDES))}"),
    "since": (_is_year, "a year in four digits"),
    "until": (_is_year, "a year in four digits"),
    "wikidata": (lambda value: isinstance(value, str) and _WIKIDATA.fullmatch(value) is not None, "as in Q42418"),
    "source": (_is_text, "a text"),
    "branches": (_are_texts, "a list of the state's bodies that the row stands for"),
}
