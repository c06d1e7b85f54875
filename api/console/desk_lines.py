"""The lines of the desk: each case with what it is about, who has it, and which duty is due next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final

from pydantic import TypeAdapter, ValidationError

from api.console.naming import Naming
from api.console.visitor import Visitor
from api.http.opening import MAY_OPEN
from api.http.text_search import Excerpt, Searched
from redress.domain.actors import Actor
from redress.domain.calendar import Calendar, working_days_between
from redress.domain.case import Stage
from redress.domain.counting import CHINA
from redress.domain.facts import Complainant, Filing, Purchase, Respondent
from redress.domain.sealed import Sealed, Text
from redress.persistence.accounts import names_of
from redress.persistence.line_clocks import LineClock, next_clocks
from redress.persistence.pool import Connection, acting_as
from redress.persistence.reading import CaseItem, read_filings
from redress.persistence.sealing import sealed_refs
from redress.persistence.vault import OpenedText, Vault

FILING: Final = TypeAdapter(Filing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A case in the list. `left`: working days to the safe due day, negative when it is past; `duty` is what
    is due then. `excerpts`: where a search found it; `unopened`: the index alone speaks for it.
    """

    item: CaseItem
    about: Filing | None
    handler: str
    office: str
    left: int | None
    clock: LineClock | None
    duty: str
    excerpts: tuple[Excerpt, ...]
    unopened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """`names` by person; `clocks` and `abouts` by case."""

    names: Mapping[str, str]
    clocks: Mapping[str, LineClock]
    abouts: Mapping[str, Filing]


async def lines_of(visitor: Visitor, found: Searched, naming: Naming) -> list[Line]:
    """The lines of a page, by five queries whatever its length."""
    services, actor, now = visitor.services, visitor.signed.actor, datetime.now(UTC)
    items = found.page.items
    async with acting_as(services.pool, actor) as connection:
        around = await read_around(services.vault, connection, actor, items)
    return [
        Line(
            item=item,
            about=around.abouts.get(item.case_id),
            handler=around.names.get(item.handler or "", ""),
            office=naming.office(item.office) if item.office != actor.office else "",
            left=left_until(services.tables.calendar, today_of(item, now), item.safe_due_on),
            clock=clock,
            duty=naming.clock(clock.key) if clock else "",
            excerpts=found.excerpts.get(item.case_id, ()),
            unopened=item.case_id in found.unopened,
        )
        for item in items
        for clock in (around.clocks.get(item.case_id),)
    ]


async def read_around(
    vault: Vault, connection: Connection, actor: Actor, items: tuple[CaseItem, ...]
) -> Around:
    """What the lines of a page show beside the list's own columns."""
    return Around(
        names=await names_of(connection, (item.handler for item in items if item.handler)),
        clocks=await next_clocks(connection, (item.case_id for item in items)),
        abouts=await _abouts(vault, connection, actor, items),
    )


def today_of(item: CaseItem, now: datetime) -> date:
    """Today by the case's own clock."""
    return (now + item.clock_offset).astimezone(CHINA).date()


def left_until(calendar: Calendar, today: date, day: date | None) -> int | None:
    """Working days from `today` to `day`, negative when it is past."""
    return None if day is None else working_days_between(calendar, today, day)


async def _abouts(
    vault: Vault, connection: Connection, actor: Actor, items: tuple[CaseItem, ...]
) -> Mapping[str, Filing]:
    """What each case is about: the names and the goods alone are opened for a list, and nothing of an
    archived case, which is opened for a reason.
    """
    live = [item.case_id for item in items if item.stage != Stage.ARCHIVED]
    kept = await read_filings(connection, live)
    filings = {case_id: filing for case_id, text in kept.items() if (filing := _filing(text)) is not None}
    opened: Mapping[str, tuple[OpenedText, ...]] = {}
    if MAY_OPEN.intersection(actor.roles):
        refs = {case_id: sealed_refs(shortened(filing)) for case_id, filing in filings.items()}
        opened = await vault.open_cases(connection, refs, opened_by=actor.person, purpose="list")
    return {
        case_id: shortened(filing, {one.ref: one.text for one in opened.get(case_id, ())})
        for case_id, filing in filings.items()
    }


def _filing(text: str) -> Filing | None:
    """None where it was kept in an earlier version's shape."""
    try:
        return FILING.validate_json(text)
    except ValidationError:
        return None


def shortened(filing: Filing, texts: Mapping[str, str] = MappingProxyType({})) -> Filing:
    """What a line shows of a filing; `texts` stand in place of their references."""
    bought = filing.purchase
    return Filing(
        channel=filing.channel,
        complainants=tuple(Complainant(name=_said(each.name, texts)) for each in filing.complainants[:1]),
        respondents=tuple(
            Respondent(name=_said(each.name, texts), shop_name=_said(each.shop_name, texts))
            for each in filing.respondents[:1]
        ),
        purchase=Purchase(item=_said(bought.item, texts), amount=bought.amount) if bought else None,
        claims=filing.claims,
        category=filing.category,
    )


def _said(text: Text | None, texts: Mapping[str, str]) -> Text | None:
    return texts.get(text.ref, text) if isinstance(text, Sealed) else text
