from __future__ import annotations

import math

import pytest
from tokenizer_samples import make_tokenizer
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from dateline.annotate.windows import SHAPES
from training import windowing
from training.examples import UNKNOWN, Example, Pair, TextWords
from training.heads import PAIR_ROLES, WORD_HEADS
from training.windowing import Window, cut_windows, is_learnable

TEXT = "Raiders burnt Orva. Guards died there."
TOKENIZER = make_tokenizer()
ACTOR1 = PAIR_ROLES.index("actor1")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows of 20 pieces: each sentence of the text gets its own."""
    monkeypatch.setattr(windowing, "MAX_PIECES", 20)


def make_example() -> Example:
    example = TextWords.of(TEXT).example()
    example.mark("events", "Attack", (1, 2))
    example.pairs.append(Pair((1, 2), (0, 1), (ACTOR1,), (ACTOR1,)))
    example.pairs.append(Pair((1, 2), (4, 5), (), (ACTOR1,)))
    return example


def cut(example: Example, tokenizer: Tokenizer = TOKENIZER) -> list[Window]:
    return list(cut_windows(example, tokenizer))


def test_cut_windows_puts_each_word_at_its_first_piece() -> None:
    (window,) = cut(make_example())
    pieces = [TOKENIZER.id_to_token(number) for number in window.pieces]
    assert (pieces[0], pieces[-1]) == ("[CLS]", "[SEP]")
    assert [pieces[at] for at in window.first_pieces] == ["r", "b", "o", ".", "g", "d", "t", "."]
    assert pieces[window.first_pieces[1] : window.first_pieces[2]] == ["b", "##u", "##r", "##n", "##t"]


def test_cut_windows_repeats_the_shape_of_a_word_for_its_pieces() -> None:
    (window,) = cut(make_example())
    assert len(window.shapes) == len(window.pieces)
    assert window.shapes[0] == window.shapes[-1] == 0
    begin, end = window.first_pieces[2:4]
    assert {SHAPES[shape - 1] for shape in window.shapes[begin:end]} == {"title"}


def test_cut_windows_keeps_one_label_a_word() -> None:
    (window,) = cut(make_example())
    labels = [WORD_HEADS["events"][tag] for tag in window.tags["events"]]
    assert labels == ["O", "Attack", "O", "O", "O", "O", "O", "O"]
    assert len(window.first_pieces) == len(labels)


@pytest.mark.usefixtures("narrow")
def test_cut_windows_moves_labels_and_pairs_with_the_words() -> None:
    example = make_example()
    example.mark("events", "Armed clash", (5, 6))
    example.pairs.append(Pair((5, 6), (4, 5), (ACTOR1,), (ACTOR1,)))
    first, second = cut(example)
    assert [WORD_HEADS["events"][tag] for tag in second.tags["events"]] == ["O", "Armed clash", "O", "O"]
    assert [(pair.anchor, pair.span) for pair in first.pairs] == [((1, 2), (0, 1))]
    assert [(pair.anchor, pair.span) for pair in second.pairs] == [((1, 2), (0, 1))]
    assert all(len(window.pieces) <= 22 for window in (first, second))


@pytest.mark.usefixtures("narrow")
def test_cut_windows_does_not_learn_an_incident_type_from_a_part_that_tells_of_none() -> None:
    example = make_example()
    example.mark_window("muc_types", ["bombing"])
    example.mark("muc_roles", "PerpInd", (0, 1))
    first, second = cut(example)
    assert sum(first.window_tags["muc_types"]) == 1.0
    assert sum(math.isnan(value) for value in second.window_tags["muc_types"]) == 1


@pytest.mark.usefixtures("narrow")
def test_cut_windows_cuts_a_word_that_is_longer_than_a_window() -> None:
    windows = cut(TextWords.of("a " + "b" * 60 + " c").example())
    assert [len(window.pieces) for window in windows] == [3, 22, 3]
    assert [window.first_pieces for window in windows] == [[1], [1], [1]]


def test_cut_windows_gives_unknown_characters_a_piece() -> None:
    (window,) = cut(TextWords.of("Ωmega").example())
    assert window.pieces[1:-1] == [TOKENIZER.token_to_id("[UNK]")]


def test_cut_windows_of_nothing_is_nothing() -> None:
    assert cut(TextWords.of(" \n").example()) == []


def test_cut_windows_refuses_a_tokenizer_without_marks() -> None:
    with pytest.raises(ValueError, match=r"no \[CLS\]"):
        cut(make_example(), Tokenizer(WordPiece({"a": 0, "[UNK]": 1}, unk_token="[UNK]")))


def test_is_learnable_wants_a_label_a_pair_or_a_window_label() -> None:
    example = TextWords.of("Raiders burnt Orva.").example()
    example.tags["modalities"] = [UNKNOWN] * 4
    (window,) = cut(example)
    assert not is_learnable(window)
    example.mark_window("relevance", [])
    (window,) = cut(example)
    assert is_learnable(window)
