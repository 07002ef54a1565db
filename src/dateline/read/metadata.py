"""What a page says about itself: JSON-LD, OpenGraph, meta elements, `<time>`."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from dateline.base.text import squeeze_spaces
from dateline.read.credits import read_names
from dateline.read.dates import read_stamp
from dateline.read.languages import read_language_tag
from dateline.read.normalization import normalize_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"(?:.*article|.*posting|report|webpage|.*blogpost)$", re.IGNORECASE)
_DATE_NAMES = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
    "displaydate",
)
_DATE_ELEMENTS = (
    "//*[@itemprop='datePublished']",
    "//time[@pubdate]",
    "//article//header//time",
    "//article//time",
    "//main//time",
    "//time",
)
_TITLE_TAIL = re.compile(r"\s+(?:[|»·•–—]|-)\s+[^|»·•–—]{2,40}$")
_BYLINES = (
    "//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' byline ') "
    "or contains(concat(' ', @class, ' '), ' author ') or contains(@class, 'author-name')]"
)
_TAG_LINKS = (
    "//*[contains(concat(' ', @class, ' '), ' tags ') or contains(concat(' ', @class, ' '), ' topics ') "
    "or contains(@class, 'tag-list') or contains(@class, 'post-tags') or contains(@class, 'article-tags')]//a"
)
_MOST_JSON_NODES = 2000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head of a page tells; None or empty where it is silent. `body` is JSON-LD's articleBody."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    byline: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    body: str | None = None


def read_metadata(tree: HtmlElement, address: str) -> Metadata:
    """All that a parsed page says about itself; JSON-LD before meta elements before what is marked in the page."""
    meta = _read_meta(tree)
    node = _find_article(tree)
    publisher = _name_of(node.get("publisher")) or _first(
        meta, "og:site_name", "article:publisher_name", "dc.publisher"
    )
    publisher = publisher or _outlet_in_title(tree)
    return Metadata(
        title=_read_title(tree, node, meta, publisher),
        published=_read_published(tree, node, meta),
        publisher=publisher,
        url=_read_url(tree, meta, address),
        language=_read_language(tree, node, meta),
        byline=_read_authors(tree, node, meta, publisher),
        tags=_read_tags(tree, node, meta),
        body=_text(node.get("articleBody")),
    )


def _read_meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = _text(element.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _find_article(tree: HtmlElement) -> dict[str, Any]:
    """The JSON-LD object of the article; empty where the page has none that can be read."""
    best: dict[str, Any] = {}
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        for node in _nodes(_parse_json(script.text_content())):
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and _ARTICLE.fullmatch(name) for name in names):
                is_page = "WebPage" in names
                if not best or (not is_page and "datePublished" not in best):
                    best = {**best, **node}
    return best


def _parse_json(text: str) -> object:
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*;?\s*$", "", text.strip())
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    """Every object at the top of JSON-LD, in lists and in `@graph`."""
    waiting = [value]
    for _ in range(_MOST_JSON_NODES):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            yield one
            waiting.extend(one.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"))


def _text(value: object) -> str | None:
    """A string of metadata, unescaped and normalised; None where it is empty or none."""
    if not isinstance(value, str):
        return None
    return normalize_text(html.unescape(value)).strip() or None


def _first(meta: dict[str, list[str]], *names: str) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


def _name_of(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value["name"] if isinstance(value, dict) and "name" in value else value)


def _read_title(
    tree: HtmlElement, node: dict[str, Any], meta: dict[str, list[str]], publisher: str | None
) -> str | None:
    heads = [text for text in (squeeze_spaces(_shown(h1)) for h1 in tree.iter("h1")) if text and text != publisher]
    declared = _text(node.get("headline")) or _first(meta, "og:title", "twitter:title", "dc.title")
    if declared:
        declared = squeeze_spaces(declared)
        for head in heads:  # headlines in metadata are cut short, or carry the outlet's name
            if head.startswith(declared.rstrip("….")) or declared.startswith(head):
                return head
        return _without_outlet(declared, publisher)
    if len(heads) == 1:
        return heads[0]
    title = next((squeeze_spaces(_shown(element)) for element in tree.iter("title")), "")
    return _without_outlet(title, publisher) or (heads[0] if heads else None)


def _outlet_in_title(tree: HtmlElement) -> str | None:
    """The outlet's name where the page's title is its headline with something behind it ("Headline | Outlet")."""
    title = next((squeeze_spaces(_shown(element)) for element in tree.iter("title")), "")
    tail = _TITLE_TAIL.search(title)
    heads = {squeeze_spaces(_shown(element)) for element in tree.xpath("//h1 | //h2")}
    return tail[0].strip(" |»·•–—-") if tail and title[: tail.start()] in heads else None


def _shown(element: HtmlElement) -> str:
    return normalize_text(str(element.text_content()))


def _without_outlet(title: str, publisher: str | None) -> str:
    tail = _TITLE_TAIL.search(title)
    if not tail:
        return title
    said = tail[0].strip(" |»·•–—-").lower()
    known = publisher is not None and (said in publisher.lower() or publisher.lower() in said)
    return title[: tail.start()] if known or "|" in tail[0] or publisher is None else title


def _read_published(tree: HtmlElement, node: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    values: list[str | None] = [_text(node.get("datePublished")), _text(node.get("dateCreated"))]
    values += [_first(meta, name) for name in _DATE_NAMES]
    elements = [element for path in _DATE_ELEMENTS for element in tree.xpath(path)[:4]]
    for element in elements:
        if "updat" not in f"{element.get('class', '')} {element.get('itemprop', '')}".lower():
            values.append(_text(element.get("datetime") or element.get("content") or _shown(element)))
    return next((stamp for value in values if value and (stamp := read_stamp(value))), None)


def _read_url(tree: HtmlElement, meta: dict[str, list[str]], address: str) -> str | None:
    links = [link.get("href") for link in tree.xpath("//link[@rel='canonical']")]
    for found in (*links, _first(meta, "og:url")):
        try:
            url: str = urljoin(address, (found or "").strip())
            parts = urlsplit(url)
        except ValueError:
            continue
        if found and parts.scheme in ("http", "https") and parts.path.strip("/"):
            return url
    return None


def _read_language(tree: HtmlElement, node: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    root = next(tree.iter("html"), None)
    declared = (
        None
        if root is None
        else root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    )
    values = (
        declared,
        _text(node.get("inLanguage")),
        _first(meta, "og:locale", "content-language", "language", "dc.language"),
    )
    return next((tag for value in values if (tag := read_language_tag(value))), None)


def _read_authors(
    tree: HtmlElement, node: dict[str, Any], meta: dict[str, list[str]], publisher: str | None
) -> tuple[str, ...]:
    outlet = (publisher or "").lower()
    people = [
        author
        for author in _as_list(node.get("author"))
        if not (isinstance(author, dict) and author.get("@type") == "Organization")
    ]
    names = [name for author in people if (name := _name_of(author))]
    if not names:
        listed = [
            name
            for key in ("author", "article:author", "parsely-author", "byl", "dc.creator")
            for name in meta.get(key, ())
        ]
        names = [name for value in listed for name in read_names(re.sub(r"^by\s+", "", value, flags=re.IGNORECASE))]
    if not names:
        marked = tree.xpath(_BYLINES)
        names = [name for element in marked[:5] for name in read_names(squeeze_spaces(_shown(element)))]
    cleaned = (squeeze_spaces(re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)) for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if _is_person(name, outlet)))


def _is_person(name: str, outlet: str) -> bool:
    low = name.lower()
    generic = {"admin", "administrator", "editor", "staff", "news desk", "newsroom", "web desk", "agencies"}
    return bool(low) and low not in generic and not (outlet and (low in outlet or outlet in low)) and "://" not in low


def _read_tags(tree: HtmlElement, node: dict[str, Any], meta: dict[str, list[str]]) -> tuple[str, ...]:
    marked = tree.xpath("//a[contains(concat(' ', @rel, ' '), ' tag ')]") or tree.xpath(_TAG_LINKS)
    sources: Sequence[list[str]] = (
        [squeeze_spaces(_shown(element)).lstrip("#") for element in marked],
        meta.get("article:tag", []),
        [text for value in _as_list(node.get("keywords")) if (text := _text(value))],
        meta.get("news_keywords", []),
        meta.get("keywords", []),
    )
    for source in sources:
        parts = source if len(source) > 1 else [part for value in source for part in re.split(r"[,;،|]", value)]
        tags = tuple(dict.fromkeys(tag for part in parts if (tag := squeeze_spaces(part)) and len(tag) <= 60))
        if tags:
            return tags
    return ()


def _as_list(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
