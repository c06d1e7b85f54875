"""Search over sealed texts: candidates by the index of words, each opened and looked at before it is shown.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from api.http.opening import MAY_OPEN
from redress.contracts.ids import is_case_number
from redress.domain.actors import Actor
from redress.domain.case import Stage
from redress.domain.searching import Folded, Piece, excerpt, hold
from redress.persistence.case_filters import CaseFilter
from redress.persistence.case_words import WordHashes, few_with, read, terms_typed
from redress.persistence.pool import Connection
from redress.persistence.reading import CaseItem, Page, cursor_after, list_cases
from redress.persistence.vault import OpenedText, Vault

MOST_OPENED: Final = 200
"""Candidates opened for one page; the search goes on from there when it is asked to."""

MOST_EXCERPTS: Final = 2
PURPOSE: Final = "search"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Where a case holds what was searched for; `kind` says which field, e.g. `filing.facts`."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """A page of a search. `excerpts` by case; `unopened`: candidates that only the index speaks for, because
    they lie in the archive or their reader may not open texts. `stopped_at`: so many were opened, and the
    search goes on with the next page.
    """

    page: Page
    excerpts: dict[str, tuple[Excerpt, ...]] = field(default_factory=dict)
    unopened: frozenset[str] = frozenset()
    stopped_at: int | None = None


def asked_for(words: WordHashes, typed: str) -> tuple[CaseFilter, tuple[str, ...]]:
    """What narrows a list to the candidates of a search, and the terms that each has to hold.

    A whole case number is looked up as such. What has no letter, digit or character finds nothing.
    """
    if is_case_number(typed):
        return CaseFilter(number=typed), ()
    terms = terms_typed(typed)
    return CaseFilter(words=words.of_terms(terms) if terms else None), terms


async def search(
    vault: Vault,
    connection: Connection,
    actor: Actor,
    narrowed: CaseFilter,
    terms: tuple[str, ...],
    *,
    limit: int,
    cursor: str | None,
) -> Searched:
    """The next cases that hold all terms; raises `BadCursor`. Every opening is audited."""
    few = await few_with(connection, narrowed.words) if narrowed.words else None
    if few is not None:
        narrowed = replace(narrowed, words=None, cases=few)
    items: list[CaseItem] = []
    excerpts: dict[str, tuple[Excerpt, ...]] = {}
    unopened: set[str] = set()
    opened = 0
    while True:
        page = await list_cases(connection, narrowed, limit=limit, cursor=cursor)
        openable = [item for item in page.items if _may_open(actor, item)]
        texts = await vault.open_cases(
            connection, {item.case_id: None for item in openable}, opened_by=actor.person, purpose=PURPOSE
        )
        opened += len(openable)
        for item in page.items:
            held = [(one, read(one.text)) for one in texts.get(item.case_id, ())]
            if not _may_open(actor, item):
                unopened.add(item.case_id)
            elif not hold([whole for _, whole in held], terms):
                continue
            if len(items) == limit:
                return Searched(Page(tuple(items), cursor_after(items[-1])), excerpts, frozenset(unopened))
            items.append(item)
            excerpts[item.case_id] = _excerpts(held, terms)
        cursor = page.next_cursor
        if cursor is None or len(items) == limit or opened + limit > MOST_OPENED:
            stopped = opened if cursor is not None and len(items) < limit else None
            return Searched(Page(tuple(items), cursor), excerpts, frozenset(unopened), stopped)


def _may_open(actor: Actor, item: CaseItem) -> bool:
    return bool(MAY_OPEN.intersection(actor.roles)) and item.stage != Stage.ARCHIVED


def _excerpts(texts: list[tuple[OpenedText, Folded]], terms: tuple[str, ...]) -> tuple[Excerpt, ...]:
    """Those that show the most terms first; a text that says the same again is left out."""
    found: dict[tuple[Piece, ...], Excerpt] = {}
    for one, whole in sorted(texts, key=lambda each: -sum(term in each[1].words for term in terms)):
        pieces = excerpt(one.text, whole, terms)
        if pieces and pieces not in found:
            found[pieces] = Excerpt(one.kind, pieces)
    return tuple(found.values())[:MOST_EXCERPTS]
