"""What an archived case (归档) holds is given for a reason; whoever came without is asked for it.

A link that was kept, or one of a case archived since the page was drawn, leads to a form and not to an end.
"""

from collections.abc import Awaitable
from typing import Annotated, TypeAlias

from fastapi import Query
from fastapi.responses import Response

from api.console.pages import page
from api.console.visitor import Visitor
from api.http.opening import ArchiveReason
from api.http.problems import Problem

SaidReason: TypeAlias = Annotated[str, Query(alias="reason", max_length=40)]


def reason_of(said: str) -> ArchiveReason | None:
    """One that we do not know is none."""
    return ArchiveReason(said) if said in set(ArchiveReason) else None


async def for_a_reason(
    visitor: Visitor, case_id: str, asked: bool, giving: Awaitable[Response]
) -> Response:
    """What `giving` answers, or the form for the reason; `asked`: it was sent, without one of them."""
    try:
        return await giving
    except Problem as found:
        if found.code != "archive_reason":
            raise
        return page(
            visitor,
            "archive_reason.html",
            found.status,
            case_id=case_id,
            place=visitor.place.partition("?")[0],
            reasons=tuple(ArchiveReason),
            missing=asked,
            found=found,
        )
