"""The words that the rules are about, and the reader of spellings that knows them."""

from __future__ import annotations

import json
from functools import cache

from dateline.base.resources import data_file, load_yaml
from dateline.moderation.plain_spellings import SpellingReader
from dateline.moderation.vocabularies import Vocabulary

_WORDS = "moderation/words.yaml"
_TOKENIZER = "weights/tokenizer.json"


@cache
def load_words(name: str) -> frozenset[str]:
    """One list: "strong", "mild" (profanity), "slurs", "insults", "vulgarity" or "threats"."""
    lists = load_yaml(_WORDS)
    return frozenset(lists["profanity"].get(name) or lists[name])


@cache
def make_spelling_reader() -> SpellingReader:
    """A reader over the encoder's own vocabulary, which is ranked by how common words are, and over our lists."""
    pieces = json.loads(data_file(_TOKENIZER).read_text(encoding="utf-8"))["model"]["vocab"]
    ranked = [word for word, _ in sorted(pieces.items(), key=lambda row: row[1]) if word.isalpha() and word.isascii()]
    ranked = [word for word in ranked if len(word) > 1 or word in {"a", "i"}]
    names = ("strong", "mild", "slurs", "insults", "vulgarity", "threats")
    masked = sorted({word for name in names for word in load_words(name) if len(word) > 2})
    return SpellingReader(Vocabulary(ranked, masked))
