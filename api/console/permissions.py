"""The table of permissions as a page: command × role, with what each asks of the relation to the case."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from api.console.pages import page
from api.console.visitor import SignedIn
from redress.domain.actors import OFFICE_ROLES, PARTY_ROLES, Role
from redress.domain.permissions import MAY, RELATION_WORDS, RELATIONS, Relation

COLUMNS: Final = (*OFFICE_ROLES, *(role for role in Role if role in PARTY_ROLES))

ALWAYS: Final = (Relation.OFFICE_IN_CHARGE, Relation.NOT_RECUSED)
"""What every command asks; it stands above the table once."""

router = APIRouter()


@router.get("/permissions")
async def show_permissions(visitor: SignedIn) -> Response:
    return page(
        visitor,
        "permissions.html",
        columns=COLUMNS,
        rows=tuple(MAY.items()),
        relations=RELATIONS,
        words_of=RELATION_WORDS,
        always=ALWAYS,
        mine=frozenset(visitor.signed.actor.roles),
    )
