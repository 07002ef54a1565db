"""Sketches of texts: a few hundred bytes that tell whether two texts are one story, without the texts.

A text is the set of its runs of three words. MinHash (Broder, 1997) estimates how much two sets share; as the sizes
are kept too, so can be told how much of the shorter text stands in the longer one. A second, smaller sketch of the
opening finds texts that were cut from the end. A store keeps the sketch and its band keys, and finds candidates by
an index over the keys.
"""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]

FORM = 1
"""Counts up when the form of a sketch changes: sketches of two forms cannot be compared."""

SHINGLE_WORDS = 3
OPENING_WORDS = 60
WHOLE_SIZE, OPENING_SIZE = 128, 39
WHOLE_BANDS, WHOLE_ROWS = 20, 4
OPENING_BANDS, OPENING_ROWS = 13, 3
_SEED = 1
_WORD = re.compile(r"[^\W_]+")
_HEADER = struct.Struct("<BI")
_ENDIAN = np.dtype("<u4")


@dataclass(frozen=True, slots=True)
class TextSketch:
    """`size`: how many different runs of words the text has; 0 for one without words, which is like no other."""

    size: int
    whole: Hashes
    opening: Hashes

    def to_bytes(self) -> bytes:
        return (
            _HEADER.pack(FORM, self.size)
            + self.whole.astype(_ENDIAN).tobytes()
            + self.opening.astype(_ENDIAN).tobytes()
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> TextSketch:
        """Raises ValueError where the bytes are no sketch of this form."""
        hashes = np.frombuffer(data, _ENDIAN, offset=_HEADER.size) if len(data) > _HEADER.size else ()
        if len(hashes) != WHOLE_SIZE + OPENING_SIZE or data[0] != FORM:
            raise ValueError("these bytes are no sketch of a text in the present form")
        numbers = np.asarray(hashes).astype(np.uint32)
        return cls(_HEADER.unpack_from(data)[1], numbers[:WHOLE_SIZE], numbers[WHOLE_SIZE:])

    def band_keys(self) -> tuple[int, ...]:
        """64-bit numbers with a sign; texts that have one in common may be one story. None for an empty text."""
        if not self.size:
            return ()
        whole = self.whole[: WHOLE_BANDS * WHOLE_ROWS].reshape(WHOLE_BANDS, WHOLE_ROWS)
        opening = self.opening.reshape(OPENING_BANDS, OPENING_ROWS)
        named = [(b"w", whole), (b"o", opening)]
        return tuple(_hash_band(name, number, band) for name, bands in named for number, band in enumerate(bands))


def sketch_text(text: str) -> TextSketch:
    """The sketch of a report's text; case, punctuation, accents' form and white space do not matter."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    whole, opening = _cut_shingles(words), _cut_shingles(words[:OPENING_WORDS])
    return TextSketch(len(whole), _hash_least(whole, WHOLE_SIZE), _hash_least(opening, OPENING_SIZE))


def share_contained(
    sizes: NDArray[np.int64], shared: NDArray[np.float64], size: int | NDArray[np.int64]
) -> NDArray[np.float64]:
    """How much of the shorter text stands in the longer one (0..1), by their sizes and Jaccard similarities."""
    least = np.maximum(np.minimum(sizes, size), 1)
    return cast(NDArray[np.float64], np.minimum(1.0, shared * (sizes + size) / ((1 + shared) * least)))


def _cut_shingles(words: list[str]) -> set[bytes]:
    count = max(len(words) - SHINGLE_WORDS + 1, 1 if words else 0)
    runs = (" ".join(words[start : start + SHINGLE_WORDS]) for start in range(count))
    return {run.encode("utf-8", "surrogatepass") for run in runs}


def _hash_least(shingles: set[bytes], size: int) -> Hashes:
    sketch = _empty_sketch(size).copy()
    if shingles:
        sketch.update_batch(sorted(shingles))
    return cast(Hashes, np.asarray(sketch.hashvalues, dtype=np.uint32))


@cache
def _empty_sketch(size: int) -> Any:
    # datasketch brings SciPy, which takes most of a second to load; only who makes a sketch waits for it.
    from datasketch import MinHash

    return MinHash(num_perm=size, seed=_SEED, scheme="affine32")


def _hash_band(name: bytes, number: int, band: Hashes) -> int:
    digest = hashlib.blake2b(band.astype(_ENDIAN).tobytes(), digest_size=8, person=name + b"%d" % number).digest()
    return int.from_bytes(digest, "little", signed=True)
