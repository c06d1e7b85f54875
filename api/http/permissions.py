"""`/v1/permissions`: which role may give which command, and what it has to be to the case."""

from typing import Any

from fastapi import APIRouter

from api.auth.reader import Signed
from api.http.openapi import described
from api.http.outgoing import Json
from redress.domain.permissions import permission_table

router = APIRouter(prefix="/v1/permissions", tags=["offices"])


@router.get("", summary="Who may do what", openapi_extra=described(answer="Permissions"))
async def show_permissions(reader: Signed) -> Json:
    """The table that the rules, the API and the pages go by. `mine`: the reader's roles in this office."""
    table: dict[str, Any] = permission_table()
    return Json({**table, "mine": reader.actor.roles})
