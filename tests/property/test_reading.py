"""Whatever the bytes, reading gives reports and failures, never a crash.

`DATELINE_FUZZ_EXAMPLES=10000 pytest tests/property/test_reading.py` reads that many.
"""

from __future__ import annotations

import io
import os
import random
import unicodedata
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.base.settings import Settings
from dateline.model.reports import report_id
from dateline.read.fetch import Fetched
from dateline.read.inputs import ReadFailure, ReadReport, read_inputs

EXAMPLES = int(os.environ.get("DATELINE_FUZZ_EXAMPLES", "300"))
MOMENT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Bridge falls after raid | Plain Post</title>
<meta property="og:site_name" content="Plain Post"><meta name="keywords" content="bridge, raid">
<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], "headline": "Bridge falls after raid",
"datePublished": "2022-03-04T10:00:00+02:00", "author": [{"name": "Ana Vale"}], "keywords": ["bridge"]}]}</script>
</head><body><nav><a href="/">Home</a></nav><article><h1>Bridge falls after raid</h1>
<time datetime="2022-03-04">4 March 2022</time><figure><figcaption>The bridge. Photo: Jo Reed/PP</figcaption></figure>
<p>NORTH FORD, Riverland (PP) &mdash; Two soldiers were killed when a raid brought down the old bridge on Friday.</p>
<p>“Nobody saw them come,” said the mayor, who asked for calm.<br><br>A second group fired from the far bank.</p>
<p>Translation by Lee Moss</p></article><div class="comments"><form><textarea></textarea></form></div></body></html>
""".encode()
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Plain Post</title><item><title>Raid</title>
<link>https://plain.example/2022/03/04/raid</link><pubDate>Fri, 04 Mar 2022 10:00:00 +0200</pubDate><description>
&lt;p&gt;Two soldiers were killed in a raid on the old bridge.&lt;/p&gt;</description></item></channel></rss>"""
ROWS = b'{"report": {"title": "Raid", "text": "Two soldiers died.", "tags": ["a"]}}\n{"text": "More."}\n'
ARCHIVE = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://plain.example/raid\r\n"
    b"WARC-Date: 2022-03-04T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%s\r\n\r\n"
) % (len(PAGE) + 44, PAGE)
TEXT = b"""Bridge falls after raid

04-03-2022
Ana Vale
Tags: bridge raid

FORD - Two soldiers were killed there when the old bridge fell.

Comments
"""
SEEDS = (PAGE, PAGE, FEED, ROWS, ARCHIVE, TEXT)
PIECES = (
    b"<",
    b">",
    b"<p>",
    b"</div>",
    b"<table><tr>",
    b"<!--",
    b"]]>",
    b"&#0;",
    b"&#xD800;",
    b"\x00",
    b"\xff\xfe",
    b'"',
    b"{",
    b"\n",
)


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """A page, feed, archive or text with slices cut, doubled, moved, and rubbish put in."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    dice = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(dice.randrange(1, 12)):
        start = dice.randrange(len(data) + 1)
        end = min(len(data), start + dice.randrange(80))
        match dice.randrange(5):
            case 0:
                del data[start:end]
            case 1:
                data[start:start] = data[start:end] * dice.randrange(1, 4)
            case 2:
                data[start:start] = dice.choice(PIECES) * dice.randrange(1, 6)
            case 3:
                data[start:end] = dice.randbytes(end - start)
            case _:
                data[start:end] = bytes(data[start:end])[::-1]
    return bytes(data)


ANY_BYTES = st.one_of(
    mangled(), mangled(), st.binary(max_size=400), st.text(max_size=300).map(lambda text: text.encode())
)


def read(data: bytes, media_type: str) -> list[ReadReport | ReadFailure]:
    """Read the bytes as a page of that type; "" is standard input, where only the bytes tell what they are."""
    if not media_type:
        return list(read_inputs(["-"], Settings(), clock=lambda: MOMENT, stdin=io.BytesIO(data)))
    got = Fetched(data, "https://plain.example/a", MOMENT, media_type)
    return list(read_inputs(["https://plain.example/a"], Settings(), clock=lambda: MOMENT, fetch=lambda _: got))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=ANY_BYTES, media_type=st.sampled_from(["text/html", "", "application/rss+xml"]))
def test_reading_any_bytes_gives_reports_or_failures(data: bytes, media_type: str) -> None:
    outcomes = read(data, media_type)
    assert outcomes
    for outcome in outcomes:
        if isinstance(outcome, ReadFailure):
            assert str(outcome.error)
            continue
        report = outcome.report
        assert report.text.strip()
        report.text.encode("utf-8")
        if report.capture is not None:
            assert report.text == unicodedata.normalize("NFC", report.text)
            assert not {"\u00a0", "\u200b", "\ufeff", "\r"} & set(report.text)
            parts = {"title": report.title, "published": report.published, "publisher": report.publisher}
            assert report.id == report_id(**parts, text=report.text)


@settings(max_examples=max(50, EXAMPLES // 20), deadline=None)
@given(data=mangled())
def test_reading_twice_gives_the_same(data: bytes) -> None:
    first, second = read(data, "text/html"), read(data, "text/html")
    assert list(map(repr, first)) == list(map(repr, second))
