"""Use case: suggest what to do with comments, without keeping them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from dateline.model.comments import Suggestion
from dateline.moderation.moderators import Moderator
from dateline.moderation.suggestions import make_comment_moderator

Json = Mapping[str, Any]

_BATCH = 256


def moderate(comments: Iterable[Json], *, moderator: Moderator | None = None) -> Iterator[dict[str, Any]]:
    """`{"id", "text", "article"?}` in, `{"id", "suggestion", "flags", "reasons"}` out, lazily and in order.

    `article` is a line on what the comment stands under, or an object with a "title" and perhaps a "summary"; without
    it nothing is called off topic. `suggestion` is "approve" or "reject"; `flags` has how sure the machine is of
    each, 0 to 1, torn at 0.5; each of `reasons` is `{"flag", "start", "end", "text"}` in code points of the text.
    """
    reader = moderator or make_comment_moderator()
    rows = iter(comments)
    while batch := list(islice(rows, _BATCH)):
        told = reader.suggest([row["text"] for row in batch], [describe_article(row.get("article")) for row in batch])
        for row, suggestion in zip(batch, told, strict=True):
            yield {"id": row["id"], **describe_suggestion(suggestion)}


def describe_article(article: object) -> str | None:
    """The line on an article that a comment is read beside."""
    if isinstance(article, Mapping):
        parts = (article.get("title") or article.get("headline"), article.get("summary"))
        return ". ".join(str(part) for part in parts if part) or None
    return str(article) if article else None


def describe_suggestion(suggestion: Suggestion) -> dict[str, Any]:
    """A suggestion as JSON."""
    reasons = [
        {"flag": reason.flag, "start": reason.start, "end": reason.end, "text": reason.text}
        for reason in suggestion.reasons
    ]
    return {"suggestion": suggestion.advice, "flags": dict(suggestion.flags), "reasons": reasons}
