"""A store with one incident of two reports, fetched, decided on and under a signed checkpoint, for tests of packs."""

from __future__ import annotations

from pathlib import Path

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from people_clients import PeopleClient
from report_builders import build_coded

from dateline.base.settings import Settings
from dateline.model.custody import FETCHED, Conversion, CustodyNotes, Screenshot
from dateline.model.decisions import NewDecision
from dateline.model.ids import bytes_hash, text_hash
from dateline.model.records import CodedReport
from dateline.services.checkpoints import make_checkpoint, sign_checkpoint
from dateline.services.custody import CustodyRoom
from dateline.services.evidence_packs import Packer
from dateline.services.incident_room import IncidentRoom
from dateline.services.incident_shelves import IncidentShelf
from dateline.store.databases import SqlStore
from dateline.web.app import create_app

INCIDENT = "i-omdurman"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
HOSTILE_ID = "../../../etc/passwd\n<script>alert(1)</script>"


def make_notes(original: bytes, text: str, *, picture: bool = True) -> CustodyNotes:
    """Notes of a page that was fetched."""
    came, went = bytes_hash(original), text_hash(text)
    steps = (
        Conversion(FETCHED, "dateline", "0.1.0", came, came, "GET by httpx"),
        Conversion("decode", "Python", "3.11.0", came, text_hash("page"), "utf-8"),
        Conversion("split", "dateline", "0.1.0", text_hash("page"), went),
    )
    shot = Screenshot("2024-05-06T11:00:01+00:00", "Chromium 140", "image/png", 1280, 4000, PNG) if picture else None
    return CustodyNotes(steps, shot)


def keep(store: SqlStore, coded: CodedReport, original: bytes, notes: CustodyNotes) -> list[str]:
    """Keep a report in a run of its own; gives the ids of its records."""
    run_id = store.begin_run("patterns", "1.0", {"stages": {"a": "1"}})
    store.add_coded(coded, run_id=run_id, original=original, media_type="text/html", custody=notes)
    store.finish_run(run_id)
    return [row.record_id for row in store.get_coded(coded.report.id).records]


def fill_store(store: SqlStore, folder: Path) -> list[str]:
    """Two reports of one incident, the second under a hostile id; gives the ids of the events."""
    events = []
    for number in (1, 2):
        original = f"<html><script>alert({number})</script>é".encode()
        coded = build_coded(number, original=original)
        if number == 2:
            named = coded.report.model_copy(update={"id": HOSTILE_ID, "title": "<b>\x1b[31m"})
            coded = coded.model_copy(update={"report": named})
        ids = keep(store, coded, original, make_notes(original, coded.report.text, picture=number == 1))
        events.append(ids[0])
        store.decide(ids[1], "reject", "ana", "no air strikes")
    store.set_incidents(dict.fromkeys(events, INCIDENT))
    store.decide(events[0], "approve", "ana")
    store.decide(events[1], "unsure", "ana", "<i>which bridge?</i>")
    store.decide_all("ben", [NewDecision(events[1], "undo"), NewDecision(events[1], "approve")])
    number = make_checkpoint(store, "ana").number
    sign_checkpoint(store, number, make_key(folder), "ana")
    store.decide(events[0], "unsure", "ben", "after the checkpoint")
    return events


def make_key(folder: Path) -> Path:
    path = folder / "key.pem"
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private.private_bytes(*form))
    path.chmod(0o600)
    return path


class PackClient(PeopleClient):
    """A browser at a desk with people, incidents, custody and packs."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store)
        self.app = create_app(
            store,
            Settings(),
            people=self.desk,
            incidents=IncidentRoom(IncidentShelf(store)),
            custody=CustodyRoom(store),
            packer=Packer(store),
        )
        self._transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
