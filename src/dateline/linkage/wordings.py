"""Sketches of wordings: how much of their words two passages share, without keeping the passages.

One-permutation MinHash (Li, Owen and Zhang, 2012): every word falls into one of the bins by its hash, and a bin keeps
the smallest hash; the share of bins that agree estimates the Jaccard similarity of the two sets of words.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

SKETCH_SIZE = 16
_LONG_WORD = re.compile(r"[^\W_]{4,}")
_EMPTY = 0


@lru_cache(maxsize=65536)
def _hash_word(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) or 1


def sketch_words(passage: str, names: str) -> tuple[int, ...]:
    """The sketch of a passage's words of four letters or more; an empty bin is 0.

    Words that stand in `names` are left out: who and where are compared on their own.
    """
    bins = [_EMPTY] * SKETCH_SIZE
    for word in set(_LONG_WORD.findall(passage.lower())).difference(_LONG_WORD.findall(names.lower())):
        value = _hash_word(word)
        slot = value % SKETCH_SIZE
        if bins[slot] == _EMPTY or value < bins[slot]:
            bins[slot] = value
    return tuple(bins)
