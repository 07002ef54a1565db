from __future__ import annotations

from collections.abc import Mapping

import pytest
from reading_samples import find_span, make_reading

from dateline.annotate.learned_triggers import FAMILY_OF, merge_triggers
from dateline.annotate.triggers import find_triggers, find_voice
from dateline.model.annotations import Trigger
from dateline.model.records import EVENT_TYPE_OF
from dateline.model.spans import Span

TEXT = "Gunmen ambushed a convoy. The patrol melted away and the depot crumbled."
WHOLE = Span(0, len(TEXT))


def merge(answers: Mapping[str, tuple[str, float]], within: Span = WHOLE, text: str = TEXT) -> list[Trigger]:
    reading = make_reading(text, {"events": answers})
    lexical = list(find_triggers(text, within))
    return list(merge_triggers(text, within, lexical, reading, find_voice))


def test_every_sub_event_type_has_a_family() -> None:
    assert set(FAMILY_OF) == set(EVENT_TYPE_OF)


def test_merge_triggers_keeps_what_the_encoder_does_not_see() -> None:
    assert [row.words for row in merge({})] == ["ambushed"]


@pytest.mark.parametrize("probability", [0.2, 0.9])
def test_merge_triggers_keeps_a_word_of_the_lexicon_that_the_encoder_does_not_rule_out(probability: float) -> None:
    (kept,) = merge({"ambushed": ("Armed clash", probability)})
    assert (kept.words, kept.family, kept.voice) == ("ambushed", "assault", "active")


def test_merge_triggers_renames_into_another_family_where_it_is_sure() -> None:
    (renamed,) = merge({"ambushed": ("Abduction/forced disappearance", 0.99)})
    assert (renamed.family, renamed.sub_event_type) == ("abduction", "Abduction/forced disappearance")


def test_merge_triggers_leaves_to_the_victims_what_they_decide() -> None:
    (kept,) = merge({"ambushed": ("Armed clash", 0.99)})
    assert kept == next(find_triggers(TEXT, WHOLE))


def test_merge_triggers_does_not_rename_where_two_types_are_near_each_other() -> None:
    reading = make_reading(TEXT, {"events": {"ambushed": ("Abduction/forced disappearance", 0.5)}})
    attack = reading.labels["events"].index("Attack")
    at = reading.words_in(find_span(TEXT, "ambushed"))
    reading.heads["events"][at, attack] = 0.4
    lexical = list(find_triggers(TEXT, WHOLE))
    assert list(merge_triggers(TEXT, WHOLE, lexical, reading, find_voice)) == lexical


def test_merge_triggers_adds_what_the_lexicon_lacks_in_order_of_the_text() -> None:
    answers = {"ambushed": ("Armed clash", 0.9), "crumbled": ("Looting/property destruction", 0.99)}
    kept, added = merge(answers)
    assert kept.words == "ambushed"
    assert added == Trigger(
        span=find_span(TEXT, "crumbled"),
        family="arson",
        sub_event_type="Looting/property destruction",
        voice=find_voice(TEXT, find_span(TEXT, "crumbled"), WHOLE),
        words="crumbled",
    )


def test_merge_triggers_adds_nothing_that_overlaps_a_word_of_the_lexicon() -> None:
    (only,) = merge({"ambushed a convoy": ("Armed clash", 0.9)})
    assert only.words == "ambushed"


def test_merge_triggers_keeps_to_its_sentence() -> None:
    sentence = Span(0, TEXT.index("The"))
    answers = {"ambushed": ("Armed clash", 0.9), "melted away": ("Change to group/activity", 0.99)}
    assert [row.words for row in merge(answers, sentence)] == ["ambushed"]


def test_merge_triggers_adds_only_what_it_is_sure_of() -> None:
    answers = {"ambushed": ("Armed clash", 0.9), "melted away": ("Change to group/activity", 0.9)}
    assert [row.words for row in merge(answers)] == ["ambushed"]
