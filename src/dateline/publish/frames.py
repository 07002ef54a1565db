"""The frame of a picture: an SVG document that stands alone, with its own style, a title, a description and axes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from textwrap import wrap

from dateline.publish.axes import Scale, find_month_ticks
from dateline.publish.palettes import DARK, LIGHT, SANS, list_tokens

WIDTH = 960
LEFT, RIGHT = 44, 16
TITLE_Y = 26
LINE_HEIGHT = 17
LETTER_PX = 5.3
"""The mean width of a letter of the small size, to lay out legends without measuring them."""
_LINE_CHARS = 150

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KINDS = ("battles", "explosions", "violence", "protests", "riots", "developments")
_RULES = """
.plot .sheet{fill:var(--plot-paper)}
.plot text{font-family:FONT;font-size:12px;fill:var(--plot-quiet);font-variant-numeric:tabular-nums}
.plot .headline{font-size:15px;font-weight:600;fill:var(--plot-ink)}
.plot .strong{fill:var(--plot-ink)}
.plot .small{font-size:11px}
.plot .letter{font-size:10px;font-weight:700}
.plot .rule{stroke:var(--plot-hairline);stroke-width:1;shape-rendering:crispEdges}
.plot .base{stroke:var(--plot-quiet);stroke-width:1;shape-rendering:crispEdges}
.plot .range{stroke:var(--plot-border);stroke-width:4}
.plot .best{fill:var(--plot-ink)}
.plot .count{fill:var(--plot-border)}
.plot .count.rise,.plot .count.fall{fill:var(--plot-accent)}
.plot .missing{fill:var(--plot-paper);stroke:var(--plot-quiet);stroke-dasharray:2 2}
.plot .band{fill:var(--plot-accent);fill-opacity:.16}
.plot .halo{fill:none;stroke:var(--plot-paper);stroke-width:3.5}
.plot .expected{fill:none;stroke:var(--plot-accent);stroke-width:1.5}
.plot .mark{fill:var(--plot-accent);stroke:var(--plot-paper);stroke-width:1}
"""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a picture with its own upward axis, between `top` and `bottom`."""

    top: float
    bottom: float
    ticks: tuple[int, ...]

    @property
    def scale(self) -> Scale:
        return Scale(0, self.ticks[-1], self.bottom, self.top)


def draw_element(name: str, content: str = "", **attributes: str | float) -> str:
    """One element; `class_` is its class, and underscores in other names are hyphens. `content` is SVG already."""
    pairs = "".join(f' {key.rstrip("_").replace("_", "-")}="{_write(value)}"' for key, value in attributes.items())
    return f"<{name}{pairs}>{content}</{name}>" if content else f"<{name}{pairs}/>"


def draw_text(words: str, x: float, y: float, class_: str = "", anchor: str = "start") -> str:
    """A line of words; they are escaped here."""
    return draw_element("text", escape_words(words), x=x, y=y, class_=class_ or "plain", text_anchor=anchor)


def escape_words(words: str) -> str:
    """Words as SVG content: marks escaped, and characters left out that XML cannot hold at all."""
    return escape(_NOT_XML.sub("", words))


def draw_frame(
    key: str, height: float, title: str, subtitle: Sequence[str], description: str, body: Iterable[str]
) -> str:
    """The whole document. `key` is unique on the page that holds it; `description` is what a screen reader says."""
    lines = [draw_text(line, LEFT, TITLE_Y + 19 + LINE_HEIGHT * row) for row, line in enumerate(subtitle)]
    head = [
        draw_element("title", escape_words(title), id=f"{key}-title"),
        draw_element("desc", escape_words(description), id=f"{key}-desc"),
        draw_element("style", write_style()),
        draw_element("rect", class_="sheet", width=WIDTH, height=height),
        draw_text(title, LEFT, TITLE_Y, "headline"),
        *lines,
    ]
    return draw_element(
        "svg",
        "\n".join([*head, *body]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_="plot",
        style="max-width:100%;height:auto",
    )


def wrap_words(words: str) -> list[str]:
    """The words as lines that fit under the title."""
    return wrap(words, _LINE_CHARS)


def write_style() -> str:
    """The style of every picture: the page's tokens where there are some, else its own by the system's preference."""
    hues = "".join(
        f".plot .{kind}{{fill:var(--plot-{kind})}}.plot .on-{kind}{{fill:var(--plot-on-{kind})}}\n" for kind in _KINDS
    )
    dark = f"@media screen and (prefers-color-scheme:dark){{.plot{{{list_tokens(DARK)}}}}}\n"
    prints = "@media print{.plot .sheet{fill:none}.plot *{print-color-adjust:exact}}\n"
    return f".plot{{{list_tokens(LIGHT)}}}\n{dark}{prints}" + _RULES.replace("FONT", SANS) + hues


def draw_panel(panel: Panel, name: str) -> list[str]:
    """The lines and numbers of a panel, and above them what is counted."""
    parts = []
    for tick in panel.ticks:
        y = panel.scale.place(tick)
        class_ = "rule" if tick else "base"
        parts.append(draw_element("line", class_=class_, x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y))
        parts.append(draw_text(f"{tick:,}", LEFT - 8, y + 4, anchor="end"))
    return [*parts, draw_text(name, LEFT, panel.top - 8, "small")]


def draw_days(days: Scale, first: date, last: date, y: float) -> list[str]:
    """The axis of time: a short line and a name for months."""
    parts = []
    for day, name in find_month_ticks(first, last):
        x = days.place(day.toordinal())
        parts.append(draw_element("line", class_="base", x1=x, x2=x, y1=y, y2=y + 5))
        if x < WIDTH - 44:
            parts.append(draw_text(name, x + 3, y + 15, "small"))
    return parts


def _write(value: str | float) -> str:
    return escape_words(value) if isinstance(value, str) else f"{value:g}"
