from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from dateline.model.comments import FLAGS, Suggestion
from dateline.moderation.encoders import CommentEncoder, CommentReading
from dateline.moderation.suggestions import REJECT, SPEAKING_FOR, CommentModerator, Weights
from dateline.moderation.word_lists import make_spelling_reader

COLUMNS = (*FLAGS, REJECT)
EVEN = {name: Weights(0.0, {name: 1.0}, dict.fromkeys(SPEAKING_FOR.get(name, ()), 4.0)) for name in COLUMNS}


class FakeEncoder:
    """Answers the same of every text: -3, but for the columns named; the second word of a text is the loudest."""

    columns = COLUMNS

    def __init__(self, **scores: float) -> None:
        self._scores = np.array([scores.get(name, -3.0) for name in COLUMNS], dtype=np.float32)

    def read(self, texts: Sequence[str], articles: Sequence[str | None]) -> list[CommentReading]:
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> CommentReading:
        spans, at = [], 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            spans.append((start, at))
        parts = np.zeros((len(spans), len(COLUMNS)), dtype=np.float32)
        parts[1:2] = 9.0
        return CommentReading(self._scores, tuple(spans), parts)


def suggest(text: str, article: str | None = None, **scores: float) -> Suggestion:
    encoder = cast("CommentEncoder", FakeEncoder(**scores))
    return CommentModerator(encoder, make_spelling_reader(), EVEN).suggest([text], [article])[0]


def test_what_raises_no_flag_is_to_be_approved() -> None:
    told = suggest("The army should explain this.")
    assert (told.advice, told.reasons) == ("approve", ())
    assert set(told.flags) == set(FLAGS)
    assert all(0 <= share < 0.5 for share in told.flags.values())


def test_a_flag_comes_with_the_words_that_speak_for_it() -> None:
    told = suggest("Some words here", threat=2.0)
    assert told.advice == "reject"
    assert [(reason.flag, reason.text) for reason in told.reasons] == [("threat", "words")]


def test_an_exact_signal_alone_raises_a_flag_and_points_at_what_was_written() -> None:
    text = "What sh!t is this"
    told = suggest(text)
    (reason,) = told.reasons
    assert (reason.flag, text[reason.start : reason.end], reason.text) == ("profanity", "sh!t", "sh!t")


def test_a_comment_bad_as_a_whole_is_given_the_rule_that_comes_nearest() -> None:
    told = suggest("So many words", reject=1.0, personal_attack=-0.5)
    assert told.advice == "reject"
    assert [flag for flag, share in told.flags.items() if share >= 0.5] == ["personal_attack"]


def test_nothing_is_off_topic_where_no_article_is_known() -> None:
    assert suggest("Nice weather today", off_topic=5.0).advice == "approve"
    assert suggest("Nice weather today", "Shelling in the hills", off_topic=5.0).flags["off_topic"] > 0.9


def test_no_texts_give_no_suggestions() -> None:
    encoder = cast("CommentEncoder", FakeEncoder())
    assert CommentModerator(encoder, make_spelling_reader(), EVEN).suggest([]) == []
