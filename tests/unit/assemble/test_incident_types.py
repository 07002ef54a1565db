from __future__ import annotations

import pytest

from dateline.assemble.incident_types import describe_words, judge_types

WORDS = {"bombing": {"bias": -1.0, "bomb": 6.0}}


def test_words_of_a_type_raise_it_and_their_lack_lowers_it() -> None:
    types = {"bombing": 0.5, "attack": 0.7}
    told = judge_types("a BOMB went off", types, WORDS)
    assert told["bombing"] > 0.5 > judge_types("nothing went off", types, WORDS)["bombing"]
    assert told["attack"] == 0.7


def test_different_words_count_once_and_less_in_long_texts() -> None:
    assert describe_words("mill mill, river mill 12") == pytest.approx({"mill": 2**-0.5, "river": 2**-0.5})
    assert describe_words("12 %") == {}
