"""The templates: always escaped, undefined names are errors."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from dateline import __version__
from dateline.publish.kinds import ALL_KINDS, EVENT_KINDS
from dateline.web.languages import current_language
from dateline.web.visitors import current_visitor


@cache
def template_environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dateline.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # put there by the extension
        lambda text: current_language().translations.gettext(text),
        lambda one, many, count: current_language().translations.ngettext(one, many, count),
        newstyle=True,
    )
    environment.globals.update(
        version=__version__,
        all_kinds=ALL_KINDS,
        event_kinds=tuple(EVENT_KINDS.values()),
    )
    return environment


def render_page(template: str, *, status_code: int = 200, **values: Any) -> HTMLResponse:
    """The page made from a template; `values` are its names, beside the `visitor` who asks for it."""
    said = {"visitor": current_visitor(), "language": current_language()}
    html = template_environment().get_template(template).render(said, **values)
    return HTMLResponse(html, status_code=status_code)
