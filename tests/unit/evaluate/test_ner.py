"""The suite `ner`: tag schemes, counting, and files."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.evaluate.ner import Sentence, decode_tags, read_conll, read_tag_predictions, score_ner
from dateline.model.errors import ReadError


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("O B-A I-A O", [(1, 3, "A")]),
        ("B-A B-A", [(0, 1, "A"), (1, 2, "A")]),
        ("I-A I-A I-B", [(0, 2, "A"), (2, 3, "B")]),
        ("S-A B-A E-A S-B", [(0, 1, "A"), (1, 3, "A"), (3, 4, "B")]),
        ("U-A B-A I-A L-A I-A", [(0, 1, "A"), (1, 4, "A"), (4, 5, "A")]),
        ("B-A I-B", [(0, 1, "A"), (1, 2, "B")]),
        ("", []),
    ],
)
def test_tags_of_every_scheme_are_decoded(tags: str, spans: list[tuple[int, int, str]]) -> None:
    assert list(decode_tags(tags.split())) == spans


def sentence(tags: str) -> Sentence:
    return Sentence(tuple("abcdefgh"[: len(tags.split())]), tuple(tags.split()))


def test_span_and_type_must_be_exact() -> None:
    score = score_ner([sentence("B-A I-A O B-B")], [["B-A", "O", "O", "B-A"]])
    micro = score.entities["micro"]
    assert (micro.right, micro.predicted, micro.wanted) == (0, 2, 2)
    assert (score.entities["A"].predicted, score.entities["B"].wanted) == (2, 1)


def test_types_are_told_apart() -> None:
    figures = score_ner([sentence("B-A B-B")], [["B-A", "O"]]).entities
    assert (figures["A"].f1, figures["B"].f1, figures["micro"].recall) == (1.0, 0.0, 0.5)


def test_other_lengths_are_refused() -> None:
    with pytest.raises(ReadError):
        score_ner([sentence("O O")], [])
    with pytest.raises(ReadError):
        score_ner([sentence("O O")], [["O"]])


tag = st.sampled_from(["O", "B-A", "I-A", "B-B", "I-B", "E-A", "S-B"])


@settings(deadline=None)
@given(st.lists(st.lists(tag, min_size=1, max_size=8), min_size=1, max_size=4))
def test_gold_against_itself_is_perfect(rows: list[list[str]]) -> None:
    score = score_ner([Sentence(tuple(row), tuple(row)) for row in rows], rows)
    assert all(tally.right == tally.predicted == tally.wanted for tally in score.entities.values())


@settings(deadline=None)
@given(st.lists(tag, max_size=10))
def test_entities_are_in_order_and_apart(tags: list[str]) -> None:
    spans = list(decode_tags(tags))
    assert all(start < end for start, end, _ in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert sum(end - start for start, end, _ in spans) == sum(each != "O" for each in tags)


def test_reads_tabs_blanks_and_document_marks(tmp_path: Path) -> None:
    path = tmp_path / "gold.txt"
    path.write_text(
        "-DOCSTART- -X- O O\r\n\r\nUmm Rash\tB-LOC\r\nfell\tO\r\n\r\n\r\nGao NNP B-NP B-LOC\r\n", newline=""
    )
    first, second = read_conll(path)
    assert (first.tokens, first.tags, first.line) == (("Umm Rash", "fell"), ("B-LOC", "O"), 3)
    assert (second.tokens, second.tags, second.line) == (("Gao",), ("B-LOC",), 7)


@pytest.mark.parametrize("text", ["fell O\nGao\n", "Gao LOC\n", "Gao B-\n", "Gao X-LOC\n", "\n\n"])
def test_a_line_that_is_not_conll_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gold.txt"
    path.write_text(text)
    with pytest.raises(ReadError, match=r"gold\.txt"):
        read_conll(path)


def test_predictions_must_be_of_the_same_tokens(tmp_path: Path) -> None:
    gold, other = tmp_path / "gold.txt", tmp_path / "other.txt"
    gold.write_text("Gao\tB-LOC\n\nfell\tO\n")
    other.write_text("Gao\tO\n\nrose\tO\n")
    golds = read_conll(gold)
    assert read_tag_predictions(gold, golds) == [("B-LOC",), ("O",)]
    with pytest.raises(ReadError, match=r"other\.txt:3"):
        read_tag_predictions(other, golds)
    other.write_text("Gao\tO\n")
    with pytest.raises(ReadError, match="1 for 2"):
        read_tag_predictions(other, golds)
