"""Saved views of the desk: keeping, renaming, deleting them, and with which one it opens."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from api.console.desk import MAY_SHARE, desk_page
from api.console.desk_filters import EVERYTHING, kept_filters
from api.console.pages import lead_to, page
from api.console.visitor import SignedIn, Visitor
from api.http.json_input import text_error
from api.http.problems import Problem, problem
from redress.persistence.pool import acting_as
from redress.persistence.saved_views import (
    LONGEST_NAME,
    NameTaken,
    TooManyViews,
    delete_view,
    open_with,
    rename_view,
    save_view,
    saved_views,
)

PLACE: Final = "/desk/views"

router = APIRouter(prefix=PLACE)


def _view_of(view: Annotated[str, Path(max_length=40)]) -> str:
    try:
        return str(UUID(view))
    except ValueError:
        raise problem("no_such_view") from None


ViewId = Annotated[str, Depends(_view_of)]


@router.get("")
async def show_views(visitor: SignedIn) -> Response:
    return await _page(visitor)


@router.post("")
async def keep_view(visitor: SignedIn) -> Response:
    """Keeps the filters of the desk under a name, for oneself or (who leads) for the office."""
    form, actor = visitor.form, visitor.signed.actor
    filters, name = kept_filters(form.one("filters")), form.one("name").strip()
    shared = form.has("shared") and bool(MAY_SHARE.intersection(actor.roles))
    try:
        _good_name(name)
        if not filters.kept:
            raise problem("empty_view")
        async with acting_as(visitor.services.pool, actor) as connection:
            made = await save_view(
                connection, actor.person, name, filters.kept, actor.office if shared else None
            )
    except NameTaken:
        found = problem("view_name_taken")
    except TooManyViews:
        found = problem("too_many_views")
    except Problem as refused:
        found = refused
    else:
        return lead_to(kept_filters(filters.kept).address(view=made))
    return await desk_page(visitor, filters, refused=found, typed=name)


@router.post("/{view}/rename")
async def rename(visitor: SignedIn, view: ViewId) -> Response:
    name, person = visitor.form.one("name").strip(), visitor.signed.actor.person
    try:
        _good_name(name)
        async with acting_as(visitor.services.pool, visitor.signed.actor) as connection:
            if not await rename_view(connection, person, view, name):
                raise problem("no_such_view")
    except NameTaken:
        return await _page(visitor, problem("view_name_taken"), view, name)
    except Problem as refused:
        if refused.status == 404:
            raise
        return await _page(visitor, refused, view, name)
    return lead_to(PLACE)


@router.post("/{view}/delete")
async def delete(visitor: SignedIn, view: ViewId) -> Response:
    """Twice is once: a view that is gone already is gone."""
    async with acting_as(visitor.services.pool, visitor.signed.actor) as connection:
        await delete_view(connection, visitor.signed.actor.person, view)
    return lead_to(PLACE)


@router.post("/{view}/first")
async def begin_with(visitor: SignedIn, view: ViewId) -> Response:
    """The desk opens with this view from now on, or (`not`) with everything again."""
    chosen = None if visitor.form.has("not") else view
    async with acting_as(visitor.services.pool, visitor.signed.actor) as connection:
        await open_with(connection, visitor.signed.actor.person, chosen)
    return lead_to(PLACE)


def _good_name(name: str) -> None:
    """Raises `view_without_name`, `view_name_too_long`, `invalid_query` for what nobody sees."""
    if not name:
        raise problem("view_without_name")
    if len(name) > LONGEST_NAME:
        raise problem("view_name_too_long")
    if (error := text_error(name, "name")) is not None:
        raise problem("invalid_query", errors=(error,))


async def _page(
    visitor: Visitor, found: Problem | None = None, tried: str = "", typed: str = ""
) -> Response:
    async with acting_as(visitor.services.pool, visitor.signed.actor) as connection:
        views = await saved_views(connection, visitor.signed.actor.person)
    return page(
        visitor,
        "desk_views.html",
        found.status if found else 200,
        views=[(view, kept_filters(view.filters).address(view=view.id)) for view in views],
        everything=EVERYTHING,
        found=found,
        tried=tried,
        typed=typed,
        longest=LONGEST_NAME,
    )
