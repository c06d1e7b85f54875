"""`GET /v1/complaints/{case_id}/bundle`: the paged file of a case as one PDF."""

import hashlib
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.auth.reader import Reader, Signed
from api.bundling import bundle_of
from api.http.evidence import SAFE_HEADERS
from api.http.one_case import CaseId
from api.http.openapi import described
from api.http.opening import ArchiveReason
from api.http.services import Services, ServicesNow

router = APIRouter(prefix="/v1/complaints", tags=["documents"])


@router.get(
    "/{case_id}/bundle",
    summary="The bundle of a case as PDF",
    openapi_extra=described(answer="EvidenceFile", media_type="application/pdf"),
)
async def give_bundle(
    case_id: CaseId,
    reader: Signed,
    services: ServicesNow,
    reason: Annotated[ArchiveReason | None, Query()] = None,
) -> Response:
    """For courts, reconsideration and the archive: indexed and paged, with ledger and explained clocks."""
    return await bundle_answer(services, case_id, reader, reason)


async def bundle_answer(
    services: Services, case_id: str, reader: Reader, reason: ArchiveReason | None
) -> Response:
    """The PDF to be saved; its ETag is its SHA-256."""
    number, pdf = await bundle_of(services, case_id, reader, reason)
    headers = {
        **SAFE_HEADERS,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{number}.pdf', safe='')}",
        "ETag": f'"{hashlib.sha256(pdf).hexdigest()}"',
    }
    return Response(pdf, media_type="application/pdf", headers=headers)
