"""Whatever the order in which accounts come, an incident is told in the same way."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from incident_samples import CHANNEL, MINISTRY, OFFICER, OUTPOST, kill, make_account, make_incident

from dateline.linkage.summaries import summarize
from dateline.linkage.toll_rules import load_toll_rule
from dateline.model.incidents import Account
from dateline.model.records import OUTLET

_numbers = st.none() | st.integers(0, 5)
_tolls = st.builds(
    lambda low, extra, said_by, group, as_of, approximate: kill(
        low,
        said_by,
        high=None if extra is None else (low or 0) + extra,
        group=group,
        as_of=as_of,
        approximate=approximate,
    ),
    _numbers,
    _numbers,
    st.sampled_from(["outlet", None, "Ministry of Peshmerga", "Islamic State", "officer", "residents"]),
    st.sampled_from([None, "Peshmerga", "Civilians", "Islamic State"]),
    st.none() | st.dates(date(2021, 12, 2), date(2021, 12, 5)),
    st.booleans(),
)


@st.composite
def _accounts(draw: st.DrawFn) -> list[Account]:
    return [
        make_account(
            str(number),
            *draw(st.lists(_tolls, max_size=3)),
            attribution=tuple(draw(st.lists(st.sampled_from([OUTLET, MINISTRY, CHANNEL, OFFICER]), max_size=2))),
            publisher=draw(st.sampled_from(["", "Daily", "Wire"])),
            published=draw(st.sampled_from([None, "2021-12-02", "2021-12-03T10:00:00+03:00", "2021-12-04"])),
            modality=draw(st.sampled_from(["happened", "denied", "possible"])),
            place=draw(st.sampled_from([None, OUTPOST, OUTPOST.model_copy(update={"name": "Far", "lat": 37.0})])),
            state=draw(st.sampled_from(["proposed", "approved", "rejected"])),
        )
        for number in range(draw(st.integers(1, 6)))
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.data(),
    _accounts(),
    st.dictionaries(st.integers(0, 5).map("r-{}".format), st.sampled_from("xyz")),
    st.sampled_from(["ucdp", "acled", "parties_apart"]),
)
def test_summary_does_not_depend_on_order(
    data: st.DataObject, accounts: list[Account], groups: dict[str, str], rule: str
) -> None:
    shuffled = data.draw(st.permutations(accounts))
    one = summarize(make_incident(*accounts), groups, load_toll_rule(rule))
    other = summarize(make_incident(*shuffled), groups, load_toll_rule(rule))
    assert one == other
    for toll in one.tolls:
        if toll.best is not None:
            assert toll.low is not None
            assert toll.high is not None
            assert toll.low <= toll.best <= toll.high
            assert toll.best_sources
