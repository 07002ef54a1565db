"""Copies over columns are the copies over objects."""

from __future__ import annotations

import random

import numpy as np

from dateline.linkage.archive_copies import find_linked
from dateline.linkage.near_duplicates import KeptText, find_first, group_copies, name_group, part_copies

SYLLABLES = ("ba", "do", "ku", "ma", "ra", "ti", "so", "len", "gar", "mi", "no", "she", "wa", "zu", "pe", "lo")


def make_texts(stories: int, copies: int) -> list[KeptText]:
    chance = random.Random(5)
    made = []
    for story in range(stories):
        words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(150)]
        for copy in range(chance.randint(1, copies)):
            kept = words[: chance.choice((150, 120, 70, 40))]
            changed = ["elsewhere" if chance.random() < 0.04 else word for word in kept]
            made.append(KeptText.of(f"r-{story}-{copy}", f"2023-01-{chance.randint(1, 28):02}", " ".join(changed)))
    made += [KeptText.of("r-empty", None, ""), KeptText.of("r-void", "2023-01-01", " … ")]
    made += [KeptText.of(f"r-same-{number}", None, "Fire in the hills. " * 30) for number in range(70)]
    return made


def group_by_columns(texts: list[KeptText]) -> dict[str, str]:
    ranked = sorted(texts, key=lambda text: text.rank)
    sizes = np.array([text.sketch.size for text in ranked], dtype=np.int64)
    hashes = np.stack([text.sketch.whole for text in ranked])
    bands = np.array([text.sketch.band_keys() or (0,) * 33 for text in ranked], dtype=np.int64)
    groups = {text.report_id: name_group(text.report_id) for text in ranked}
    for members in find_linked(sizes, hashes, bands):
        for group in part_copies([ranked[index] for index in members]):
            groups.update((text.report_id, name_group(find_first(group).report_id)) for text in group)
    return groups


def test_columns_give_the_groups_of_objects() -> None:
    texts = make_texts(60, 5)
    expected = group_copies(texts)
    assert len(set(expected.values())) < len(expected) * 0.7
    assert group_by_columns(texts) == expected


def test_no_texts_have_no_copies() -> None:
    nothing = np.empty((0, 33), dtype=np.int64)
    assert list(find_linked(np.empty(0, dtype=np.int64), np.empty((0, 128), dtype=np.uint32), nothing)) == []
