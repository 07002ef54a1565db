"""The words of double coding: slots, scales, and how a figure of agreement is read."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.model.rounds import Verdict

SLOT_WORDS: Mapping[str, str] = {
    "verdict": "verdict",
    "event_type": "event type",
    "sub_event_type": "sub-event type",
    "measure": "measure of a figure",
    "act": "speech act",
    "relation": "relation of control",
    "modality": "whether it happened",
    "actor1": "who",
    "actor2": "to whom",
    "by": "by whom",
    "about": "about whom",
    "speaker": "speaker",
    "addressee": "addressee",
    "holder": "holder",
    "area": "area",
    "place": "place",
    "time": "days, exactly",
    "first_day": "first day, by distance",
    "deaths_low": "killed, at least",
    "deaths_high": "killed, at most",
    "value_low": "number, at least",
    "value_high": "number, at most",
    "attribution": "who says so",
}
SCALE_WORDS: Mapping[str, str] = {
    "codes": "same or not",
    "places": "same, or within 25 km",
    "counts": "by ratio",
    "days": "by days",
}
VERDICT_WORDS: Mapping[Verdict, str] = {
    "approve": "approved",
    "reject": "rejected",
    "unsure": "unsure",
    "correct": "corrected",
}
GAP_WORDS: Mapping[str, str] = {"no variation": "no variation", "too few": "too few records"}
FIRM, TENTATIVE = 0.8, 0.667
"""The bounds that Krippendorff gives for alpha: firm conclusions from the one on, tentative ones from the other."""


def say_reading(alpha: float | None, low: float | None, high: float | None) -> str:
    """What an alpha is good for, judged by its lower bound where there is one, as chance may have helped.

    An interval that is a point comes of records that all agree, and bounds nothing.
    """
    if alpha is None:
        return ""
    if low is not None and low == high:
        return "no difference seen"
    bound = alpha if low is None else low
    if bound >= FIRM:
        return "firm"
    if bound >= TENTATIVE:
        return "tentative"
    return "not to be relied on" if alpha < TENTATIVE else "not shown by so few"


def say_coefficient(value: float | None) -> str:
    """ "0.74"; with a real minus."""
    return "" if value is None else f"{value:.2f}".replace("-", "−")
