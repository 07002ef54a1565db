"""Which corpora a fitting is shown, and how often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tokenizers import Tokenizer

from training.examples import Example
from training.fitting import Task
from training.networks import base_folder
from training.readers import m2e2, muc4, polnear, tokens
from training.windowing import Window, cut_windows, is_learnable

Reader = Callable[[Path], Iterable[Example]]

PUBLISHED: dict[str, tuple[float, Reader]] = {
    "re3d": (2.0, lambda corpora: tokens.read_re3d(corpora / "re3d" / "train.txt")),
    "m2e2": (0.5, lambda corpora: m2e2.read_m2e2(corpora / "m2e2" / "train.jsonl")),
    "muc4": (1.0, lambda corpora: muc4.read_muc4(corpora / "muc4" / "templates_train.jsonl")),
    "polnear": (0.15, lambda corpora: polnear.read_polnear(corpora / "polnear" / "train")),
    "factuality": (0.5, lambda corpora: tokens.read_factuality(corpora / "factuality" / "unified_train.conll")),
    "dyads": (0.5, lambda corpora: tokens.read_dyads(corpora / "cameo" / "ner_train.txt")),
    "india_police": (0.3, lambda corpora: tokens.read_police_acts(corpora / "india_police" / "train.tsv")),
    "satp": (0.1, lambda corpora: tokens.read_relevance(corpora / "satp" / "train.tsv", 4)),
}
"""Corpus -> how often an epoch shows it, and its reader; shares are set so that no corpus drowns another."""


def load_tokenizer() -> Tokenizer:
    """The base model's tokenizer, cutting and padding nothing."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def windows_of(examples: Iterable[Example], tokenizer: Tokenizer) -> list[Window]:
    return [window for example in examples for window in cut_windows(example, tokenizer) if is_learnable(window)]


def published_tasks(corpora: Path, tokenizer: Tokenizer) -> Iterator[Task]:
    """A task for each published corpus."""
    for name, (share, read) in PUBLISHED.items():
        yield Task(name, windows_of(read(corpora), tokenizer), share)
