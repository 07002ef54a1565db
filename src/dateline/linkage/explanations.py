"""Why accounts are one incident: for each the account that speaks most for it, and what the pair was judged by."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.linkage.accounts import Accounts, ReportFacts, make_accounts
from dateline.linkage.actor_codes import ActorCodes
from dateline.linkage.linkers import Linker
from dateline.linkage.scores import Reason, explain_pair, load_weights
from dateline.model.incidents import Account, Incident, LinkReason, WhyLinked
from dateline.model.ports import ActorRegistry
from dateline.model.reports import read_day

_LEAST_WEIGHT = 0.05


def explain_incident(incident: Incident, registry: ActorRegistry) -> tuple[WhyLinked, ...]:
    """One row for every account after the first, in the order of the incident.

    Each is held against the account before it in that order that it fits best. A pair that no score speaks for was
    put together by people, or through others.
    """
    if len(incident.accounts) < 2:
        return ()
    facts = [(_facts(account), account.event.model_dump(mode="json")) for account in incident.accounts]
    table = make_accounts(facts, ActorCodes(registry))
    return tuple(_explain(incident.accounts, table, number) for number in range(1, len(table)))


def _explain(accounts: Sequence[Account], table: Accounts, number: int) -> WhyLinked:
    earlier = table[:number]
    repeated = table[[number] * number]
    mate = int(Linker().score_pairs(repeated, earlier).argmax())
    score, reasons = explain_pair(table[mate : mate + 1], table[number : number + 1], load_weights())
    return WhyLinked(
        record_id=accounts[number].record_id,
        mate_id=accounts[mate].record_id,
        score=round(score, 1),
        reasons=tuple(_tell(reason) for reason in reasons if abs(reason.weight) >= _LEAST_WEIGHT),
    )


def _tell(reason: Reason) -> LinkReason:
    return LinkReason(reason.feature, reason.bin, reason.weight)


def _facts(account: Account) -> ReportFacts:
    return ReportFacts(account.report.id, read_day(account.report.published))
