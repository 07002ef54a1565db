"""Every text of the pages can be translated: it stands in `_()` or `{% trans %}`, never bare in a template."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from desk_samples import ShelfSource, make_coded
from jinja2.ext import babel_extract
from starlette.testclient import TestClient

from dateline.base.settings import Settings
from dateline.web.app import create_app
from dateline.web.languages import load_language

TEMPLATES = Path(__file__).parents[3] / "src" / "dateline" / "web" / "templates"
SPOKEN = ("aria-label", "title", "placeholder", "alt", "aria-description")
NOT_WORDS = {"UTC", "Dateline", "km", "json", "manifest", "SHA", "OpenAPI", "RFC"}
"""Names and signs, which are the same in every language."""
TEMPLATE_CODE = re.compile(
    r"\{% block body_class %\}.*?\{% endblock %\}|\{%-? *trans\b.*?endtrans *-?%\}|\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}",
    re.DOTALL,
)
"""What is no text: values, statements, comments, classes of the body; and what is translated."""
WORD = re.compile(r"[A-Za-z]{2,}")


class BareWords(HTMLParser):
    """Collects the words that stand in text or in spoken attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style", "code", "kbd")
        for name, value in attrs:
            if name in SPOKEN:
                self.handle_data(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "code", "kbd")

    def handle_data(self, data: str) -> None:
        is_code = data.strip().startswith("/") or '="' in data  # an address or attributes that are set as a value
        if not self._silent and not is_code and set(WORD.findall(data)) - NOT_WORDS:
            self.found.append(" ".join(data.split()))


def bare_words(source: str) -> list[str]:
    """The texts of a template that no translation reaches."""
    parser = BareWords()
    parser.feed(TEMPLATE_CODE.sub("", source))
    return parser.found


def test_bare_words_are_found_in_texts_and_spoken_attributes() -> None:
    assert bare_words('<p class="quiet {% if a %}dashed{% endif %}">{{ _("Map") }} of <code>dateline</code></p>') == [
        "of"
    ]
    assert bare_words('<a title="{% trans %}Next{% endtrans %}" aria-label="Previous">1</a>') == ["Previous"]


@pytest.mark.parametrize("name", sorted(f"{path.relative_to(TEMPLATES)}" for path in TEMPLATES.rglob("*.html")))
def test_no_text_of_a_template_is_bare(name: str) -> None:
    assert bare_words((TEMPLATES / name).read_text(encoding="utf-8")) == []


def test_every_page_can_be_said_in_another_language_from_right_to_left() -> None:
    client = TestClient(
        create_app(ShelfSource(make_coded()), Settings(language="qps-rtl")), base_url="http://localhost"
    )
    page = client.get("/").text
    assert '<html lang="en" dir="rtl">' in page
    assert "⟦Skip to the content⟧" in page
    assert "⟦1 not yet reviewed⟧" in page or "not yet reviewed⟧" in page


def test_a_language_without_a_catalogue_is_english() -> None:
    language = load_language("tlh")
    assert (language.code, language.direction, language.translations.gettext("Map")) == ("en", "ltr", "Map")


def test_texts_are_extracted_as_translators_tools_do() -> None:
    found = set()
    for path in TEMPLATES.rglob("*.html"):
        options = {"trim_blocks": "true", "lstrip_blocks": "true"}
        found |= {
            str(row[2])
            for row in babel_extract(BytesIO(path.read_bytes()), ["_", "gettext", "ngettext"], [], options)
        }
    assert len(found) > 100
