"""What a record by hand begins with: the coder's own layers over the marked words, and nothing beside them."""

from __future__ import annotations

import pytest

from dateline.model.errors import WrongCallError
from dateline.model.reports import Report
from dateline.model.stores import RECORD_KINDS, RecordKind
from dateline.resolve.gazetteers import make_gazetteer
from dateline.resolve.registries import make_actor_registry
from dateline.services.hand_drafts import HandDrafts
from dateline.services.slot_edits import SlotEditor

FIRST = "Boko Haram fighters attacked a convoy near Maiduguri on 3 March 2021 and killed seven soldiers."
SECOND = "Nothing was heard from Abuja."
TEXT = f"{FIRST} {SECOND}"
REPORT = Report(id="r-1", title="An attack", text=TEXT, published="2021-03-05")


@pytest.fixture(scope="module")
def drafts() -> HandDrafts:
    return HandDrafts(make_actor_registry(), make_gazetteer())


def test_marked_words_give_slots_and_their_whole_sentence(drafts: HandDrafts) -> None:
    fields = drafts.draft_fields(REPORT, 20, 28)
    assert fields["actor1.0.name"] == "Boko Haram"
    assert fields["place.name"] == "Maiduguri"
    assert (fields["time.start"], fields["time.precision"]) == ("2021-03-03", "day")
    assert (fields["casualties.0.measure"], fields["casualties.0.low"]) == ("killed", "7")
    assert (fields["evidence.0.start"], fields["evidence.0.end"]) == ("0", str(len(FIRST)))


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_a_draft_of_each_kind_fills_a_form(drafts: HandDrafts, kind: RecordKind) -> None:
    fields = drafts.draft_fields(REPORT, 0, 10, kind)
    editor = SlotEditor(make_actor_registry(), make_gazetteer())
    assert editor.make(kind, fields, REPORT).evidence[0].quote == FIRST


def test_what_the_words_do_not_tell_stays_empty(drafts: HandDrafts) -> None:
    fields = drafts.draft_fields(REPORT, len(FIRST) + 1, len(TEXT), "statements")
    assert fields["speaker.name"] == ""
    assert fields["evidence.0.start"] == str(len(FIRST) + 1)


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (9, 3), (0, len(TEXT) + 1)])
def test_words_that_are_not_there_are_refused(drafts: HandDrafts, start: int, end: int) -> None:
    with pytest.raises(WrongCallError, match="not in the text"):
        drafts.draft_fields(REPORT, start, end)
