"""Every address of the API stands in this table, with who may ask and whether it needs a key."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from redress.domain.commands import AnyCommand
from tests.api.conftest import Stack

CASE = "/v1/complaints/{case_id}"
REPORT = "/v1/reports/{case_id}"


@dataclass(frozen=True)
class Row:
    signed_in: bool
    key: bool = False


ROUTES: dict[tuple[str, str], Row] = {
    ("POST", "/v1/session"): Row(signed_in=False),
    ("GET", "/v1/session"): Row(signed_in=True),
    ("DELETE", "/v1/session"): Row(signed_in=True),
    ("PUT", "/v1/session/password"): Row(signed_in=True),
    ("GET", "/v1/sessions"): Row(signed_in=True),
    ("DELETE", "/v1/sessions"): Row(signed_in=True),
    ("DELETE", "/v1/sessions/{session}"): Row(signed_in=True),
    ("POST", "/v1/complaints"): Row(signed_in=True, key=True),
    ("GET", "/v1/complaints"): Row(signed_in=True),
    ("GET", CASE): Row(signed_in=True),
    ("POST", f"{CASE}/commands"): Row(signed_in=True, key=True),
    ("POST", f"{CASE}/evidence"): Row(signed_in=True, key=True),
    ("GET", f"{CASE}/evidence"): Row(signed_in=True),
    ("GET", CASE + "/evidence/{number}"): Row(signed_in=True),
    ("GET", f"{CASE}/timeline"): Row(signed_in=True),
    ("GET", CASE + "/clocks/{key}/explanation"): Row(signed_in=True),
    ("GET", CASE + "/clocks/{key}/what-if"): Row(signed_in=True),
    ("GET", f"{CASE}/documents"): Row(signed_in=True),
    ("GET", f"{CASE}/documents/blank"): Row(signed_in=True),
    ("POST", f"{CASE}/documents"): Row(signed_in=True, key=True),
    ("GET", CASE + "/documents/{number}"): Row(signed_in=True),
    ("GET", f"{CASE}/bundle"): Row(signed_in=True),
    ("POST", f"{CASE}/sealed"): Row(signed_in=True, key=True),
    ("POST", "/v1/reports"): Row(signed_in=True, key=True),
    ("GET", "/v1/reports"): Row(signed_in=True),
    ("GET", REPORT): Row(signed_in=True),
    ("POST", f"{REPORT}/commands"): Row(signed_in=True, key=True),
    ("GET", f"{REPORT}/timeline"): Row(signed_in=True),
    ("GET", REPORT + "/clocks/{key}/explanation"): Row(signed_in=True),
    ("GET", f"{REPORT}/informant"): Row(signed_in=True),
    ("POST", "/v1/inquiries"): Row(signed_in=True, key=True),
    ("GET", "/v1/inquiries"): Row(signed_in=True),
    ("POST", "/v1/clocks/explain"): Row(signed_in=False),
    ("GET", "/v1/calendars"): Row(signed_in=True),
    ("POST", "/v1/calendars"): Row(signed_in=True, key=True),
    ("POST", "/v1/calendars/dry-run"): Row(signed_in=True),
    ("GET", "/v1/calendars/{revision}/progress"): Row(signed_in=True),
    ("GET", "/v1/profiles"): Row(signed_in=True),
    ("POST", "/v1/profiles"): Row(signed_in=True, key=True),
    ("POST", "/v1/profiles/dry-run"): Row(signed_in=True),
    ("GET", "/v1/profiles/{revision}/progress"): Row(signed_in=True),
    ("GET", f"{CASE}/accesses"): Row(signed_in=True),
    ("GET", f"{CASE}/assignment"): Row(signed_in=True),
    ("GET", "/v1/permissions"): Row(signed_in=True),
    ("GET", "/v1/admin/offices"): Row(signed_in=True),
    ("POST", "/v1/admin/offices"): Row(signed_in=True, key=True),
    ("POST", "/v1/admin/offices/{office}/rename"): Row(signed_in=True, key=True),
    ("POST", "/v1/admin/offices/{office}/close"): Row(signed_in=True, key=True),
    ("GET", "/v1/admin/offices/{office}"): Row(signed_in=True),
    ("POST", "/v1/admin/offices/{office}/letterhead"): Row(signed_in=True, key=True),
    ("POST", "/v1/admin/offices/{office}/area"): Row(signed_in=True, key=True),
    ("POST", "/v1/admin/offices/{office}/second-factor"): Row(signed_in=True, key=True),
    ("GET", "/v1/admin/log"): Row(signed_in=True),
    ("GET", "/v1/admin/people"): Row(signed_in=True),
    ("POST", "/v1/admin/people"): Row(signed_in=True, key=True),
    ("GET", "/v1/admin/people/{person}"): Row(signed_in=True),
    ("POST", "/v1/admin/people/{person}/rename"): Row(signed_in=True, key=True),
    ("POST", "/v1/admin/people/{person}/roles"): Row(signed_in=True, key=True),
    ("POST", "/v1/admin/people/{person}/roles/take"): Row(signed_in=True, key=True),
    ("GET", "/v1/admin/people/{person}/links"): Row(signed_in=True),
    ("POST", "/v1/admin/people/{person}/links"): Row(signed_in=True, key=True),
    ("POST", "/v1/admin/people/{person}/links/remove"): Row(signed_in=True, key=True),
    ("POST", "/v1/admin/people/{person}/{act}"): Row(signed_in=True, key=True),
    ("GET", "/v1/offices"): Row(signed_in=True),
    ("PUT", "/v1/offices/{office}/regimes"): Row(signed_in=True),
    ("PUT", "/v1/offices/{office}/letterhead"): Row(signed_in=True),
    ("PUT", "/v1/offices/{office}/documents/{code}"): Row(signed_in=True),
    ("GET", "/v1/offices/{office}/assignment-rules"): Row(signed_in=True),
    ("PUT", "/v1/offices/{office}/assignment-rules"): Row(signed_in=True),
    ("GET", "/v1/leaves"): Row(signed_in=True),
    ("POST", "/v1/leaves"): Row(signed_in=True, key=True),
    ("DELETE", "/v1/leaves/{leave}"): Row(signed_in=True),
    ("POST", "/v1/assignments"): Row(signed_in=True, key=True),
    ("POST", "/v1/handover"): Row(signed_in=True, key=True),
    ("POST", "/v1/jobs"): Row(signed_in=True, key=True),
    ("GET", "/v1/jobs"): Row(signed_in=True),
    ("GET", "/v1/jobs/{job_id}"): Row(signed_in=True),
    ("GET", "/v1/jobs/{job_id}/items"): Row(signed_in=True),
    ("POST", "/v1/jobs/{job_id}/cancel"): Row(signed_in=True, key=True),
    ("GET", "/v1/jobs/{job_id}/result"): Row(signed_in=True),
    ("GET", "/v1/shift-notes"): Row(signed_in=True),
    ("POST", "/v1/shift-notes"): Row(signed_in=True, key=True),
    ("GET", "/v1/statistics/board"): Row(signed_in=True),
    ("GET", "/v1/statistics/lists/{figure}"): Row(signed_in=True),
    ("GET", "/v1/statistics/{kind}/{period}"): Row(signed_in=True),
    ("GET", "/v1/public/cases/{case_number}"): Row(signed_in=False),
    ("GET", "/v1/public/published"): Row(signed_in=False),
    ("POST", "/v1/public/complaints"): Row(signed_in=False, key=True),
    ("GET", "/v1/public/cases/{case_number}/own"): Row(signed_in=False),
    ("POST", "/v1/public/cases/{case_number}/commands"): Row(signed_in=False, key=True),
    ("POST", "/v1/public/cases/{case_number}/evidence"): Row(signed_in=False, key=True),
    ("GET", "/v1/public/cases/{case_number}/documents/{number}"): Row(signed_in=False),
    ("GET", "/v1/inbox"): Row(signed_in=True),
    ("POST", "/v1/inbox/{message_id}/read"): Row(signed_in=True, key=True),
    ("GET", "/v1/outbox/dead"): Row(signed_in=True),
    ("POST", "/v1/outbox/{delivery}/retry"): Row(signed_in=True, key=True),
    ("POST", "/v1/outbox/{delivery}/give-up"): Row(signed_in=True, key=True),
    ("GET", "/v1/print-queue"): Row(signed_in=True),
    ("GET", "/v1/print-queue/{item}"): Row(signed_in=True),
    ("GET", "/v1/print-queue/{item}/paper"): Row(signed_in=True),
    ("POST", "/v1/print-queue/{item}/take"): Row(signed_in=True, key=True),
    ("POST", "/v1/print-queue/{item}/posted"): Row(signed_in=True, key=True),
    ("POST", "/v1/print-queue/{item}/give-back"): Row(signed_in=True, key=True),
    ("POST", "/v1/print-queue/{item}/cannot-send"): Row(signed_in=True, key=True),
    ("POST", "/v1/rehearsal/complaints/{case_id}/fast-forward"): Row(signed_in=True, key=True),
    ("POST", "/codec/encode"): Row(signed_in=True),
    ("POST", "/codec/decode"): Row(signed_in=True),
    ("GET", "/healthz"): Row(signed_in=False),
    ("GET", "/readyz"): Row(signed_in=False),
    ("GET", "/metrics"): Row(signed_in=False),
}


def _operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path): operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if path.startswith(("/v1/", "/codec/")) or path in ("/healthz", "/readyz", "/metrics")
    }


@pytest.fixture(scope="session")
async def document(stack: Stack) -> dict[str, Any]:
    found: dict[str, Any] = (await stack.client.get("/openapi.json")).json()
    return found


async def test_every_route_is_in_the_table(document: dict[str, Any]) -> None:
    assert set(_operations(document)) == set(ROUTES)


@pytest.mark.parametrize(("method", "path"), [route for route, row in ROUTES.items() if row.signed_in])
async def test_who_is_not_signed_in_is_asked_to(stack: Stack, method: str, path: str) -> None:
    address = path.format(
        case_id=uuid4(), key="k", message_id=1, case_number="n", revision=1, delivery=1, number=1,
        office="o", leave=1, code="c", item=1, job_id=uuid4(), session="s", figure="open", kind="month",
        period="2026-11", person="p", act="unlock",
    )  # fmt: skip
    response = await stack.client.request(method, address, headers={"Idempotency-Key": "k"})
    assert (response.status_code, response.json()["code"]) == (401, "unauthenticated")


async def test_the_document_says_where_a_key_is_needed(document: dict[str, Any]) -> None:
    for route, operation in _operations(document).items():
        names = {each["name"] for each in operation.get("parameters", ())}
        assert ("Idempotency-Key" in names) == ROUTES[route].key, route


async def test_the_document_has_real_schemas(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert {each["$ref"].rpartition("/")[2] for each in schemas["Command"]["oneOf"]} == {
        kind.__name__ for kind in AnyCommand.__args__
    }
    assert schemas["Accept"]["required"] == ["type"]
    assert schemas["Accept"]["additionalProperties"] is False
    assert schemas["Conclude"]["properties"]["recovered_amount"]["type"] == "number"
    assert schemas["Filing"]["required"] == ["channel"]
    assert "stale" in schemas["Problem"]["properties"]["code"]["enum"]


async def test_every_reference_of_the_document_leads_somewhere(document: dict[str, Any]) -> None:
    def references(value: Any) -> Any:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for each in value.values():
                yield from references(each)
        elif isinstance(value, list):
            for each in value:
                yield from references(each)

    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) <= known
