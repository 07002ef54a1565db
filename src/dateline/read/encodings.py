"""Bytes into text, whatever they were encoded in; what is no text is refused by name."""

from __future__ import annotations

import codecs
import platform
import re
from dataclasses import dataclass

from dateline.model.errors import ReadError
from dateline.model.ids import text_hash
from dateline.read.conversions import Extraction, tool_version

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE
)
# What browsers take these labels for; pages say latin-1 and use the quotes of windows-1252.
_WEB_LABELS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
}
# Labels of charsets that text comes in; Python's other codecs (punycode, unicode_escape, …) are not for pages.
_CHARSET = re.compile(
    r"(?:utf-?(?:8|16|32)|iso[-_]?(?:8859|ir)|windows|cp|koi8|gb|big5|euc|shift|mac|tis|ks_c|latin|x-sjis|(?:us-)?ascii).*"
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b")) + b"\x7f"
_MOST_CONTROL_SHARE = 0.02
_UTF8_SHARE = 0.98
_SAMPLE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the charset that it was in, and how that is known. `tool`: what guessed it, else Python itself."""

    text: str
    charset: str
    known_by: str
    tool: str = "Python"

    def step(self) -> Extraction:
        """The step from bytes to text, as custody notes it."""
        version = platform.python_version() if self.tool == "Python" else tool_version(self.tool)
        return Extraction("decode", self.tool, version, text_hash(self.text), f"{self.charset}, {self.known_by}")


def decode_bytes(data: bytes, subject: str, declared: str | None = None) -> str:
    """The text in `data`, as `decode_noting` gives it."""
    return decode_noting(data, subject, declared).text


def decode_noting(data: bytes, subject: str, declared: str | None = None) -> Decoded:
    """The text in `data`; `declared` is the charset that came with it, as in an HTTP header.

    A byte order mark decides; else valid UTF-8 is UTF-8; else what the header or the page declares; else a guess.
    Raises: ReadError for what is empty, or is no text (images, PDFs, archives, noise).
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise ReadError("nothing in it", subject, "the input is empty")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(data.decode(encoding, "replace"), encoding, "by its byte order mark")
    refuse_binary(data, subject)
    if wide := _wide_encoding(data[:_SAMPLE_BYTES]):
        return Decoded(data.decode(wide, "replace"), wide, "by its zero bytes")
    _refuse_noise(data[:_SAMPLE_BYTES], subject)
    encodings = _declared_encodings(data, declared)
    for encoding in ("utf-8", *encodings):
        try:
            known_by = "as valid UTF-8" if encoding == "utf-8" else "as declared"
            return Decoded(data.decode(encoding), encoding, known_by)
        except (UnicodeError, LookupError):
            continue
    return _guess(data, subject, encodings)


def refuse_binary(data: bytes, subject: str) -> None:
    """Raises ReadError where the bytes are a known file format that is no text, or noise."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise ReadError(
                "no text in it", subject, f"this is {name}; Dateline reads HTML, text, feeds, JSONL and WARC"
            )
    if data[4:8] == b"ftyp":
        raise ReadError("no text in it", subject, "this is a video or audio file")


def _refuse_noise(sample: bytes, subject: str) -> None:
    control_count = len(sample) - len(sample.translate(None, _CONTROL))
    if control_count > _MOST_CONTROL_SHARE * len(sample):
        raise ReadError("no text in it", subject, "binary data")


def _declared_encodings(data: bytes, declared: str | None) -> list[str]:
    match = _DECLARED.search(data, 0, 4096)
    labels = [declared] if declared else []
    labels += [match[1].decode("ascii")] if match else []
    folded = [label.strip().lower() for label in labels]
    return [_WEB_LABELS.get(label, label) for label in folded if _CHARSET.fullmatch(label)]


def _guess(data: bytes, subject: str, declared: list[str]) -> Decoded:
    """A page of a known charset, or UTF-8, with a broken byte or two; else what the bytes look like."""
    sample = data[:_SAMPLE_BYTES]
    valid = sample.decode("utf-8", "ignore")
    if not valid.isascii() and len(valid.encode()) > _UTF8_SHARE * len(sample):
        return Decoded(data.decode("utf-8", "replace"), "utf-8", "with broken bytes, which are replaced")
    for encoding in declared:
        try:
            text = data.decode(encoding, "replace")
            return Decoded(text, encoding, "as declared, with broken bytes, which are replaced")
        except LookupError:
            continue
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    best = from_bytes(sample).best()
    if best is None:
        raise ReadError("no text in it", subject, "the encoding is unknown, or this is binary data")
    return Decoded(data.decode(best.encoding, "replace"), best.encoding, "guessed", "charset-normalizer")


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of Latin text is zero."""
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None
