"""A web page into a story: the body from trafilatura, all that stands around it read by ourselves."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.base.logging import get_logger
from dateline.base.text import squeeze_spaces
from dateline.model.errors import ReadError
from dateline.read.conversions import OURS, extract_lines
from dateline.read.credits import caption_credits
from dateline.read.furniture import furniture_elements, is_prose
from dateline.read.languages import guess_language
from dateline.read.metadata import Metadata, read_metadata
from dateline.read.normalization import normalize_text
from dateline.read.paragraphs import read_paragraphs
from dateline.read.stories import Story

if TYPE_CHECKING:
    from lxml.html import HtmlElement

log = get_logger(__name__)

_DROPPED = "|".join(
    f"//{name}"
    for name in (
        *(
            "script",
            "style",
            "noscript",
            "template",
            "nav",
            "aside",
            "footer[not(ancestor::article)]",
            "form",
            "button",
            "svg",
            "iframe",
        ),
        *("figure", "figcaption", "select", "textarea", "dialog", "video", "audio", "object"),
    )
)
_KEPT = frozenset({"html", "body", "article", "main"})
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike "  # noqa: SIM905
    "strong sub sup time tt u var wbr".split()
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MOST_SHARE_DROPPED = 0.5
_SHORTEST_BODY_CHARS = 60
_SHORTEST_FRAME_CHARS = 150


def read_html(page: str, address: str) -> Story:
    """The story on a page; `address` is where it was found, for relative links and messages.

    Raises: ReadError where the page has no article.
    """
    tree = parse_html(page, address)
    metadata = read_metadata(tree, address)
    captions = [
        squeeze_spaces(_shown(element)) for element in tree.xpath("//figcaption|//*[contains(@class,'caption')]")
    ]
    drop_furniture(tree)
    shown = list(block_lines(tree))
    story = _best_story(tree, shown, metadata)
    if story is None:
        raise ReadError("no article on the page", address, "nothing on it reads like a report")
    around = read_paragraphs(_around(shown, story), find_title=False, title=metadata.title, story_text=story.text)
    return _complete(story, around, metadata, captions)


def parse_html(page: str, address: str) -> HtmlElement:
    """The tree of a page. Raises: ReadError where there are no elements at all."""
    from lxml import etree, html  # slow to import

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    text = normalize_text(_XML_DECLARATION.sub("", page))
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ReadError("no article on the page", address, f"this is no HTML: {error}") from error
    return tree


def drop_furniture(tree: HtmlElement) -> None:
    """Take out what is never the story's: forms, menus, captions, comments, shares, related stories."""
    for element in tree.xpath(_DROPPED):
        if element.getparent() is not None and not (
            element.tag in ("form", "figure", "aside") and _holds_story(element, tree)
        ):
            element.drop_tree()
    names = furniture_elements()
    for element in tree.xpath("//*[@class or @id]"):
        if element.tag in _KEPT or element.getparent() is None or not _is_marked(element, names):
            continue
        if not _holds_story(element, tree):
            element.drop_tree()


def block_lines(tree: HtmlElement) -> Iterator[str]:
    """The text of a tree as a reader sees it: a line for every block and after every `<br>`, normalised."""
    from lxml import etree

    pieces: list[str] = []
    for step, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag not in _INLINE:
            if line := squeeze_spaces("".join(pieces)):
                yield line
            pieces.clear()
        text = element.text if step == "start" else element.tail
        if text and element.tag not in ("head", "title", "meta", "link"):
            pieces.append(text)
    if line := squeeze_spaces("".join(pieces)):
        yield line


def _is_marked(element: HtmlElement, names: frozenset[str]) -> bool:
    for token in f"{element.get('class', '')} {element.get('id', '')}".lower().split():
        if token in names or any(part in names for part in re.split(r"[-_]+", token)):
            return True
    return False


def _holds_story(element: HtmlElement, tree: HtmlElement) -> bool:
    """Whether an element marked as furniture is in truth a frame around the story."""
    if next(element.iter("h1"), None) is not None:
        return True
    inside = sum(len(_shown(paragraph)) for paragraph in element.iter("p"))
    if inside < 200:
        return False
    return inside > _MOST_SHARE_DROPPED * sum(len(_shown(paragraph)) for paragraph in tree.iter("p"))


def _shown(element: HtmlElement) -> str:
    return str(element.text_content())


def _best_story(tree: HtmlElement, shown: Sequence[str], metadata: Metadata) -> Story | None:
    """The story from trafilatura's body; where it finds none, from the page's own blocks, then from JSON-LD."""
    readings: tuple[tuple[str, str | None, Callable[[], Sequence[str]]], ...] = (
        ("trafilatura", None, lambda: _extract_body(tree)),
        (OURS, "the blocks of the page", lambda: _article_lines(tree, shown)),
        (OURS, "the body that the page tells programs (JSON-LD)", lambda: (metadata.body or "").split("\n")),
    )
    for tool, note, extract in readings:
        lines = [line for line in map(squeeze_spaces, extract()) if line]
        story = read_paragraphs(lines, find_title=False, title=metadata.title)
        if _is_article(story.text):
            return replace(story, drawn=(extract_lines(lines, tool, note),))
    return None


def _extract_body(tree: HtmlElement) -> list[str]:
    import trafilatura  # slow to import

    # It warns of every page that it finds nothing in; we say so ourselves, as the input's failure.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        body = trafilatura.extract(
            _frame_of(tree), include_comments=False, include_tables=False, output_format="txt", fast=True
        )
    except Exception as error:  # noqa: BLE001 - mangled pages make it fail in many ways; there are two other readings
        log.debug("trafilatura failed: %s: %s", type(error).__name__, error)
        return []
    return [line.removeprefix("- ") for line in normalize_text(body or "").split("\n")]


def _frame_of(tree: HtmlElement) -> HtmlElement:
    """The one `<article>` with the headline and some paragraphs, where the page has it; else the whole page."""
    from lxml import html

    framed = [
        one for one in tree.xpath("//article[.//h1]") if _prose_chars(block_lines(one)) >= _SHORTEST_FRAME_CHARS
    ]
    if len(framed) != 1:
        return tree
    page = html.document_fromstring("<html><body></body></html>")
    page.body.append(deepcopy(framed[0]))
    return page


def _prose_chars(lines: Iterable[str]) -> int:
    return sum(len(line) for line in lines if is_prose(line))


def _article_lines(tree: HtmlElement, shown: Sequence[str]) -> Sequence[str]:
    framed = tree.xpath("//article | //main | //*[@itemprop='articleBody']")
    lines = [line for element in framed[:1] for line in block_lines(element)]
    return [line for line in lines or shown if is_prose(line)]


def _is_article(text: str) -> bool:
    """Whether paragraphs make up a good part: a list of headlines is no article."""
    prose_chars = _prose_chars(text.split("\n\n"))
    return prose_chars >= _SHORTEST_BODY_CHARS and prose_chars > 0.4 * len(text)


def _around(shown: Sequence[str], story: Story) -> list[str]:
    """The page's lines that are not in the body, from above it and below it, short enough to tell something."""
    body = set(story.text.split("\n\n"))
    return [line for line in shown if line not in body and len(line) <= 300]


def _complete(story: Story, around: Story, metadata: Metadata, captions: Sequence[str]) -> Story:
    """The story with what metadata, the rest of the page and captions tell; metadata first."""
    found = [*story.credits, *around.credits, *(credit for line in captions for credit in caption_credits(line))]
    return replace(
        story,
        title=metadata.title or story.title,
        published=metadata.published or story.published or around.published,
        publisher=metadata.publisher or story.publisher,
        url=metadata.url or story.url,
        language=metadata.language or guess_language(story.text),
        dateline=story.dateline,
        byline=metadata.byline or story.byline or around.byline,
        credits=tuple(dict.fromkeys(found)),
        tags=metadata.tags or story.tags or around.tags,
        notes=() if metadata.published else story.notes or around.notes,
        ambiguous=not metadata.published and (story if story.published else around).ambiguous,
    )
