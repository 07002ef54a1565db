"""Dateline turns news reports on armed conflict into a sourced, mapped, reviewed record.

From Python: `dateline.code(reports)` takes an iterable of `Report` and gives an iterator of `CodedReport`, or of
`Failure` for a report that could not be coded; `dateline.link(coded)` gives their events the ids of incidents.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dateline.base.versions import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    from dateline.model.records import CodedReport as CodedReport
    from dateline.model.reports import Report as Report
    from dateline.pipeline.runner import Failure as Failure
    from dateline.services.coding import code as code
    from dateline.services.geoparsing import geoparse as geoparse
    from dateline.services.linking import link as link
    from dateline.services.moderating_texts import moderate as moderate
    from dateline.services.timexing import timex as timex

_EXPORTS = {
    "CodedReport": "dateline.model.records",
    "Failure": "dateline.pipeline.runner",
    "Report": "dateline.model.reports",
    "code": "dateline.services.coding",
    "geoparse": "dateline.services.geoparsing",
    "link": "dateline.services.linking",
    "moderate": "dateline.services.moderating_texts",
    "timex": "dateline.services.timexing",
}
__all__ = ["CodedReport", "Failure", "Report", "__version__", "code", "geoparse", "link", "moderate", "timex"]


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for, so that `import dateline` costs nothing (PEP 562)."""
    if name not in _EXPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_EXPORTS[name]), name)
