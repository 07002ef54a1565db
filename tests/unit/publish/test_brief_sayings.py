import pytest

from dateline.model.actors import ActorRef
from dateline.model.records import OUTLET, Evidence, Statement
from dateline.publish.brief_sayings import MAX_QUOTE_CHARS, say_topic


def make_statement(topic: str, sentence: str, quote: str | None = None) -> Statement:
    return Statement(
        speaker=ActorRef(name="Ministry"), speaker_role=None, act="announces", addressee=None, topic=topic,
        quote=quote, place=None, time=None, attribution=(OUTLET,),
        evidence=(Evidence(start=0, end=len(sentence), quote=sentence),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        ("villagers had sold wheat to the group", "The elder denied that villagers had sold wheat to the group."),
        ("responsibility", "the outlet claimed responsibility"),
        ("a curfew", "The governor announced a curfew, the second this year."),
    ],
)
def test_a_topic_that_stands_alone_is_told_as_it_is(topic: str, sentence: str) -> None:
    assert say_topic(make_statement(topic, sentence)) == topic


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        ("then of nine", "The ministry first spoke of six dead, then of nine."),
        ("4 May they agreed to meet", "On 4 May they agreed to meet, a clerk said."),
        (
            "the road to the river will be closed until",
            "He said the road to the river will be closed until the harvest is in",
        ),
        ("had left the post themselves", "A spokesman said that “cowards” had left the post themselves."),
    ],
)
def test_a_piece_of_a_sentence_is_told_as_the_sentence(topic: str, sentence: str) -> None:
    assert say_topic(make_statement(topic, sentence)) == sentence.rstrip(".")


def test_a_long_sentence_is_cut() -> None:
    sentence = "The ministry said " + "that the road was closed and " * 10 + "nobody came."
    told = say_topic(make_statement("that the road", sentence))
    assert told.endswith(" …")
    assert len(told) <= MAX_QUOTE_CHARS + 2


def test_a_topic_beside_a_quote_is_left_alone() -> None:
    assert say_topic(make_statement("then of nine", "then of nine", quote="Go home")) == "then of nine"
