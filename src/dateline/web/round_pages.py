"""Rounds of blind double coding: the list, the form that opens one, what came of one, and its files."""

from __future__ import annotations

from secrets import randbelow
from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dateline.model.errors import ConflictError, NotKeptError, WrongCallError
from dateline.model.filters import RecordFilter
from dateline.model.people import Person
from dateline.model.rounds import MOST_RECORDS, Round
from dateline.publish.cards import say_headline
from dateline.publish.round_words import (
    GAP_WORDS,
    SCALE_WORDS,
    SLOT_WORDS,
    VERDICT_WORDS,
    say_coefficient,
    say_reading,
)
from dateline.publish.wordings import say_interval, say_published
from dateline.services.round_files import FILES, write_round_file
from dateline.services.round_reports import ComparedRound, Comparison, SlotAgreement, compare_round
from dateline.web.review_deeds import Sent
from dateline.web.review_forms import Form
from dateline.web.round_tools import NO_STORE, Coder, RoundTools, Settler, Tools
from dateline.web.templating import render_page
from dateline.web.visitors import current_visitor

router = APIRouter(prefix="/rounds", default_response_class=HTMLResponse)
_USUAL_NUMBER = 50
_SEEDS = 1_000_000
_MOST_REPORTS = 200


@router.api_route("", methods=["GET", "HEAD"])
def show_rounds(tools: Tools, person: Coder) -> Response:
    """The rounds in which one is asked; for those who settle all of them, and the form that opens one."""
    return _show_list(tools, person)


@router.post("")
def open_round(tools: Tools, person: Settler, form: Sent) -> Response:
    try:
        found = _open(tools, person, form)
    except (WrongCallError, ConflictError, NotKeptError) as error:
        return _show_list(tools, person, form, problem=tell(error))
    return RedirectResponse(f"/rounds/{found.id}", 303)


@router.api_route("/{round_id}", methods=["GET", "HEAD"])
def show_round(tools: Tools, _person: Settler, round_id: int) -> Response:
    """How far an open round is; of a closed one what came of it."""
    found = tools.store.rounds.get(round_id)
    if found.is_open:
        return _send("round_open.html", **_describe(tools, found), problem="")
    return _send(
        "round.html", **_describe(tools, found), **_describe_figures(tools, compare_round(tools.store, round_id))
    )


@router.post("/{round_id}/close")
def close(tools: Tools, person: Settler, round_id: int) -> Response:
    try:
        tools.desk.close(round_id, person.name)
    except WrongCallError as error:
        return _send("round_refused.html", status_code=409, problem=tell(error), back=f"/rounds/{round_id}")
    return RedirectResponse(f"/rounds/{round_id}", 303)


@router.api_route("/{round_id}/files/{name}", methods=["GET", "HEAD"])
def download(tools: Tools, person: Settler, round_id: int, name: str) -> Response:
    """The answers or figures of a closed round. The log notes who takes them."""
    try:
        data = write_round_file(tools.store, round_id, name)
    except WrongCallError as error:
        return _send("round_refused.html", status_code=409, problem=tell(error), back=f"/rounds/{round_id}")
    tools.store.log.append("export", person.name, f"round:{round_id}", {"file": name})
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="round-{round_id}-{name}"'}
    return Response(data, media_type=FILES[name], headers=headers)


def tell(error: Exception) -> str:
    """An error as a sentence."""
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."


def _open(tools: RoundTools, person: Person, form: Form) -> Round:
    name, coders = form.get("name")[:200], form.get_all("coder")
    if form.get("by") == "reports":
        report_ids = form.get("reports").split()
        if len(report_ids) > _MOST_REPORTS:
            raise WrongCallError("these are too many reports", f"{len(report_ids)}", f"{_MOST_REPORTS} at most")
        return tools.desk.open_reports(name, coders, report_ids, person.name)
    number, seed = (_read_number(form.get(field), field) for field in ("number", "seed"))
    return tools.desk.open_sample(name, coders, RecordFilter.from_query(_filter_of(form)), number, seed, person.name)


def _filter_of(form: Form) -> dict[str, str]:
    return {name: value for name, value in form.flat.items() if name not in ("name", "coder", "number", "seed", "by")}


def _read_number(text: str, what: str) -> int:
    if not text.isdecimal() or len(text) > 10:
        raise WrongCallError(f"the {what} is a whole number", text[:40])
    return int(text)


def _show_list(tools: RoundTools, person: Person, form: Form | None = None, *, problem: str = "") -> Response:
    settles = current_visitor().may("settle")
    found = tools.store.rounds.list() if settles else []
    sent = form or Form(())
    chosen = RecordFilter() if problem else RecordFilter.from_query(_filter_of(sent))
    return _send(
        "rounds.html",
        status_code=422 if problem else 200,
        own=[(each, tools.desk.count_answered(each)[person.id]) for each in tools.desk.list_own(person)],
        rounds=[
            (each, say_published(each.made), say_published(each.closed) if each.closed else "") for each in found
        ],
        coders=tools.desk.list_coders() if settles else [],
        asked=sent.get_all("coder"),
        name=sent.get("name"),
        by=sent.get("by") or "sample",
        reports=sent.get("reports"),
        number=sent.get("number") or _USUAL_NUMBER,
        most=MOST_RECORDS,
        seed=sent.get("seed") or randbelow(_SEEDS),
        chosen=chosen,
        facets=tools.index.facets(chosen) if settles else None,
        person=person,
        problem=problem,
    )


def _describe(tools: RoundTools, found: Round) -> dict[str, Any]:
    counts = tools.desk.count_answered(found)
    coders = [(tools.store.people.get(coder).name, counts[coder], coder in found.done) for coder in found.coder_ids]
    return {
        "round": found,
        "coders": coders,
        "opened": say_published(found.made),
        "closed": say_published(found.closed) if found.closed else "",
        "query": RecordFilter.from_query(found.sample.query).to_query(),
    }


def _describe_figures(tools: RoundTools, report: ComparedRound) -> dict[str, Any]:
    unsettled = [row for row in report.comparisons if row.settled is None]
    return {
        "report": report,
        "slots": [_describe_slot(row, len(report.coders)) for row in tools.measure(report)],
        "verdicts": list(VERDICT_WORDS.items()),
        "differences": [
            (
                row,
                say_headline(row.row.record),
                _say_where(row),
                [line.name for line in row.lines if line.is_disputed],
            )
            for row in report.disputed
        ],
        "unsettled": len([row for row in unsettled if row.is_disputed]),
        "shared": len([row for row in unsettled if row.shared]),
        "left": len([row for row in unsettled if not row.is_disputed and not row.shared]),
        "files": list(FILES),
    }


def _say_where(row: Comparison) -> str:
    """Place and days as proposed, as far as they are known."""
    record = row.row.record
    return ", ".join(
        [*([record.place.name] if record.place else []), *([say_interval(record.time)] if record.time else [])]
    )


def _describe_slot(row: SlotAgreement, coders: int) -> dict[str, Any]:
    alpha, kappa, percent = row.agreement.alpha, row.agreement.kappa, row.agreement.percent
    gap = "not two coders" if kappa is None else GAP_WORDS.get(kappa.gap or "", "")
    return {
        "name": SLOT_WORDS[row.key],
        "scale": SCALE_WORDS[row.scale],
        "units": row.agreement.units,
        "percent": "" if percent is None else f"{100 * percent:.0f} %",
        "kappa": say_coefficient(kappa.value) if kappa else "",
        "kappa_range": _say_range(kappa.low, kappa.high) if kappa else "",
        "kappa_gap": gap if coders == 2 else "",
        "alpha": say_coefficient(alpha.value),
        "alpha_range": _say_range(alpha.low, alpha.high),
        "alpha_gap": GAP_WORDS.get(alpha.gap or "", ""),
        "reading": say_reading(alpha.value, alpha.low, alpha.high),
    }


def _say_range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{say_coefficient(low)} to {say_coefficient(high)}"


def _send(template: str, *, status_code: int = 200, **values: Any) -> HTMLResponse:
    page = render_page(template, status_code=status_code, **values)
    page.headers.update(NO_STORE)
    return page
