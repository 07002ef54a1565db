"""The rules by which rival tolls become low, best and high: read from `data/linking/toll_rules.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from dateline.base.resources import load_yaml
from dateline.model.errors import DatelineError
from dateline.model.records import CasualtyMeasure, Modality, SourceType

BestRule = Literal["most_sources", "lowest"]
TieRule = Literal["exact", "kinds", "latest", "lower", "higher"]
ClaimRule = Literal["enemy_dead", "all", "none"]


class TollRuleError(DatelineError):
    """A rule that does not exist, or says what no rule can."""


@dataclass(frozen=True, slots=True)
class TollRule:
    """How tolls are weighed; `says` tells it to people.

    `ties`: tried in turn. `claims`: which tolls of `claimants` are kept apart.
    `many_of_a_kind`: types of source that are another one in each text where they bear no name.
    """

    name: str
    says: str
    best: BestRule
    ties: tuple[TieRule, ...]
    claimants: frozenset[SourceType]
    claims: ClaimRule
    claimed_measures: frozenset[CasualtyMeasure]
    counted_modalities: frozenset[Modality]
    approximate_share: float
    many_of_a_kind: frozenset[SourceType]


@cache
def load_toll_rule(name: str | None = None) -> TollRule:
    """The packaged rule of this name, the default one without. Raises TollRuleError."""
    return make_toll_rule(load_yaml("linking/toll_rules.yaml"), name)


def make_toll_rule(rows: Mapping[str, Any], name: str | None = None) -> TollRule:
    """The rule `name` out of the rows of a file of rules. Raises TollRuleError."""
    name = name or str(rows["default"])
    if name not in rows["rules"]:
        raise TollRuleError(f"there is no toll rule {name!r}; there are: {', '.join(rows['rules'])}")
    row = rows["rules"][name]
    return TollRule(
        name=name,
        says=str(row["says"]),
        best=_one_of(row["best"], BestRule),
        ties=tuple(_one_of(tie, TieRule) for tie in row["ties"]),
        claimants=frozenset(_one_of(kind, SourceType) for kind in row["claimants"]),
        claims=_one_of(row["claims"], ClaimRule),
        claimed_measures=frozenset(_one_of(value, CasualtyMeasure) for value in rows["claimed_measures"]),
        counted_modalities=frozenset(_one_of(value, Modality) for value in rows["counted_modalities"]),
        approximate_share=float(rows["approximate_share"]),
        many_of_a_kind=frozenset(_one_of(kind, SourceType) for kind in rows["many_of_a_kind"]),
    )


def _one_of(value: Any, allowed: Any) -> Any:
    if value not in get_args(allowed):
        raise TollRuleError(f"{value!r} is not one of {', '.join(get_args(allowed))}")
    return value
