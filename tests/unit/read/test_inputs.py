"""Every kind of input through the one door."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sample_pages as pages

from dateline.base.settings import Settings
from dateline.model.errors import FetchError, WrongCallError
from dateline.model.ids import bytes_hash
from dateline.read.fetch import Fetched
from dateline.read.inputs import Overrides, ReadFailure, ReadReport, count_inputs, read_inputs

MOMENT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>River Herald</title><language>en</language>
<item><title>Bridge attack &amp; after</title><link>https://herald.example/2022/03/04/bridge</link>
<pubDate>Fri, 04 Mar 2022 10:00:00 +0200</pubDate><category>Riverland</category>
<author>a@b.org (Ola Berg)</author>
<content:encoded><![CDATA[{pages.DATED}<p>Follow us on Facebook</p>]]></content:encoded></item>
<item><title>Only a title</title><link>https://herald.example/2</link></item>
<item><title>Short</title><link>https://herald.example/3</link>
<description>A mine killed a man near Sarn, police said.
</description></item></channel></rss>"""
ESCAPED = pages.DATED.replace("<", "&lt;").replace(">", "&gt;")
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><entry><title>Bridge</title>
<link href="https://herald.example/b"/><published>2022-03-04T10:00:00Z</published>
<author><name>Ola Berg</name></author><content type="html">{ESCAPED}</content></entry></feed>"""


def read(
    inputs: Sequence[str | Path], *, limit: int = 20_000_000, overrides: Overrides | None = None, stdin: bytes = b""
) -> list[ReadReport | ReadFailure]:
    return list(
        read_inputs(
            [str(one) for one in inputs],
            Settings(max_input_bytes=limit),
            overrides or Overrides(),
            clock=lambda: MOMENT,
            stdin=io.BytesIO(stdin),
        )
    )


def only_report(outcomes: Sequence[ReadReport | ReadFailure]) -> ReadReport:
    (outcome,) = outcomes
    assert isinstance(outcome, ReadReport), outcome
    return outcome


def only_failure(outcomes: Sequence[ReadReport | ReadFailure]) -> ReadFailure:
    (outcome,) = outcomes
    assert isinstance(outcome, ReadFailure), outcome
    return outcome


def write_archive(path: Path, *, packed: bool) -> None:
    records = [
        archive_record("https://herald.example/a.png", "image/png", b"\x89PNG"),
        archive_record("https://herald.example/2022/03/04/bridge", "text/html; charset=utf-8", pages.BLOG.encode()),
        archive_record("https://herald.example/", "text/html", pages.HEADLINES.encode()),
    ]
    path.write_bytes(b"".join(gzip.compress(record) if packed else record for record in records))


def archive_record(uri: str, media_type: str, body: bytes) -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2022-04-01T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def test_read_inputs_keeps_the_original_bytes(tmp_path: Path) -> None:
    path = tmp_path / "bridge.html"
    path.write_bytes(pages.BLOG.encode())
    outcome = only_report(read([path]))
    assert outcome.original == path.read_bytes()
    assert outcome.media_type == "text/html"
    assert outcome.report.capture is not None
    assert outcome.report.capture.model_dump() == {
        "address": path.as_posix(),
        "retrieved": "2024-05-06T07:08:09+00:00",
        "sha256": bytes_hash(path.read_bytes()),
    }


def test_read_inputs_gives_equal_content_equal_ids(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(pages.BLOG, encoding="utf-8")
    (tmp_path / "b.html").write_text(pages.BLOG, encoding="utf-16")
    first, second = read([tmp_path])
    assert isinstance(first, ReadReport)
    assert isinstance(second, ReadReport)
    assert first.report.id == second.report.id


def test_read_inputs_says_that_the_date_is_missing() -> None:
    outcome = only_report(read(["-"], stdin=f"Bridge attack\n\n{pages.TEXT}".encode()))
    assert outcome.report.published is None
    assert outcome.notes == ("no publication date found; set one with --published",)
    assert outcome.report.capture is not None
    assert outcome.report.capture.address == "stdin"


def test_read_inputs_lets_the_user_know_better() -> None:
    overrides = Overrides(published="7/11/2018", publisher="River Herald", url="https://herald.example/x")
    outcome = only_report(read(["-"], stdin=pages.TEXT.encode(), overrides=overrides))
    report = outcome.report
    assert (report.published, report.publisher, report.url) == (
        "2018-11-07",
        "River Herald",
        "https://herald.example/x",
    )
    assert outcome.notes == ()


def test_read_inputs_takes_the_day_from_the_address() -> None:
    overrides = Overrides(url="https://herald.example/english/071120182")
    assert only_report(read(["-"], stdin=pages.TEXT.encode(), overrides=overrides)).report.published == "2018-11-07"


def test_read_inputs_refuses_a_date_that_is_none() -> None:
    with pytest.raises(WrongCallError, match="not a date"):
        read(["-"], overrides=Overrides(published="yesterday"))


def test_read_inputs_leaves_rows_of_json_as_they_are(tmp_path: Path) -> None:
    row = {"id": "given", "title": "T", "text": "A\u00a0man  died.\n\nSo it is said.", "url": None, "events": [1]}
    path = tmp_path / "rows.jsonl"
    lines = [
        json.dumps({"report": row, "events": []}),
        "",
        json.dumps({**row, "id": None}),
        "{",
        '{"report": {}}',
        "[1]",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    outcomes = read([path])
    assert [type(outcome) for outcome in outcomes] == [ReadReport, ReadReport, ReadFailure, ReadFailure, ReadFailure]
    first, second = outcomes[0], outcomes[1]
    assert isinstance(first, ReadReport)
    assert isinstance(second, ReadReport)
    assert (first.report.id, first.report.text, first.report.capture) == ("given", row["text"], None)
    assert second.report.id.startswith("r-")
    assert [outcome.subject for outcome in outcomes[2:] if isinstance(outcome, ReadFailure)] == [
        f"{path.as_posix()}:{number}" for number in (4, 5, 6)
    ]


def test_read_inputs_reads_a_json_document_of_reports() -> None:
    data = json.dumps([{"text": "One man died."}, {"text": "Two men died."}], indent=2).encode()
    assert [outcome.report.text for outcome in read(["-"], stdin=data) if isinstance(outcome, ReadReport)] == [
        "One man died.",
        "Two men died.",
    ]


def test_read_inputs_reads_each_entry_of_a_feed() -> None:
    first, second, third = read(["-"], stdin=FEED.encode())
    assert isinstance(first, ReadReport)
    assert first.report.text == pages.TEXT
    assert first.report.title == "Bridge attack & after"
    assert first.report.published == "2022-03-04T10:00:00+02:00"
    assert (first.report.publisher, first.report.byline, first.report.tags) == (
        "River Herald",
        ("Ola Berg",),
        ("Riverland",),
    )
    assert first.report.dateline == "NORTH FORD, Riverland"
    assert isinstance(second, ReadFailure)
    assert isinstance(third, ReadReport)
    assert "summary" in third.notes[0]


def test_read_inputs_reads_atom() -> None:
    report = only_report(read(["-"], stdin=ATOM.encode())).report
    assert (report.text, report.url, report.byline) == (pages.TEXT, "https://herald.example/b", ("Ola Berg",))


@pytest.mark.parametrize("packed", [True, False])
def test_read_inputs_reads_the_pages_of_an_archive(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("pages.warc.gz" if packed else "pages.warc")
    write_archive(path, packed=packed)
    good, bad = read([path])
    assert isinstance(good, ReadReport)
    assert isinstance(bad, ReadFailure)
    assert good.report.text == pages.TEXT
    assert good.original == pages.BLOG.encode()
    assert good.report.capture is not None
    assert good.report.capture.address == "https://herald.example/2022/03/04/bridge"
    assert good.report.capture.retrieved == "2022-04-01T00:00:00+00:00"


def test_read_inputs_reads_what_stands_before_a_break_in_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "pages.warc.gz"
    write_archive(path, packed=True)
    path.write_bytes(path.read_bytes()[:-100])
    outcomes = read([path])
    assert isinstance(outcomes[0], ReadReport)
    assert isinstance(outcomes[-1], ReadFailure)


@pytest.mark.parametrize("stamp", [b"the first of April", b"0001-01-01T00:00:00+10:00", b""])
def test_read_inputs_goes_on_after_a_page_without_a_date_of_capture(tmp_path: Path, stamp: bytes) -> None:
    good = archive_record("https://herald.example/2022/03/04/bridge", "text/html; charset=utf-8", pages.BLOG.encode())
    path = tmp_path / "pages.warc"
    path.write_bytes(good.replace(b"2022-04-01T00:00:00Z", stamp) + good)
    failure, outcome = read([path])
    assert isinstance(failure, ReadFailure)
    assert (failure.subject, failure.error.message) == (
        "https://herald.example/2022/03/04/bridge",
        "no date of capture",
    )
    assert isinstance(outcome, ReadReport)


def test_read_inputs_reads_a_gzipped_page(tmp_path: Path) -> None:
    path = tmp_path / "bridge.html.gz"
    path.write_bytes(gzip.compress(pages.BLOG.encode()))
    outcome = only_report(read([path]))
    assert outcome.report.text == pages.TEXT
    assert outcome.original == path.read_bytes()


def test_read_inputs_walks_folders_in_order_and_goes_on_after_failures(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden.txt").write_text("no")
    (tmp_path / "README.md").write_text("About these reports, which are of no concern here.")
    (tmp_path / "a.txt").write_text(pages.TEXT, encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 rubbish")
    (tmp_path / "c.txt").write_bytes(b"")
    (tmp_path / "sub" / "d.html").write_text(pages.WIRE, encoding="utf-8")
    outcomes = read([tmp_path, tmp_path / "missing.txt"])
    assert [type(outcome) for outcome in outcomes] == [ReadReport, ReadFailure, ReadFailure, ReadReport, ReadFailure]
    assert count_inputs([str(tmp_path)]) == 4


def test_read_inputs_refuses_what_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"A man died. " * 1000)
    assert "too large" in str(only_failure(read([path], limit=5000)).error)
    bomb = tmp_path / "bomb.txt.gz"
    bomb.write_bytes(gzip.compress(b"A man died. " * 100_000))
    assert "too large" in str(only_failure(read([bomb], limit=50_000)).error)


def test_read_inputs_limits_each_row_and_not_the_file(tmp_path: Path) -> None:
    rows = [
        json.dumps({"text": "A man died."}),
        json.dumps({"text": "x" * 5000}),
        json.dumps({"text": "Two men died."}),
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(rows * 20), encoding="utf-8")
    outcomes = read([path], limit=1000)
    assert sum(isinstance(outcome, ReadReport) for outcome in outcomes) == 40
    assert sum(isinstance(outcome, ReadFailure) for outcome in outcomes) == 20


def test_read_inputs_reads_addresses_through_the_given_fetcher() -> None:
    def fetch(address: str) -> Fetched:
        if address.endswith("/gone"):
            raise FetchError("not fetched", address, "the server answered 404")
        return Fetched(pages.WIRE.encode(), "https://wire.example/final/04032022", MOMENT, "text/html")

    good, bad = read_inputs(["https://wire.example/a", "https://wire.example/gone"], Settings(), fetch=fetch)
    assert isinstance(good, ReadReport)
    assert good.report.url == "https://wire.example/final/04032022"
    assert isinstance(bad, ReadFailure)
    assert "404" in str(bad.error)


@pytest.mark.parametrize(
    ("address", "day", "note_count"),
    [
        (None, "2018-11-07", 1),
        ("https://a.example/071120182", "2018-11-07", 0),
        ("https://a.example/2018/07/11/x", "2018-07-11", 0),
        ("https://a.example/2019/01/01/x", "2018-11-07", 1),
    ],
)
def test_read_inputs_lets_the_address_settle_which_is_the_day(address: str | None, day: str, note_count: int) -> None:
    data = f"Bridge attack\n\n07-11-2018\n\n{pages.TEXT}".encode()
    outcome = only_report(read(["-"], stdin=data, overrides=Overrides(url=address)))
    assert outcome.report.published == day
    assert len(outcome.notes) == note_count
