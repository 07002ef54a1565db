"""Bytes that are text in some encoding, and bytes that are none."""

from __future__ import annotations

import codecs

import pytest

from dateline.model.errors import ReadError
from dateline.read.encodings import decode_bytes

ENGLISH = "The café’s owner said “we saw two men” near the bridge – nobody else did."
ARABIC = "قتل جنديان في هجوم على نقطة تفتيش قرب الجسر يوم الجمعة، بحسب ما قال مسؤول أمني."
RUSSIAN = "Двое военных погибли при нападении на блокпост у старого моста, сообщили в пятницу власти области."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_decode_bytes_tells_unicode_forms(encoding: str) -> None:
    assert decode_bytes(ENGLISH.encode(encoding), "a.txt") == ENGLISH


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [(ARABIC, "cp1256", "windows-1256"), (RUSSIAN, "koi8-r", "koi8-r"), (ENGLISH, "cp1252", "iso-8859-1")],
)
def test_decode_bytes_follows_what_a_page_declares(text: str, encoding: str, label: str) -> None:
    page = f'<html><head><meta charset="{label}"></head><body>{text}</body></html>'
    assert text in decode_bytes(page.encode(encoding), "a.html")
    assert decode_bytes(text.encode(encoding), "a.html", label) == text


def test_decode_bytes_prefers_utf8_to_a_wrong_label() -> None:
    assert decode_bytes(ENGLISH.encode(), "a.html", "iso-8859-1") == ENGLISH


def test_decode_bytes_guesses_where_nothing_is_declared() -> None:
    assert decode_bytes((ARABIC * 5).encode("cp1256"), "a.txt") == ARABIC * 5


def test_decode_bytes_mends_broken_utf8() -> None:
    data = (ARABIC * 3).encode() + b"\xff" + b"."
    assert decode_bytes(data, "a.txt").startswith(ARABIC)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n...", "image"),
        (b"PK\x03\x04....", "zip"),
        (bytes(range(256)) * 20, "binary"),
    ],
)
def test_decode_bytes_refuses_what_is_no_text(data: bytes, word: str) -> None:
    with pytest.raises(ReadError, match=word):
        decode_bytes(data, "a.bin")


@pytest.mark.parametrize("label", ["hex", "punycode", "unicode_escape", "undefined", "no-such-charset"])
def test_decode_bytes_ignores_labels_that_are_no_charset(label: str) -> None:
    assert decode_bytes(ENGLISH.encode("cp1252"), "a.html", label).startswith("The caf")
