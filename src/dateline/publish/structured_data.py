"""What search engines are told of a page: schema.org as JSON-LD, and how it is written into a page safely."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dateline.model.reports import read_day
from dateline.publish.incidents import IncidentView
from dateline.publish.maps import MappedEvent
from dateline.publish.reader_views import ReaderReport

CONTEXT = "https://schema.org"
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
_ROLES = {"translation": "translator", "translator": "translator"}
_MOST_PLACES = 20


def write_json_ld(data: Mapping[str, Any]) -> str:
    """JSON that stays inside its `<script>` whatever its texts are: ASCII, and no character that begins markup."""
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return "".join(_ESCAPES.get(char, char) for char in text)


def describe_report(report: ReaderReport, address: str, released: str, mapped: list[MappedEvent]) -> dict[str, Any]:
    """Our page of a report (an article that is based on it), with the report itself, its makers and places."""
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "Article",
            "@id": address,
            "url": address,
            "headline": report.title[:110],
            "description": " ".join(report.sentences[:2]),
            "datePublished": released,
            "isAccessibleForFree": True,
            "inLanguage": "en",
            "publisher": {"@type": "Organization", "name": "Dateline"},
            "keywords": [tag.name for tag in report.tags],
            "isBasedOn": _describe_original(report),
            "contentLocation": _list_places(mapped),
        }
    )


def describe_incident(incident: IncidentView, address: str, mapped: list[MappedEvent]) -> dict[str, Any]:
    """An incident as an event, with the reports that tell of it."""
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "Event",
            "@id": address,
            "url": address,
            "name": incident.line.headline,
            "description": incident.corroboration,
            "location": _list_places(mapped)[:1],
            "startDate": next((event.card.time_iso for event in mapped if event.card.time_iso), None),
            "subjectOf": [{"@type": "NewsArticle", "headline": row.title[:110]} for row in incident.reports],
        }
    )


def describe_list(name: str, address: str, description: str) -> dict[str, Any]:
    """A page that lists others."""
    return {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "@id": address,
        "url": address,
        "name": name,
        "description": description,
    }


def _describe_original(report: ReaderReport) -> dict[str, Any]:
    day = read_day(report.published_iso)
    made: dict[str, list[dict[str, str]]] = {"author": [_person(name) for name in report.byline]}
    for credit in report.credits:
        role = _ROLES.get(credit.role.casefold(), "contributor")
        made.setdefault(role, []).append(_person(credit.name))
    return _filled(
        {
            "@type": "NewsArticle",
            "headline": report.title[:110],
            "url": report.link,
            "datePublished": day.isoformat() if day else None,
            "publisher": {"@type": "Organization", "name": report.publisher},
            "inLanguage": report.language,
            **made,
        }
    )


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def _list_places(mapped: list[MappedEvent]) -> list[dict[str, Any]]:
    """The places of events, each once. How far off the true place may lie is told on the page, not here."""
    places = {event.place.name: event for event in mapped}
    return [
        {
            "@type": "Place",
            "name": event.card.place,
            "geo": {"@type": "GeoCoordinates", "latitude": event.lonlat[1], "longitude": event.lonlat[0]},
        }
        for event in list(places.values())[:_MOST_PLACES]
    ]


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """What says something; empty lists and missing values are left out."""
    return {name: value for name, value in data.items() if value not in (None, [], "")}
