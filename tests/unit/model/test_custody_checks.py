"""Whether a source meets the minimum of custody, in words."""

from __future__ import annotations

from dataclasses import replace

from dateline.model.custody import (
    ARCHIVED,
    FETCHED,
    HANDED_IN,
    Conversion,
    Custody,
    ScreenshotRow,
    check_custody,
    find_breaks,
    meets_minimum,
    say_verdict,
)

A, B, C = "a" * 64, "b" * 64, "c" * 64
STEPS = (
    Conversion(FETCHED, "dateline", "0.1.0", A, A, "GET by httpx"),
    Conversion("decode", "Python", "3.11", A, B),
    Conversion("split", "dateline", "0.1.0", B, C),
)
SHOT = ScreenshotRow("2024-05-06T11:00:01+00:00", "Chromium 140", "image/png", 1280, 4000, B)
WHOLE = Custody("capture", "https://news.example/1", "2024-05-06T11:00:00+00:00", A, "text/html", 12_345, STEPS, SHOT)


def words_of(custody: Custody | None) -> dict[str, str]:
    return {row.requirement: row.words for row in check_custody(custody, C) if not row.met}


def test_check_custody_of_a_fetched_page_with_all_of_it_meets_the_minimum() -> None:
    checks = check_custody(WHOLE, C)
    assert meets_minimum(checks)
    assert say_verdict(checks) == "meets the minimum"
    assert [row.requirement for row in checks] == [
        "Address", "Original bytes", "Full-page screenshot", "Time", "Hash", "Who fetched it", "Conversions",
    ]  # fmt: skip
    told = {row.requirement: row.words for row in checks}
    assert told["Time"] == "fetched 2024-05-06 11:00 UTC"
    assert told["Full-page screenshot"] == "1,280 × 4,000 pixels, taken 2024-05-06 11:00 UTC with Chromium 140"
    assert told["Original bytes"] == "12,345 bytes, text/html, kept as they came"


def test_check_custody_says_what_is_missing() -> None:
    assert words_of(replace(WHOLE, screenshot=None)) == {"Full-page screenshot": "no screenshot was taken"}
    assert words_of(replace(WHOLE, byte_count=None)) == {"Original bytes": "the original bytes were not kept"}
    assert words_of(None) == {"Original": "no original is kept: the report came without one"}


def test_check_custody_of_what_was_handed_in_says_so() -> None:
    handed = replace(WHOLE, conversions=(replace(STEPS[0], step=HANDED_IN, note=None), *STEPS[1:]), screenshot=None)
    assert words_of(handed) == {
        "Full-page screenshot": "no screenshot was taken: the page was not fetched by us",
        "Who fetched it": "the bytes were handed in, not fetched by us",
    }
    archived = replace(handed, conversions=(replace(STEPS[0], step=ARCHIVED, note=None), *STEPS[1:]))
    assert "come from a web archive" in words_of(archived)["Who fetched it"]
    file = replace(handed, address="report.html")
    assert words_of(file)["Address"] == "no address on the web is known; it came as report.html"


def test_check_custody_of_an_old_report_says_not_noted() -> None:
    old = replace(WHOLE, conversions=(), screenshot=None)
    assert words_of(old) == {
        "Full-page screenshot": "no screenshot was taken",
        "Who fetched it": "not noted",
        "Conversions": "not noted",
    }
    assert say_verdict(check_custody(old, C)) == "3 of 7 points of the minimum missing"


def test_find_breaks_tells_steps_that_do_not_follow_each_other() -> None:
    assert list(find_breaks(STEPS, A, C)) == []
    assert list(find_breaks((), A, C)) == []
    assert list(find_breaks((STEPS[0], STEPS[2]), A, C)) == [
        "step 2 (split) does not start from what was there before it"
    ]
    assert list(find_breaks(STEPS[:2], A, C)) == ["the last step does not give the report's text"]
    assert words_of(replace(WHOLE, sha256=B))["Conversions"].startswith("step 1 (fetch)")
