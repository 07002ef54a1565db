"""What the readers' pages are made with: the room, the addresses that they stand under, and how they are set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from fastapi import Depends, FastAPI, Request
from starlette.responses import HTMLResponse

from dateline.model.errors import WrongCallError
from dateline.publish.structured_data import describe_list, write_json_ld
from dateline.services.public_room import PublicRoom
from dateline.web.templating import render_page

HOME = "/read"
TellComments = Callable[[Request, str], object | None]
"""From the id of a report to what `readers/comments.html` sets under its page."""


@dataclass(frozen=True, slots=True)
class ReaderTools:
    """In: `public_url`, the address that the pages are reached by from elsewhere, as `https://news.example`."""

    room: PublicRoom
    public_url: str | None = None


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page offers."""

    address: str
    media_type: str
    title: str


@dataclass(frozen=True, slots=True)
class PageHead:
    """What stands in the head of a page: where it is, what it is about, its feeds, and data for search engines."""

    address: str
    title: str
    description: str
    kind: str = "website"
    feeds: Sequence[FeedLink] = ()
    json_ld: str = ""
    published: str | None = None
    tags: tuple[str, ...] = field(default=())


def check_public_url(url: str | None) -> str | None:
    """The address without a slash at its end. Raises WrongCallError where it is none of the web, or has a query."""
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or "@" in url:
        raise WrongCallError("the public address is no address of the web", url, "as https://news.example")
    return url.rstrip("/")


async def find_tools(request: Request) -> ReaderTools:
    tools: ReaderTools = request.app.state.reader_tools
    return tools


async def find_room(request: Request) -> PublicRoom:
    return (await find_tools(request)).room


Room = Annotated[PublicRoom, Depends(find_room)]


def keep_tools(app: FastAPI, tools: ReaderTools) -> None:
    app.state.reader_tools = tools


def find_base(request: Request) -> str:
    """The beginning of all addresses: as it was set, else as the request came."""
    tools: ReaderTools = request.app.state.reader_tools
    return tools.public_url or f"{request.url.scheme}://{request.url.netloc}"


def make_path(*parts: str) -> str:
    """A path under `/read`; each part is escaped."""
    return "/".join((HOME, *(quote(part, safe="") for part in parts)))


def list_feeds(base: str, title: str, *parts: str) -> tuple[FeedLink, ...]:
    """The two feeds of a page."""
    path = base + make_path(*parts)
    return (
        FeedLink(f"{path}/feed.atom", "application/atom+xml", f"{title} (Atom)"),
        FeedLink(f"{path}/feed.rss", "application/rss+xml", f"{title} (RSS)"),
    )


def make_head(
    request: Request,
    title: str,
    description: str,
    *parts: str,
    has_feeds: bool = False,
    data: Mapping[str, Any] | None = None,
    kind: str = "website",
) -> PageHead:
    """The head of the page at `/read/PARTS`; `data`: its JSON-LD, that of a list without."""
    base = find_base(request)
    address = base + make_path(*parts)
    return PageHead(
        address=address,
        title=title,
        description=description[:300],
        kind=kind,
        feeds=list_feeds(base, title, *parts) if has_feeds else (),
        json_ld=write_json_ld(data or describe_list(title, address, description)),
    )


def render_reader(request: Request, template: str, *, status_code: int = 200, **values: Any) -> HTMLResponse:
    """A page for readers. Nothing on it depends on who asks."""
    edition = request.app.state.reader_tools.room.edition()
    return render_page(f"readers/{template}", status_code=status_code, edition=edition, **values)
