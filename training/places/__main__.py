"""`python -m training.places`: fits the weights that choose the places of records on the own corpus.

Only its training part is read; what the weights are worth is measured by cross-validation.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from scipy.optimize import minimize

from dateline.annotate.encoders import load_encoder
from dateline.assemble import place_choices
from dateline.assemble.choices import Features, Weights, choose
from dateline.assemble.contexts import Context
from dateline.assemble.event_places import EventPlaces
from dateline.assemble.events import propose_place, tell_cases
from dateline.assemble.place_choices import Kind, PlaceOption, describe_option, list_options
from dateline.assemble.weighing import tells_of_events
from dateline.evaluate.alignments import pair_greedily
from dateline.evaluate.comparisons import accepted, compare_names, compare_places
from dateline.evaluate.slots import LEAST_SIMILARITY, record_similarity
from dateline.model.drafts import CONTROL, FIGURES, Draft
from dateline.model.records import Control, Figure, record_to_json
from dateline.model.reports import Report
from dateline.model.spans import Span
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import make_stages
from training.corpus.reading import list_sheets, read_rows
from training.templates.regressions import list_names, tabulate

Array = np.ndarray[Any, np.dtype[np.float64]]
OUT = Path(__file__).parents[2] / "src" / "dateline" / "data" / "weights"
FOLDS, PENALTY, LEAST = 4, 3.0, 0.02
_KINDS: tuple[Kind, ...] = ("figures", "control")
_REPORT_FIELDS = ("publisher", "title", "published", "dateline", "text")


@dataclass(frozen=True, slots=True)
class Question:
    """One record of a report (by number): its options as features, the credit of each, and that of the rules' own."""

    report: int
    options: Sequence[Features]
    earned: Array
    by_rules: float
    right: Array
    """What is to be learnt: the credit, or more."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m training.places", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="The folder of the weights.")
    options = parser.parse_args(arguments)
    rows = list(read_rows(list_sheets("train")))
    drafts = _read(rows)
    _learn("events", list(_ask_events(rows, drafts)), options.out / "event_places.yaml")
    _learn("figures and control", list(_ask_others(rows, drafts)), options.out / "places.yaml")
    return 0


def _learn(of: str, questions: Sequence[Question], path: Path) -> None:
    for fold in range(FOLDS):
        weights = _fit([row for row in questions if row.report % FOLDS != fold])
        _say(f"{of}, part {fold}", [row for row in questions if row.report % FOLDS == fold], weights)
    _write(_fit(questions), of, path)


def _read(rows: Sequence[Mapping[str, Any]]) -> list[Draft]:
    """The reports with all that the coder finds in them, with the places that the rules alone propose."""
    drafts = [
        Draft(
            Report(
                id=row["report"]["id"], language="en", **{name: row["report"].get(name) for name in _REPORT_FIELDS}
            )
        )
        for row in rows
    ]
    with patch.object(place_choices, "load_weights", return_value={"told": 1.0}):
        for stage in make_stages(make_actor_registry(), make_gazetteer(), load_encoder()):
            drafts = [draft.plus(more) for draft, more in zip(drafts, stage.run(drafts), strict=True)]
    return drafts


def _ask_events(rows: Sequence[Mapping[str, Any]], drafts: Sequence[Draft]) -> Iterator[Question]:
    """Questions for the found events that stand beside a gold event with a place."""

    def similarity(gold: Mapping[str, Any], other: Mapping[str, Any]) -> float:
        return record_similarity("events", gold, other)

    for number, (row, draft) in enumerate(zip(rows, drafts, strict=True)):
        context = Context.of(draft)
        if not tells_of_events(context):
            continue
        told = tell_cases(context)
        cases = [case for case, _ in told]
        places = EventPlaces(context, cases, [propose_place(context, case, cases) for case in cases])
        written = [
            record_to_json(event.model_copy(update={"place": place}))
            for (_, event), place in zip(told, places.told, strict=True)
        ]
        for one, other, _ in pair_greedily(row["events"], written, similarity, LEAST_SIMILARITY["events"]):
            wanted, options = row["events"][one].get("place"), places.options_of(other)
            if not wanted or not options:
                continue
            earned = np.array([compare_places(wanted, option.place.model_dump(mode="json")) for option in options])
            named = np.array([_name_credit(wanted, option) for option in options])
            rules = compare_places(wanted, written[other]["place"]) if written[other]["place"] else 0.0
            yield Question(number, places.describe(other), earned, rules, np.maximum(earned, named))


def _ask_others(rows: Sequence[Mapping[str, Any]], drafts: Sequence[Draft]) -> Iterator[Question]:
    for number, (row, draft) in enumerate(zip(rows, drafts, strict=True)):
        context = Context.of(draft)
        for kind in _KINDS:
            found: Sequence[Figure] | Sequence[Control]
            found = draft.get(FIGURES) if kind == "figures" else draft.get(CONTROL)
            yield from _ask_records(number, context, kind, row[kind], found)


def _ask_records(
    number: int,
    context: Context,
    kind: Kind,
    golds: Sequence[Mapping[str, Any]],
    found: Sequence[Figure] | Sequence[Control],
) -> Iterator[Question]:
    """Questions for the found records that stand beside a gold record with a place."""

    def similarity(gold: Mapping[str, Any], other: Mapping[str, Any]) -> float:
        return record_similarity(kind, gold, other)

    written = [record_to_json(record) for record in found]
    for one, other, _ in pair_greedily(golds, written, similarity, LEAST_SIMILARITY[kind]):
        wanted, told = golds[one].get("place"), found[other].place
        if not wanted or told is None:
            continue
        evidence = found[other].evidence[0]
        span = Span(evidence.start, evidence.end)
        options = list_options(context, span)
        described = [describe_option(context, kind, span, told, option, options) for option in options]
        earned = [compare_places(wanted, option.place.model_dump(mode="json")) for option in options]
        yield Question(
            number, described, np.array(earned), compare_places(wanted, written[other]["place"]), np.array(earned)
        )


def _name_credit(wanted: Mapping[str, Any], option: PlaceOption) -> float:
    """The right name is right, wherever the gazetteer puts it: choosing is learnt here, not locating."""
    return compare_names(accepted(wanted.get("name")), [option.place.name])


def _fit(questions: Sequence[Question]) -> Weights:
    useful = [row for row in questions if row.right.max() > row.right.min()]
    names = list_names([features for row in useful for features in row.options])
    tables = [tabulate(row.options, names) for row in useful]
    best = [row.right == row.right.max() for row in useful]

    def loss(weights: Array) -> tuple[float, Array]:
        """How unlikely it is that one of the best is chosen."""
        total, slope = PENALTY * (weights @ weights) / 2, PENALTY * weights
        for table, right in zip(tables, best, strict=True):
            scores = table @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            of_right = shares * right
            total -= np.log(of_right.sum() + 1e-12)
            slope = slope - table.T @ (of_right / (of_right.sum() + 1e-12) - shares)
        return float(total), slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return dict(zip(names, found.tolist(), strict=True))


def _say(part: str, questions: Sequence[Question], weights: Weights) -> None:
    chosen = sum(row.earned[choose(row.options, weights)] for row in questions) / len(questions)
    rules = sum(row.by_rules for row in questions) / len(questions)
    sys.stderr.write(f"{part}: {len(questions)} records, rules {rules:.3f}, weights {chosen:.3f}\n")


def _write(weights: Weights, of: str, path: Path) -> None:
    lines = [f"  {name}: {weight:.3f}" for name, weight in sorted(weights.items()) if abs(weight) >= LEAST]
    head = f"# Weights of what speaks for a place as that of {of}."
    source = "source: fitted on the training part of the own corpus (corpus/), python -m training.places"
    path.write_text("\n".join([head, source, "weights:", *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
