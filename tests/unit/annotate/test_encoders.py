from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import onnxruntime
import pytest
from tokenizer_samples import make_tokenizer

from dateline.annotate.encoders import Encoder, _Heads
from dateline.model.readings import PairWeights
from training.examples import TextWords
from training.windowing import cut_windows

MAX_PIECES = 20
WIDTH = 3
TEXTS = [
    "Raiders burnt Orva. Guards died there.",
    "Nothing.",
    "",
    "The mill burnt. “No,” he said, and the guards fled to a hill.\n\nTwo men died.",
]


class EchoSession:
    """In place of the model: scores that tell which piece they were made of, and what it was fed."""

    def __init__(self) -> None:
        self.fed: list[Mapping[str, npt.NDArray[np.int64]]] = []

    def run(self, _outputs: None, feed: Mapping[str, npt.NDArray[np.int64]]) -> list[npt.NDArray[np.float32]]:
        self.fed.append(feed)
        pieces = feed["pieces"].astype(np.float32)
        scores = np.stack([np.zeros_like(pieces), pieces / 10], -1)
        vectors = np.repeat(pieces[..., None], WIDTH, -1)
        return [scores, pieces[:, 1:2] / 10, vectors, vectors]


def make_encoder(session: EchoSession) -> Encoder:
    zeros = np.zeros((1, WIDTH), dtype=np.float32)
    pairs = PairWeights(
        ("actor1",), (0, 2), np.zeros((1, WIDTH, WIDTH), dtype=np.float32), zeros, zeros, zeros, zeros
    )
    heads = _Heads({"events": ("O", "Attack")}, {"relevance": ("conflict",)}, MAX_PIECES)
    return Encoder(cast(onnxruntime.InferenceSession, cast(Any, session)), make_tokenizer(), heads, pairs)


def test_read_gives_a_row_of_scores_a_word() -> None:
    for text, reading in zip(TEXTS, make_encoder(EchoSession()).read(TEXTS), strict=True):
        words = TextWords.of(text).words
        assert [span.text_in(text) for span in reading.spans] == [word.text for word in words]
        assert reading.heads["events"].shape == (len(words), 2)
        assert reading.anchors.shape == reading.members.shape == (len(words), WIDTH)
        assert reading.heads["events"].sum(-1) == pytest.approx(np.ones(len(words)))


def test_read_gives_each_word_the_scores_of_its_own_first_piece() -> None:
    tokenizer = make_tokenizer()
    for text, reading in zip(TEXTS, make_encoder(EchoSession()).read(TEXTS), strict=True):
        firsts = [tokenizer.encode(span.text_in(text)).ids[0] for span in reading.spans]
        assert reading.anchors[:, 0].tolist() == firsts


def test_read_gives_the_same_whatever_else_is_in_the_batch() -> None:
    encoder = make_encoder(EchoSession())
    together = encoder.read(TEXTS)
    for text, reading in zip(TEXTS, together, strict=True):
        (alone,) = encoder.read([text])
        assert (alone.heads["events"] == reading.heads["events"]).all()
        assert alone.windows == reading.windows


def test_read_says_of_a_report_what_its_likeliest_window_says() -> None:
    session = EchoSession()
    (reading,) = make_encoder(session).read([TEXTS[0]])
    firsts = [row[1] for feed in session.fed for row in feed["pieces"]]
    assert len(firsts) > 1
    assert reading.windows["relevance"]["conflict"] == pytest.approx(1 / (1 + np.exp(-max(firsts) / 10)))


def test_read_feeds_the_windows_that_the_training_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.windowing.MAX_PIECES", MAX_PIECES)
    session = EchoSession()
    make_encoder(session).read(TEXTS)
    fed = {
        (tuple(pieces[:size].tolist()), tuple(shapes[:size].tolist()))
        for feed in session.fed
        for pieces, shapes, size in zip(feed["pieces"], feed["shapes"], feed["mask"].sum(1), strict=True)
    }
    windows = [window for text in TEXTS for window in cut_windows(TextWords.of(text).example(), make_tokenizer())]
    assert fed == {(tuple(window.pieces), tuple(window.shapes)) for window in windows}
