from __future__ import annotations

from dateline.evaluate.muc4_templates import TemplateDocument, read_templates
from training.templates.prior_counts import count_priors, split_bare


def make_document(name: str, text: str) -> TemplateDocument:
    row = {"incident_type": "attack", "PerpOrg": [["orva front", "of"]], "Victim": [["the mayor"]]}
    return TemplateDocument(name, text, read_templates([row], name))


def test_split_bare_leaves_out_articles_and_marks() -> None:
    assert split_bare('The "Orva Front" (OF)') == ("orva", "front", "of")


def test_count_priors_counts_reports_and_other_names() -> None:
    texts = ["the orva front (of) shot a mayor.", "a mayor met the orva front, of old.", "mayor"]
    priors = count_priors([make_document(str(number), text) for number, text in enumerate(texts)])
    assert priors.wholes["mayor",] == {"Victim": 3, "reports": 3}
    assert priors.wholes["orva", "front"]["reports"] == 2
    assert list(priors.lasts) == ["mayor"]
    assert priors.are_aliases(("orva", "front"), ("of",))
