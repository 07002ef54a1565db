from __future__ import annotations

import random
from types import ModuleType

import pytest
from tokenizer_samples import make_tokenizer

from training.examples import UNKNOWN, Pair, TextWords
from training.heads import PAIR_ROLES, WORD_HEADS
from training.windowing import Window, cut_windows

ACTOR1, PLACE = PAIR_ROLES.index("actor1"), PAIR_ROLES.index("place")


@pytest.fixture
def batches() -> ModuleType:
    pytest.importorskip("torch", reason="torch is not installed: it comes with the training dependencies")
    import training.batches

    return training.batches


def make_window(text: str, *, labelled: bool = True) -> Window:
    example = TextWords.of(text).example()
    if labelled:
        example.mark("events", "Attack", (1, 2))
        example.pairs.append(Pair((1, 2), (0, 1), (ACTOR1,), (ACTOR1, PLACE)))
    (window,) = cut_windows(example, make_tokenizer())
    return window


def test_make_batch_puts_labels_at_first_pieces_and_nowhere_else(batches: ModuleType) -> None:
    short, long = make_window("Raiders burnt Orva."), make_window("Nobody came to the mill.", labelled=False)
    batch = batches.make_batch([short, long])
    tags = batch.tags["events"]
    assert [tags[0, at].item() for at in short.first_pieces] == [0, WORD_HEADS["events"].index("Attack"), 0, 0]
    others = set(range(tags.shape[1])) - set(short.first_pieces)
    assert {tags[0, at].item() for at in others} | {tag.item() for tag in tags[1]} == {UNKNOWN}
    assert batch.mask.sum(1).tolist() == [len(short.pieces), len(long.pieces)]


def test_make_batch_averages_over_the_words_of_a_pair_in_its_own_window(batches: ModuleType) -> None:
    first, second = make_window("Nobody came.", labelled=False), make_window("Raiders burnt Orva.")
    batch = batches.make_batch([first, second])
    length = batch.pieces.shape[1]
    anchors, spans = batch.pair_anchors.to_dense(), batch.pair_spans.to_dense()
    assert anchors.nonzero().tolist() == [[0, length + second.first_pieces[1]]]
    assert spans.nonzero().tolist() == [[0, length + second.first_pieces[0]]]
    assert (batch.pair_roles[0, ACTOR1], batch.pair_known[0].sum(), batch.pair_known[0, PLACE]) == (1, 2, 1)


def test_group_windows_keeps_to_the_budget_and_loses_none(batches: ModuleType) -> None:
    windows = [make_window("Raiders burnt " + "Orva " * count) for count in range(1, 12)]
    groups = list(batches.group_windows(windows, 150, random.Random(1)))
    assert sorted(len(window.pieces) for group in groups for window in group) == sorted(
        len(window.pieces) for window in windows
    )
    assert all(len(group) * max(len(window.pieces) for window in group) <= 150 for group in groups)
