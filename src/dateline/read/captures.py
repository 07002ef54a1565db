"""From a story and the bytes it was read from to the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from dateline.model.custody import FETCHED, HANDED_IN, Conversion, Screenshot
from dateline.model.errors import ReadError, WrongCallError
from dateline.model.ids import bytes_hash, text_hash
from dateline.model.reports import Capture, Report, report_id
from dateline.read.conversions import OURS, Arrival, Extraction, follow, tool_version
from dateline.read.dates import date_in_address, read_stamp
from dateline.read.stories import Story

NO_DATE = "no publication date found; set one with --published"
A_FILE = Arrival(HANDED_IN, "a file or stream that Dateline was given to read")


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the user knows better than the page; `who`: the user's own name, for the notes on custody.

    `told`: how it was told, for the same notes.
    """

    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    who: str | None = None
    told: str = "by hand"

    def steps(self, text: str) -> tuple[Extraction, ...]:
        """The step of custody that says what a person told; none where nobody did."""
        told = [
            f"{name} {value}"
            for name, value in (("published", self.published), ("publisher", self.publisher), ("url", self.url))
            if value
        ]
        if not told:
            return ()
        return (
            Extraction("tell", OURS, tool_version(OURS), text_hash(text), f"told {self.told}: {', '.join(told)}"),
        )


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report with the bytes it was read from, their media type, and messages for the user about the reading.

    `original` is None where the report tells of a capture whose bytes did not come with it. `conversions`: how the
    bytes became the text.
    """

    report: Report
    original: bytes | None
    media_type: str | None
    notes: tuple[str, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    screenshot: Screenshot | None = None


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input, or a part of one, that gave no report."""

    subject: str
    error: ReadError


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes as they came, from where, when (UTC), what they were said to be, and how they came."""

    data: bytes
    address: str
    retrieved: datetime
    charset: str | None = None
    sha256: str | None = None
    arrival: Arrival = A_FILE

    @property
    def was_fetched(self) -> bool:
        return self.arrival.step == FETCHED

    def capture(self) -> Capture:
        stamp = self.retrieved.replace(microsecond=0).isoformat()
        return Capture(address=self.address, retrieved=stamp, sha256=self.sha256 or bytes_hash(self.data))


def make_report(
    story: Story, original: Original, media_type: str, overrides: Overrides, steps: Iterable[Extraction] = ()
) -> ReadReport:
    """The report of a story. An address gives its day only where story and user are silent.

    In: `steps`, what was made of the original bytes before the story was looked for in them.

    Raises: ReadError where the story has no text.
    """
    if not story.text:
        raise ReadError("no article in it", original.address, "nothing on the page reads like a report")
    url = overrides.url or story.url or _web_address(original.address)
    published, notes = _choose_date(story, url, original.retrieved.date(), overrides)
    publisher = overrides.publisher or story.publisher
    capture = original.capture()
    report = Report(
        id=report_id(title=story.title, published=published, publisher=publisher, text=story.text),
        url=url,
        publisher=publisher,
        title=story.title,
        language=story.language,
        published=published,
        byline=story.byline,
        credits=story.credits,
        tags=story.tags,
        capture=capture,
        dateline=story.dateline,
        text=story.text,
    )
    whole = (*steps, *story.drawn, _split_step(story), *overrides.steps(report.text))
    way = follow(original.arrival.begin(capture.sha256, overrides.who), whole)
    return ReadReport(report, original.data, media_type, notes, way)


def override_report(report: Report, overrides: Overrides) -> Report:
    """A report that came ready-made, with what the user knows better."""
    changes = {
        "published": check_date(overrides.published) if overrides.published else None,
        "publisher": overrides.publisher,
        "url": overrides.url,
    }
    return report.model_copy(update={key: value for key, value in changes.items() if value is not None})


def check_date(value: str) -> str:
    """A date that the user gave, as ISO. Raises: WrongCallError where it is none."""
    if stamp := read_stamp(value):
        return stamp
    raise WrongCallError("not a date", value, "write it as 2018-11-07")


def _split_step(story: Story) -> Extraction:
    """The step that told the text apart from what stands around it, and what that was."""
    parts = {
        "title": story.title,
        "place line": story.dateline,
        "byline": story.byline,
        "credits": story.credits,
        "tags": story.tags,
    }
    found = ", ".join(name for name, value in parts.items() if value) or "nothing"
    return Extraction("split", OURS, tool_version(OURS), text_hash(story.text), f"told apart from the text: {found}")


def _web_address(address: str) -> str | None:
    return address if address.startswith(("http://", "https://")) else None


def _choose_date(
    story: Story, url: str | None, today: date, overrides: Overrides
) -> tuple[str | None, tuple[str, ...]]:
    if overrides.published:
        return check_date(overrides.published), ()
    from_address = date_in_address(url) if url else None
    published = story.published or from_address
    if published is None:
        return None, (*story.notes, NO_DATE)
    if story.ambiguous:
        if from_address in (published, _swap_month(published)):  # the address settles which is the day
            return from_address, story.notes
        note = f"the date {published} was written in figures alone and read as day-month-year"
        return published, (*story.notes, note)
    if published[:10] > today.isoformat():
        return published, (*story.notes, f"the publication date {published} lies in the future")
    return published, story.notes


def _swap_month(day: str) -> str:
    """The ISO date with day and month the other way round."""
    return f"{day[:4]}-{day[8:10]}-{day[5:7]}"
