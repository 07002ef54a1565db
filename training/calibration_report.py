"""What the calibration is worth, for the docs: a table, and a reliability diagram as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.assemble.confidences import RECORD
from training.calibrating import Bin, Case, expected_calibration_error, probability, reliability

SIDE = 320
MARGIN = 44


def said_and_right(
    weights: Mapping[str, Mapping[str, float]], cases: Sequence[Case], keys: Sequence[str]
) -> tuple[list[float], list[float]]:
    """What was said of the answers of some keys, and how right each was."""
    chosen = [case for case in cases if case.key in keys]
    return [probability(weights[case.key], case.signals) for case in chosen], [case.right for case in chosen]


def write_table(weights: Mapping[str, Mapping[str, float]], cases: Sequence[Case]) -> str:
    """A row a kind and slot: answers, mean probability, share right, expected calibration error."""
    lines = ["| what | answers | said | right | ECE |", "| --- | ---: | ---: | ---: | ---: |"]
    for key in sorted(
        {case.key for case in cases} & set(weights), key=lambda name: (not name.endswith(RECORD), name)
    ):
        said, right = said_and_right(weights, cases, [key])
        error = expected_calibration_error(reliability(said, right))
        row = f"| {key} | {len(said)} | {sum(said) / len(said):.2f} | {sum(right) / len(right):.2f} | {error:.3f} |"
        lines.append(row)
    return "\n".join(lines) + "\n"


def draw_diagram(bins: Sequence[Bin], title: str) -> str:
    """Said against right, a dot a bin, its area by the number of answers; on the diagonal all is as said."""
    most = max((one.count for one in bins), default=1)
    dots = "".join(
        f'<circle cx="{_x(one.said):.1f}" cy="{_y(one.right):.1f}" r="{3 + 9 * (one.count / most) ** 0.5:.1f}"'
        f' fill="#1d4e89" fill-opacity="0.7"><title>{one.count} answers: said {one.said:.2f}, right {one.right:.2f}'
        "</title></circle>"
        for one in bins
    )
    ticks = "".join(
        f'<text x="{_x(at):.0f}" y="{SIDE + MARGIN + 18}" text-anchor="middle">{at:.1f}</text>'
        f'<text x="{MARGIN - 8}" y="{_y(at) + 4:.0f}" text-anchor="end">{at:.1f}</text>'
        for at in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    width, height = SIDE + 2 * MARGIN, SIDE + 2 * MARGIN + 24
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" font-family="sans-serif" font-size="12"><title>{title}</title>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#555"/>'
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999" stroke-dasharray="4 4"/>'
        f'{dots}{ticks}<text x="{MARGIN}" y="{MARGIN - 14}" font-weight="bold">{title}</text>'
        f'<text x="{_x(0.5):.0f}" y="{SIDE + MARGIN + 40}" text-anchor="middle">said probability</text>'
        f'<text x="14" y="{_y(0.5):.0f}" transform="rotate(-90 14 {_y(0.5):.0f})" text-anchor="middle">right</text>'
        "</svg>\n"
    )


def _x(value: float) -> float:
    return MARGIN + SIDE * value


def _y(value: float) -> float:
    return MARGIN + SIDE * (1 - value)
