"""A rise or fall told in one plain sentence."""

from __future__ import annotations

from datetime import date

from dateline.publish.wordings import say_date

_SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_TOLD_SHARE = 0.9
"""A last week of which less is known is said to be unfinished."""


def say_reason(
    verdict: str, observed: int, weeks: int, last: date, usual: tuple[int, int], chance: float, share_known: float
) -> str:
    """ "9 events in the four weeks to 5 December 2021; 2 to 4 would be usual here; chance of this ... 1 in 400." """
    sentence = f"{say_events(observed)} in {say_window(weeks, last)}; {say_usual(usual)} would be usual here"
    if verdict != "usual":
        amount = "so many" if verdict == "rise" else "so few"
        sentence += f"; the chance of {amount} by accident is {say_chance(chance)}"
    sentence += "."
    if share_known < _TOLD_SHARE:
        sentence += f" The last week is not complete: about {say_share(share_known)} of it is likely to be known."
    return sentence


def say_too_little_past(observed: int, weeks: int, last: date) -> str:
    """What is known where nothing can be said of the usual."""
    return f"{say_events(observed)} in {say_window(weeks, last)}; the record is too short to say what is usual here."


def say_events(count: int) -> str:
    """ "No event", "1 event", "9 events"."""
    if count == 0:
        return "No event"
    return f"{count:,} event" if count == 1 else f"{count:,} events"


def say_window(weeks: int, last: date) -> str:
    """ "the week to 5 December 2021", "the four weeks to ..."."""
    if weeks == 1:
        return f"the week to {say_date(last)}"
    number = _SMALL[weeks] if weeks < len(_SMALL) else str(weeks)
    return f"the {number} weeks to {say_date(last)}"


def say_usual(usual: tuple[int, int]) -> str:
    """ "2 to 4", "none" or one number."""
    low, high = usual
    if high == 0:
        return "none"
    if low == high:
        return f"{low:,}"
    return f"{low:,} to {high:,}" if low else f"up to {high:,}"


def say_chance(chance: float) -> str:
    """ "about 1 in 400", rounded as roughly as it is known."""
    if chance <= 1e-6:
        return "less than 1 in a million"
    odds = 1 / chance
    for step in (1, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000):
        if odds < 20 * step or step == 100_000:
            return f"about 1 in {max(round(odds / step), 1) * step:,}"
    raise AssertionError("the last step takes every number")


def say_share(share: float) -> str:
    """A part of a week as tenths: "3 in 10"."""
    tenths = round(share * 10)
    return "less than 1 in 10" if tenths == 0 else f"{tenths} in 10"
