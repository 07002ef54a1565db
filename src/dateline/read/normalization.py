"""Text made stable, so that offsets counted in it mean the same everywhere."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_SPACES = re.compile(r"[^\S\n]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ufff9-\ufffb]")
# Joiners spell words in scripts from Arabic to Sinhala; anywhere else they are rubbish.
_STRAY_JOINER = re.compile(r"(?<![\u0600-\u0dff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u0dff])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def normalize_text(text: str) -> str:
    """NFC, LF line ends, plain single spaces, and nothing invisible; lines keep their places."""
    if text.isascii() and "\r" not in text:
        return _SPACES.sub(" ", _CONTROL.sub("", _LINE_ENDS.sub("\n", text)))
    text = _LINE_ENDS.sub("\n", text)
    text = _CONTROL.sub("", text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return _SPACES.sub(" ", _STRAY_JOINER.sub("", text))


def join_paragraphs(paragraphs: list[str]) -> str:
    """The body: paragraphs with one blank line between them."""
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
