"""Role templates in the manner of MUC-4, out of the encoder's reading: what the `muc4` suite measures.

A report has a template for each incident type that it tells of, and in it the fillers that belong to that type. It
has several of one type where what was hit stands far enough apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from dateline.assemble.choices import Weights, weigh
from dateline.assemble.filler_incidents import describe_belonging
from dateline.assemble.filler_priors import load_priors
from dateline.assemble.fillers import ROLES, Filler, FillerModel, choose_fillers, find_fillers
from dateline.assemble.incident_splits import split_fillers
from dateline.assemble.incident_types import judge_types
from dateline.assemble.narrations import Narration, read_narration
from dateline.base.resources import load_yaml
from dateline.model.readings import Reading

WEIGHTS = "templates/weights.yaml"


@dataclass(frozen=True, slots=True)
class TemplateModel:
    """The model of the fillers, the weights by which they belong to incidents, and how sure these must be."""

    fillers: FillerModel
    belonging: Weights
    likeness: Weights
    """By which two fillers belong to one incident."""
    first_type_from: float
    """The likeliest type of a report."""
    bare_type_from: float
    """The likeliest type of a report without any filler."""
    other_types_from: float
    apart_below: float
    joins_from: float
    type_words: Mapping[str, Weights] = field(default_factory=dict)
    """For some types what words tell of them."""


@dataclass(frozen=True, slots=True)
class RoleTemplate:
    """An incident: its type and its fillers, the likeliest first."""

    incident_type: str
    fillers: tuple[Filler, ...]

    def to_json(self) -> dict[str, object]:
        """`incident_type`, and for each role its entities, each a list of its best mention."""
        roles = {role: [[filler.text] for filler in self.fillers if filler.role == role] for role in ROLES}
        return {"incident_type": self.incident_type, **roles}


def fill_report(text: str, reading: Reading, model: TemplateModel | None = None) -> list[RoleTemplate]:
    """The templates of a report, none where it tells of no incident. In: the text as it was read."""
    model = model or load_model()
    fillers = choose_fillers(text, find_fillers(text, reading, model.fillers), model.fillers)
    types = judge_types(text, reading.windows["muc_types"], model.type_words)
    return assemble_templates(text, fillers, types, model)


def assemble_templates(
    text: str, fillers: Sequence[Filler], types: Mapping[str, float], model: TemplateModel
) -> list[RoleTemplate]:
    """The templates of a report out of its fillers and the probabilities of the incident types."""
    kinds = find_types(types, model, is_bare=not fillers)
    if not fillers:
        return [RoleTemplate(kind, ()) for kind in kinds[:1]]
    narration = read_narration(text)
    return [
        RoleTemplate(kind, tuple(incident))
        for kind, own in assign_fillers(narration, fillers, kinds, model.belonging).items()
        for incident in split_fillers(narration, kind, own, model.likeness, model.apart_below, model.joins_from)
    ]


def find_types(types: Mapping[str, float], model: TemplateModel, *, is_bare: bool) -> list[str]:
    """The incident types that a report tells of, the likeliest first; a report without fillers must be surer."""
    ranked = sorted(types, key=lambda kind: -types[kind])
    if types[ranked[0]] < (model.bare_type_from if is_bare else model.first_type_from):
        return []
    return [kind for kind in ranked if kind == ranked[0] or types[kind] >= model.other_types_from]


def assign_fillers(
    narration: Narration, fillers: Sequence[Filler], kinds: Sequence[str], weights: Weights
) -> dict[str, list[Filler]]:
    """The fillers of each type that has any; every filler has the type that suits it best, and all that suit it."""
    rows: dict[str, list[Filler]] = {kind: [] for kind in kinds}
    for filler in fillers:
        scores = {
            kind: weigh(describe_belonging(narration, filler, kind, kinds), weights) + weights["bias"]
            for kind in kinds
        }
        for kind in kinds:
            if scores[kind] >= 0 or scores[kind] == max(scores.values()):
                rows[kind].append(filler)
    return {kind: row for kind, row in rows.items() if row}


@cache
def load_model() -> TemplateModel:
    """The packaged model."""
    rows = load_yaml(WEIGHTS)
    fillers = rows["fillers"]
    model = FillerModel(fillers["weights"], fillers["sure_from"], load_priors())
    return TemplateModel(model, **rows["templates"], type_words=rows["types"])
