"""Control in words: who holds what since when, as told, and what does not go together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.base.text import fold_name
from dateline.model.records import Event
from dateline.publish.brief_parts import BriefLine, LineGroup, make_links, say_sources, say_state, say_when
from dateline.publish.control_claims import Claim, load_area_words
from dateline.publish.control_conflicts import Conflict
from dateline.publish.control_lines import ControlArea, ControlLine
from dateline.publish.wordings import say_date, say_place, say_time_precision

_ARTICLE = re.compile(r"^(the|these|those|some|all|several) ")
_RELATION = {
    "controls": "in control",
    "present": "present",
    "responsible": "responsible for it",
    "withdrew": "withdrew",
    "contested": "contested",
    "gap": "secured by nobody",
    "transferred": "changed hands without a fight",
}


def make_control_groups(areas: Sequence[ControlArea], *, wider: bool = False) -> tuple[LineGroup, ...]:
    """The lines of each area in words; the note says where its lines do not go together.

    `wider`: the areas hold the one that is asked for.
    """
    return tuple(
        LineGroup(
            name=f"all of {name_control_area(area)}" if wider and _is_whole(area) else name_control_area(area),
            lines=tuple(make_control_line(line) for line in reversed(area.lines)),
            note="told differently" if area.is_disputed else "",
        )
        for area in areas
    )


def make_control_line(line: ControlLine) -> BriefLine:
    """ "Islamic State: present · 2017 – 11 February 2021", with what ended it and what it conflicts with."""
    rows = [claim.basis for claim in line.claims]
    state, is_settled = say_state(rows)
    others = [conflict.claim.basis for conflict in line.conflicts]
    ending = [line.ended_by.basis] if line.ended_by else []
    return BriefLine(
        text=f"{say_relation(line)} · {say_known(line)}",
        note="; ".join([*([say_ending(line)] if line.ended_by else []), *_say_conflicts(line)]),
        said_by=say_sources(rows),
        links=make_links([*rows, *ending, *others]),
        state=state,
        is_settled=is_settled,
    )


def say_relation(line: ControlLine) -> str:
    """ "Iraqi Army: in control"; a denial and a fear say so."""
    names, relation = join_names(line.names), _RELATION[line.relation]
    if line.relation == "contested" and len(line.names) > 1:
        words = f"contested between {names}"
    elif line.relation == "transferred":
        words = f"{relation}{f' ({names})' if names else ''}"
    else:
        words = f"{names}: {relation}" if names else relation
    if line.is_denied:
        return f"denied: {words}"
    return f"possible: {words}" if line.is_possible else words


def say_known(line: ControlLine) -> str:
    """For which days it is told, each once: "since 2014, told 1 November 2021; 2 March 2022"."""
    return "; ".join(dict.fromkeys(_say_days(claim) for claim in line.claims))


def say_ending(line: ControlLine) -> str:
    """What is said to have ended it, when, and by whom; that others tell it of later days too."""
    ending = line.ended_by
    assert ending is not None
    deed = "withdrew" if ending.relation == "withdrew" else f"lost it to {join_names(ending.names)}"
    when, said = say_when(ending.time, ending.basis.published), say_sources([ending.basis])
    yet = ", yet told of later days too" if any(row.kind == "stays" for row in line.conflicts) else ""
    return f"{deed}: {when}, according to {said}{yet}"


def join_names(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _say_conflicts(line: ControlLine) -> list[str]:
    return [say_conflict(conflict) for conflict in line.conflicts if conflict.kind != "stays"]


def say_conflict(conflict: Conflict) -> str:
    """What else is told, and by whom."""
    claim = conflict.claim
    said = say_sources([claim.basis])
    names = join_names(claim.names) or "others"
    words = {
        "denied": f"denied by {said}",
        "asserted": f"asserted by {said}",
        "rival": f"{names} in control at the same time, according to {said}",
        "contested": f"contested, according to {said}",
        "gap": f"secured by nobody, according to {said}",
        "stays": f"told of later days than its end, according to {said}",
    }
    return words[conflict.kind]


def name_control_area(area: ControlArea) -> str:
    """ "Hawija, Kirkuk, Iraq", or the words of a part of it: "the camp (Buulo Mareer)", "Qaraj: villages"."""
    if area.place is None:
        return f"{area.area} (place not told)"
    if _is_whole(area):
        return say_place(area.place)
    part = _ARTICLE.sub("", fold_name(area.area))
    return f"{area.place.name}: {part}" if part in load_area_words("parts") else f"{area.area} ({area.place.name})"


def _is_whole(area: ControlArea) -> bool:
    """Whether it is all of its place and not a part of it told in words."""
    return area.place is not None and area.lines[0].area_key.endswith("|")


def _say_days(claim: Claim) -> str:
    """A claim without a beginning is known from the day that it was told on only."""
    told = f"told {say_date(claim.told)}" if claim.told else "day of telling not known"
    if claim.since is None and claim.until is None:
        return f"{told}, since when is not known"
    words = say_when(claim.time, None)
    if claim.until is None:
        words = f"{words}, {told}"
    precision = claim.time.precision if claim.time else "day"
    verb = "taken " if isinstance(claim.basis.record, Event) and claim.relation == "controls" else ""
    return f"{verb}{words}" + (f" ({say_time_precision(claim.time)})" if precision == "season" else "")
