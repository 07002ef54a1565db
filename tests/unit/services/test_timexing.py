"""Time expressions of whole texts, as the command gives them."""

from __future__ import annotations

from dateline.services.timexing import timex


def test_timex_gives_both_ends_of_a_range() -> None:
    texts = [{"id": "t1", "text": "The road was closed from May to July 2018.", "published": "2018-11-07"}]
    (row,) = timex(texts)
    assert row["id"] == "t1"
    assert [(found["text"], found["from"], found["to"]) for found in row["timexes"]] == [
        ("May", "2018-05-01", "2018-05-31"),
        ("July 2018", "2018-07-01", "2018-07-31"),
    ]


def test_timex_does_without_a_publication_day() -> None:
    (row,) = timex([{"id": "t1", "text": "It began on Monday.", "published": None}])
    (found,) = row["timexes"]
    assert (found["text"], found["from"], found["to"]) == ("Monday", None, None)


def test_timex_infers_what_a_text_without_a_date_means_from_the_days_it_tells() -> None:
    text = "Gunmen struck on Wednesday. The village was hit on 5 March 2020. They fled last month."
    (row,) = timex([{"id": "t1", "text": text}])
    assert [(found["from"], found["to"], found.get("inferred")) for found in row["timexes"]] == [
        ("2020-03-04", None, True),
        ("2020-03-05", "2020-03-05", None),
        ("2020-02-01", None, True),
    ]
