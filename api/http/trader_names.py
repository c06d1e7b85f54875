"""Who the traders behind blind keys are: enterprises alone, opened for those who may read parties, audited.
"""

from collections.abc import Iterable
from typing import Final

from pydantic import ValidationError

from api.http.one_case import VIEW
from api.http.opening import MAY_OPEN, opened
from api.http.services import Services
from redress.domain.actors import Actor
from redress.domain.facts import Channel, Filing, Respondent
from redress.domain.naming_traders import may_be_named
from redress.domain.wording import plain
from redress.persistence.blind_index import Entry
from redress.persistence.pool import Connection
from redress.persistence.reading import read_view
from redress.persistence.statistics import Trader

PURPOSE: Final = "statistics"
"""What these openings are recorded for."""


async def names_of_traders(
    services: Services, connection: Connection, actor: Actor, traders: Iterable[Trader]
) -> dict[bytes, str]:
    """The names by blind key; whoever may not be named in public (an individual, no code) has none."""
    if not MAY_OPEN.intersection(actor.roles):
        return {}
    names: dict[bytes, str] = {}
    for trader in traders:
        if name := await _name_of(services, connection, actor, trader):
            names[trader.key] = name
    return names


async def _name_of(services: Services, connection: Connection, actor: Actor, trader: Trader) -> str:
    stored = await read_view(connection, trader.newest)
    if stored is None:
        return ""
    try:
        filing = VIEW.validate_json(stored.view_json).filing
    except ValidationError:  # kept in an earlier version's shape: a list of ten waits for no engine
        return ""
    for one in filing.respondents:
        short = Respondent(name=one.name, shop_name=one.shop_name, uscc=one.uscc)
        seen = await opened(services.vault, connection, trader.newest, short, actor, PURPOSE)
        entries = services.blind_index.of_filing(Filing(channel=Channel.IMPORT, respondents=(seen,)))
        if Entry("trader.uscc", trader.key) in entries and may_be_named(seen.uscc):
            return plain(seen.name) or plain(seen.shop_name)
    return ""
