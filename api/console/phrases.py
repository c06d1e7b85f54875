"""Standard phrases as a page for those in charge: the office's own to be kept, and those that come along."""

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.console.naming import Naming
from api.console.pages import lead_to, page
from api.console.visitor import SignedIn, Visitor
from api.http.problems import Problem, problem
from redress.domain.standard_phrases import LONGEST, Phrase, shipped_phrases
from redress.persistence.office_phrases import add_phrase, phrases_for, remove_phrase
from redress.persistence.pool import acting_as

ANY: Final = ""
"""A phrase for every type."""

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases of one type of complaint."""

    title: str
    phrases: tuple[Phrase, ...]


@router.get("/phrases")
async def show_phrases(visitor: SignedIn) -> Response:
    _must_keep(visitor)
    return await _page(visitor)


@router.post("/phrases")
async def add(visitor: SignedIn) -> Response:
    """Back to the page with the phrase on it; the same form sent twice adds one."""
    _must_keep(visitor)
    actor, form = visitor.signed.actor, visitor.form
    text = " ".join(form.one("text").split())
    try:
        if not 0 < len(text) <= LONGEST or not text.isprintable():
            raise problem("unfit_phrase")
        if form.one("category") not in {ANY, *(code for code, _ in _types(visitor))}:
            raise problem("unfit_phrase")
        async with acting_as(visitor.services.pool, actor) as connection:
            added = await add_phrase(
                connection, actor, phrase_id_of(form.one("key")), form.one("category"), text
            )
        if not added:
            raise problem("too_many_phrases")
    except Problem as found:
        return await _page(visitor, found)
    return lead_to("/phrases")


@router.post("/phrases/{phrase}/remove")
async def remove(phrase: Annotated[str, Path()], visitor: SignedIn) -> Response:
    _must_keep(visitor)
    actor = visitor.signed.actor
    async with acting_as(visitor.services.pool, actor) as connection:
        await remove_phrase(connection, actor.office, phrase_id_of(phrase))
    return lead_to("/phrases")


async def phrases_of(visitor: Visitor) -> tuple[Phrase, ...]:
    """What the visitor may put into the facts: the office's, the bureau's, the shipped ones."""
    actor = visitor.signed.actor
    async with acting_as(visitor.services.pool, actor) as connection:
        return (*await phrases_for(connection, actor.office), *shipped_phrases())


def grouped(visitor: Visitor, phrases: tuple[Phrase, ...]) -> tuple[Group, ...]:
    """By type, those for every type first."""
    naming = Naming(visitor.words, visitor.services.tables, {})
    by_type = sorted(phrases, key=lambda one: one.category)
    return tuple(
        Group(naming.word("category", code) if code else visitor.words("phrases.any"), tuple(found))
        for code, found in groupby(by_type, key=lambda one: one.category)
    )


def phrase_id_of(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise problem("unfit_phrase") from None


def _must_keep(visitor: Visitor) -> None:
    if not visitor.in_charge:
        raise problem("not_phrase_keeper")


def _types(visitor: Visitor) -> tuple[tuple[str, str], ...]:
    taxonomy, words = visitor.services.tables.taxonomy, visitor.words
    if taxonomy is None:
        return ()
    return tuple((term.code, words.either(*taxonomy.names(term.code))) for term in taxonomy.categories)


async def _page(visitor: Visitor, found: Problem | None = None) -> Response:
    phrases = await phrases_of(visitor)
    office = visitor.signed.actor.office
    return page(
        visitor,
        "phrases.html",
        200 if found is None else found.status,
        own=grouped(visitor, tuple(one for one in phrases if one.office == office)),
        others=grouped(visitor, tuple(one for one in phrases if one.office != office)),
        types=_types(visitor),
        key=visitor.form.one("key") if found else str(uuid4()),
        typed_in=visitor.form,
        found=found,
    )
