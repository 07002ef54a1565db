from __future__ import annotations

import pytest

from dateline.annotate.windows import SHAPES
from training.examples import TextWords, example_of_tokens
from training.heads import WINDOW_HEADS, WORD_HEADS

TEXT = "Raiders from Brod burnt\n\nthe mill. Two guards died."


def words_of(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    found = TextWords.of(text).range_of(start, start + len(part))
    assert found is not None
    return found


@pytest.mark.parametrize("part", ["Raiders", "from Brod", "the mill", "mill.", "Two guards died."])
def test_range_of_gives_the_words_of_a_stretch(part: str) -> None:
    start, end = words_of(TEXT, part)
    words = TextWords.of(TEXT).words[start:end]
    assert TEXT[words[0].span.start : words[-1].span.end] == part


def test_range_of_takes_a_word_that_is_only_touched_and_none_between_words() -> None:
    words = TextWords.of(TEXT)
    inside = TEXT.index("rnt")
    assert words.range_of(inside, inside + 1) == words_of(TEXT, "burnt")
    gap = TEXT.index("\n\n")
    assert words.range_of(gap, gap + 2) is None


def test_mark_begins_a_span_with_b_where_the_head_has_it() -> None:
    example = TextWords.of(TEXT).example()
    start, end = words_of(TEXT, "from Brod")
    example.mark("entities", "Location", (start, end))
    labels = [WORD_HEADS["entities"][tag] for tag in example.tags["entities"]]
    assert labels[start:end] == ["B-Location", "I-Location"]
    assert set(labels[:start] + labels[end:]) == {"O"}


def test_mark_gives_all_words_the_plain_label_of_other_heads() -> None:
    example = TextWords.of(TEXT).example()
    start, end = words_of(TEXT, "burnt\n\nthe mill")
    example.mark("events", "Looting/property destruction", (start, end))
    assert [WORD_HEADS["events"][tag] for tag in example.tags["events"][start:end]] == [
        "Looting/property destruction"
    ] * 3


def test_mark_refuses_a_label_that_the_head_lacks() -> None:
    with pytest.raises(ValueError, match="not in"):
        TextWords.of(TEXT).example().mark("events", "Ambush", (0, 1))


def test_mark_window_says_of_every_label_whether_it_holds() -> None:
    example = TextWords.of(TEXT).example()
    example.mark_window("police_acts", ["ARREST", "ANY_ACTION"])
    held = dict(zip(WINDOW_HEADS["police_acts"], example.window_tags["police_acts"], strict=True))
    assert {name for name, value in held.items() if value} == {"ARREST", "ANY_ACTION"}


def test_example_of_tokens_cuts_tokens_as_the_coder_cuts_texts() -> None:
    tokens = ["Al-Brod", "fell", ".", "``", "U.N.", "Guards"]
    example, ranges = example_of_tokens(tokens)
    assert example.words == ["Al", "-", "Brod", "fell", ".", "`", "`", "U", ".", "N", ".", "Guards"]
    assert ranges == [(0, 3), (3, 4), (4, 5), (5, 7), (7, 11), (11, 12)]
    shapes = [SHAPES[shape] for shape in example.shapes]
    assert (shapes[0], shapes[2], shapes[-1]) == ("after a paragraph", "title", "title after a stop")


def test_example_of_tokens_gives_an_empty_range_for_a_token_without_words() -> None:
    example, ranges = example_of_tokens([" ", "fell"])
    assert (example.words, ranges) == (["fell"], [(0, 0), (0, 1)])
