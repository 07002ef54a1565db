"""Use case: keep a store's projections up to date: outlines of new records, and the incidents that new events join.

A new event is compared with the few accounts that lie in its windows; the groups of accounts that it hangs together
with are clustered anew, and only these. The incidents are the same as those of linking the whole store at once, in
whatever order reports come.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.linkage.accounts import FORM, Accounts, ReportFacts, make_accounts
from dateline.linkage.actor_codes import ActorCodes
from dateline.linkage.blocking import Pairs
from dateline.linkage.clusters import Rulings, ScoredPairs
from dateline.linkage.components import list_rows
from dateline.linkage.linkers import Linker
from dateline.linkage.windows import find_windows, pack_accounts, unpack_accounts
from dateline.model.errors import StoreError
from dateline.model.outlines import AccountRow, Origin, Outline, Projected, outline_of
from dateline.model.ports import ActorRegistry, Projections, Store
from dateline.model.reports import read_day
from dateline.model.stores import RECORD_TYPES, PendingRecord
from dateline.resolve.registries import make_actor_registry
from dateline.services.linking import make_incident_id

_RECORDS_AT_A_TIME = 2000
Link = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class _Group:
    """Accounts that hang together, with their links."""

    accounts: Mapping[str, bytes]
    links: Sequence[Link]


def make_projector(store: Store) -> Projector:
    """A projector over the packaged actor registry; loading it takes a third of a second."""
    return Projector(store.projections, make_actor_registry())


class Projector:
    """Makes the projections of a store's pending records."""

    def __init__(self, projections: Projections, registry: ActorRegistry) -> None:
        self._projections = projections
        self._codes = ActorCodes(registry)
        self._linker = Linker()
        self._has_own_form = False

    def catch_up(self) -> int:
        """Make all projections that are missing; gives the number of records. Kept ones of an older form count so."""
        self._forget_older_forms()
        waiting_count = self._projections.count_pending()
        at_once = waiting_count > _RECORDS_AT_A_TIME and waiting_count > self._projections.count_accounts() // 10
        while waiting := self._projections.pending(_RECORDS_AT_A_TIME):
            self._project(waiting, with_links=not at_once)
        if at_once:
            self.link_all()
        return waiting_count

    def _forget_older_forms(self) -> None:
        """Looked for once: while this version runs, nothing of an older form is added."""
        if not self._has_own_form:
            oldest = self._projections.oldest_form()
            if oldest is not None and oldest != FORM:
                self._projections.forget()
            self._has_own_form = True

    def link_all(self) -> None:
        """Link every event of the store anew: quicker than one by one where many have come."""
        kept = self._projections.all_accounts()
        names = [name for name, _ in kept]
        table = unpack_accounts([data for _, data in kept])
        del kept
        links = self._linker.find_links(table)
        incidents = self._name_incidents(names, table, links[:2], self._projections.discarded())
        self._projections.replace_links(_name_links(names, links), incidents)

    def relink(self, record_ids: Iterable[str]) -> Mapping[str, str]:
        """Cluster anew what hangs together with these events, after a decision; gives the incidents by record id."""
        kept = self._projections.accounts_of(record_ids)
        if not kept:
            return {}
        made = self._cluster(kept, [])
        self._projections.keep(Projected(incidents=made))
        return made

    def _project(self, waiting: Sequence[PendingRecord], *, with_links: bool) -> None:
        events = [row for row in waiting if row.kind == "events"]
        facts = [(ReportFacts(row.report_id, read_day(row.published)), row.payload) for row in events]
        table = make_accounts(facts, self._codes)
        packed = dict(zip((row.record_id for row in events), pack_accounts(table), strict=True))
        outlines = {row.record_id: _outline(row) for row in waiting}
        if not with_links:
            self._projections.keep(Projected(outlines, packed))
            return
        links = self._find_links(packed)
        made = self._cluster({key: row.data for key, row in packed.items()}, links)
        self._projections.keep(Projected(outlines, packed, links, made))

    def _find_links(self, new: Mapping[str, AccountRow]) -> list[Link]:
        """The links of new accounts to kept ones and among themselves."""
        links: list[Link] = []
        own = {key: row.data for key, row in new.items()}
        for record_id, row in new.items():
            met = dict(self._projections.accounts_in(find_windows(row)))
            met.pop(record_id, None)
            links += self._score(record_id, row, met)
        names = list(own)
        table = unpack_accounts(list(own.values()))
        links += _name_links(names, self._linker.find_links(table))
        return links

    def _score(self, record_id: str, row: AccountRow, met: Mapping[str, bytes]) -> list[Link]:
        if not met:
            return []
        others = unpack_accounts(list(met.values()))
        scores = self._linker.score_pairs(_repeat(row.data, len(others)), others)
        pairs = zip(met, scores.tolist(), strict=True)
        return [(min(record_id, other), max(record_id, other), score) for other, score in pairs if score > 0]

    def _cluster(self, new: Mapping[str, bytes], links: Sequence[Link]) -> dict[str, str]:
        """The incident of each of the accounts, and of all that hang together with them."""
        group = self._gather(new, links, self._projections.rulings())
        names = sorted(group.accounts)
        number = {name: index for index, name in enumerate(names)}
        table = unpack_accounts([group.accounts[name] for name in names])
        first = np.array([number[one] for one, _, _ in group.links], dtype=np.int64)
        second = np.array([number[other] for _, other, _ in group.links], dtype=np.int64)
        return self._name_incidents(names, table, (first, second), self._projections.discarded(names))

    def _name_incidents(
        self, names: Sequence[str], table: Accounts, linked: Pairs, discarded: Collection[str]
    ) -> dict[str, str]:
        """The incident of each account. One that does not count any more founds and pulls nothing: it is alone."""
        number = {name: index for index, name in enumerate(names) if name not in discarded}
        counts = np.array([name not in discarded for name in names], dtype=bool)
        first, second = linked
        kept = counts[first] & counts[second]
        rulings = _numbered(self._projections.rulings(), number)
        founders = self._linker.group(table, (first[kept], second[kept]), names, rulings)
        return {name: make_incident_id(names[founder]) for name, founder in zip(names, founders, strict=True)}

    def _gather(
        self, new: Mapping[str, bytes], links: Sequence[Link], rulings: Mapping[tuple[str, str], bool]
    ) -> _Group:
        """All accounts that hang together with the new ones, over any number of links and rulings."""
        accounts, found = dict(new), set(links)
        reached = set(new)
        edge = _ends(links, rulings, reached) | reached
        while edge:
            further = self._projections.links_of(edge)
            found.update(further)
            reached |= edge
            edge = _ends(further, rulings, reached) - reached
        accounts.update(self._projections.accounts_of(reached - set(accounts)))
        within = [link for link in found if link[0] in accounts and link[1] in accounts]
        return _Group(accounts, within)


def _name_links(names: Sequence[str], links: ScoredPairs) -> Iterator[Link]:
    return ((names[one], names[other], score) for one, other, score in list_rows(*links))


def _ends(links: Iterable[Link], rulings: Mapping[tuple[str, str], bool], reached: Collection[str]) -> set[str]:
    """Who the links lead to, and whom people put together with those that are reached."""
    ends = {end for one, other, _ in links for end in (one, other)}
    known = ends | set(reached)
    for (one, other), together in rulings.items():
        if together and (one in known or other in known):
            ends |= {one, other}
    return ends


def _numbered(rulings: Mapping[tuple[str, str], bool], number: Mapping[str, int]) -> Rulings:
    pairs: dict[bool, set[tuple[int, int]]] = {True: set(), False: set()}
    for (one, other), together in rulings.items():
        if one in number and other in number:
            first, second = sorted((number[one], number[other]))
            pairs[together].add((first, second))
    return Rulings(frozenset(pairs[True]), frozenset(pairs[False]))


def _repeat(data: bytes, times: int) -> Accounts:
    return unpack_accounts([data] * times)


def _outline(row: PendingRecord) -> Outline:
    """Raises StoreError where the kept payload is not that of a record any more."""
    try:
        record = RECORD_TYPES[row.kind].model_validate(row.payload)
    except ValueError as error:
        raise StoreError("a kept record is damaged", row.record_id, "run `dateline verify`") from error
    origin = Origin(read_day(row.published), row.publisher, row.report_number, row.coder)
    return outline_of(row.kind, record, origin)
