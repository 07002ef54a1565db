"""Pasted text: what is the story, and what stood around it."""

from __future__ import annotations

import pytest

from dateline.model.reports import Credit
from dateline.read.stories import Story
from dateline.read.text import read_text

PASTED = """Two guards shot dead at Lake Orrin pumping station

09-03-2019
Mirel Aso
.
.
Tags: Lake Orrin river police post-war pumping station water rights
A+ A-
LAKE ORRIN, Westmark Region - Gunmen shot dead two guards at the pumping station on Lake Orrin.\u00a0

\u201cWe heard the shots and ran,\u201d said a farmer. The river police came an hour later.\u00a0

Translation by Jon P. Reyes

Video editing by Sara al-Haddad

Comments

The Orrin Post moderates all comments submitted on its website. We welcome comments that are to the point.

We will not tolerate threats, abuse or advertising.

Post a comment

Required
Required
"""


@pytest.fixture(scope="module")
def story() -> Story:
    return read_text(PASTED)


def test_read_text_keeps_only_the_body(story: Story) -> None:
    assert story.text == (
        "Gunmen shot dead two guards at the pumping station on Lake Orrin.\n\n"
        "“We heard the shots and ran,” said a farmer. The river police came an hour later."
    )


def test_read_text_takes_what_stands_around_the_body(story: Story) -> None:
    assert story.title == "Two guards shot dead at Lake Orrin pumping station"
    assert story.published == "2019-03-09"
    assert story.byline == ("Mirel Aso",)
    assert story.dateline == "LAKE ORRIN, Westmark Region"
    assert story.language == "en"
    assert story.credits == (
        Credit(role="translation", name="Jon P. Reyes"),
        Credit(role="video editing", name="Sara al-Haddad"),
    )


def test_read_text_splits_tags_by_the_phrases_of_the_story(story: Story) -> None:
    assert story.tags == ("Lake Orrin", "river police", "post-war", "pumping station", "water rights")


def test_read_text_marks_a_date_that_could_be_read_otherwise(story: Story) -> None:
    assert story.ambiguous


def test_read_text_joins_lines_broken_at_a_width() -> None:
    paragraph = (
        "Soldiers of the border brigade found a cache of mortar shells in a\n"
        "cave above the village of Tel Karm on Monday, the brigade said, and\n"
        "blew it up the same evening, together with two tunnels that led to\n"
        "the old road and that had been used by smugglers for many years.\n"
        "Nobody was hurt."
    )
    text = read_text(f"Shells found above Tel Karm\n\n{paragraph}\n\n{paragraph}\n").text
    assert text.count("\n\n") == 1
    assert text.startswith("Soldiers of the border brigade found a cache of mortar shells in a cave above")
    assert text.endswith("Nobody was hurt.")


def test_read_text_drops_pointers_to_other_stories() -> None:
    text = read_text(
        "Rebels leave Port Amel\n\n"
        "Rebel fighters left the harbour of Port Amel on Sunday, residents said.\n\n"
        "READ MORE: How the siege of the port began\n\n"
        "Follow us on Telegram for the latest news\n\n"
        "Related articles\nFerry service stops\nFish market to move\n\n"
        "Government troops moved in without a fight, the mayor told reporters.\n\n"
        "FILE - Rebels at the harbour gate. (AP Photo/Ron Vale)\n\n"
        "© 2020 Coast Daily. All rights reserved.\n"
    ).text
    assert text == (
        "Rebel fighters left the harbour of Port Amel on Sunday, residents said.\n\n"
        "Government troops moved in without a fight, the mayor told reporters."
    )


def test_read_text_keeps_sentences_that_begin_like_furniture() -> None:
    body = (
        "Follow-up strikes hit the depot on Tuesday, the army said in a statement.\n\n"
        "Share prices of the company fell after the attack on its pipeline near the town.\n\n"
        "Comments by the minister that the army had known of the plan angered relatives of the dead.\n\n"
        "Photographs of the site show three craters beside the road to the airport.\n\n"
        "A satellite image showed a burned hangar, analysts said – video from the town did too.\n\n"
        "For more than a week nobody could visit the camp.\n\n"
        "Published in March, the inquiry found that 30 people had died (see map).\n\n"
        "Other incidents:\n\nTwo killed near Sarn\n\nOne hurt in Drum\n\n"
        "Reactions\n\n12 March 2022\n\nThe mayor asked for help on that day, he said."
    )
    assert read_text(f"Strikes go on\n\n20 March 2022\n\n{body}").text == body


def test_read_text_takes_the_credits_in_brackets_at_the_end() -> None:
    story = read_text(
        "Shelling kills two\n\nDRUM, March 3 (Wire) - Two people died in shelling on Monday, doctors said. "
        "(Reporting by Ada Kern in Drum; Writing by Bo Lind; Editing by Cy Mott)"
    )
    assert story.text == "Two people died in shelling on Monday, doctors said."
    assert story.dateline == "DRUM"
    assert [(credit.role, credit.name) for credit in story.credits] == [
        ("reporting", "Ada Kern"),
        ("writing", "Bo Lind"),
        ("editing", "Cy Mott"),
    ]


def test_read_text_tells_the_outlet_from_the_title() -> None:
    story = read_text(
        "Hill Country Observer\nThree die as mine goes off under bus near Sarn; driver missing\n\n4 May 2021\n"
        "By Ina Roth and Per Holt\n\nSARN - Three people died when a mine went off on Monday, police said.\n"
    )
    assert (story.publisher, story.title) == (
        "Hill Country Observer",
        "Three die as mine goes off under bus near Sarn; driver missing",
    )
    assert story.byline == ("Ina Roth", "Per Holt")
    assert story.published == "2021-05-04"


def test_read_text_without_a_title_takes_the_first_paragraph_as_body() -> None:
    text = "Two men were killed by a mine near the village of Orr on Monday, police said."
    story = read_text(text)
    assert (story.title, story.text) == (None, text)


def test_read_text_reads_markdown() -> None:
    story = read_text(
        "# Clashes resume in the north\n\n*By Ola Berg, 7 November 2018*\n\n"
        "**DRUM** — Clashes resumed in the [north](https://news.example/n) on Tuesday, witnesses said.\n\n"
        "* Three soldiers were hurt in Sarn.\n\n---\n[Read the full story](https://news.example)\n"
    )
    assert story.text == (
        "Clashes resumed in the north on Tuesday, witnesses said.\n\nThree soldiers were hurt in Sarn."
    )
    assert (story.title, story.byline, story.published, story.dateline) == (
        "Clashes resume in the north",
        ("Ola Berg",),
        "2018-11-07",
        "DRUM",
    )


def test_read_text_takes_the_date_of_an_update_for_want_of_another() -> None:
    story = read_text(
        "Bomb kills five near mosque\nBy OLA BERG\nUpdated 2:15 PM GMT+3, November 7, 2018\n\n"
        "DRUM (AP) — A bomb killed five people near a mosque on Wednesday, police said.\n___\n"
        "Associated Press writer Lu Chen in Sarn contributed to this report.\n"
    )
    assert (story.published, story.byline) == ("2018-11-07", ("OLA BERG",))
    assert "update" in story.notes[0]
    assert story.credits == (Credit(role="reporting", name="Lu Chen"),)


def test_read_text_loses_no_line_that_could_be_told_news() -> None:
    story = read_text(
        "Blast in Sarn market kills three\n\nPolice said three people died in the blast in the market\n\n"
        "Two were hurt, police said."
    )
    assert story.text == "Police said three people died in the blast in the market\n\nTwo were hurt, police said."


def test_read_text_drops_the_lists_and_letters_that_pages_put_between_paragraphs() -> None:
    story = read_text(
        "News|Conflict\nFighters storm two bases in the north\n\nBy River Herald Staff\n"
        "Published On 7 Nov 2018\nShare on Facebook   Share on X   Print\n\n"
        "Armed fighters have stormed two bases in the north, officials said.\n\n"
        "Recommended Stories\nlist of 2 items\nlist 1 of 2\n"
        "Votes under fire\nlist 2 of 2\nWhat is behind the raids?\nend of list\n\n"
        "“We have lost good men,” the spokesman said.\n\n"
        "Sign up for River Herald\nWeekly Newsletter\nSubscribe\nBy signing up, you agree to our Privacy Policy\n\n"
        "Source: River Herald and news agencies\n"
    )
    assert story.text == (
        "Armed fighters have stormed two bases in the north, officials said.\n\n"
        "“We have lost good men,” the spokesman said."
    )
    assert (story.title, story.byline, story.publisher) == (
        "Fighters storm two bases in the north",
        (),
        "River Herald",
    )
