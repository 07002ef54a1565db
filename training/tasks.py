"""Which corpora a fitting is shown, and how often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tokenizers import Tokenizer

from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.coding import make_stages
from training.corpus.reading import Split, list_sheets, read_rows
from training.examples import Example
from training.fitting import Task
from training.networks import base_folder
from training.readers import m2e2, muc4, polnear, tokens
from training.readers.sheets import read_reports
from training.windowing import Window, cut_windows, is_learnable

Reader = Callable[[Path], Iterable[Example]]

READERS: dict[str, Reader] = {
    "re3d": lambda corpora: tokens.read_re3d(corpora / "re3d" / "train.txt"),
    "m2e2": lambda corpora: m2e2.read_m2e2(corpora / "m2e2" / "train.jsonl"),
    "muc4": lambda corpora: muc4.read_muc4(corpora / "muc4" / "templates_train.jsonl"),
    "polnear": lambda corpora: polnear.read_polnear(corpora / "polnear" / "train"),
    "factuality": lambda corpora: tokens.read_factuality(corpora / "factuality" / "unified_train.conll"),
    "dyads": lambda corpora: tokens.read_dyads(corpora / "cameo" / "ner_train.txt"),
    "india_police": lambda corpora: tokens.read_police_acts(corpora / "india_police" / "train.tsv"),
    "satp": lambda corpora: tokens.read_relevance(corpora / "satp" / "train.tsv", 4),
}
"""The published corpora."""

OWN = "own"

Recipe = dict[str, float]
"""Corpus -> how often an epoch shows it."""

FIRST: Recipe = {
    "re3d": 2.0, "m2e2": 0.5, "muc4": 1.0, "polnear": 0.15, "factuality": 0.5, "dyads": 0.5, "india_police": 0.3,
    "satp": 0.1,
}  # fmt: skip
"""The published corpora alone, so that none drowns another."""

SECOND: Recipe = {
    OWN: 1.0, "re3d": 1.0, "muc4": 0.3, "m2e2": 0.05, "polnear": 0.02, "factuality": 0.05, "dyads": 0.1,
    "india_police": 0.05, "satp": 0.02,
}  # fmt: skip
"""Mostly the corpora that records are made after, with enough of the others that nothing is unlearnt."""

THIRD: Recipe = {
    OWN: 0.6, "re3d": 2.0, "muc4": 1.0, "m2e2": 0.1, "polnear": 0.02, "factuality": 0.05, "dyads": 0.1,
    "india_police": 0.05, "satp": 0.02,
}  # fmt: skip
"""The corpora that are measured by themselves once more, beside our own."""

BUDGETS = {OWN: 1024, "re3d": 512}
"""The pieces of a step, where they are not 2048: a small corpus needs many small steps."""


def load_tokenizer() -> Tokenizer:
    """The base model's tokenizer, cutting and padding nothing."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def windows_of(examples: Iterable[Example], tokenizer: Tokenizer) -> list[Window]:
    return [window for example in examples for window in cut_windows(example, tokenizer) if is_learnable(window)]


def make_tasks(recipe: Recipe, corpora: Path, tokenizer: Tokenizer) -> Iterator[Task]:
    """A task for each corpus of a recipe."""
    for name, share in recipe.items():
        examples = read_own("train") if name == OWN else READERS[name](corpora)
        yield Task(name, windows_of(examples, tokenizer), share, BUDGETS.get(name, 2048))


def read_own(split: Split) -> Iterator[Example]:
    """The reports of a part of our own corpus, with the candidates that the rules find in them."""
    stages = make_stages(make_actor_registry(), make_gazetteer())
    yield from read_reports(list(read_rows(list_sheets(split))), stages)
