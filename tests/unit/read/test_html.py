"""Pages of several makes, and what is read from them."""

from __future__ import annotations

import pytest
import sample_pages as pages

from dateline.model.errors import ReadError
from dateline.model.reports import Credit
from dateline.read.encodings import decode_bytes
from dateline.read.html import read_html


@pytest.mark.parametrize("page", [pages.BLOG, pages.WIRE, pages.SCRIPTED, pages.BREAKS])
def test_read_html_gives_the_body_alone(page: str) -> None:
    assert read_html(page, "page.html").text == pages.TEXT


def test_read_html_reads_all_of_a_blog_page() -> None:
    story = read_html(pages.BLOG, "page.html")
    assert story.title == "Two soldiers die at bridge"
    assert story.published == "2022-03-04T18:05:00+02:00"
    assert story.publisher == "River Herald"
    assert story.url == "https://herald.example/2022/03/04/bridge/"
    assert story.language == "en-US"
    assert story.dateline == "NORTH FORD, Riverland"
    assert story.byline == ("Ola Berg",)
    assert story.tags == ("Riverland", "old bridge")
    assert set(story.credits) == {Credit(role="translation", name="Ina Roth"), Credit(role="photo", name="Lu Chen")}


def test_read_html_reads_dates_bylines_and_sign_offs_of_a_wire_page() -> None:
    story = read_html(pages.WIRE, "page.html")
    assert story.published == "2022-03-04"
    assert story.byline == ("Ola Berg", "Lu Chen")
    assert story.dateline == "NORTH FORD"
    assert [(credit.role, credit.name) for credit in story.credits] == [
        ("reporting", "Per Holt"),
        ("editing", "Ina Roth"),
    ]


def test_read_html_falls_back_to_json_ld() -> None:
    story = read_html(pages.SCRIPTED, "page.html")
    assert story.published == "2022-03-04T10:00:00+00:00"
    assert (story.byline, story.publisher, story.tags) == (("Ola Berg",), "River Herald", ("Riverland", "bridge"))


def test_read_html_reads_a_body_made_of_breaks() -> None:
    story = read_html(pages.BREAKS, "page.html")
    assert (story.title, story.published, story.dateline) == (
        "Bridge attack kills two soldiers",
        "2022-03-04",
        "NORTH FORD",
    )
    assert story.credits == (Credit(role="video editing", name="Lu Chen"),)


def test_read_html_reads_windows_1256() -> None:
    story = read_html(decode_bytes(pages.ARABIC.encode("cp1256"), "page.html"), "page.html")
    assert story.text == "\n\n".join(pages.ARABIC_BODY)
    assert (story.published, story.language) == ("2022-03-04", "ar")


def test_read_html_reads_latin_1() -> None:
    story = read_html(decode_bytes(pages.LATIN.encode("cp1252"), "page.html"), "page.html")
    assert story.text.startswith("Deux soldats ont été tués vendredi dans l’attaque d’un poste")
    assert (story.published, story.language) == ("2022-03-04", "fr")


@pytest.mark.parametrize("page", [pages.HEADLINES, "<html></html>", "<p>", "<html><body><p>Soon.</p></body></html>"])
def test_read_html_refuses_pages_with_no_article(page: str) -> None:
    with pytest.raises(ReadError, match=r"page\.html"):
        read_html(page, "page.html")


def test_read_html_reads_what_is_nested_deeply() -> None:
    page = "<div>" * 200 + "<p>" + pages.BODY[0] + "</p><p>" + pages.BODY[1] + "</p>"
    assert pages.BODY[0] in read_html(page, "page.html").text


def test_read_html_keeps_to_the_article_that_has_the_headline() -> None:
    talk = "".join(f"<p>I was there on day {day} and I think that others are to blame.</p>" for day in range(9))
    page = f"<article><h1>Bridge attack</h1><p>{pages.BODY[0]}</p><p>{pages.BODY[1]}</p></article><div>{talk}</div>"
    assert read_html(page, "page.html").text == f"{pages.BODY[0]}\n\n{pages.BODY[1]}"
