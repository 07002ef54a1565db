"""Role templates in the manner of MUC-4, out of the encoder's reading: what the `muc4` suite measures.

A report has a template for each incident type that it tells of, and in it the fillers that belong to that type. Of
several incidents of one type one template is made: telling them apart goes wrong more often than right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dateline.assemble.choices import Weights, weigh
from dateline.assemble.filler_incidents import describe_belonging
from dateline.assemble.filler_priors import load_priors
from dateline.assemble.fillers import ROLES, Filler, FillerModel, choose_fillers, find_fillers
from dateline.assemble.narrations import Narration, read_narration
from dateline.base.resources import load_yaml
from dateline.model.readings import Reading

WEIGHTS = "templates/weights.yaml"


@dataclass(frozen=True, slots=True)
class TemplateModel:
    """The model of the fillers, the weights by which they belong to incidents, and how sure a type must be."""

    fillers: FillerModel
    belonging: Weights
    first_type_from: float
    """The likeliest type of a report."""
    other_types_from: float


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
    return assign_fillers(read_narration(text), fillers, find_types(reading, model), model)


def find_types(reading: Reading, model: TemplateModel) -> list[str]:
    """The incident types that a report tells of, the likeliest first."""
    types = reading.windows["muc_types"]
    ranked = sorted(types, key=lambda kind: -types[kind])
    if types[ranked[0]] < model.first_type_from:
        return []
    return [kind for kind in ranked if kind == ranked[0] or types[kind] >= model.other_types_from]


def assign_fillers(
    narration: Narration, fillers: Sequence[Filler], types: Sequence[str], model: TemplateModel
) -> list[RoleTemplate]:
    """A template for each type that has a filler, with the fillers that belong to it."""
    if not fillers:
        return []
    if len(types) < 2:
        return [RoleTemplate(kind, tuple(fillers)) for kind in types]
    rows: dict[str, list[Filler]] = {kind: [] for kind in types}
    for filler in fillers:
        scores = {kind: weigh(describe_belonging(narration, filler, kind, types), model.belonging) for kind in types}
        best = max(types, key=lambda kind: scores[kind])
        for kind in types:
            if kind == best or scores[kind] + model.belonging["bias"] >= 0:
                rows[kind].append(filler)
    return [RoleTemplate(kind, tuple(row)) for kind, row in rows.items() if row]


@cache
def load_model() -> TemplateModel:
    """The packaged model."""
    rows = load_yaml(WEIGHTS)
    fillers = rows["fillers"]
    model = FillerModel(fillers["weights"], fillers["sure_from"], load_priors())
    return TemplateModel(model, **rows["templates"])
