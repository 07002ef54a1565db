"""What was done, in the field's own types: the means first, then who was hit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.assemble.families import EXPLOSIVE, VIOLENT
from dateline.assemble.merging import Case
from dateline.model.actors import ARMED, ActorCategory
from dateline.model.annotations import ResolvedActor

STATE: frozenset[ActorCategory] = frozenset({"state_force", "police", "coalition", "mission", "government"})


_SPECIFIC_FIRST = (
    "chemical", "suicide", "air_strike", "shelling", "bomb", "grenade", "sexual", "abduction", "unopposed",
    "overtake", "regain", "riot", "protest", "dispersal", "arrest", "weapons", "arson", "base", "agreement",
    "release", "transfer", "movement", "assault", "clash", "toll", "sweep",
)  # fmt: skip


def find_sub_event_type(case: Case, actor1: Sequence[ResolvedActor], actor2: Sequence[ResolvedActor]) -> str:
    """What was done, after ACLED's rules: means first, then who was hit."""
    families = set(case.families)
    main = _main_family(case, families)
    if main in ("regain", "overtake"):
        return _ground_taken(main, actor1)
    if main in ("assault", "toll"):
        return _assault_on(actor1, actor2, case)
    if main == "protest":
        return _protest(case)
    if main == "sweep":
        return "Armed clash" if _fought(case) else "Other"
    return next(
        trigger.sub_event_type for row in case.sightings for trigger in row.triggers if trigger.family == main
    )


def _main_family(case: Case, families: set[str]) -> str:
    """The family that names the event: of the opening sighting, the most specific."""
    opening = set(case.sightings[0].families)
    vague = opening <= {"toll", "assault"} and not _by_hand(case)
    only_means = bool(opening & (VIOLENT | {"sweep"})) and not families & {"clash", "assault"} and not _by_hand(case)
    if (families & EXPLOSIVE and (vague or only_means)) or opening == {"sweep"}:
        opening = families
    return next(name for name in _SPECIFIC_FIRST if name in opening)


def _protest(case: Case) -> str:
    """A crowd shot at is an excess, one driven apart an intervention."""
    if any(row.measure in ("killed", "injured") and row.high != 0 for row in case.casualties):
        return "Excessive force against protesters"
    if "arson" in case.families:
        return "Violent demonstration"
    return "Protest with intervention" if "dispersal" in case.families else "Peaceful protest"


_BY_HAND = re.compile(
    r"storm|ambush|raid|opened fire|opening fire|fell (?:up)?on|broke|burst|crept|gunned|fired (?:up)?on|shot|"
    r"set upon|throats|behead|hack|knives|overran",
    re.IGNORECASE,
)


def _by_hand(case: Case) -> bool:
    """Whether the attackers came themselves; a bomb that follows is then only one leg of the assault."""
    spans = [trigger for row in case.sightings for trigger in row.triggers if trigger.family == "assault"]
    return any(_BY_HAND.search(trigger.words) for trigger in spans)


def _ground_taken(main: str, actor1: Sequence[ResolvedActor]) -> str:
    if actor1:
        state = actor1[0].category in STATE
        return "Government regains territory" if state else "Non-state actor overtakes territory"
    return "Government regains territory" if main == "regain" else "Non-state actor overtakes territory"


def _assault_on(actor1: Sequence[ResolvedActor], actor2: Sequence[ResolvedActor], case: Case) -> str:
    if actor2:
        return "Armed clash" if actor2[0].category in ARMED else "Attack"
    groups = {casualty.group for casualty in case.casualties}
    if "Civilians" in groups:
        return "Attack"
    if actor1 and actor1[0].category in STATE:
        return "Armed clash"
    return "Armed clash" if "clash" in case.families else "Attack"


def _fought(case: Case) -> bool:
    told_toll = any(casualty.measure in ("killed", "injured") for casualty in case.casualties)
    return told_toll or case.modality == "planned" or bool(set(case.families) & {"clash", "assault"})
