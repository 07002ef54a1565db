"""Words that tell what a quantity over a place and a period counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dateline.base.resources import load_yaml
from dateline.model.records import FigureMeasure


@dataclass(frozen=True, slots=True)
class FigureLexicon:
    """Nouns by what a number of them measures, and the words around that tell which of several it is."""

    acts: dict[str, FigureMeasure]
    fighters: frozenset[str]
    things: frozenset[str]
    harms: dict[str, FigureMeasure]
    people: frozenset[str]
    flight: re.Pattern[str]
    let_go: re.Pattern[str]
    known: frozenset[str]
    least_things: int
    presence: re.Pattern[str]


@cache
def figure_lexicon() -> FigureLexicon:
    """The file `lexicons/figures.yaml`."""
    rows = load_yaml("lexicons/figures.yaml")
    measures: tuple[FigureMeasure, ...] = ("attacks", "airstrikes", "operations")
    harmed: tuple[FigureMeasure, ...] = ("killed", "abducted", "arrested")
    acts = {noun: measure for measure in measures for noun in rows[measure]}
    harms = {noun: measure for measure in harmed for noun in rows[measure]}
    fighters, things, people = (frozenset(rows[key]) for key in ("fighters", "things", "people"))
    presence, flight, let_go = (
        re.compile(rf"\b(?:{'|'.join(rows[key])})\b", re.IGNORECASE) for key in ("presence", "flight", "let_go")
    )
    return FigureLexicon(
        acts=acts,
        fighters=fighters,
        things=things,
        harms=harms,
        people=people,
        flight=flight,
        let_go=let_go,
        known=fighters | things | people | frozenset(acts) | frozenset(harms),
        least_things=int(rows["least_things"]),
        presence=presence,
    )
