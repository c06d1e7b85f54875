"""Computes the hash chain of the ledger anew and compares it with what is stored and with the read model."""

from dataclasses import dataclass
from typing import Final

from redress.contracts.recording import LedgerRow
from redress.persistence.pool import Connection, Record
from redress.persistence.recording import GENESIS, chain


@dataclass(frozen=True, slots=True)
class Break:
    """The first difference in a case; `seq` is where it shows."""

    case_id: str
    seq: int
    why: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    cases: int
    events: int
    breaks: tuple[Break, ...]

    @property
    def sound(self) -> bool:
        return not self.breaks


@dataclass(slots=True)
class _Walk:
    """One case while its events pass by in order."""

    case_id: str
    version: int
    last_hash: bytes
    seq: int = 0
    head: bytes = GENESIS
    why: str | None = None

    def take(self, row: Record) -> None:
        if self.why is not None:
            return
        self.seq += 1
        event = LedgerRow(**{name: row[name] for name in _EVENT})
        if event.seq != self.seq:
            self.why = f"event {event.seq} stands where {self.seq} is due"
        elif row["prev_hash"] != self.head:
            self.why = "it does not follow from the event before it"
        elif row["hash"] != chain(self.head, self.case_id, event):
            self.why = "its content is not what was recorded"
        self.head = row["hash"]

    def found(self) -> list[Break]:
        if self.why is None and (self.seq, self.head) != (self.version, self.last_hash):
            self.why = f"the read model stands at event {self.version} with another end"
        return [] if self.why is None else [Break(self.case_id, self.seq, self.why)]


async def verify_chain(connection: Connection, case_id: str | None = None) -> ChainReport:
    """Checks one case or all of them, in constant memory, as they stood at one moment.

    Runs inside a transaction of a role that sees the cases.
    """
    cases = events = 0
    breaks: list[Break] = []
    walk: _Walk | None = None
    async for row in connection.cursor(_QUERY, case_id, prefetch=500):
        if walk is None or walk.case_id != str(row["case_id"]):
            breaks += walk.found() if walk else []
            walk = _Walk(str(row["case_id"]), row["version"], row["last_hash"])
            cases += 1
        if row["seq"] is not None:
            walk.take(row)
            events += 1
    breaks += walk.found() if walk else []
    return ChainReport(cases, events, tuple(breaks))


_EVENT: Final = ("seq", "type", "at", "occurred_at", "actor", "office", "body")

_QUERY: Final = """
SELECT c.case_id, c.version, c.last_hash, l.seq, l.type, l.at, l.occurred_at, l.actor, l.office, l.body,
       l.prev_hash, l.hash
FROM cases c LEFT JOIN ledger l USING (case_id)
WHERE $1::uuid IS NULL OR c.case_id = $1::uuid
ORDER BY c.case_id, l.seq
"""
