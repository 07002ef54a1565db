"""A tokenizer of a few pieces, so that no test needs the packaged one."""

from __future__ import annotations

from tokenizers import Tokenizer, normalizers
from tokenizers.models import WordPiece

MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def make_tokenizer() -> Tokenizer:
    """Uncased; a word of n letters or digits makes n pieces, and so does every run of marks."""
    letters = [*"abcdefghijklmnopqrstuvwxyz0123456789.,!?“”’-"]
    vocabulary = [*MARKS, *letters, *(f"##{letter}" for letter in letters)]
    model = WordPiece({piece: number for number, piece in enumerate(vocabulary)}, unk_token="[UNK]")
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Lowercase()
    return tokenizer
