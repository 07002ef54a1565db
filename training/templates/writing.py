"""Weights and counts as the YAML files that the package reads: a row for each model, a line for each word."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from dateline.assemble.choices import Weights
from dateline.assemble.filler_priors import FillerPriors, Words
from dateline.assemble.templates import TemplateModel
from training.templates.regressions import BIAS

LEAST, LEAST_PLACE = 0.02, 0.05
"""Smaller weights change nothing, and are left out; there are many countries."""
_WEIGHTS_HEAD = (
    '# Weights of the small linear models that fill MUC-4 templates: feature -> weight, "bias" for none.',
    "source: fitted on the MUC-4 training reports and, where the encoder has a say, on their development part",
)
_COUNTS = "reports words filled a role (PerpInd ... Weapon), of how many that have them"
_PRIORS_HEAD = (
    f'# In how many training {_COUNTS} ("reports");',
    '# and names of one filler in at least two reports ("aliases").',
    "source: counted over the templates of the MUC-4 training reports (DARPA 1992)",
)


def write_weights(model: TemplateModel, days: Weights, places: Weights, path: Path) -> None:
    """`weights.yaml`."""
    fillers = model.fillers.weights.items()
    bars = ("first_type_from", "bare_type_from", "other_types_from", "apart_below", "joins_from")
    _write_lines(
        path,
        [
            *_WEIGHTS_HEAD,
            "fillers:",
            f"  sure_from: {_write_row(model.fillers.sure_from)}",
            "  weights:",
            *(f"    {role}: {_write_row(weights, least=0)}" for role, weights in fillers),
            "templates:",
            *(f"  {bar}: {getattr(model, bar):g}" for bar in bars),
            f"  belonging: {_write_row(model.belonging)}",
            f"  likeness: {_write_row(model.likeness)}",
            "types:",
            *(f"  {kind}: {_write_row(weights)}" for kind, weights in model.type_words.items()),
            "keys:",
            f"  days: {_write_row(days)}",
            f"  places: {_write_row(places, least=LEAST_PLACE)}",
        ],
    )


def write_priors(priors: FillerPriors, path: Path) -> None:
    """`filler_priors.yaml`."""
    _write_lines(
        path,
        [
            *_PRIORS_HEAD,
            "wholes:",
            *(_write_counts(" ".join(words), counts) for words, counts in priors.wholes.items()),
            "lasts:",
            *(_write_counts(word, counts) for word, counts in priors.lasts.items()),
            "aliases:",
            *(f"  - [{_quote_words(one)}, {_quote_words(other)}]" for one, other in sorted(priors.aliases)),
        ],
    )


def _write_row(weights: Weights, least: float = LEAST) -> str:
    kept = {name: value for name, value in weights.items() if abs(value) >= least or name == BIAS}
    cells = (f"{json.dumps(name, ensure_ascii=False)}: {round(value, 3):g}" for name, value in kept.items())
    return "{" + ", ".join(cells) + "}"


def _write_counts(words: str, counts: Mapping[str, int]) -> str:
    return f'  "{words}": {{' + ", ".join(f"{name}: {count}" for name, count in counts.items()) + "}"


def _quote_words(words: Words) -> str:
    return f'"{" ".join(words)}"'


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
