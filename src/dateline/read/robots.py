"""robots.txt: what a site lets a program read.

Source: RFC 9309, sections 2.2 and 2.3: the longest matching rule wins, `allow` on a tie; `*` and `$` in paths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MOST_LINES = 20_000
_MOST_DELAY_S = 300.0


@dataclass(frozen=True, slots=True)
class RobotRules:
    """The rules of one site for one program: (allowed, path pattern) in no order.

    `delay_s`: how long the site asks to wait between two requests. `Crawl-delay` stands in no standard; many give it.
    """

    rows: tuple[tuple[bool, str], ...] = ()
    delay_s: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether the path (with its query) may be read."""
        best_length, allowed = -1, True
        for allow, pattern in self.rows:
            if len(pattern) < best_length or not _matches(pattern, path):
                continue
            allowed = allow or (allowed and len(pattern) == best_length)
            best_length = len(pattern)
        return allowed


NOTHING_ALLOWED = RobotRules(((False, "/"),))


def parse_robots(text: str, product: str) -> RobotRules:
    """The rules for the program named `product`; where no group names it, those for `*`."""
    own: list[tuple[bool, str]] = []
    general: list[tuple[bool, str]] = []
    agents: list[str] = []
    delays: dict[str, float] = {}
    named, in_rules = False, False
    for line in text.splitlines()[:_MOST_LINES]:
        key, _, value = line.split("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            agents = [value.lower()] if in_rules else [*agents, value.lower()]
            in_rules = False
            named = named or value.lower() == product.lower()
        elif key in ("allow", "disallow"):
            in_rules = True
            if value and product.lower() in agents:
                own.append((key == "allow", value))
            elif value and "*" in agents:
                general.append((key == "allow", value))
        elif key == "crawl-delay":
            in_rules = True
            delays |= dict.fromkeys(agents, _read_delay(value))
    return RobotRules(tuple(own if named else general), delays.get(product.lower() if named else "*", 0.0))


def _read_delay(value: str) -> float:
    """Seconds; what is no number of them, or no sensible one, asks for nothing."""
    return min(float(value), _MOST_DELAY_S) if re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", value) else 0.0


def _matches(pattern: str, path: str) -> bool:
    if "*" not in pattern and not pattern.endswith("$"):
        return path.startswith(pattern)
    end = "$" if pattern.endswith("$") else ""
    parts = re.sub(r"\*+", "*", pattern.removesuffix("$")).split("*")
    return re.match(".*?".join(re.escape(part) for part in parts) + end, path) is not None
