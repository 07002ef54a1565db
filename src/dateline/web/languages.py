"""The language of the pages: a gettext catalogue by its code, and the side that its script begins on.

English stands in the templates themselves. Another language is a catalogue in `locale/CODE/LC_MESSAGES/dateline.po`,
compiled beside it; docs/translating.md tells how one is made. "qps" and "qps-rtl" are no languages: they mark every
text that goes through the catalogue, the second from right to left, so that what a translation would miss is seen.
"""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from starlette.types import ASGIApp, Receive, Scope, Send

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "dateline"
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi", "qps-rtl"})


class MarkedTexts(gettext.NullTranslations):
    """English with a mark around every text."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the pages; `code` is BCP 47, `direction` the `dir` of its pages."""

    code: str = "en"
    direction: Literal["ltr", "rtl"] = "ltr"
    translations: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)


@cache
def load_language(code: str) -> Language:
    """The language of a code; English where there is no catalogue of it."""
    direction: Literal["ltr", "rtl"] = "rtl" if code in _RIGHT_TO_LEFT else "ltr"
    if code in ("qps", "qps-rtl"):
        return Language("en", direction, MarkedTexts())
    if not gettext.find(DOMAIN, LOCALES, [code.replace("-", "_")]):
        return Language()
    return Language(code, direction, gettext.translation(DOMAIN, LOCALES, [code.replace("-", "_")]))


_current: ContextVar[str] = ContextVar("language", default="en")


def current_language() -> Language:
    """The language of the page that is being made."""
    return load_language(_current.get())


class SpeakLanguage:
    """ASGI middleware: the pages are made in one language, that of the settings."""

    def __init__(self, app: ASGIApp, code: str) -> None:
        self._app = app
        self._code = code

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        _current.set(self._code)
        await self._app(scope, receive, send)
