"""`python -m training.templates`: counts and fits what fills MUC-4 templates.

The fillers' counts, the incidents that fillers belong to, and what fillers share an incident come from the training
reports, days and places from the full keys of the same part. The fillers' weights need what the encoder says of
reports that it was not trained on, so they are fitted on the development reports; what these weights are worth is
measured by cross-validation.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dateline.assemble.filler_priors import FillerPriors
from dateline.assemble.fillers import FillerModel
from dateline.assemble.templates import TemplateModel
from dateline.evaluate.muc4_keys import read_key_corpus
from dateline.evaluate.muc4_templates import TemplateDocument, read_template_corpus
from dateline.resolve.gazetteers import make_gazetteer
from dateline.services.benchmarking import read_twice
from training.templates.checks import measure_fillers
from training.templates.filler_fits import find_thresholds, fit_fillers, leave_out, list_cases
from training.templates.incident_fits import fit_belonging, fit_likeness
from training.templates.key_fits import describe_days, describe_places, fit_options, read_told
from training.templates.prior_counts import count_priors
from training.templates.type_fits import fit_types
from training.templates.writing import write_priors, write_weights

TEMPLATES = Path(__file__).parents[2] / "src" / "dateline" / "data" / "templates"
BARS = {
    "first_type_from": 0.05,
    "bare_type_from": 0.6,
    "other_types_from": 0.35,
    "apart_below": -1.0,
    "joins_from": -1.0,
}
"""How sure types and splits must be, as `TemplateModel` has them: set by hand on the development reports."""


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    folder = options.corpora / "muc4"
    training = list(read_template_corpus(folder / "templates_train.jsonl"))
    priors = count_priors(training)
    write_priors(priors, options.out / "filler_priors.yaml")
    held_out = list(read_template_corpus(folder / "templates_dev.jsonl"))
    model = _fit_templates(training, held_out, priors, options.seed)
    told = list(read_told(read_key_corpus(folder / "full" / "dev-keys.txt"), make_gazetteer()))
    days, places = fit_options(describe_days(told)), fit_options(describe_places(told))
    write_weights(model, days, places, options.out / "weights.yaml")
    return 0


def _fit_templates(
    training: Sequence[TemplateDocument], held_out: Sequence[TemplateDocument], priors: FillerPriors, seed: int
) -> TemplateModel:
    """Everything but the keys' slots; says on the way what the fillers are worth, cross-validated."""
    readings = list(read_twice([document.text for document in held_out]))
    cases = list_cases(held_out, readings, priors)
    by_others = leave_out(cases, len(held_out), seed)
    sure_from = find_thresholds(held_out, by_others, priors)
    fillers = FillerModel(fit_fillers(cases), sure_from, priors)
    belonging, likeness, words = fit_belonging(training), fit_likeness(training), fit_types(training)
    model = TemplateModel(fillers, belonging, likeness, **BARS, type_words=words)
    sys.stdout.write(measure_fillers(held_out, readings, by_others, model) + "\n")
    return model


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.templates", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the published corpora")
    parser.add_argument("--out", type=Path, default=TEMPLATES, help="where the YAML files are written")
    parser.add_argument("--seed", type=int, default=0, help="decides which reports are left out together")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
