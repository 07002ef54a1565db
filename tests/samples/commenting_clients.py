"""Readers who comment on two articles, asked as browsers ask, over a store and without a desk around it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from typing import Any

import httpx
from desk_samples import ShelfSource, make_coded

from dateline.base.settings import Settings
from dateline.model.comments import Comment
from dateline.services.commenting import CommentDesk
from dateline.services.moderating import ModerationDesk
from dateline.store.databases import SqlStore, open_store
from dateline.web.app import create_app
from dateline.web.comment_rooms import CommentRoom

OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
PROXY = "127.0.0.1"
TITLES: Mapping[str, str] = {"r1": "Shelling near the bridge", "r2": "Talks are put off"}
ARTICLE = "/read/reports/r1/comments"
SAID = {"name": "Hêro Ali", "text": "The bridge was closed a day before, not after."}


class CommentClient:
    """A reader at an address of her own; `app` takes comments, `moderation` decides on them."""

    def __init__(self, store: SqlStore | None = None, **options: Any) -> None:
        self.store = store or open_store(":memory:")
        desk = CommentDesk(self.store, None, is_open=lambda page: page.partition(":")[2] in TITLES, **options)
        self.room = CommentRoom(desk, TITLES.get, self.store.comments.guidelines)
        self.moderation = ModerationDesk(self.store)
        self.app = create_app(ShelfSource(make_coded()), Settings(proxies=(PROXY,)), comments=self.room)
        self.address = "203.0.113.1"
        self.headers = dict(OURS)

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(PROXY, 9))
            headers = {**self.headers, "X-Forwarded-For": self.address}
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=headers) as client:
                return await client.request(method, path, **options)

        return asyncio.run(send())

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self.ask("POST", path, data=fields)

    def comment(self, article: str = ARTICLE, **fields: str) -> httpx.Response:
        """Send a comment by a form that was open for a minute; `SAID`, where no other words are given."""
        return self.post(article, **{**SAID, "began": str(int(time.time()) - 60), **fields})

    def must_comment(self, **fields: str) -> str:
        """The address of the receipt of a comment that is taken."""
        answer = self.comment(**fields)
        assert answer.status_code == 303, read_problems(answer)
        return answer.headers["location"]

    def find(self, words: str) -> Comment:
        """The comment with these words in it, waiting."""
        return next(one for one in self.store.comments.list_waiting(limit=100) if words in one.text)


def read_problems(answer: httpx.Response) -> list[str]:
    """What the page says is not right, at its top."""
    box = re.search(r'class="comment-problems".*?</ul>', answer.text, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li>(.*?)</li>", box[0])] if box else []
