"""The encoder of comments: how sure it is of each question, and which pieces of the text speak for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

Scores = npt.NDArray[np.float32]

BUDGET_PIECES = 2048
"""Padded pieces of one call: more saves no time, and costs memory."""


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


class CommentEncoder:
    """The packaged weights behind one onnxruntime session; safe to share between threads."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        columns: Sequence[str],
        limits: tuple[int, int],
    ) -> None:
        self.columns = tuple(columns)
        self._session, self._tokenizer = session, tokenizer
        self._most, self._most_of_article = limits
        self._opening, self._closing = _mark(tokenizer, "[CLS]"), _mark(tokenizer, "[SEP]")

    def read(self, texts: Sequence[str], articles: Sequence[str | None]) -> list[CommentReading]:
        """A reading a text, in order. In: texts in plain spelling; the line on its article that each is read beside.

        A text longer than one window is read in several; of each question the highest answer counts.
        """
        windows = [one for at, text in enumerate(texts) for one in self._cut(at, text, articles[at])]
        read: dict[int, list[tuple[_Window, Scores, Scores]]] = {}
        for group in _group(windows):
            scores, parts = self._forward(group)
            for row, window in enumerate(group):
                own = parts[row, 1 : window.own - 1]
                read.setdefault(window.text, []).append((window, scores[row], own))
        return [_join(sorted(read[at], key=lambda one: one[0].spans[:1])) for at in range(len(texts))]

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

    def _forward(self, group: Sequence[_Window]) -> tuple[Scores, Scores]:
        shape = (len(group), max(len(window.pieces) for window in group))
        pieces, mask, own = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for row, window in enumerate(group):
            pieces[row, : len(window.pieces)] = window.pieces
            mask[row, : len(window.pieces)] = 1
            own[row, : window.own] = 1
        scores, parts = self._session.run(None, {"pieces": pieces, "mask": mask, "own": own})
        return scores, parts


def _mark(tokenizer: Tokenizer, mark: str) -> int:
    number = tokenizer.token_to_id(mark)
    if number is None:
        raise ValueError(f"the packaged tokenizer has no {mark}")
    return number


def _group(windows: Sequence[_Window]) -> Iterable[list[_Window]]:
    """Windows of like length, within the budget; a longer one closes the group before it."""
    group: list[_Window] = []
    for window in sorted(windows, key=lambda window: len(window.pieces)):
        if group and (len(group) + 1) * len(window.pieces) > BUDGET_PIECES:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def _join(read: Sequence[tuple[_Window, Scores, Scores]]) -> CommentReading:
    scores = np.max(np.stack([row for _, row, _ in read]), 0)
    spans = tuple(span for window, _, _ in read for span in window.spans)
    return CommentReading(scores, spans, np.concatenate([parts for _, _, parts in read]))


@cache
def load_comment_encoder(threads: int = 0, folder: Path | None = None) -> CommentEncoder:
    """The encoder of comments, loaded once a process: the packaged one, or that of a folder.

    `threads`: of one call; 0: as onnxruntime chooses.
    """
    data = files("dateline.data")
    weights: Traversable = folder or data / "moderation"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(
        (weights / "comments.onnx").read_bytes(), options, ["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_str((data / "weights" / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    described = json.loads((weights / "comments.json").read_text(encoding="utf-8"))
    limits = described["max_pieces"], described["max_article"]
    return CommentEncoder(session, tokenizer, described["columns"], limits)
