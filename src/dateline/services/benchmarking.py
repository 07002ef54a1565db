"""Use case: run the coder over the forms of published tests. Each function is what one suite of `evaluate` needs.

No model is wired in yet, so each says so; whoever has one replaces the body and keeps the signature.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from dateline.model.errors import WrongCallError

TemplateFiller = Callable[[Mapping[str, str]], Mapping[str, Sequence[Mapping[str, Any]]]]
"""Texts by docid in, and for every docid its templates (`incident_type` and five roles of lists of mentions) out."""
KeyFiller = Callable[[Mapping[str, str]], Mapping[str, Sequence[Mapping[str, Sequence[str]]]]]
"""Whole messages with their header by docid in, and for every docid its templates `{slot: [fill, ...]}` out."""
EntityTagger = Callable[[Sequence[Sequence[str]]], Sequence[Sequence[str]]]
"""The tokens of every sentence in, and their BIO tags out, one a token."""


def fill_templates(texts: Mapping[str, str]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The five-role MUC-4 templates of texts; a `TemplateFiller`. Raises WrongCallError: there is no model yet."""
    _tell_no_model("muc4", len(texts))


def fill_keys(messages: Mapping[str, str]) -> Mapping[str, Sequence[Mapping[str, Sequence[str]]]]:
    """The 24-slot MUC-4 templates of messages; a `KeyFiller`. Raises WrongCallError: there is no model yet."""
    _tell_no_model("muc4-full", len(messages))


def tag_entities(sentences: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The entity tags of sentences; an `EntityTagger`. Raises WrongCallError: there is no model yet."""
    _tell_no_model("ner", len(sentences))


def _tell_no_model(suite: str, size: int) -> NoReturn:
    raise WrongCallError("no model yet for this suite", f"{suite}, {size} texts", "score a file with --predictions")
