"""Linking slab by slab gives what linking all at once gives."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.synthetic_incidents import World
from dateline.linkage.accounts import NO_DAY, Accounts, ReportFacts, make_accounts
from dateline.linkage.actor_codes import ActorCodes
from dateline.linkage.components import find_components
from dateline.linkage.linkers import Linker
from dateline.linkage.slabs import NOWHERE, Slabs, group_open, link_slab
from dateline.resolve.registries import make_actor_registry


@pytest.fixture(scope="module")
def accounts() -> Accounts:
    rows = World(seed=3, areas=2, villages=10, days=90).coded_reports(600)
    named = ((ReportFacts.of(row["report"]), row["events"][0]) for row in rows)
    return make_accounts(named, ActorCodes(make_actor_registry()))


def link_by_slabs(accounts: Accounts, names: list[str], most: int) -> list[int]:
    slabs = Slabs.choose(accounts["start"], most)
    first, last = slabs.span(accounts["start"], accounts["end"])
    founders = np.arange(len(accounts))
    ties: list[tuple[int, int]] = []
    for slab in range(slabs.count):
        here = np.flatnonzero((first <= slab) & (slab <= last))
        linked = link_slab(accounts[here], [names[index] for index in here], (first != last)[here])
        closed = ~linked.is_open
        founders[here[closed]] = here[linked.founders[closed]]
        ties += zip(here[linked.is_open].tolist(), here[linked.roots[linked.is_open]].tolist(), strict=True)
    wholes = find_components(ties)
    members = sorted(index for whole in wholes for index in whole)
    place = {index: number for number, index in enumerate(members)}
    grouped = group_open(
        accounts[members], [names[index] for index in members], [[place[i] for i in whole] for whole in wholes]
    )
    founders[members] = np.array(members)[grouped]
    return [int(founder) for founder in founders]


@pytest.mark.parametrize("most", [7, 40, 200, 10_000])
def test_slabs_of_any_size_give_the_same_incidents(accounts: Accounts, most: int) -> None:
    names = [f"e-{index * 7919 % 1000:04}-{index}" for index in range(len(accounts))]
    expected = Linker().link(accounts, names)
    assert len(set(expected)) < len(expected) * 0.9
    assert link_by_slabs(accounts, names, most) == expected


def test_slabs_hold_about_as_many_accounts_as_wanted_and_those_without_days_lie_nowhere() -> None:
    starts = np.array([NO_DAY, 10, 11, 12, 13, 13, 13, 40], dtype=np.int32)
    slabs = Slabs.choose(starts, 3)
    assert slabs.edges.tolist() == [13, 40]
    first, last = slabs.span(starts, starts)
    assert first.tolist() == [NOWHERE, 0, 0, 0, 1, 1, 1, 2]
    assert last.tolist() == [NOWHERE, 1, 1, 1, 1, 1, 1, 2]
