"""An incident: what several reports tell of one deed, kept side by side."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model.decisions import State
from dateline.model.records import Event
from dateline.model.reports import Report


@dataclass(frozen=True, slots=True)
class Account:
    """What one report tells of an incident: one of its events, as kept."""

    record_id: str
    event: Event
    report: Report
    state: State = "proposed"


@dataclass(frozen=True, slots=True)
class Incident:
    """Accounts that linking or people hold to be of one deed; oldest publication first."""

    incident_id: str
    accounts: tuple[Account, ...]
