"""HXL: hashtags in the second row, tolls as ranges."""

from __future__ import annotations

import re

from export_samples import export_incident, hostile_texts, read_rows
from hypothesis import given, settings
from incident_samples import kill, make_account

from dateline.model.incidents import Account
from dateline.model.records import Casualty
from dateline.publish.exports.cells import clean_text
from dateline.publish.exports.hxl import TAGS, write_csv
from dateline.resolve.registries import make_actor_registry

REGISTRY = make_actor_registry()


def make_rows(*accounts: Account) -> list[dict[str, str]]:
    pieces = write_csv([export_incident(*accounts)], with_states=True, actors=REGISTRY)
    return read_rows(pieces, header_lines=2)


def test_second_row_holds_a_hashtag_for_each_column() -> None:
    (tags,) = read_rows(write_csv([], with_states=False, actors=REGISTRY))
    assert list(tags) == list(TAGS)
    assert all(re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag) for tag in tags.values())
    assert len(set(tags.values())) == len(tags)


def test_row_tells_ranges_and_the_state() -> None:
    (row,) = make_rows(make_account("herald", kill(7)), make_account("courier", kill(10)))
    assert [row[f"killed_{bound}"] for bound in ("low", "best", "high")] == ["7", "7", "10"]
    assert (row["injured_low"], row["state"], row["sources"]) == ("", "proposed", "2")
    assert (row["date_start"], row["date_precision"]) == ("2021-12-02", "day")
    assert (row["country_code"], row["country"], row["radius_km"]) == ("IQ", "Iraq", "3.0")


def test_open_range_has_no_top() -> None:
    (row,) = make_rows(make_account("herald", kill(7, high=None)))
    assert [row[f"killed_{bound}"] for bound in ("low", "best", "high")] == ["7", "7", ""]


def test_plan_is_no_row() -> None:
    assert make_rows(make_account("herald", modality="planned")) == []


@settings(deadline=None)
@given(hostile_texts)
def test_hostile_texts_come_back(text: str) -> None:
    death = Casualty(measure="killed", group=text, low=1, high=1, said_by=text)
    account = make_account("herald", death)
    place = account.event.place
    assert place is not None
    event = account.event.model_copy(update={"place": place.model_copy(update={"name": text})})
    (row,) = make_rows(Account(account.record_id, event, account.report))
    assert row["location"] == clean_text(text)
