"""What the model of the fillers is worth: on each report by weights that were fitted on other reports."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.assemble.fillers import choose_fillers
from dateline.assemble.incident_types import judge_types
from dateline.assemble.templates import TemplateModel, assemble_templates
from dateline.evaluate.muc4 import MICRO, score_muc4
from dateline.evaluate.muc4_templates import Template, TemplateDocument, read_templates
from dateline.model.readings import Reading
from training.templates.filler_fits import Found


def measure_fillers(
    documents: Sequence[TemplateDocument], readings: Sequence[Reading], found: Found, model: TemplateModel
) -> str:
    """CEAF-REE and template F1 in a line. In: readings and fillers of each report; the model's own are not used."""
    predictions: dict[str, tuple[Template, ...]] = {}
    for document, reading, fillers in zip(documents, readings, found, strict=True):
        chosen = choose_fillers(document.text, fillers, model.fillers)
        types = judge_types(document.text, reading.windows["muc_types"], model.type_words)
        templates = assemble_templates(document.text, chosen, types, model)
        predictions[document.name] = read_templates([template.to_json() for template in templates], document.name)
    score = score_muc4(documents, predictions)
    ceaf, whole = score.ceaf_ree[MICRO].percent()["f1"], score.templates[MICRO].percent()["f1"]
    return f"{len(documents)} reports, each by the others: CEAF-REE {ceaf}, template F1 {whole}"
