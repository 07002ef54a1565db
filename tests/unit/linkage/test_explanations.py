from __future__ import annotations

from incident_samples import kill, make_account, make_incident

from dateline.linkage.comparisons import FEATURES
from dateline.linkage.explanations import explain_incident
from dateline.model.incidents import LinkReason
from dateline.publish.link_words import make_link_lines, say_reason
from dateline.resolve.registries import make_actor_registry


def test_explain_incident_tells_what_speaks_for_each_account() -> None:
    incident = make_incident(make_account("a", kill(7)), make_account("b", kill(7)), make_account("c", kill(90)))
    why = explain_incident(incident, make_actor_registry())
    assert len(why) == 2
    lines = make_link_lines(why, incident.accounts)
    assert "same number killed" in lines[0].reasons_for
    assert "same day" in lines[0].reasons_for
    assert "numbers killed far apart" in lines[1].reasons_against


def test_an_incident_of_one_account_needs_no_explanation() -> None:
    assert explain_incident(make_incident(make_account("a", kill(7))), make_actor_registry()) == ()


def test_every_bin_has_words() -> None:
    for feature, bins in FEATURES.items():
        for name in bins:
            words = say_reason(LinkReason(feature, name, 1.0))
            assert words
            assert words == words.strip()
