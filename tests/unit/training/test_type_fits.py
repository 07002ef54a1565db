from __future__ import annotations

from dateline.evaluate.muc4_templates import TemplateDocument, read_templates
from training.templates.type_fits import LEAST_TYPE, fit_types


def make_document(number: int, text: str, kind: str | None) -> TemplateDocument:
    rows = [{"incident_type": kind}] if kind else []
    return TemplateDocument(str(number), text, read_templates(rows, str(number)))


def test_words_that_tell_a_type_have_weight_and_rare_types_none() -> None:
    told = [make_document(number, "a bomb at the mill", "bombing") for number in range(LEAST_TYPE)]
    others = [make_document(number, "a fair at the mill", None) for number in range(LEAST_TYPE)]
    weights = fit_types([*told, *others, make_document(-1, "the mill burned", "arson")])
    assert list(weights) == ["bombing"]
    assert weights["bombing"]["bomb"] - weights["bombing"].get("fair", 0.0) > 1
    assert "mill" not in weights["bombing"]
