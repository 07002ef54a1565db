"""Reasons for rejections."""

from __future__ import annotations

import pytest

from dateline.model.errors import WrongCallError
from dateline.publish.reasons import list_reasons, make_reason


def test_a_reason_is_chosen_told_or_both() -> None:
    assert make_reason("wrong-place") == "wrong place"
    assert make_reason("wrong-place", " it was\n in Daquq ") == "wrong place: it was in Daquq"
    assert make_reason(None, "a film") == "a film"
    with pytest.raises(WrongCallError, match="needs a reason"):
        make_reason("", "  ")
    with pytest.raises(WrongCallError, match="no such reason"):
        make_reason("because")


def test_reasons_have_keys_of_their_own() -> None:
    reasons = list_reasons()
    assert len({reason.key for reason in reasons}) == len({reason.words for reason in reasons}) == len(reasons)
