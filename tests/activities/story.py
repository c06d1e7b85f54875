"""A complaint told by the domain itself, sealed as the API seals it: batches as a case really sends them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

import asyncpg

from redress.contracts.ids import uuid7
from redress.contracts.recorded import batch_of, ledger_row
from redress.contracts.recording import Batch
from redress.domain import events as e
from redress.domain.actors import Actor, Role
from redress.domain.case import Case
from redress.domain.commands import AnyCommand
from redress.domain.context import Context
from redress.domain.deciding import decide
from redress.domain.facts import Channel, Claim, ClaimKind, Complainant, Filing, Purchase, Respondent
from redress.domain.opening import fold, open_complaint
from redress.domain.passing import pass_time
from redress.domain.refusals import Refusal
from redress.domain.tables import Tables, load_tables
from redress.persistence.pool import Connection, Pool, transaction
from redress.persistence.sealing import Sink, seal
from redress.persistence.vault import Vault

QINGHE, YUNSHAN = "jiangzhou.linhai.qinghe", "jiangzhou.linhai.yunshan"
OFFICER = Actor("p-officer", QINGHE, (Role.INTAKE, Role.OFFICER, Role.MEDIATOR, Role.SUPERVISOR))
CALLER = Actor("p-caller", QINGHE, (Role.CALLBACK,))
MORNING = datetime(2026, 8, 20, 1, 0, tzinfo=UTC)

OFFICES: Final[tuple[tuple[str, str | None, str | None, str, list[str]], ...]] = (
    ("jiangzhou", None, None, "superior", []),
    ("jiangzhou.linhai", "jiangzhou", None, "superior", []),
    (QINGHE, "jiangzhou.linhai", "330106", "bureau", ["清河区"]),
    (f"{QINGHE}.east", QINGHE, None, "branch", []),
    (YUNSHAN, "jiangzhou.linhai", "330107", "bureau", ["云山县"]),
)

WASHING_MACHINE = Filing(
    channel=Channel.WEB,
    facts="洗衣机用了一周就漏水，商家说是使用不当。",
    complainants=(Complainant(name="林一一", phone="13800000001", address="云山县北路1号"),),
    respondents=(Respondent(name="晨光电器", address="临海市清河区南路2号"),),
    purchase=Purchase(item="洗衣机", on=date(2026, 8, 1), amount=Decimal(12800)),
    claims=(Claim(kind=ClaimKind.EXCHANGE),),
)


async def open_offices(owner_url: str) -> None:
    """A province, a city, two county bureaus and a branch."""
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.executemany(
            "INSERT INTO offices (path, parent, code, kind, name_zh, name_en, regions) "
            "VALUES ($1, $2, $3, $4, $1, $1, $5)",
            OFFICES,
        )
    finally:
        await connection.close()


def new_case_id(n: int = 0) -> str:
    """A case id whose later bytes tell cases of one test apart."""
    return uuid7(MORNING, n.to_bytes(10, "big"))


@dataclass
class Story:
    """One case as it grows; every call answers the batch that the case would send to be recorded."""

    case_id: str
    case: Case = field(default_factory=Case)
    tables: Tables = field(default_factory=load_tables)

    async def file(
        self, pool: Pool, vault: Vault, filing: Filing = WASHING_MACHINE, at: datetime = MORNING
    ) -> Batch:
        """Seals a filing for the vault and registers it."""
        sink = Sink()
        sealed = seal(filing, sink)
        async with transaction(pool) as connection:
            await vault.seal_many(connection, self.case_id, sink.texts, filed_in=QINGHE)
        return self.register(sealed, at)

    def register(self, sealed: Filing, at: datetime = MORNING) -> Batch:
        ctx = Context(actor=OFFICER, now=at, tables=self.tables, command_id="c-0")
        number = f"330106-2026-{self.case_id[-6:]}-1"
        opened = open_complaint(self.case_id, number, QINGHE, "samr-121", sealed, ctx)
        assert not isinstance(opened, Refusal), opened
        return self._happened(opened)

    def act(self, command: AnyCommand, after: timedelta, actor: Actor = OFFICER) -> Batch:
        """What a sealed command brings, given so long after the registration."""
        ctx = Context(actor=actor, now=MORNING + after, tables=self.tables, command_id=f"c-{after}")
        decided = decide(self.case, command, ctx)
        assert not isinstance(decided, Refusal), decided
        return self._happened(decided)

    def wait(self, until: timedelta) -> Batch:
        """What time alone brings by so long after the registration."""
        _, recorded = pass_time(self.case, MORNING + until, self.tables)
        return self._happened(recorded)

    def _happened(self, recorded: tuple[e.Recorded, ...]) -> Batch:
        self.case = fold(recorded, self.case)
        return batch_of(tuple(ledger_row(entry) for entry in recorded), recorded, self.case, self.tables)


async def count(connection: Connection, table: str) -> int:
    """Rows of one of our tables."""
    found: int = await connection.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608
    return found
