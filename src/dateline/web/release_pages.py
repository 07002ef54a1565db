"""The pages of releases: the list, one release with its hash and changes, its files, and the deeds on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dateline.model.errors import NotKeptError, WrongCallError
from dateline.model.people import Person
from dateline.model.releases import CHANGES_NAME, PRECISIONS, Release, ReleasePolicy
from dateline.publish.releases import CHANGE_WORDS, PRECISION_WORDS, describe_policy, make_release_view
from dateline.services.export_desk import ExportDesk
from dateline.services.releasing import ReleaseDesk
from dateline.web.downloads import ExportGate, is_known, not_modified, send_download
from dateline.web.templating import render_page
from dateline.web.threads import run_long
from dateline.web.visitors import current_visitor, need_sign_in, require

router = APIRouter(default_response_class=HTMLResponse)
MOST_CHANGES = 200
NOBODY = "anyone"
"""Who exports where reading is open and nobody is signed in."""


async def release_desk(request: Request) -> ReleaseDesk:
    desk: ReleaseDesk = request.app.state.release_desk
    return desk


async def export_desk(request: Request) -> ExportDesk:
    desk: ExportDesk = request.app.state.export_desk
    return desk


async def export_gate(request: Request) -> ExportGate:
    gate: ExportGate = request.app.state.export_gate
    return gate


def add_release_pages(app: FastAPI, exports: ExportDesk, gate: ExportGate) -> None:
    """The pages over the releases of an `ExportDesk`."""
    app.state.release_desk = exports.releases
    app.state.export_desk = exports
    app.state.export_gate = gate
    app.include_router(router)


Desk = Annotated[ReleaseDesk, Depends(release_desk)]
Exports = Annotated[ExportDesk, Depends(export_desk)]
Gate = Annotated[ExportGate, Depends(export_gate)]
Releaser = Annotated[Person, Depends(require("release"))]
Reader = Annotated[Person, Depends(require("read"))]
Typed = Annotated[str, Form(max_length=2000)]


@router.api_route("/releases", methods=["GET", "HEAD"])
def show_releases(desk: Desk, exports: Exports) -> Response:
    return _show_list(desk, exports)


@router.post("/releases")
async def make_release(
    desk: Desk,
    exports: Exports,
    person: Releaser,
    version: Typed = "",
    precision: Typed = "exact",
    delay_days: Typed = "0",
    texts: Annotated[bool, Form()] = False,
) -> Response:
    return await run_long(_make_release, desk, exports, person.name, version, precision, delay_days, texts)


def _make_release(
    desk: ReleaseDesk, exports: ExportDesk, who: str, version: str, precision: str, delay_days: str, texts: bool
) -> Response:
    try:
        policy = ReleasePolicy(precision, _read_days(delay_days), texts)  # type: ignore[arg-type]  # checked there
        made = desk.make(who, version.strip() or None, policy)
    except WrongCallError as error:
        return _show_list(desk, exports, problem=_tell(error))
    return RedirectResponse(f"/releases/{made.version}", 303)


@router.api_route("/releases/{version}", methods=["GET", "HEAD"])
def show_release(request: Request, desk: Desk, exports: Exports, version: str) -> Response:
    return _show_one(desk, exports, _get_readable(request, desk, version))


@router.post("/releases/{version}/{deed}")
def do_step(desk: Desk, exports: Exports, person: Releaser, version: str, deed: str, why: Typed = "") -> Response:
    release = desk.get(version)
    try:
        match deed:
            case "review":
                desk.review(version, person.name, why.strip() or None)
            case "publish":
                desk.publish(version, person.name)
            case "withdraw":
                desk.withdraw(version, person.name, why.strip())
            case _:
                raise HTTPException(404, "There is no such deed.")
    except WrongCallError as error:
        return _show_one(desk, exports, release, problem=_tell(error))
    return RedirectResponse(f"/releases/{version}", 303)


@router.api_route("/releases/{version}/manifest.json", methods=["GET", "HEAD"])
def show_manifest(request: Request, desk: Desk, version: str) -> Response:
    """The very bytes whose SHA-256 is the hash of the release."""
    release = _get_readable(request, desk, version)
    if is_known(request, release.sha256):
        return not_modified(release.sha256)
    return Response(release.manifest, media_type="application/json", headers={"ETag": f'"{release.sha256}"'})


@router.api_route("/releases/{version}/files/{format_name}", methods=["GET", "HEAD"])
def download_release(
    request: Request, desk: Desk, exports: Exports, gate: Gate, version: str, format_name: str
) -> Response:
    release = _get_readable(request, desk, version)
    if format_name not in exports.release_formats:
        raise HTTPException(404, "There is no such format.")
    tag = exports.tag_of(release, format_name)
    if is_known(request, tag):
        return not_modified(tag)
    if request.method == "HEAD":
        return Response(headers={"ETag": f'"{tag}"'})
    place = gate.enter()
    return send_download(place, exports.hand_out_release(version, format_name, current_visitor().name or NOBODY))


@router.api_route("/exports/{format_name}", methods=["GET", "HEAD"])
def download_present(request: Request, exports: Exports, gate: Gate, person: Reader, format_name: str) -> Response:
    """The record as approved now: for people who are signed in, as it has been through no release."""
    if format_name not in exports.formats:
        raise HTTPException(404, "There is no such format.")
    if request.method == "HEAD":
        return Response()
    place = gate.enter()
    return send_download(place, exports.hand_out_present(format_name, person.name))


def get_readable_release(desk: ReleaseDesk, version: str) -> Release:
    """A release that the visitor may see: what is not released, or withdrawn, is for people of the desk alone."""
    release = desk.get(version)
    if release.state != "released" and current_visitor().person is None:
        raise NotKeptError("there is no such release", version)
    return release


def _get_readable(request: Request, desk: ReleaseDesk, version: str) -> Release:
    """As above; somebody who could sign in is led there."""
    try:
        return get_readable_release(desk, version)
    except NotKeptError:
        if current_visitor().can_sign_in and any(release.version == version for release in desk.list()):
            raise need_sign_in(request) from None
        raise


def list_readable_releases(desk: ReleaseDesk) -> list[Release]:
    """The releases that the visitor may see, the latest first."""
    known = current_visitor().person is not None
    return [release for release in desk.list() if known or release.state == "released"]


def _show_list(desk: ReleaseDesk, exports: ExportDesk, *, problem: str = "") -> Response:
    return render_page(
        "releases.html",
        status_code=422 if problem else 200,
        releases=[make_release_view(release) for release in list_readable_releases(desk)],
        next_version=desk.propose_version(),
        usual=desk.policy(),
        usual_words=describe_policy(desk.policy()),
        precisions=[(precision, PRECISION_WORDS[precision]) for precision in PRECISIONS],
        formats=exports.formats,
        problem=problem,
    )


def _show_one(desk: ReleaseDesk, exports: ExportDesk, release: Release, *, problem: str = "") -> Response:
    changes = desk.changes(release.version)
    return render_page(
        "release.html",
        status_code=422 if problem else 200,
        release=make_release_view(release),
        obstacle=desk.publishing_obstacle(release),
        changes=changes,
        change_words=CHANGE_WORDS,
        changes_name=CHANGES_NAME,
        most=MOST_CHANGES,
        formats=exports.release_formats,
        problem=problem,
    )


def _read_days(text: str) -> int:
    try:
        return int(text.strip() or "0")
    except ValueError as error:
        raise WrongCallError("a delay is a number of days", text[:40]) from error


def _tell(error: WrongCallError) -> str:
    text = str(error)
    return text[:1].upper() + text[1:] + "."
