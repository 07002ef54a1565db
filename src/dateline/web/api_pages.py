"""The page that tells how to use the API, made from its own description; and the way the API is put in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from starlette.responses import HTMLResponse

from dateline.web.api.app import describe_api, make_api
from dateline.web.api.sources import ApiSources
from dateline.web.templating import render_page


def add_api(app: FastAPI, sources: ApiSources) -> None:
    """Mount the API under /api, with its page at /api itself."""
    api = make_api(sources)

    @app.api_route("/api", methods=["GET", "HEAD"], response_class=HTMLResponse, include_in_schema=False)
    def show_api() -> HTMLResponse:
        document = describe_api(api)
        return render_page("api.html", operations=list_operations(document), description=document["info"])

    app.mount("/api", api)


def list_operations(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every operation with its address, what it does, and its parameters in words."""
    return [
        {
            "path": f"/api{path}",
            "summary": operation["summary"],
            "description": operation.get("description", ""),
            "parameters": [_tell_parameter(row) for row in operation.get("parameters", ())],
        }
        for path, operations in document["paths"].items()
        for operation in operations.values()
    ]


def _tell_parameter(row: Mapping[str, Any]) -> dict[str, str]:
    schema = row["schema"]
    choices = [part for part in schema.get("anyOf", [schema]) if part.get("type") != "null"]
    words = [str(part.get("description", "")) for part in (row, schema)]
    first = choices[0] if choices else {}
    bounds = [f"{name} {first[key]}" for name, key in (("from", "minimum"), ("to", "maximum")) if key in first]
    values = ", ".join(first["enum"]) if "enum" in first else ""
    told = next((word for word in words if word), "")
    return {"name": row["name"], "words": " ".join(part for part in (told, values, " ".join(bounds)) if part)}
