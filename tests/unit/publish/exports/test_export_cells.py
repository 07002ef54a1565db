"""Cells: no formula is left to run, and every text comes back."""

from __future__ import annotations

import csv
import io

import pytest
from export_samples import HOSTILE, hostile_texts
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.publish.exports.cells import clean_text, join_list, read_cell, write_cell, write_line, write_table

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@settings(deadline=None)
@given(st.lists(st.lists(hostile_texts, min_size=2, max_size=2), max_size=5))
def test_write_table_gives_every_text_back(rows: list[list[str]]) -> None:
    pieces = write_table(["one", "two"], ({"one": one, "two": two} for one, two in rows))
    lines = list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8"), newline="")))
    assert lines[0] == ["one", "two"]
    assert [[read_cell(cell) for cell in line] for line in lines[1:]] == rows


@settings(deadline=None)
@given(hostile_texts)
def test_write_cell_leaves_no_formula(text: str) -> None:
    assert not write_cell(text).startswith(STARTS)
    assert read_cell(write_cell(text)) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_write_line_keeps_a_hostile_text_in_its_cell(text: str) -> None:
    assert len(next(iter(csv.reader(io.StringIO(write_line(["a", text, "b"]).decode(), newline=""))))) == 3


def test_write_cell_leaves_numbers_alone() -> None:
    assert [write_cell(cell) for cell in (-3.5, 0, None, "")] == ["-3.5", "0", "", ""]


def test_write_table_refuses_what_is_no_column() -> None:
    with pytest.raises(KeyError, match="three"):
        list(write_table(["one"], [{"three": 3}]))


def test_clean_text_replaces_half_characters() -> None:
    assert clean_text("a\ud800b") == "a\ufffdb"
    assert clean_text("مخمور 😀") == "مخمور 😀"


def test_join_list_can_be_parted_again() -> None:
    assert join_list(["The Herald; Sunday", "", "Radio\nOne", "Radio One"]) == "The Herald, Sunday; Radio One"
