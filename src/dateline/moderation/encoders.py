"""The encoder of comments: how sure it is of each question, and which pieces of the text speak for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from dateline.base.processes import count_processors

Scores = npt.NDArray[np.float32]

MOST_AT_ONCE = 4
"""So many comments are read side by side at most, each on a core of its own."""


@dataclass(frozen=True, slots=True)
class CommentReading:
    """What the encoder says of one text, by column: `scores` as log-odds, and the part of each piece in them.

    `spans[i]`: where piece i stands in the text; `parts`: [pieces, columns].
    """

    scores: Scores
    spans: tuple[tuple[int, int], ...]
    parts: Scores


@dataclass(frozen=True, slots=True)
class _Window:
    text: int
    pieces: list[int]
    own: int
    spans: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Read:
    """What is said of one window."""

    scores: Scores
    spans: list[tuple[int, int]]
    parts: Scores


class CommentEncoder:
    """The packaged weights behind one onnxruntime session; safe to share between threads.

    In: `limits`, the most pieces of a window and of the article in it; `at_once`, how many windows are read side by
    side. No two share a pass: the 8-bit arithmetic scales numbers by the largest in a pass, so that what is said of a
    comment would depend on what is read beside it.
    """

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        columns: Sequence[str],
        limits: tuple[int, int],
        at_once: int = 1,
    ) -> None:
        self._pool = ThreadPoolExecutor(at_once, "comments") if at_once > 1 else None
        self.columns = tuple(columns)
        self._session, self._tokenizer = session, tokenizer
        self._most, self._most_of_article = limits
        self._opening, self._closing = _mark(tokenizer, "[CLS]"), _mark(tokenizer, "[SEP]")

    def read(self, texts: Sequence[str], articles: Sequence[str | None]) -> list[CommentReading]:
        """A reading a text, in order. In: texts in plain spelling; the line on its article that each is read beside.

        A text longer than one window is read in several.
        """
        windows = [one for at, text in enumerate(texts) for one in self._cut(at, text, articles[at])]
        read: list[list[_Read]] = [[] for _ in texts]
        for window, one in zip(windows, (self._pool.map if self._pool else map)(self._forward, windows), strict=True):
            read[window.text].append(one)
        return [_join(parts) for parts in read]

    def _cut(self, text_at: int, text: str, article: str | None) -> Iterable[_Window]:
        cut = self._tokenizer.encode(text, add_special_tokens=False)
        beside: list[int] = []
        if article:
            ids = self._tokenizer.encode(article, add_special_tokens=False).ids
            beside = [*ids[: self._most_of_article], self._closing]
        room = self._most - 2
        for start in range(0, max(1, len(cut.ids)), room):
            ids, spans = cut.ids[start : start + room], cut.offsets[start : start + room]
            yield _Window(text_at, [self._opening, *ids, self._closing, *beside], len(ids) + 2, spans)

    def _forward(self, window: _Window) -> _Read:
        pieces = np.array([window.pieces], dtype=np.int64)
        own = (np.arange(len(window.pieces)) < window.own).astype(np.int64)[None]
        scores, parts = self._session.run(None, {"pieces": pieces, "mask": np.ones_like(pieces), "own": own})
        return _Read(scores[0], window.spans, parts[0, 1 : window.own - 1])


def _mark(tokenizer: Tokenizer, mark: str) -> int:
    number = tokenizer.token_to_id(mark)
    if number is None:
        raise ValueError(f"the packaged tokenizer has no {mark}")
    return number


def _join(read: Sequence[_Read]) -> CommentReading:
    """The windows of a text as one reading: of each question the highest answer counts."""
    scores = np.max(np.stack([one.scores for one in read]), 0)
    spans = tuple(span for one in read for span in one.spans)
    return CommentReading(scores, spans, np.concatenate([one.parts for one in read]))


@cache
def load_comment_encoder(threads: int = 0, folder: Path | None = None) -> CommentEncoder:
    """The encoder of comments, loaded once a process: the packaged one, or that of a folder.

    `threads`: how many comments are read side by side; 0: one a core, four at most.
    """
    data = files("dateline.data")
    weights: Traversable = folder or data / "moderation"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a comment is too short to be shared out
    session = onnxruntime.InferenceSession(
        (weights / "comments.onnx").read_bytes(), options, ["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_str((data / "weights" / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    described = json.loads((weights / "comments.json").read_text(encoding="utf-8"))
    limits = described["max_pieces"], described["max_article"]
    return CommentEncoder(
        session, tokenizer, described["columns"], limits, threads or min(MOST_AT_ONCE, count_processors())
    )
