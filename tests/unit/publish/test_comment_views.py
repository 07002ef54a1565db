"""What the page of moderation is set from: lit words, flags in order, rules with their digits, hidden signs shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model.comments import Comment, CommentAct, Guidelines, Reason, Rule, Suggestion
from dateline.publish.comment_views import (
    light_reasons,
    list_rules,
    make_comment_view,
    make_excerpt,
    make_queue_line,
    make_suggestion,
)
from dateline.publish.comment_words import say_age, say_moment, say_sureness, show_hidden

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
RULES = Guidelines(
    2,
    "2026-11-20T00:00:00+00:00",
    "Adil",
    "Welcome.",
    tuple(
        Rule(f"rule_{number}", f"Rule {number}", "Text.", ("threat",) if number == 3 else ())
        for number in range(1, 13)
    ),
)


def make_comment(text: str, *reasons: Reason, acts: tuple[CommentAct, ...] = (), **flags: float) -> Comment:
    suggestion = Suggestion("reject" if flags else "approve", flags, reasons, "tests 1")
    return Comment(7, "report:r", "Layla", text, "2026-11-21T09:00:00+00:00", None, "a1", suggestion, acts)


def make_act(seq: int, deed: str, who: str = "Mina", rule: str | None = None, why: str | None = None) -> CommentAct:
    return CommentAct(seq, 7, deed, who, "2026-11-21T10:00:00+00:00", rule, why, 2)  # type: ignore[arg-type]


def test_reasons_light_their_words_and_overlap() -> None:
    comment = make_comment("one two three", Reason("threat", 0, 7, "one two"), Reason("hate", 4, 13, "two three"))
    assert [(part.text, part.flags) for part in light_reasons(comment)] == [
        ("one ", ("threat",)),
        ("two", ("threat", "hate against a group")),
        (" three", ("hate against a group",)),
    ]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=5))
@settings(deadline=None)
def test_nothing_of_a_text_is_lost_by_lighting_it(text: str, spans: list[tuple[int, int]]) -> None:
    comment = make_comment(text, *(Reason("threat", start, end, "") for start, end in spans))
    assert "".join(part.text for part in light_reasons(comment)) == show_hidden(text)


def test_flags_stand_from_the_likeliest_down_and_the_rest_in_one_line() -> None:
    view = make_suggestion(make_comment("x", hate=0.1, threat=0.55, profanity=0.92, vulgarity=0.3))
    assert [(row.key, row.width, row.sureness) for row in view.rows] == [
        ("profanity", 92.0, "very sure"),
        ("threat", 55.0, "leans to it"),
        ("vulgarity", 30.0, "leans against it"),
    ]
    assert view.unseen == ("hate against a group",)
    assert view.lead == "profanity"
    assert make_suggestion(make_comment("x", hate=0.4)).lead == ""


def test_rules_have_digits_as_far_as_there_are_some() -> None:
    rows = list_rules(RULES, make_comment("x", threat=0.6).suggestion)
    assert [row.digit for row in rows] == [*"1234567890", "", ""]
    assert [row.key for row in rows if row.because] == ["rule_3"]


def test_a_view_tells_acts_state_and_appeal() -> None:
    acts = (make_act(4, "reject", rule="rule_3"), make_act(9, "appeal", "writer", why="Look\u202e again"))
    past = make_comment("before", acts=(make_act(2, "reject", rule="gone"),))
    view = make_comment_view(make_comment("x", acts=acts), RULES, [past], {})
    assert (view.state, view.seen, view.appeal) == ("waiting", 9, "Look[U+202E] again")
    assert [(act.words, act.who, act.rule) for act in view.acts] == [
        ("rejected", "Mina", "Rule 3"),
        ("appeal", "", ""),
    ]
    assert [(row.state, row.rule) for row in view.past] == [("rejected", "gone")]
    assert make_queue_line(make_comment("x", acts=acts), NOW).is_appeal
    assert not make_queue_line(make_comment("x", acts=(*acts, make_act(11, "approve"))), NOW).is_appeal


def test_a_rule_is_called_as_it_was_when_it_was_broken() -> None:
    before = Guidelines(1, "2026-11-01T00:00:00+00:00", "Adil", "Welcome.", (Rule("rule_3", "As it was", "Text."),))
    act = replace(make_act(4, "reject", rule="rule_3"), guidelines=1)
    view = make_comment_view(make_comment("x", acts=(act,)), RULES, [make_comment("y", acts=(act,))], {1: before})
    assert (view.acts[0].rule, view.past[0].rule) == ("As it was", "As it was")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a[U+202E]b"),
        ("a\x00b\x1b", "a[U+0000]b[U+001B]"),
        ("li\u200bar", "li[U+200B]ar"),
        ("a\n\tb", "a\n\tb"),
        ("می\u200cخواهم 👨\u200d👩", "می\u200cخواهم 👨\u200d👩"),
    ],
)
def test_what_hides_in_a_text_is_written_out(text: str, shown: str) -> None:
    assert show_hidden(text) == shown


def test_an_excerpt_is_one_line() -> None:
    assert make_excerpt("one\n\n two") == "one two"
    assert len(make_excerpt("word " * 100)) <= 140


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-11-21T11:59:30+00:00", "now"),
        ("2026-11-21T11:15:00+00:00", "45 min"),
        ("2026-11-21T09:00:00", "3 h"),
        ("2026-11-10T12:00:00+00:00", "11 d"),
        ("soon", ""),
    ],
)
def test_how_long_ago_is_said_in_one_unit(when: str, words: str) -> None:
    assert say_age(when, NOW) == words


def test_moments_and_sureness_in_words() -> None:
    assert say_moment("2026-11-21T14:20:20+01:00") == "21 November 2026, 13:20"
    assert say_moment("soon") == "soon"
    assert [say_sureness(value) for value in (0.9, 0.7, 0.5, 0.25, 0.1)] == [
        "very sure",
        "rather sure",
        "leans to it",
        "leans against it",
        "not seen",
    ]
