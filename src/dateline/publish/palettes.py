"""The colours of the style sheet for pictures that stand alone; a test holds them equal to the tokens of the page."""

from __future__ import annotations

LIGHT: dict[str, str] = {
    "paper": "#fbfaf6",
    "ink": "#1d1c1a",
    "quiet": "#67635b",
    "hairline": "#dcd8cc",
    "accent": "#2c5282",
    "border": "#9c978b",
    "battles": "#c24e00",
    "on-battles": "#fff",
    "explosions": "#e69f00",
    "on-explosions": "#1d1c1a",
    "violence": "#a4367a",
    "on-violence": "#fff",
    "protests": "#007d5d",
    "on-protests": "#fff",
    "riots": "#d9c930",
    "on-riots": "#1d1c1a",
    "developments": "#0069a6",
    "on-developments": "#fff",
}
DARK: dict[str, str] = {
    "paper": "#181715",
    "ink": "#ebe7de",
    "quiet": "#a8a296",
    "hairline": "#38352f",
    "accent": "#93b7e6",
    "border": "#6f6a60",
    "battles": "#e0722a",
    "on-battles": "#181715",
    "violence": "#d37ab0",
    "on-violence": "#181715",
    "protests": "#2bb08a",
    "on-protests": "#181715",
    "developments": "#4f9fdb",
    "on-developments": "#181715",
}
"""Only what differs in the dark."""

SANS = '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, system-ui, sans-serif'


def list_tokens(palette: dict[str, str]) -> str:
    """The palette as CSS custom properties of a picture. Within a page, the page's own tokens (and its switch between
    light and dark) come first.
    """
    return "".join(f"--plot-{name}:var(--{name},{colour});" for name, colour in palette.items())
