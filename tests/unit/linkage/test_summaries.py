from datetime import date

import pytest
from incident_samples import (
    CHANNEL,
    GUARDS,
    MINISTRY,
    OFFICER,
    OUTPOST,
    RAIDERS,
    kill,
    make_account,
    make_incident,
    make_night,
)

from dateline.linkage.summaries import summarize
from dateline.linkage.toll_rules import TollRuleError, load_toll_rule
from dateline.model.actors import ActorRef
from dateline.model.incidents import Account, TollRange
from dateline.model.intervals import Interval
from dateline.model.records import OUTLET, Attribution, Casualty
from dateline.resolve.registries import make_actor_registry


def deaths_of(*accounts: Account, rule: str | None = None, **groups: str) -> TollRange:
    texts = {f"r-{name}": group for name, group in groups.items()}
    deaths = summarize(make_incident(*accounts), texts, load_toll_rule(rule)).deaths
    assert deaths is not None
    return deaths


def bounds(toll: TollRange) -> tuple[int | None, int | None, int | None]:
    return toll.low, toll.best, toll.high


def test_night_has_a_range_a_best_and_a_claim_apart() -> None:
    summary = summarize(make_night())
    assert summary.deaths is not None
    assert bounds(summary.deaths) == (7, 10, 10)
    assert [total.point for total in summary.deaths.claimed] == [13]
    assert {source.voice.name: len(source.report_ids) for source in summary.asserting} == {
        "The Courier": 1, "Ministry of Peshmerga": 3, "Islamic State": 1, "The Tribune": 1,
    }  # fmt: skip


def test_source_quoted_by_five_outlets_is_one() -> None:
    accounts = [make_account(name, kill(7, "Ministry of Peshmerga"), attribution=(MINISTRY,)) for name in "abcde"]
    summary = summarize(make_incident(*accounts, make_account("f", kill(9))))
    assert [len(source.report_ids) for source in summary.sources] == [5, 1]
    assert summary.deaths is not None
    assert len(summary.deaths.totals) == 2


def test_one_text_in_many_outlets_is_one_source() -> None:
    copies = [make_account(name, kill(7)) for name in ("a", "b", "c")]
    toll = deaths_of(*copies, make_account("x", kill(10)), make_account("y", kill(10)), a="t", b="t", c="t")
    assert bounds(toll) == (7, 10, 10)
    assert len(toll.totals) == 3


def test_unnamed_source_is_another_in_each_text_but_not_in_a_copy() -> None:
    accounts = [make_account(name, kill(7, "security officer"), attribution=(OFFICER,)) for name in ("a", "b", "c")]
    assert len(deaths_of(*accounts).totals) == 3
    assert len(deaths_of(*accounts, a="t", b="t").totals) == 2


def test_ministry_speaks_as_itself_where_it_publishes() -> None:
    own = make_account("m", kill(7), publisher="Ministry of Peshmerga Press Office")
    quoted = make_account("a", kill(7, "Ministry of Peshmerga"), attribution=(MINISTRY,))
    assert len(deaths_of(own, quoted).totals) == 1


def test_later_word_of_a_source_takes_the_place_of_its_earlier_one() -> None:
    early = make_account("a", kill(7), publisher="Daily", published="2021-12-02")
    late = make_account("b", kill(12), publisher="Daily", published="2021-12-05")
    dated = make_account("c", kill(9, as_of=date(2021, 12, 3)), kill(7, as_of=date(2021, 12, 2)))
    assert bounds(deaths_of(early, late)) == (12, 12, 12)
    assert bounds(deaths_of(dated)) == (9, 9, 9)


def test_groups_add_up_within_a_source_only() -> None:
    both = make_account("a", kill(7), kill(3, group="Civilians"))
    one = make_account("b", kill(10, group="Civilians"), published="2021-12-01")
    assert bounds(deaths_of(both, one)) == (10, 10, 10)
    total = make_account("c", kill(12, group=None), kill(7))
    assert bounds(deaths_of(total)) == (12, 12, 12)


def test_casualties_in_one_number_are_no_deaths() -> None:
    hurt = Casualty(measure="casualties", group=None, low=20, high=20, said_by="outlet")
    assert summarize(make_incident(make_account("a", hurt))).deaths is None


def test_own_losses_of_an_armed_group_count_but_not_its_enemys() -> None:
    account = make_account(
        "a", kill(13, "Islamic State"), kill(2, "Islamic State", group="Islamic State"), attribution=(CHANNEL,)
    )
    toll = deaths_of(account)
    assert bounds(toll) == (2, 2, 2)
    assert [total.point for total in toll.claimed] == [13]
    assert toll.claimed[0].voice.name == "Islamic State"


def test_denied_accounts_and_plans_do_not_count() -> None:
    denial = Attribution(source="Ministry of Peshmerga", source_type="government", stance="denies")
    denied = make_account("a", kill(0, "Ministry of Peshmerga"), attribution=(denial,), modality="denied")
    feared = make_account("b", kill(50), modality="possible")
    summary = summarize(make_incident(denied, feared, make_account("c", kill(7))))
    assert summary.deaths is not None
    assert bounds(summary.deaths) == (7, 7, 7)
    assert [total.point for total in summary.deaths.denied] == [0]
    assert [source.voice.name for source in summary.asserting] == ["The C"]
    assert [row.slot for row in summary.disagreements] == ["denial", "killed"]


@pytest.mark.parametrize(
    ("casualties", "expected"),
    [
        ((kill(7), kill(9, high=None)), (7, 7, 9)),
        ((kill(10), kill(8, high=None)), (8, 10, 10)),
        ((kill(7, high=None), kill(7)), (7, 7, 7)),
        ((kill(None, high=27), kill(7)), (7, 7, 27)),
        ((kill(None, high=None), kill(7)), (7, 7, 7)),
    ],
)
def test_bounds_widen_the_range_and_exact_numbers_win_ties(
    casualties: tuple[Casualty, Casualty], expected: tuple[int, int, int]
) -> None:
    assert (
        bounds(deaths_of(*(make_account(name, row) for name, row in zip("ab", casualties, strict=True)))) == expected
    )


def test_tie_goes_to_more_kinds_then_to_the_later_then_to_the_lower() -> None:
    seven, ten = make_account("a", kill(7)), make_account("b", kill(10))
    assert deaths_of(seven, ten).best == 7
    later = make_account("b", kill(10), published="2021-12-06")
    assert deaths_of(seven, later).best == 10
    ministry = make_account("m", kill(7, "Ministry of Peshmerga"), attribution=(MINISTRY,))
    assert deaths_of(seven, ministry, later, make_account("d", kill(10), published="2021-12-06")).best == 7


def test_rule_can_be_chosen() -> None:
    accounts = (make_account("a", kill(7)), make_account("b", kill(10)), make_account("c", kill(10)))
    assert deaths_of(*accounts).best == 10
    assert deaths_of(*accounts, rule="acled").best == 7
    with pytest.raises(TollRuleError):
        load_toll_rule("highest ever")


def test_rejected_accounts_are_counted_and_nothing_else() -> None:
    summary = summarize(make_incident(make_account("a", kill(7)), make_account("b", kill(90), state="rejected")))
    assert summary.states == {"proposed": 1, "rejected": 1}
    assert summary.deaths is not None
    assert bounds(summary.deaths) == (7, 7, 7)


def test_slots_disagree_with_who_says_what() -> None:
    far = OUTPOST.model_copy(update={"name": "Tel Far", "lat": 36.4})
    summary = summarize(
        make_incident(
            make_account("a", kill(7)),
            make_account("b", kill(10), place=far, time=Interval.day(date(2021, 12, 5))),
            make_account("c", event_type="Violence against civilians", sub_event_type="Attack"),
            make_account("d", actor1=(ActorRef(name="Unidentified Armed Group"),), place=None, time=None),
        )
    )
    told = {
        row.slot: {rival.value: [v.name for v in rival.voices] for rival in row.rivals}
        for row in summary.disagreements
    }
    assert told["place"] == {"Tel Rim": ["The A", "The C"], "Tel Far": ["The B"]}
    assert told["time"] == {"2021-12-02/2021-12-02": ["The A", "The C"], "2021-12-05/2021-12-05": ["The B"]}
    assert told["killed"] == {"7": ["The A"], "10": ["The B"]}
    assert "actor1" not in told
    assert set(told["type"]) == {"Armed clash", "Attack"}


def test_vaguer_is_no_disagreement() -> None:
    province = OUTPOST.model_copy(update={"name": "Nineveh", "lat": 36.2, "geo_precision": 3, "radius_km": 120})
    december = Interval(start=date(2021, 12, 1), end=date(2021, 12, 31), precision="month")
    summary = summarize(
        make_incident(
            make_account("a", kill(7)),
            make_account("b", kill(5, high=None), place=province, time=december, actor1=(GUARDS,), actor2=(RAIDERS,)),
            make_account("c", kill(8, approximate=True)),
        )
    )
    assert [row.slot for row in summary.disagreements] == ["killed"]
    assert {rival.value for rival in summary.disagreements[0].rivals} == {"7", "8"}


def test_outlet_that_only_quotes_is_no_source() -> None:
    summary = summarize(make_incident(make_account("a", attribution=(MINISTRY,)), make_account("b", attribution=())))
    assert [source.voice.name for source in summary.sources] == ["Ministry of Peshmerga", "The B"]
    assert summary.sources[1].voice.source_type == OUTLET.source_type


def test_highest_number_is_open_only_where_nobody_closes_it() -> None:
    assert deaths_of(make_account("a", kill(7)), make_account("b", kill(9, high=None))).is_open
    assert not deaths_of(make_account("a", kill(10)), make_account("b", kill(9, high=None))).is_open


def test_two_spellings_of_a_name_are_one_source() -> None:
    spellings = ("Moammar al-Eryani", "Moammar Al-Iryani", "Moammar Eryani")
    accounts = [
        make_account(name, kill(7, said_by), attribution=(Attribution(source=said_by, source_type="government"),))
        for name, said_by in zip("abc", spellings, strict=True)
    ]
    summary = summarize(make_incident(*accounts))
    assert [len(source.report_ids) for source in summary.sources] == [2, 1]


def test_names_of_one_body_are_one_source_to_who_knows_its_actors() -> None:
    group = Attribution(source="Daesh", source_type="armed_group")
    account = make_account("a", kill(13, "Daesh"), kill(2, "ISIS", group="Islamic State"), attribution=(group,))
    summary = summarize(make_incident(account), actors=make_actor_registry())
    assert [source.voice.key for source in summary.sources] == ["name:islamic state"]
    assert summary.deaths is not None
    assert [total.point for total in summary.deaths.claimed] == [13]
    assert bounds(summary.deaths) == (2, 2, 2)


def test_dead_civilians_are_the_enemys_only_where_it_struck_civilians() -> None:
    group = Attribution(source="Islamic State", source_type="armed_group")
    civilians = kill(5, "Islamic State", group="Civilians")
    crossfire = make_account("a", civilians, attribution=(group,))
    assert bounds(deaths_of(crossfire)) == (5, 5, 5)
    struck = make_account("a", civilians, attribution=(group,), actor2=(ActorRef(name="Civilians"),))
    assert bounds(deaths_of(struck)) == (None, None, None)
