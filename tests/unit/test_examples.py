"""The packaged example reports are read as whole and as clean as they were written."""

from __future__ import annotations

import pytest

from dateline.base.settings import Settings
from dateline.model.reports import Report
from dateline.read.inputs import ReadReport, read_inputs
from dateline.services.demonstration import list_examples

PUBLISHED = {
    "borno-radio-bulletin.txt": "2023-05-09",
    "catatumbo-talks.html": "2024-01-19",
    "deir-ezzor-press-note.txt": "2024-03-22",
    "hodeidah-strikes.txt": "2024-03-05",
    "ituri-gold-camps.html": "2022-02-04",
    "kharkiv-shelling.html": "2023-08-29",
    "lanao-clash.html": "2023-06-16",
    "lower-shabelle-claims.html": "2021-09-24",
    "qaraj-a-month-later.html": "2023-11-16",
    "qaraj-ambush-ministry.html": "2023-10-14",
    "qaraj-ambush-wire.txt": "2023-10-15",
    "sagaing-no-date.txt": None,
    "soum-humanitarian-brief.html": "2022-07-08",
}
FURNITURE = (
    "A+", "Advertisement", "Comments", "cookie", "Disclaimer", "Download PDF", "email address", "Filed under",
    "Follow us", "house rules", "Latest updates", "Leave a reply", "Most read", "Newsletter", "Print", "Read also",
    "READ MORE", "Related", "reserved", "See also", "Share on", "SHARE", "Subscribe", "Tags:", "Topics:", "©",
)  # fmt: skip


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """Every example, by the name of its file."""
    found = {}
    for path in list_examples():
        (read,) = read_inputs([str(path)], Settings())
        assert isinstance(read, ReadReport), read
        found[path.name] = read.report
    return found


def test_examples_have_their_publication_dates(reports: dict[str, Report]) -> None:
    dates = {name: report.published and report.published[:10] for name, report in reports.items()}
    assert dates == PUBLISHED


def test_examples_have_bodies_free_of_furniture(reports: dict[str, Report]) -> None:
    left = {name: [words for words in FURNITURE if words in report.text] for name, report in reports.items()}
    assert {name: words for name, words in left.items() if words} == {}


def test_examples_keep_their_first_and_last_words(reports: dict[str, Report]) -> None:
    text = reports["qaraj-ambush-ministry.html"].text
    assert text.startswith("Islamic State (ISIS) militants ambushed a Peshmerga patrol")
    assert text.endswith("to discuss a joint operation on Mount Qarachogh.")


def test_examples_have_credits_tags_and_place_line(reports: dict[str, Report]) -> None:
    report = reports["qaraj-ambush-ministry.html"]
    assert report.byline == ("Dilan Barzinji",)
    assert {(credit.role, credit.name) for credit in report.credits} >= {
        ("translation", "Shene Karim"),
        ("video editing", "Lawk Aziz"),
    }
    assert report.tags == ("Peshmerga", "ISIS", "Makhmour", "disputed areas")
    assert report.dateline == "ERBIL, Kurdistan Region"
