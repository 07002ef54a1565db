"""The rules that comments are held to: text, order and flags are changed here; each change is a dated version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dateline.model.comments import FLAGS, Guidelines, Rule
from dateline.model.errors import WrongCallError
from dateline.publish.comment_words import say_flag, say_moment
from dateline.web.moderation_tools import NO_STORE, Admin, ModerationTools, Tools
from dateline.web.review_deeds import Sent
from dateline.web.review_forms import Form
from dateline.web.templating import render_page

router = APIRouter(prefix="/moderation/guidelines", default_response_class=HTMLResponse)
MOST_RULES = 30
_LAST = 99
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FLAG_CHOICES = tuple((flag, say_flag(flag)) for flag in FLAGS)


@dataclass(frozen=True, slots=True)
class RuleForm:
    """A rule as it stands in the form. `is_new`: in the fields for another rule."""

    key: str
    title: str
    text: str
    flags: tuple[str, ...]
    order: int
    dropped: bool = False
    is_new: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.key or self.title or self.text)


@router.api_route("", methods=["GET", "HEAD"])
def show_guidelines(tools: Tools, _admin: Admin, saved: str = "") -> Response:
    now = tools.store.comments.guidelines()
    rows = [_to_form(rule, at) for at, rule in enumerate(now.rules, start=1)]
    done = f"Kept as version {now.version}." if saved == str(now.version) else ""
    return _show(tools, now, now.welcome, rows, done=done)


@router.post("")
def save_guidelines(tools: Tools, admin: Admin, form: Sent) -> Response:
    """The next version; where somebody else has made one since the page was opened, nothing is kept."""
    now = tools.store.comments.guidelines()
    welcome, rows = _unify(form.get("welcome")), _read_rows(form)
    if form.get("version") != str(now.version):
        problem = f"{now.who} has made version {now.version} meanwhile: look at it below, and save again."
        return _show(tools, now, welcome, rows, problem=problem)
    try:
        made, _ = tools.store.comments.set_guidelines(welcome, _order_rules(rows), admin.name)
    except WrongCallError as error:
        text = str(error)
        return _show(tools, now, welcome, rows, problem=f"Not kept: {text}.")
    return RedirectResponse(f"/moderation/guidelines?saved={made.version}", 303)


def _order_rules(rows: Sequence[RuleForm]) -> list[Rule]:
    """The rules that are kept, by their numbers. Raises WrongCallError for what is no rule."""
    kept = sorted((row for row in rows if not row.dropped and not row.is_empty), key=lambda row: row.order)
    for row in kept:
        if not _KEY.fullmatch(row.key):
            raise WrongCallError("a key is small letters, digits and underlines", row.key[:60] or "none")
    return [Rule(row.key, row.title, row.text, row.flags) for row in kept]


def _read_rows(form: Form) -> list[RuleForm]:
    numbers = [number for number in range(1, MOST_RULES + 2) if form.get(f"rule-{number}")]
    return [_read_row(form, number) for number in numbers]


def _read_row(form: Form, number: int) -> RuleForm:
    order = form.get(f"order-{number}")
    chosen = set(form.get_all(f"flags-{number}"))
    return RuleForm(
        key=form.get(f"key-{number}"),
        title=" ".join(form.get(f"title-{number}").split())[:80],
        text=_unify(form.get(f"text-{number}"))[:1000],
        flags=tuple(flag for flag in FLAGS if flag in chosen),
        order=int(order) if order.isascii() and order.isdecimal() and len(order) < 3 else _LAST,
        dropped=bool(form.get(f"drop-{number}")),
        is_new=form.get(f"rule-{number}") == "new",
    )


def _unify(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")[:2000]


def _to_form(rule: Rule, order: int) -> RuleForm:
    return RuleForm(rule.key, rule.title, rule.text, tuple(rule.flags), order)


def _show(
    tools: ModerationTools,
    now: Guidelines,
    welcome: str,
    rows: Sequence[RuleForm],
    *,
    problem: str = "",
    done: str = "",
) -> Response:
    written, blank = _lay_out(now, rows)
    page = render_page(
        "moderation/guidelines.html",
        status_code=422 if problem else 200,
        now=_describe(now),
        welcome=welcome,
        rules=written,
        blank=blank,
        flags=_FLAG_CHOICES,
        versions=[_describe(tools.store.comments.guidelines(number)) for number in range(now.version, 0, -1)],
        problem=problem,
        done=done,
    )
    page.headers.update(NO_STORE)
    return page


def _lay_out(now: Guidelines, rows: Sequence[RuleForm]) -> tuple[list[RuleForm], RuleForm]:
    """Every rule of now, as it was sent or else as it is; and the fields for another rule.

    A rule that somebody else has added stands there too, or saving again would drop it. A new rule whose key is taken
    stays new, so that its key can be corrected.
    """
    known = {rule.key for rule in now.rules}
    sent = {row.key: row for row in rows if not row.is_new}
    written = [sent.get(rule.key) or _to_form(rule, at) for at, rule in enumerate(now.rules, start=1)]
    fresh = [row for row in rows if (row.is_new or row.key not in known) and not (row.is_empty or row.dropped)]
    return written, fresh[-1] if fresh else RuleForm("", "", "", (), len(written) + 1, is_new=True)


def _describe(version: Guidelines) -> dict[str, Any]:
    return {
        "version": version.version,
        "day": say_moment(version.since),
        "who": version.who,
        "welcome": version.welcome,
        "rules": [
            {"title": rule.title, "text": rule.text, "flags": [say_flag(flag) for flag in rule.flags]}
            for rule in version.rules
        ],
    }
