"""A report in sentences: who says, claims and denies is told apart, and nothing is lost of a denial."""

from __future__ import annotations

from desk_samples import make_coded, make_hostile, store_coded
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.publish.report_summaries import say_sentence, summarize_report


def test_a_report_is_told_with_what_happened_first_and_each_source_by_what_it_does() -> None:
    sentences = summarize_report(store_coded(make_coded()), at_most=20)
    assert sentences[0] == (
        "Islamic State attacked the Iraqi Army near Tarmiyah on 1 April 2021, according to the Ministry of Defence, "
        "claimed by Islamic State. Killed, Iraqi Army: at least 7 (the Ministry of Defence), 13 (Islamic State)."
    )
    assert "Peaceful protest by protesters at Tarmiyah on 2 April 2021." in sentences
    assert "Hadi Salman announces: the road is held again near Tarmiyah." in sentences
    assert len(summarize_report(store_coded(make_coded()))) == 6


def test_what_is_denied_is_never_told_as_so() -> None:
    holds, denies = make_coded().control
    assert say_sentence(holds) == "Iraqi Army controls the road at Tarmiyah, according to Hadi Salman."
    assert say_sentence(denies) == "Iraqi Army controls the road at Tarmiyah, denied by the Villagers."
    unnamed = denies.model_copy(update={"attribution": ()})
    assert say_sentence(unnamed) == "Iraqi Army controls the road at Tarmiyah (denied)."


def test_what_is_planned_is_told_as_planned() -> None:
    assert "(planned)" in say_sentence(make_coded().events[1])


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet=st.sampled_from("ab \u202e\u2067\u200f"), min_size=1))
def test_no_name_turns_the_direction_of_our_words(name: str) -> None:
    event = make_coded().events[0]
    actor = event.actor1[0].model_copy(update={"name": name})
    told = say_sentence(event.model_copy(update={"actor1": (actor,)}))
    assert not set(told) & set("\u202e\u2067\u200f")


def test_hostile_records_can_be_told() -> None:
    assert all(summarize_report(store_coded(make_hostile())))
