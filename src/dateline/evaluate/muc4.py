"""The suite `muc4`: role fillers and whole templates over MUC-4, as GRIT and GTT measure them.

Both compare mentions by `normalise_mention`, and call a predicted entity right for a gold one if every one of its
mentions is a mention of that gold entity.

CEAF-REE (Du, Rush and Cardie, EACL 2021) looks at the report as a whole: the entities of a role are gathered from all
its templates, one that adds no mention to another, or to which another adds none, being left out in favour of the
first. Predicted and gold entities of a role are aligned one to one so that most are right; precision and recall are
the aligned and right over all predicted and all gold ones, over reports and roles together (micro).

Template F1 (Du, Rush and Cardie, NAACL 2021) aligns predicted with gold templates one to one, within a report, so
that the report's F1 is highest. Only templates of the same incident type are aligned; where gold allows two types,
either is right. An aligned pair earns its incident type and, role by role, the predicted entities that are right for
some gold entity of the pair, and the gold entities for which some predicted one is right. All fills of a template
that stays alone are spurious or missing. Micro over reports and slots. A gold template that says the same as another
of its report is left out, and so is a prediction that repeats it word for word; any other prediction that is made
twice is spurious once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateline.evaluate.alignments import SidedTally, Tally
from dateline.evaluate.assignments import assign_best
from dateline.evaluate.muc4_templates import (
    INCIDENT_TYPE,
    ROLES,
    Entity,
    Template,
    TemplateDocument,
    normalise_mention,
)
from dateline.evaluate.template_alignments import Credit, Pair, align_templates
from dateline.model.errors import ReadError

Mentions = frozenset[str]
"""The normalised mentions of one entity."""
Identity = tuple[object, ...]
"""All that a template says."""
SLOTS = (INCIDENT_TYPE, *ROLES)
MICRO = "micro"


@dataclass(frozen=True, slots=True)
class Muc4Score:
    """Tallies by role and by slot, each with `micro` over all of them."""

    ceaf_ree: Mapping[str, Tally]
    templates: Mapping[str, SidedTally]
    unproven_alignments: int

    def to_json(self) -> dict[str, object]:
        """Percentages by measure and role, and the number of reports whose alignment may not be the best."""
        return {
            "ceaf_ree": {role: tally.percent() for role, tally in self.ceaf_ree.items()},
            "template_f1": {slot: tally.percent() for slot, tally in self.templates.items()},
            "unproven_alignments": self.unproven_alignments,
        }


def score_muc4(documents: Sequence[TemplateDocument], predictions: Mapping[str, Sequence[Template]]) -> Muc4Score:
    """Score predicted templates by docid. Raises ReadError where a report has none; an empty list is a prediction."""
    entities = {name: Tally() for name in (MICRO, *ROLES)}
    templates = {name: SidedTally() for name in (MICRO, *SLOTS)}
    unproven = 0
    for document in documents:
        if document.name not in predictions:
            raise ReadError("the predictions lack a document", document.name)
        predicted = predictions[document.name]
        for role in ROLES:
            tally = score_entities(merge_entities(document.templates, role), merge_entities(predicted, role))
            entities[role].add(tally)
            entities[MICRO].add(tally)
        by_slot, proven = score_templates(document.templates, predicted)
        unproven += not proven
        for slot, sided in by_slot.items():
            templates[slot].add(sided)
            templates[MICRO].add(sided)
    return Muc4Score(entities, templates, unproven)


# --- CEAF-REE ------------------------------------------------------------------------------------------------------


def merge_entities(templates: Iterable[Template], role: str) -> list[Entity]:
    """The entities of a role over a report's templates; of two that contain each other the first stays."""
    merged: list[Entity] = []
    for template in templates:
        for entity in template.entities(role):
            mentions = set(entity)
            if not any(mentions <= set(known) or set(known) <= mentions for known in merged):
                merged.append(entity)
    return merged


def score_entities(golds: Sequence[Entity], predicted: Sequence[Entity]) -> Tally:
    """Entities aligned one to one so that most predicted ones are right."""
    wanted, offered = _normalise(golds), _normalise(predicted)
    weights = [[1.0 if mentions <= gold else 0.0 for mentions in offered] for gold in wanted]
    return Tally(len(assign_best(weights)), len(offered), len(wanted))


def _normalise(entities: Iterable[Entity]) -> list[Mentions]:
    return [frozenset(normalise_mention(mention) for mention in entity) for entity in entities]


# --- template F1 ---------------------------------------------------------------------------------------------------


def score_templates(golds: Sequence[Template], predicted: Sequence[Template]) -> tuple[dict[str, SidedTally], bool]:
    """The tallies of a report by slot under its best alignment, and whether that is proven to be the best."""
    golds, predicted = _drop_repeated(golds, predicted)
    pairs = {
        (i, j): compare_templates(gold, offered)
        for i, gold in enumerate(golds)
        for j, offered in enumerate(predicted)
        if agree_on_type(gold.incident_type, offered.incident_type)
    }
    totals = {slot: SidedTally() for slot in SLOTS}
    for slot, tally in totals.items():
        tally.predicted = sum(count_fills(template, slot) for template in predicted)
        tally.wanted = sum(count_fills(template, slot) for template in golds)
    earned: dict[Pair, Credit] = {
        pair: (sum(right for right, _ in slots.values()), sum(found for _, found in slots.values()))
        for pair, slots in pairs.items()
    }
    fills_predicted = sum(tally.predicted for tally in totals.values())
    alignment = align_templates(earned, fills_predicted, sum(tally.wanted for tally in totals.values()))
    for pair in alignment.pairs:
        for slot, (right, found) in pairs[pair].items():
            totals[slot].right += right
            totals[slot].found += found
    return totals, alignment.proven


def _drop_repeated(golds: Sequence[Template], predicted: Sequence[Template]) -> tuple[list[Template], list[Template]]:
    """Gold templates without repetitions, and predicted ones without as many repetitions of the same templates."""
    copies = Counter(_identity(gold) for gold in golds)
    left_out = Counter({said: count - 1 for said, count in copies.items()})
    firsts = {_identity(gold): gold for gold in reversed(golds)}
    kept: list[Template] = []
    seen: set[Identity] = set()
    for template in predicted:
        said = _identity(template)
        if said in seen and left_out[said] > 0:
            left_out[said] -= 1
        else:
            kept.append(template)
        seen.add(said)
    return list(reversed(firsts.values())), kept


def _identity(template: Template) -> Identity:
    return (template.incident_type, *(template.entities(role) for role in ROLES))


def agree_on_type(gold: str, predicted: str) -> bool:
    """Whether the predicted type is gold's, or one of those that gold allows ("bombing / attack")."""
    return predicted == gold or predicted in [option.strip() for option in gold.split("/")]


def count_fills(template: Template, slot: str) -> int:
    """The fills of a slot: one incident type, any number of entities."""
    return 1 if slot == INCIDENT_TYPE else len(template.entities(slot))


def compare_templates(gold: Template, predicted: Template) -> dict[str, Credit]:
    """For each slot of two templates of one type: predicted fills that are right, gold fills that are found."""
    slots: dict[str, Credit] = {INCIDENT_TYPE: (1, 1)}
    for role in ROLES:
        wanted, offered = _normalise(gold.entities(role)), _normalise(predicted.entities(role))
        right = sum(any(mentions <= entity for entity in wanted) for mentions in offered)
        found = sum(any(mentions <= entity for mentions in offered) for entity in wanted)
        slots[role] = (right, found)
    return slots
