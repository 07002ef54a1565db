"""From a story and the bytes it was read from to the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dateline.model.errors import ReadError, WrongCallError
from dateline.model.ids import bytes_hash
from dateline.model.reports import Capture, Report, report_id
from dateline.read.dates import date_in_address, read_stamp
from dateline.read.stories import Story

NO_DATE = "no publication date found; set one with --published"


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the user knows better than the page."""

    published: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report with the bytes it was read from, their media type, and messages for the user about the reading."""

    report: Report
    original: bytes
    media_type: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input, or a part of one, that gave no report."""

    subject: str
    error: ReadError


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes as they came, from where, when (UTC), and what they were said to be."""

    data: bytes
    address: str
    retrieved: datetime
    charset: str | None = None
    sha256: str | None = None

    def capture(self) -> Capture:
        stamp = self.retrieved.replace(microsecond=0).isoformat()
        return Capture(address=self.address, retrieved=stamp, sha256=self.sha256 or bytes_hash(self.data))


def make_report(story: Story, original: Original, media_type: str, overrides: Overrides) -> ReadReport:
    """The report of a story. An address gives its day only where story and user are silent.

    Raises: ReadError where the story has no text.
    """
    if not story.text:
        raise ReadError("no article in it", original.address, "nothing on the page reads like a report")
    url = overrides.url or story.url or _web_address(original.address)
    published, notes = _choose_date(story, url, original.retrieved.date(), overrides)
    publisher = overrides.publisher or story.publisher
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
        capture=original.capture(),
        dateline=story.dateline,
        text=story.text,
    )
    return ReadReport(report, original.data, media_type, notes)


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
