import random

from area_samples import FAR, TEL_RIMAL, between, control, event, on

from dateline.model.actors import ActorRef
from dateline.model.areas import AreaRecord
from dateline.publish.control_claims import make_area_key
from dateline.publish.control_lines import ControlLine, make_control_areas
from dateline.publish.control_words import make_control_groups, make_control_line


def lines_of(*records: AreaRecord) -> list[ControlLine]:
    return [line for area in make_control_areas(records) for line in area.lines]


def test_reports_of_one_holder_make_one_line() -> None:
    (line,) = lines_of(
        control("wire:c1", "controls", "Iraqi Army", between("2023-05-01", None), published="2024-01-01"),
        control("paper:c1", "controls", "Iraqi Army", published="2024-03-01", area="the village of Tel Rimal"),
    )
    assert len(line.claims) == 2
    assert [day.isoformat() for day in line.starts] == ["2023-05-01"]
    assert line.last is not None
    assert line.last.isoformat() == "2024-03-01"


def test_a_later_holder_does_not_close_an_earlier_line() -> None:
    first, second = lines_of(
        control("wire:c1", "controls", "Northern Front", on("2024-01-01")),
        control("paper:c1", "controls", "Iraqi Army", on("2024-02-01")),
    )
    assert first.ended_by is None
    assert (first.conflicts, second.conflicts) == ((), ())


def test_a_withdrawal_closes_the_line_and_a_return_opens_another() -> None:
    lines = lines_of(
        control("wire:c1", "controls", "Northern Front", between("2023-01-01", "2023-12-31")),
        control("wire:c2", "withdrew", "Northern Front", on("2024-01-05")),
        control("paper:c1", "controls", "Northern Front", on("2024-02-10")),
    )
    held = [line for line in lines if line.relation == "controls"]
    assert [line.ended_by is not None for line in held] == [True, False]
    assert "withdrew: 5 January 2024" in make_control_line(held[0]).note


def test_lost_ground_closes_a_line_only_where_the_loser_is_named() -> None:
    holds = control("wire:c1", "present", "Northern Front", between("2023-01-01", "2023-12-31"))
    named = event("paper:e1", "Government regains territory", "Iraqi Army", "Northern Front", on("2024-01-05"))
    ended = next(line for line in lines_of(holds, named) if line.relation == "present")
    assert ended.ended_by is not None
    inferred = named.record.model_copy(update={"actor2": (ActorRef(name="Northern Front"),)})
    unnamed = event("paper:e1", "Government regains territory", "Iraqi Army", "", on("2024-01-05"))
    stored = named.stored.__class__("paper:e1", "paper", "events", inferred, "coder", "0.1.0")
    for other in (unnamed, AreaRecord(stored, "e1", None, None, "2024-03-10")):
        open_line = next(line for line in lines_of(holds, other) if line.relation == "present")
        assert open_line.ended_by is None


def test_a_line_told_of_days_after_its_end_says_so() -> None:
    lines = lines_of(
        control("wire:c1", "present", "Northern Front", between("2023-01-01", "2024-03-01")),
        control("paper:c1", "withdrew", "Northern Front", on("2024-01-05")),
    )
    present = next(line for line in lines if line.relation == "present")
    assert "yet told of later days too" in make_control_line(present).note


def test_two_holders_at_one_time_are_shown_as_rivals_on_both_sides() -> None:
    lines = lines_of(
        control("wire:c1", "controls", "Northern Front", between("2024-01-01", None), published="2024-03-01"),
        control("paper:c1", "controls", "Iraqi Army", on("2024-02-01")),
    )
    assert [[conflict.kind for conflict in line.conflicts] for line in lines] == [["rival"], ["rival"]]


def test_forces_of_one_side_are_no_rivals() -> None:
    records = [
        control("wire:c1", "controls", "Government of Iraq", on("2024-02-01")),
        control("paper:c1", "controls", "Iraqi Army", on("2024-02-01")),
    ]
    areas = make_control_areas(records, side_of=lambda _actor: "state")
    assert not areas[0].is_disputed


def test_a_denial_stands_beside_what_it_denies() -> None:
    lines = lines_of(
        control("wire:c1", "controls", "Northern Front", on("2024-02-01"), source="a resident"),
        control("wire:c2", "controls", "Northern Front", on("2024-02-01"), modality="denied", source="the ministry"),
    )
    words = sorted(make_control_line(line).text for line in lines)
    assert words[0].startswith("Northern Front: in control")
    assert words[1].startswith("denied: Northern Front")
    assert {conflict.kind for line in lines for conflict in line.conflicts} == {"denied", "asserted"}


def test_a_gap_meets_whoever_is_told_to_be_responsible() -> None:
    lines = lines_of(
        control("wire:c1", "responsible", "Iraqi Army", between("2023-01-01", None)),
        control("paper:c1", "gap", "", on("2024-02-01"), source="a mayor"),
    )
    responsible = next(line for line in lines if line.relation == "responsible")
    assert "secured by nobody, according to a mayor" in make_control_line(responsible).note


def test_parts_of_a_place_are_areas_of_their_own() -> None:
    areas = make_control_areas(
        [
            control("wire:c1", "controls", "Iraqi Army", on("2024-02-01"), area="the camp"),
            control("wire:c2", "controls", "Northern Front", on("2024-02-01"), area="the town"),
            control("wire:c3", "controls", "Northern Front", on("2024-02-01"), place=FAR, area="Wadi Far"),
        ]
    )
    names = {group.name for group in make_control_groups(areas)}
    assert names == {"the camp (Tel Rimal)", "Tel Rimal, Nineveh, Iraq", "Wadi Far, Diyala, Iraq"}
    assert not any(area.is_disputed for area in areas)


def test_another_spelling_of_a_place_is_the_place() -> None:
    assert make_area_key("Tall Rimaal", TEL_RIMAL) == make_area_key("Tel Rimal", TEL_RIMAL)
    assert make_area_key("the hills above Tel Rimal", TEL_RIMAL) != make_area_key("Tel Rimal", TEL_RIMAL)


def test_ground_that_changed_hands_without_a_fight_closes_nothing() -> None:
    lines = lines_of(
        control("wire:c1", "controls", "Northern Front", between("2023-01-01", "2023-12-31")),
        event("paper:e1", "Non-violent transfer of territory", "Iraqi Army", "Northern Front", on("2024-01-05")),
    )
    assert [line.ended_by for line in lines] == [None, None]
    assert "changed hands without a fight" in make_control_line(lines[1]).text


def test_what_is_planned_is_no_claim() -> None:
    assert lines_of(control("wire:c1", "controls", "Iraqi Army", on("2025-01-01"), modality="planned")) == []


def test_an_undated_claim_is_known_from_its_report_on_only() -> None:
    (line,) = lines_of(control("wire:c1", "present", "Northern Front"))
    assert "told 10 March 2024, since when is not known" in make_control_line(line).text


def test_lines_do_not_depend_on_the_order_of_records() -> None:
    records = [
        control("wire:c1", "controls", "Northern Front", between("2023-01-01", None), published="2024-03-01"),
        control("wire:c2", "withdrew", "Northern Front", on("2024-01-05")),
        control("paper:c1", "controls", "Iraqi Army", on("2024-02-01")),
        control("paper:c2", "gap", "", on("2024-02-01")),
        control("radio:c1", "controls", "Northern Front", on("2024-02-10"), modality="denied"),
        event("radio:e1", "Government regains territory", "Iraqi Army", "Northern Front", on("2024-01-06")),
    ]
    expected = make_control_areas(records)
    for seed in range(20):
        shuffled = random.Random(seed).sample(records, len(records))
        assert make_control_areas(shuffled) == expected


def test_areas_that_say_little_are_named_after_their_place() -> None:
    records = [
        control("wire:c1", "withdrew", "Iraqi Army", area="the posts"),
        control("wire:c2", "present", "Northern Front", area="There"),
        control("wire:c3", "controls", "Iraqi Army", area="the camp"),
    ]
    names = {group.name for group in make_control_groups(make_control_areas(records))}
    assert names == {"Tel Rimal: posts", "Tel Rimal, Nineveh, Iraq", "the camp (Tel Rimal)"}
