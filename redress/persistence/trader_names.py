"""Who the traders behind blind keys are: enterprises alone, opened for those who may read parties, audited.
"""

from collections.abc import Iterable
from typing import Final

from pydantic import TypeAdapter, ValidationError

from redress.domain.actors import Actor
from redress.domain.facts import Channel, Filing, Respondent
from redress.domain.naming_traders import may_be_named
from redress.domain.permissions import MAY_OPEN
from redress.domain.view import CaseView
from redress.domain.wording import plain
from redress.persistence.blind_index import BlindIndex, Entry
from redress.persistence.opening import opened
from redress.persistence.pool import Connection
from redress.persistence.reading import read_view
from redress.persistence.statistics import Trader
from redress.persistence.vault import Vault

PURPOSE: Final = "statistics"
"""What these openings are recorded for."""


VIEW: Final[TypeAdapter[CaseView]] = TypeAdapter(CaseView)


class TraderNames:
    def __init__(self, vault: Vault, index: BlindIndex) -> None:
        self._vault = vault
        self._index = index

    async def of(
        self, connection: Connection, actor: Actor, traders: Iterable[Trader]
    ) -> dict[bytes, str]:
        """The names by blind key; whoever may not be named in public (an individual, no code) has none."""
        if not MAY_OPEN.intersection(actor.roles):
            return {}
        names: dict[bytes, str] = {}
        for trader in traders:
            if name := await self._name_of(connection, actor, trader):
                names[trader.key] = name
        return names

    async def _name_of(self, connection: Connection, actor: Actor, trader: Trader) -> str:
        stored = await read_view(connection, trader.newest)
        if stored is None:
            return ""
        try:
            filing = VIEW.validate_json(stored.view_json).filing
        except ValidationError:  # kept in an earlier version's shape: a list of ten waits for no engine
            return ""
        for one in filing.respondents:
            short = Respondent(name=one.name, shop_name=one.shop_name, uscc=one.uscc)
            seen = await opened(self._vault, connection, trader.newest, short, actor, PURPOSE)
            entries = self._index.of_filing(Filing(channel=Channel.IMPORT, respondents=(seen,)))
            if Entry("trader.uscc", trader.key) in entries and may_be_named(seen.uscc):
                return plain(seen.name) or plain(seen.shop_name)
        return ""
