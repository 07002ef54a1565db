from __future__ import annotations

import pytest

from dateline.annotate.speech_acts import act_of_words
from dateline.annotate.speech_cues import body_nouns, cue_verbs, find_cues, regular_forms, source_nouns, split_tokens


def lemmas_of(text: str) -> list[str]:
    tokens = split_tokens(text, 0, len(text))
    return [cue.verb.lemma for cue in find_cues(text, tokens, [False] * len(tokens))]


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("urge", ["urges", "urged", "urging"]),
        ("deny", ["denies", "denied", "denying"]),
        ("stress", ["stresses", "stressed", "stressing"]),
        ("warn", ["warns", "warned", "warning"]),
    ],
)
def test_regular_forms_spell_as_english_does(lemma: str, forms: list[str]) -> None:
    assert regular_forms(lemma) == forms


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("He called on them to stop", ["call"]),
        ("He called in the guards", []),
        ("She held the men responsible for it", ["hold"]),
        ("She held the pass", []),
        ("They asked for water", ["ask"]),
        ("They asked themselves why", []),
        ("It happened according to plan", ["according to"]),
    ],
)
def test_find_cues_asks_for_the_words_that_make_a_saying(text: str, lemmas: list[str]) -> None:
    assert lemmas_of(text) == lemmas


def test_find_cues_leaves_quoted_words_alone() -> None:
    tokens = split_tokens("they said so", 0, 12)
    assert list(find_cues("they said so", tokens, [True] * len(tokens))) == []


def test_split_tokens_keeps_a_name_in_capitals_from_being_a_verb() -> None:
    assert [token.lower for token in split_tokens("IS is 3,500 strong", 0, 18)] == ["IS", "is", "3,500", "strong"]


def test_lexicon_rows_are_whole() -> None:
    assert {"say", "said", "denied", "called"} <= set(cue_verbs())
    assert source_nouns()["villagers"] == "witness"
    assert body_nouns() <= set(source_nouns()) | {"departments", "department", "missions", "mission"}


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("We are ready to hold talks", "offers"),
        ("The council must act", "demands"),
        ("They will pay the price", "threatens"),
        ("That is not true, they are to blame", "denies"),
        ("There will be joint patrols", "announces"),
        ("The road is long", None),
    ],
)
def test_act_of_words_reads_the_content(words: str, act: str | None) -> None:
    assert act_of_words(words) == act
