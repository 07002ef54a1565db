from datetime import date
from pathlib import Path

import pytest
from incident_samples import CHANNEL, MINISTRY, OUTPOST, kill, make_account, make_incident, make_night

from dateline.base.resources import load_yaml
from dateline.linkage.summaries import summarize
from dateline.linkage.toll_rules import load_toll_rule
from dateline.model.actors import ActorRef
from dateline.model.incidents import Account, Incident
from dateline.model.intervals import Interval
from dateline.model.records import OUTLET, SUB_EVENT_TYPES, Attribution, Casualty
from dateline.publish.incident_lines import list_lines
from dateline.publish.incident_words import join_names, say_side, say_when, with_article
from dateline.publish.incidents import IncidentView, make_incident_view, say_incident

ROOT = Path(__file__).parents[3]


def make_example() -> Incident:
    return make_incident(
        *make_night().accounts,
        make_account("radio", kill(7), publisher="The Radio"),
        make_account("evening", kill(10), published="2021-12-04T20:00:00+03:00"),
        make_account("late", kill(9), publisher="The Radio", published="2021-12-06"),
    )


def view_of(*accounts: Account) -> IncidentView:
    return make_incident_view(summarize(make_incident(*accounts)))


def headline_of(*accounts: Account) -> str:
    return say_incident(summarize(make_incident(*accounts)))


def test_headline_is_made_from_what_most_sources_tell() -> None:
    civilians = (ActorRef(name="Civilians"),)
    shelling = make_account(
        "a",
        sub_event_type="Shelling/artillery/missile attack",
        event_type="Explosions/Remote violence",
        actor2=civilians,
    )
    assert headline_of(shelling) == "Islamic State shelled civilians at Tel Rim on 2 December 2021 (1 source)"
    clash = [make_account(name, kill(3)) for name in ("b", "c")]
    assert headline_of(shelling, *clash).startswith("Islamic State attacked the Peshmerga at Tel Rim")


def test_headline_of_what_is_open_or_not_done_says_so() -> None:
    unknown = make_account("a", kill(None, high=27), actor1=(), place=None, time=None, modality="planned")
    assert headline_of(unknown) == "Armed clash against the Peshmerga (planned) (1 source)"
    done = make_account("a", kill(None, high=27), actor1=(), place=None, time=None)
    assert headline_of(done) == "Armed clash against the Peshmerga; up to 27 killed (1 source)"
    claim = make_account("a", kill(13, "Islamic State"), attribution=(CHANNEL,))
    assert "; Islamic State claims 13 killed (1 source)" in headline_of(claim)
    nobody = make_account("a", kill(0))
    assert "; nobody killed (1 source)" in headline_of(nobody)


def test_worked_example_of_the_docs_holds() -> None:
    """The example in docs/incidents.md, and what it says of other rules and texts."""
    page = " ".join((ROOT / "docs" / "incidents.md").read_text(encoding="utf-8").replace("\n>", "").split())
    night = make_example()
    texts = {"r-tribune": "t", "r-evening": "t"}
    view = make_incident_view(summarize(night, texts))
    assert view.line.headline in page
    assert view.differences[0] in page
    assert view.line.counted == "8 reports · 5 sources"
    best = [
        summarize(night, texts, load_toll_rule("acled")).deaths,
        summarize(night).deaths,
        summarize(night, texts | {"r-courier": "t"}).deaths,
    ]
    assert [toll.best for toll in best if toll] == [7, 10, 9]
    assert best[1] is not None
    assert len(best[1].best_sources) == 3


def test_other_tolls_stand_in_where_nobody_speaks_of_dead() -> None:
    taken = Casualty(measure="abducted", group="Civilians", low=24, high=None, said_by="outlet")
    assert "; at least 24 abducted (1 source)" in headline_of(make_account("a", taken))


def test_differences_are_told_in_sentences() -> None:
    denial = Attribution(source="Ministry of Peshmerga", source_type="government", stance="denies")
    far = OUTPOST.model_copy(update={"name": "Tel Far", "lat": 36.4})
    view = view_of(
        make_account("a", kill(13, "Islamic State"), attribution=(CHANNEL,)),
        make_account("b", kill(7), place=far, time=Interval.day(date(2021, 12, 3))),
        make_account("c", attribution=(denial,), modality="denied"),
    )
    assert view.differences == (
        "Islamic State and The B say that it happened; the Ministry of Peshmerga denies it.",
        "Islamic State places it at Tel Rim; The B places it at Tel Far.",
        "Islamic State dates it on 2 December 2021; The B dates it on 3 December 2021.",
        "The B says 7 were killed; Islamic State says it killed 13.",
    )
    assert view.line.differs == "whether it happened, where, when and number killed"


def test_toll_has_a_tick_for_each_number_and_marks_what_stands_apart() -> None:
    (toll,) = make_incident_view(summarize(make_night())).tolls
    assert [(tick.at, tick.label, tick.is_best, tick.is_apart) for tick in toll.ticks] == [
        (0.0, "7", False, False),
        (50.0, "10", True, False),
        (100.0, "13", False, True),
    ]
    assert toll.span == (0.0, 50.0)
    assert [line.number for line in toll.lines] == ["7", "10", "10", "13"]


def test_groups_are_told_with_the_number_that_they_add_up_to() -> None:
    (toll,) = view_of(make_account("a", kill(7), kill(3, group="Civilians"))).tolls
    assert toll.words == "10"
    assert toll.lines[0].groups == "3 Civilians and 7 Peshmerga"
    assert toll.ticks == ()


def test_labels_of_a_crowded_bar_do_not_touch() -> None:
    (toll,) = view_of(
        *(make_account(name, kill(count)) for name, count in zip("abcde", (7, 8, 9, 9, 100), strict=True))
    ).tolls
    assert [tick.label for tick in toll.ticks] == ["", "", "9", "100"]


def test_value_of_most_sources_is_not_marked() -> None:
    accounts = (make_account("a", kill(7)), make_account("b", kill(7)), make_account("c", kill(9)))
    assert [row.cells[4].differs for row in view_of(*accounts).table.rows] == [False, False, True]


def test_table_marks_the_cells_that_differ() -> None:
    table = view_of(make_account("a", kill(7)), make_account("b", kill(9), attribution=(OUTLET, MINISTRY))).table
    assert table.columns == ("What", "Where", "When", "Who", "Killed")
    assert [[cell.differs for cell in row.cells] for row in table.rows] == [
        [False] * 4 + [True],
        [False] * 4 + [True],
        [False] * 5,
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Islamic State", "Islamic State"),
        ("Iraqi Army", "the Iraqi Army"),
        ("Houthis", "the Houthis"),
        ("Hamas", "Hamas"),
        ("Ministry of Defence", "the Ministry of Defence"),
        ("Syrian Observatory for Human Rights", "the Syrian Observatory for Human Rights"),
        ("residents", "residents"),
        ("The Herald", "The Herald"),
    ],
)
def test_names_have_an_article_where_speech_has_one(name: str, words: str) -> None:
    assert with_article(name) == words


def test_sides_and_names_are_joined_as_in_speech() -> None:
    side = [ActorRef(name="Unidentified Armed Group"), ActorRef(name="Iraqi Army")]
    assert say_side(side) == "unidentified armed men and the Iraqi Army"
    assert join_names(list("abcdef")) == "a, b, c and 3 more"
    assert join_names([]) == ""


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (None, ""),
        (Interval.day(date(2021, 12, 2)), "on 2 December 2021"),
        (Interval(start=date(2021, 12, 1), end=date(2021, 12, 31), precision="month"), "in December 2021"),
        (Interval(start=date(2021, 12, 1), end=None, precision="day"), "since 1 December 2021"),
    ],
)
def test_times_are_said_with_their_preposition(time: Interval | None, words: str) -> None:
    assert say_when(time) == words


def test_lines_for_the_terminal_say_all_that_the_page_says() -> None:
    text = "\n".join(list_lines(make_incident_view(summarize(make_night()))))
    assert text.startswith("Islamic State attacked the Peshmerga at Tel Rim on 2 December 2021; 7 to 10 killed")
    assert (
        "\n  7 to 10 killed, best 10 (given by 2 of 3 sources)\n    7  The Ministry of Peshmerga · Peshmerga\n"
        in text
    )
    assert "killed ≠ 13" in text
    assert "4 December 2021  The Mirror: Night raid at Tel Rim, mirror (r-mirror)" in text
    assert "How it became known" not in text


def test_every_kind_of_deed_has_its_words() -> None:
    words = load_yaml("lexicons/deed_words.yaml")
    assert set(words) - {"source"} == {sub for subs in SUB_EVENT_TYPES.values() for sub in subs}
    assert all("{}" in row["deed"] for row in words.values() if "deed" in row)
