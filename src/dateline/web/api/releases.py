"""Releases and exports."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dateline.model.releases import Release
from dateline.services.export_desk import ExportDesk
from dateline.services.release_changes import ChangeLine
from dateline.web.api.answers import answer
from dateline.web.api.problems import COMMON, describe_problems
from dateline.web.api.schemas import (
    ChangeOut,
    ChangesOut,
    ReleaseList,
    ReleaseOut,
    ReleasePolicyOut,
    SlotChangeOut,
)
from dateline.web.api.sources import Cursor, Limit, Sources, need_scope_export, read_cursor
from dateline.web.downloads import is_known, not_modified, send_download
from dateline.web.release_pages import NOBODY, get_readable_release, list_readable_releases
from dateline.web.visitors import current_visitor

router = APIRouter(responses=COMMON, tags=["releases"])
Version = Annotated[str, Path(pattern=r"^[0-9]{4}\.[0-9]{2}(\.[0-9]{1,4})?$", description="As 2026.11 or 2026.11.2.")]
Format = Literal["jsonl", "geojson", "parquet", "acled-csv", "ucdp-csv", "hxl-csv"]
_MEDIA = (
    "application/jsonl", "application/geo+json", "application/vnd.apache.parquet", "text/csv", "application/zip",
)  # fmt: skip
FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file, while it is written.", "content": {name: {} for name in _MEDIA}},
    **describe_problems(403, 503),
}


@router.get("/releases", summary="All releases, the latest first", response_model=ReleaseList)
def list_releases(request: Request, sources: Sources) -> Response:
    desk = sources.exports.releases
    items = [_show(release, sources.exports) for release in list_readable_releases(desk)]
    return answer(request, ReleaseList(items=items))


@router.get("/releases/{version}", summary="A release", response_model=ReleaseOut)
def get_release(request: Request, sources: Sources, version: Version) -> Response:
    release = get_readable_release(sources.exports.releases, version)
    return answer(request, _show(release, sources.exports), release.steps[-1].when)


@router.get("/releases/{version}/changes", summary="What it changed over the one before", response_model=ChangesOut)
def list_changes(
    request: Request, sources: Sources, version: Version, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    get_readable_release(sources.exports.releases, version)
    changes = sources.exports.releases.changes(version)
    first = read_cursor(cursor)
    lines = [
        *(_show_change("added", line) for line in changes.added),
        *(_show_change("removed", line) for line in changes.removed),
        *(_show_change("corrected", line) for line in changes.corrected),
        *(_show_change("changed", line) for line in changes.changed),
    ]
    goes_on = str(first + limit) if len(lines) > first + limit else None
    shown = ChangesOut(
        previous=changes.previous,
        counts=dict(changes.counts),
        total=len(lines),
        next=goes_on,
        items=lines[first : first + limit],
    )
    return answer(request, shown)


@router.get(
    "/releases/{version}/manifest", summary="The bytes whose SHA-256 is the hash", response_model=dict[str, Any]
)
def get_manifest(request: Request, sources: Sources, version: Version) -> Response:
    release = get_readable_release(sources.exports.releases, version)
    if is_known(request, release.sha256):
        return not_modified(release.sha256)
    return Response(release.manifest, media_type="application/json", headers={"ETag": f'"{release.sha256}"'})


@router.get(
    "/releases/{version}/files/{format}",
    summary="A release as a file",
    description="`zip` holds the very bytes that were frozen. The log notes who takes it.",
    response_class=Response,
    responses=FILE,
)
def download_release(
    request: Request,
    sources: Sources,
    version: Version,
    format: Format | Literal["zip"],  # noqa: A002
) -> Response:
    release = get_readable_release(sources.exports.releases, version)
    visitor = current_visitor()
    if visitor.token is not None and not visitor.allows("export"):
        raise HTTPException(403, "The key is not made for exports.")
    tag = sources.exports.tag_of(release, format)
    if is_known(request, tag):
        return not_modified(tag)
    place = sources.gate.enter()
    return send_download(place, sources.exports.hand_out_release(version, format, visitor.name or NOBODY))


@router.get(
    "/exports/{format}",
    summary="The record as approved now, as a file",
    description="For people of the desk: nothing is frozen or coarsened. The log notes who takes it.",
    response_class=Response,
    responses=FILE,
    openapi_extra={"security": [{"key": []}, {"session": []}]},
)
def download_present(sources: Sources, format: Format) -> Response:  # noqa: A002
    who = need_scope_export()
    place = sources.gate.enter()
    return send_download(place, sources.exports.hand_out_present(format, who))


def _show(release: Release, exports: ExportDesk) -> ReleaseOut:
    manifest = json.loads(release.manifest)
    counts = dict(manifest["counts"])
    by_kind = counts.pop("records")
    policy = manifest["policy"]
    withdrawal = next((step.why for step in release.steps if step.step == "withdrawn"), None)
    root = f"/api/v1/releases/{release.version}"
    return ReleaseOut(
        version=release.version,
        state=release.state,
        previous=release.previous,
        made=release.made,
        released=release.released,
        withdrawn_why=withdrawal,
        record_count=release.record_count,
        policy=ReleasePolicyOut(
            precision=policy["precision"], delay_days=policy["delay_days"], texts=policy["texts"]
        ),
        counts={**by_kind, **counts},
        changes=manifest["changes"],
        sha256=release.sha256,
        files={
            "manifest": f"{root}/manifest",
            **{name: f"{root}/files/{name}" for name in exports.release_formats},
        },
    )


def _show_change(change: Literal["added", "removed", "corrected", "changed"], line: ChangeLine) -> ChangeOut:
    return ChangeOut(
        change=change, record_id=line.record_id, report_id=line.report_id, kind=line.kind, words=line.words,
        was=line.was, why=line.why,
        slots=[SlotChangeOut(slot=row.slot, name=row.name, old=row.before, new=row.after) for row in line.slots],
    )  # fmt: skip
