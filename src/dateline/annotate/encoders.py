"""The encoder: one pass over a report's windows, shared by all heads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from dateline.annotate.windows import WindowWord, pack_windows, split_window_words
from dateline.base.processes import count_processors, is_kept_to_some
from dateline.model.drafts import READINGS, Additions, Draft
from dateline.model.readings import PairWeights, Reading, Scores

BUDGET_PIECES = 2048
"""Padded pieces of one call of the encoder: more saves no time, and costs memory."""


WindowKey = tuple[int, int]
"""Which text a window is of, and its first word."""
WindowScores = tuple[Scores, Scores, Scores, Scores]


class EncoderStage:
    """Reads every report of a batch, each by itself."""

    name = "encoder"
    version = "2"
    requires = ()
    provides = (READINGS,)

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def run(self, batch: Sequence[Draft]) -> list[Additions]:
        readings = self._encoder.read([draft.text for draft in batch])
        return [{READINGS: (reading,)} for reading in readings]


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces and shapes with the marks around them, where each word begins, and whose words they are."""

    text: int
    words: tuple[int, int]
    pieces: list[int]
    shapes: list[int]
    first_pieces: list[int]


@dataclass(frozen=True, slots=True)
class _Heads:
    words: dict[str, tuple[str, ...]]
    windows: dict[str, tuple[str, ...]]
    max_pieces: int


class Encoder:
    """The packaged weights behind one onnxruntime session. Not bound to a report; safe to share between threads."""

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, heads: _Heads, pairs: PairWeights
    ) -> None:
        self._session, self._tokenizer, self._heads, self._pairs = session, tokenizer, heads, pairs
        self._opening, self._closing, self._unknown = (_mark(tokenizer, mark) for mark in ("[CLS]", "[SEP]", "[UNK]"))
        self._pieces_of = cache(self._cut_word)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """A reading a text, in order."""
        words = [split_window_words(text) for text in texts]
        outputs: dict[WindowKey, WindowScores] = {}
        for group in self.cut(words):
            outputs.update(_by_window(group, self.forward(group)))
        return [self._reading(index, row, outputs) for index, row in enumerate(words)]

    def cut(self, texts: Sequence[Sequence[WindowWord]]) -> list[list[Window]]:
        """The windows of texts in groups for one forward pass each: those of like length of one text together.

        Texts never share a pass. The 8-bit arithmetic scales numbers by the largest in a pass, so windows that share
        one change each other's scores, and a report's records would depend on what is coded beside it.
        """
        return [group for index, words in enumerate(texts) for group in _group(list(self._windows(index, words)))]

    def forward(self, group: Sequence[Window]) -> WindowScores:
        """One bare pass over a group: word scores, window scores, and the two vectors of each piece."""
        shape = (len(group), max(len(window.pieces) for window in group))
        pieces, shapes, mask = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for row, window in enumerate(group):
            size = len(window.pieces)
            pieces[row, :size], shapes[row, :size], mask[row, :size] = window.pieces, window.shapes, 1
        words, pooled, anchors, members = self._session.run(None, {"pieces": pieces, "shapes": shapes, "mask": mask})
        return words, pooled, anchors, members

    def _cut_word(self, word: str) -> tuple[int, ...]:
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids
        return tuple(ids[: self._heads.max_pieces]) or (self._unknown,)

    def _windows(self, text: int, words: Sequence[WindowWord]) -> Iterable[Window]:
        pieces = [self._pieces_of(word.text) for word in words]
        counts = [len(ids) for ids in pieces]
        for start, end in pack_windows([word.text for word in words], counts, self._heads.max_pieces):
            ids, shapes, firsts = [self._opening], [0], []
            for index in range(start, end):
                firsts.append(len(ids))
                ids.extend(pieces[index])
                shapes.extend([words[index].shape + 1] * counts[index])
            yield Window(text, (start, end), [*ids, self._closing], [*shapes, 0], firsts)

    def _reading(
        self,
        text: int,
        words: Sequence[WindowWord],
        outputs: Mapping[WindowKey, WindowScores],
    ) -> Reading:
        rows = [outputs[key] for key in sorted(key for key in outputs if key[0] == text)]
        width = sum(map(len, self._heads.words.values()))
        scores = np.concatenate([row[0] for row in rows]) if rows else np.zeros((0, width), dtype=np.float32)
        vector = self._pairs.anchor_weights.shape[1]
        empty = np.zeros((0, vector), dtype=np.float32)
        pooled = np.max(np.stack([row[1] for row in rows]), 0) if rows else None
        return Reading(
            spans=[word.span for word in words],
            labels=self._heads.words,
            heads=_split_heads(scores, self._heads.words),
            windows=_name_windows(pooled, self._heads.windows),
            anchors=np.concatenate([row[2] for row in rows]) if rows else empty,
            members=np.concatenate([row[3] for row in rows]) if rows else empty,
            pairs=self._pairs,
            starts=[word.span.start for word in words],
        )


def _by_window(group: Sequence[Window], scores: WindowScores) -> dict[WindowKey, WindowScores]:
    """What a pass says of each window's words, at the first piece of each."""
    words, pooled, anchors, members = scores
    return {
        (window.text, window.words[0]): (
            words[row, window.first_pieces],
            pooled[row],
            anchors[row, window.first_pieces],
            members[row, window.first_pieces],
        )
        for row, window in enumerate(group)
    }


def _mark(tokenizer: Tokenizer, mark: str) -> int:
    number = tokenizer.token_to_id(mark)
    if number is None:
        raise ValueError(f"the packaged tokenizer has no {mark}")
    return number


def _group(windows: Sequence[Window]) -> Iterable[list[Window]]:
    """Windows of like length, within the budget; a longer one closes the group before it."""
    group: list[Window] = []
    for window in sorted(windows, key=lambda window: len(window.pieces)):
        if group and (len(group) + 1) * len(window.pieces) > BUDGET_PIECES:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def _split_heads(scores: Scores, heads: Mapping[str, Sequence[str]]) -> dict[str, Scores]:
    """The columns of each head as probabilities."""
    parts: dict[str, Scores] = {}
    column = 0
    for head, labels in heads.items():
        part = scores[:, column : column + len(labels)]
        parts[head] = _softmax(part)
        column += len(labels)
    return parts


def _softmax(scores: Scores) -> Scores:
    powers: Scores = np.exp(scores - scores.max(-1, keepdims=True, initial=-1e9))
    result: Scores = powers / powers.sum(-1, keepdims=True)
    return result


def _name_windows(pooled: Scores | None, heads: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
    named: dict[str, dict[str, float]] = {}
    column = 0
    for head, labels in heads.items():
        values = (
            1 / (1 + np.exp(-pooled[column : column + len(labels)])) if pooled is not None else np.zeros(len(labels))
        )
        named[head] = dict(zip(labels, values.tolist(), strict=True))
        column += len(labels)
    return named


@cache
def load_encoder(threads: int = 0) -> Encoder:
    """The packaged encoder, loaded once a process.

    `threads`: of one call; 0 lets onnxruntime choose, or takes all that the process may use where it is kept to some:
    onnxruntime itself would spread over the others too.
    """
    folder = files("dateline.data") / "weights"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or (count_processors() if is_kept_to_some() else 0)
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # the rules work beside it
    session = onnxruntime.InferenceSession((folder / "encoder.onnx").read_bytes(), options, ["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    described = json.loads((folder / "heads.json").read_text(encoding="utf-8"))
    heads = _Heads(
        {head: tuple(labels) for head, labels in described["words"].items()},
        {head: tuple(labels) for head, labels in described["windows"].items()},
        described["max_pieces"],
    )
    with (folder / "pairs.npz").open("rb") as file:
        arrays = {name: array.astype(np.float32) for name, array in np.load(file).items()}
    return Encoder(
        session, tokenizer, heads, PairWeights(tuple(described["roles"]), tuple(described["distances"]), **arrays)
    )
