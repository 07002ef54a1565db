"""Every operation of the API, with right and wrong values by the dozen: it answers as its description says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from api_samples import HOST, make_app
from api_stores import open_filled_store
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from people_samples import make_session, signed_in
from schemathesis import GenerationMode

from dateline.store.databases import SqlStore

EXAMPLES = 12
"""Values tried for each operation, right ones and wrong ones: all of it stays within a minute on a slow machine."""
PATHS = (
    "/v1/reports",
    "/v1/reports/{report_id}",
    "/v1/records",
    "/v1/records/{record_id}",
    "/v1/records/{record_id}/history",
    "/v1/incidents",
    "/v1/incidents/{incident_id}",
    "/v1/areas",
    "/v1/areas/{slug}",
    "/v1/actors",
    "/v1/places",
    "/v1/releases",
    "/v1/releases/{version}",
    "/v1/releases/{version}/changes",
    "/v1/releases/{version}/manifest",
    "/v1/releases/{version}/files/{format}",
    "/v1/exports/{format}",
)
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture(scope="module")
def store() -> Iterator[SqlStore]:
    with open_filled_store() as opened:
        yield opened


@pytest.fixture(scope="module")
def described(store: SqlStore) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi("/api/openapi.json", make_app(store))


def test_every_operation_is_tried(described: schemathesis.BaseSchema) -> None:
    assert sorted(described.raw_schema["paths"]) == sorted(PATHS)
    assert {method for operations in described.raw_schema["paths"].values() for method in operations} == {"get"}


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", PATHS)
def test_an_operation_answers_as_described(
    described: schemathesis.BaseSchema, store: SqlStore, path: str, mode: GenerationMode
) -> None:
    operation = described[path]["GET"]
    if mode is GenerationMode.NEGATIVE and not list(operation.iter_parameters()):
        pytest.skip("takes no value that could be wrong")
    session = make_session(store, "reader")

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def try_one(case: schemathesis.Case[Any]) -> None:
        case.headers.pop("Authorization", None)  # another way in than the session that is given
        case.call_and_validate(cookies={"dateline": session})

    try_one()


@pytest.mark.parametrize("path", PATHS)
def test_other_methods_are_refused_with_those_that_are_not(store: SqlStore, path: str) -> None:
    client = signed_in(TestClient(make_app(store), base_url=HOST), store, "reader")
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        found = client.request(method, f"/api{path}".replace("{format}", "jsonl"))
        assert (found.status_code, found.headers.get("allow")) == (405, "GET, HEAD")
        assert found.headers["content-type"] == "application/problem+json"
