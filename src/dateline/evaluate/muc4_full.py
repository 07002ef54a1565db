"""The suite `muc4-full`: the 24-slot templates of MUC-4, for the slots that the record has.

Within a message, predicted templates are aligned one to one with those of the key so that the credit over all slots
is highest; only templates whose incident types agree at least partly may be aligned. Within a slot of an aligned
pair, fills are aligned the same way; how right a fill is, `muc4_credits` says. Precision is the credit over the fills
given, recall the credit over the fills wanted. All fills of a template that stays alone are spurious or missing (what
the 1992 scorer called "all templates"; without the spurious ones it is "matched/missing", which is given as well).

An optional fill or template of the key counts where something is aligned with it, and is not missed where nothing is.
A slot that does not apply to an incident is not scored there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.evaluate.alignments import Tally
from dateline.evaluate.assignments import assign_best
from dateline.evaluate.muc4_credits import (
    Comparison,
    compare_dates,
    compare_fills,
    compare_incident_types,
    compare_instruments,
    compare_locations,
    compare_numbers,
    compare_set_fills,
    compare_strings,
)
from dateline.evaluate.muc4_fills import NOTHING, QUOTE, Fill
from dateline.evaluate.muc4_keys import INAPPLICABLE, SLOT_NAMES, KeyDocument, KeyTemplate, make_template
from dateline.evaluate.muc4_templates import load_predictions
from dateline.model.errors import ReadError

TYPE = "INCIDENT: TYPE"
SLOTS: Mapping[str, Comparison] = {
    "INCIDENT: DATE": compare_dates,
    "INCIDENT: LOCATION": compare_locations,
    TYPE: compare_incident_types,
    "INCIDENT: STAGE OF EXECUTION": compare_set_fills,
    "INCIDENT: INSTRUMENT ID": compare_strings,
    "INCIDENT: INSTRUMENT TYPE": compare_instruments,
    "PERP: INDIVIDUAL ID": compare_strings,
    "PERP: ORGANIZATION ID": compare_strings,
    "PERP: ORGANIZATION CONFIDENCE": compare_set_fills,
    "PHYS TGT: ID": compare_strings,
    "PHYS TGT: NUMBER": compare_numbers,
    "PHYS TGT: EFFECT OF INCIDENT": compare_set_fills,
    "HUM TGT: NAME": compare_strings,
    "HUM TGT: DESCRIPTION": compare_strings,
    "HUM TGT: TYPE": compare_set_fills,
    "HUM TGT: NUMBER": compare_numbers,
    "HUM TGT: EFFECT OF INCIDENT": compare_set_fills,
}
"""The slots that are scored, and how their values are compared."""
ALL_SLOTS = "all slots"
REQUIRED_FIRST = 1e-6
"""Of a template that must be found and an optional one that fit alike, the first is aligned."""

_NOT_LETTER = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Muc4FullScore:
    """Tallies by slot, with `all slots`: over all templates, and without the spurious ones."""

    all_templates: Mapping[str, Tally]
    matched_missing: Mapping[str, Tally]

    def to_json(self) -> dict[str, object]:
        return {
            "all_templates": {slot: tally.percent() for slot, tally in self.all_templates.items()},
            "matched_missing": {slot: tally.percent() for slot, tally in self.matched_missing.items()},
        }


def score_muc4_full(
    documents: Sequence[KeyDocument], predictions: Mapping[str, Sequence[KeyTemplate]]
) -> Muc4FullScore:
    """Score predicted templates by docid, an empty list for none. Raises ReadError where a message is missing."""
    every = {slot: Tally() for slot in (ALL_SLOTS, *SLOTS)}
    matched = {slot: Tally() for slot in (ALL_SLOTS, *SLOTS)}
    for document in documents:
        name = document.message.name
        if name not in predictions:
            raise ReadError("the predictions lack a message", name)
        golds, predicted = document.templates, predictions[name]
        pairs = align_keys(golds, predicted)
        lone_golds = [gold for i, gold in enumerate(golds) if i not in dict(pairs) and not gold.optional]
        lone_predicted = [each for j, each in enumerate(predicted) if j not in {index for _, index in pairs}]
        for slot in SLOTS:
            tally = Tally(wanted=sum(_count_required(gold.fills(slot)) for gold in lone_golds))
            for i, j in pairs:
                tally.add(score_slot(golds[i], predicted[j], slot))
            spurious = Tally(predicted=sum(len(each.fills(slot)) for each in lone_predicted))
            for total in (matched[slot], matched[ALL_SLOTS], every[slot], every[ALL_SLOTS]):
                total.add(tally)
            for total in (every[slot], every[ALL_SLOTS]):
                total.add(spurious)
    return Muc4FullScore(every, matched)


def align_keys(golds: Sequence[KeyTemplate], predicted: Sequence[KeyTemplate]) -> list[tuple[int, int]]:
    """Pairs (gold index, predicted index) with the highest credit over all slots."""
    weights = [[_weigh_pair(gold, offered) for offered in predicted] for gold in golds]
    return assign_best(weights)


def _weigh_pair(gold: KeyTemplate, predicted: KeyTemplate) -> float:
    if not score_slot(gold, predicted, TYPE).right:
        return 0.0
    credit = sum(score_slot(gold, predicted, slot).right for slot in SLOTS)
    return credit + (0.0 if gold.optional else REQUIRED_FIRST)


def score_slot(gold: KeyTemplate, predicted: KeyTemplate, slot: str) -> Tally:
    """The tally of one slot of two aligned templates."""
    if slot in gold.inapplicable:
        return Tally()
    wanted, offered = gold.fills(slot), predicted.fills(slot)
    weights = [[compare_fills(one, other, SLOTS[slot]) for other in offered] for one in wanted]
    pairs = assign_best(weights)
    extra = sum(wanted[i].optional for i, _ in pairs)
    return Tally(sum(weights[i][j] for i, j in pairs), len(offered), _count_required(wanted) + extra)


def _count_required(fills: Sequence[Fill]) -> int:
    return sum(not fill.optional for fill in fills)


# --- predictions ---------------------------------------------------------------------------------------------------


def read_key_predictions(path: Path) -> dict[str, tuple[KeyTemplate, ...]]:
    """`{docid: [{slot: [fill, ...]}, ...]}` from a JSON file. Raises ReadError for what is none."""
    return {name: read_key_templates(rows, f"{path}: {name}") for name, rows in load_predictions(path).items()}


def read_key_templates(rows: Any, where: str) -> tuple[KeyTemplate, ...]:
    """Predicted templates from JSON: fills as the keys write them, quotes around a string may be left out.

    Slots go by their names in the keys, in any case and with anything between the words ("incident_date"). Raises
    ReadError, naming `where`, for another form or a slot that does not exist.
    """
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ReadError("the templates are no list of objects", where)
    return tuple(make_template(str(number), _read_slots(row, where)) for number, row in enumerate(rows, start=1))


def _read_slots(row: Mapping[str, Any], where: str) -> dict[str, list[str]]:
    slots: dict[str, list[str]] = {}
    for key, fills in row.items():
        if not isinstance(fills, list) or not all(isinstance(fill, str) for fill in fills):
            raise ReadError("the fills of a slot are no list of strings", where, key)
        slot = find_slot(key, where)
        slots[slot] = [_quote(fill) if SLOTS.get(slot) is compare_strings else fill for fill in fills]
    return slots


def _quote(text: str) -> str:
    """A string that came without quotes gets them, so that a slash or colon in it is only that."""
    as_it_is = QUOTE in text or text.strip() in {"", NOTHING, INAPPLICABLE}
    return text if as_it_is else f"{QUOTE}{text}{QUOTE}"


def find_slot(key: str, where: str = "") -> str:
    """The name of a slot as the keys have it. Raises ReadError, naming `where`, where there is none."""
    for name in SLOT_NAMES:
        if _NOT_LETTER.sub("", key.lower()) == _NOT_LETTER.sub("", name.lower()):
            return name
    raise ReadError("a slot that does not exist", where, key)
