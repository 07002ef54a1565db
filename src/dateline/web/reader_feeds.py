"""Feeds of the readers' pages, the sitemap, and what robots are told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Literal

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from dateline.publish.feeds import (
    MEDIA_TYPES,
    Feed,
    FeedItem,
    parse_time,
    write_atom,
    write_rss,
    write_sitemap,
    write_sitemap_index,
)
from dateline.publish.wordings import say_publisher
from dateline.services.editions import Edition, ReportOutline
from dateline.services.public_room import PublicRoom, say_area
from dateline.web.downloads import is_known
from dateline.web.reader_tools import Room, find_base, make_path

router = APIRouter()
MOST_ITEMS = 50
PAGES_A_SITEMAP = 40_000
XML = "application/xml; charset=utf-8"
Form = Literal["rss", "atom"]


@router.api_route("/read/feed.{form}", methods=["GET", "HEAD"])
def send_feed(request: Request, room: Room, form: Form) -> Response:
    edition = room.edition()
    newest = edition.newest()[:MOST_ITEMS] if edition else []
    return _send(request, edition, form, "Dateline", "The newest reports", newest)


@router.api_route("/read/areas/{code}/feed.{form}", methods=["GET", "HEAD"])
def send_area_feed(request: Request, room: Room, code: str, form: Form) -> Response:
    headed = room.read_area(code)
    title = f"Dateline: {say_area(headed.mark)}"
    return _send_headed(request, room, form, title, headed.mark.report_ids, "areas", code)


@router.api_route("/read/tags/{slug}/feed.{form}", methods=["GET", "HEAD"])
def send_tag_feed(request: Request, room: Room, slug: str, form: Form) -> Response:
    headed = room.read_tag(slug)
    return _send_headed(request, room, form, f"Dateline: {headed.name}", headed.mark.report_ids, "tags", slug)


@router.api_route("/read/sitemap.xml", methods=["GET", "HEAD"])
def send_sitemap(request: Request, room: Room) -> Response:
    """All pages; where they are too many for one sitemap, the sitemaps that they stand in."""
    edition = room.edition()
    pages = list(_list_pages(edition, find_base(request))) if edition else []
    if len(pages) <= PAGES_A_SITEMAP:
        return _send_known(request, write_sitemap(pages), XML, edition)
    count = -(-len(pages) // PAGES_A_SITEMAP)
    addresses = (f"{find_base(request)}/read/sitemap-{number}.xml" for number in range(1, count + 1))
    return _send_known(request, write_sitemap_index(addresses), XML, edition)


@router.api_route("/read/sitemap-{number}.xml", methods=["GET", "HEAD"])
def send_sitemap_part(request: Request, room: Room, number: int) -> Response:
    edition = room.edition()
    pages = list(_list_pages(edition, find_base(request))) if edition else []
    part = pages[(number - 1) * PAGES_A_SITEMAP : number * PAGES_A_SITEMAP] if number > 0 else []
    if not part:
        raise HTTPException(404, "There is no such part.")
    return _send_known(request, write_sitemap(part), XML, edition)


@router.api_route("/robots.txt", methods=["GET", "HEAD"])
def send_robots(request: Request) -> Response:
    """Readers' pages may be looked through; receipts, the desk and its API are nobody's business."""
    lines = (
        "User-agent: *",
        "Disallow: /read/receipts/",
        "Allow: /read",
        "Allow: /static/",
        "Disallow: /",
        f"Sitemap: {find_base(request)}/read/sitemap.xml",
    )
    return PlainTextResponse("\n".join(lines) + "\n")


def _send_headed(
    request: Request, room: PublicRoom, form: Form, title: str, report_ids: Iterable[str], *parts: str
) -> Response:
    edition = room.edition()
    newest = edition.newest(report_ids)[:MOST_ITEMS] if edition else []
    return _send(request, edition, form, title, "The newest reports under this heading", newest, *parts)


def _send(
    request: Request,
    edition: Edition | None,
    form: Form,
    title: str,
    description: str,
    outlines: list[ReportOutline],
    *parts: str,
) -> Response:
    base, path = find_base(request), make_path(*parts)
    feed = Feed(
        key=f"feed:{path}",
        title=title,
        description=description,
        address=base + path,
        own_address=f"{base}{path}/feed.{form}",
        updated=_changed(edition),
        items=[_make_item(outline, base, _changed(edition)) for outline in outlines],
    )
    body = write_rss(feed) if form == "rss" else write_atom(feed)
    return _send_known(request, body, MEDIA_TYPES[form], edition)


def _make_item(outline: ReportOutline, base: str, otherwise: datetime) -> FeedItem:
    return FeedItem(
        key=f"report:{outline.report_id}",
        title=outline.title,
        address=base + make_path("reports", outline.report_id),
        summary=outline.summary,
        author=say_publisher(outline.publisher),
        published=parse_time(outline.published),
        updated=parse_time(outline.approved) or otherwise,
        tags=outline.tags,
    )


def _list_pages(edition: Edition, base: str) -> Iterator[tuple[str, str | None]]:
    """The addresses of all pages with the day on which they changed last, as far as it is known."""
    day = _changed(edition).date().isoformat()
    for path in (make_path(), make_path("index"), make_path("map")):
        yield base + path, day
    for outline in edition.newest():
        approved = parse_time(outline.approved)
        yield base + make_path("reports", outline.report_id), approved.date().isoformat() if approved else None
    for incident_id in edition.incident_ids():
        yield base + make_path("incidents", incident_id), None
    for kind, marks in (("areas", edition.areas), ("actors", edition.actors), ("tags", edition.tags)):
        for slug in marks:
            yield base + make_path(kind, slug), None


def _changed(edition: Edition | None) -> datetime:
    found = parse_time(edition.released) if edition else None
    return found.astimezone(UTC) if found else datetime(2000, 1, 1, tzinfo=UTC)


def _send_known(request: Request, body: bytes, media_type: str, edition: Edition | None) -> Response:
    """The file, or that the caller has it already: by its hash, else by the time of the release."""
    changed = _changed(edition)
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers = {
        "ETag": f'"{tag}"',
        "Last-Modified": format_datetime(changed, usegmt=True),
        "Cache-Control": "public, max-age=300",
    }
    if is_known(request, tag, changed):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
