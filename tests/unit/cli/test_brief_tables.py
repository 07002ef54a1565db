from datetime import UTC, date, datetime

import pytest
from area_samples import AREA, control, event, figure, on, statement
from rich.console import Console, RenderableType

from dateline.cli.brief_tables import render_brief, render_changes
from dateline.model.areas import AreaRecord
from dateline.publish.briefs import make_brief
from dateline.publish.watches import changes_since

TODAY = date(2024, 4, 1)


def print_plain(result: RenderableType, width: int) -> str:
    console = Console(width=width, highlight=False, color_system=None)
    with console.capture() as captured:
        console.print(result)
    return captured.get()


def make_records() -> list[AreaRecord]:
    return [
        event("wire:e1", time=on("2024-03-08"), tolls=[("killed", "Iraqi Army", 7, 7, "the ministry")]),
        control("wire:c1", "controls", "Iraqi Army", on("2024-02-01")),
        figure("wire:f1", "attacks", 41, on("2024-02-01"), by="Northern Front"),
        statement("wire:s1", "Salman Hadi", "warns", to="Iraqi Army", quote="Keep off the road"),
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_brief_fits_its_width_and_names_its_records(width: int) -> None:
    text = print_plain(render_brief(make_brief(AREA, make_records(), TODAY), width), width)
    assert max(map(len, text.splitlines())) <= width
    for words in (
        "Tel Rimal, Nineveh, Iraq",
        "7 killed",
        "[wire#f1]",
        "Who holds what",
        "What is not known",
        "“Keep off",
    ):
        assert words in text


def test_brief_counts_what_it_does_not_show() -> None:
    brief = make_brief(AREA, [event(f"wire:e{number}") for number in range(1, 16)], TODAY)
    assert "and 3 more" in print_plain(render_brief(brief, 80), 80)
    assert "and 3 more" not in print_plain(render_brief(brief, 80, show_all=True), 80)


def test_an_empty_brief_says_so() -> None:
    assert "Nothing is on record" in print_plain(render_brief(make_brief(AREA, [], TODAY), 80), 80)


def test_changes_are_told_since_the_last_look() -> None:
    row = event("wire:e1", time=on("2024-03-08"), added="2024-03-12T00:00:00+00:00")
    seen = render_changes("Tel Rimal", changes_since([row], datetime(2024, 3, 11, tzinfo=UTC)), 80)
    assert "since 11 March 2024" in print_plain(seen, 80)
    assert "8 March 2024" in print_plain(seen, 80)
    quiet = render_changes("Tel Rimal", changes_since([row], datetime(2024, 3, 13, tzinfo=UTC)), 80)
    assert "nothing new" in print_plain(quiet, 80)
