"""Brings notices to parties by the channel that the case chose, and the outcome back to the case.

What has become of a notice is kept before the case hears of it, so a worker that dies in between tells the
case again, which takes it once. Texts are opened here, for one notice, and nowhere kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from redress.contracts.party_notices import PartyNotice, read_notice
from redress.domain.actors import SYSTEM
from redress.domain.commands import DeliveryOutcome
from redress.domain.facts import Method
from redress.domain.ways import BY_HAND
from redress.notify.port import (
    Cases,
    Channel,
    DeliveryReport,
    NotYet,
    Papers,
    PartyMessage,
    Undeliverable,
    Unreachable,
    WithAPerson,
)
from redress.notify.quiet import QuietHours
from redress.notify.saying import Opening, said_of
from redress.notify.wording import short, subject, whole
from redress.observability.metrics import NOTICES
from redress.persistence.outbox import Delivery
from redress.persistence.party_notices import (
    Outcome,
    clock_offset,
    keep_outcome,
    kept_outcome,
)
from redress.persistence.pool import Connection, Pool, transaction
from redress.persistence.print_queue import put_in_queue
from redress.persistence.regulations import Regulations
from redress.persistence.sealing import Plain, Sink
from redress.persistence.vault import NoSuchKey, Vault

HELD_IN_QUIET: Final = frozenset({Method.SMS})
"""What wakes people; a mail waits in its box until they look."""

WITH_PAPER: Final = frozenset({Method.EMAIL})
"""What carries the document that the notice names."""


class ToParties:
    """`channels`: those that are on; what no channel takes, a person does."""

    def __init__(
        self,
        pool: Pool,
        vault: Vault,
        regulations: Regulations,
        channels: Mapping[Method, Channel],
        cases: Cases,
        papers: Papers,
        *,
        quiet: QuietHours,
        progress_url: str,
        code_key: bytes,
        now: Callable[[], datetime],
    ) -> None:
        self._pool = pool
        self._vault = vault
        self._regulations = regulations
        self._channels = dict(channels)
        self._cases = cases
        self._papers = papers
        self._quiet = quiet
        self._progress_url = progress_url
        self._code_key = code_key
        self._now = now

    async def carry(self, delivery: Delivery) -> None:
        notice = read_notice(delivery.payload)
        if delivery.outcome is None:
            await self._send(delivery, notice)
        async with transaction(self._pool) as connection:
            kept = await kept_outcome(connection, delivery)
            ahead = await clock_offset(connection, delivery.case_id)
        report = DeliveryReport(
            case_id=delivery.case_id,
            office=notice.office,
            notice=delivery.seq,
            n=delivery.n,
            outcome=kept.outcome,
            at=kept.at + ahead,
            proof_ref=kept.proof_ref,
        )
        await self._cases.hear(report)

    async def _send(self, delivery: Delivery, notice: PartyNotice) -> None:
        channel = self._channels.get(notice.method)
        if channel is None:
            raise await self._left_to_a_person(delivery, notice)
        if notice.method in HELD_IN_QUIET and (until := self._quiet.over_at(notice.office, self._now())):
            raise NotYet(until)
        attached = None
        if notice.document is not None and notice.method in WITH_PAPER:
            attached = await self._papers.paper(delivery.case_id, notice.document, _purpose(notice))
        async with transaction(self._pool) as connection:
            message = replace(await self._written(connection, delivery, notice), attached=attached)
        try:
            receipt = await channel.send(message)
        except Unreachable as error:
            await self._keep(delivery, DeliveryOutcome.UNREACHABLE, f"{error.code}: {error.said}", error.code)
        else:
            await self._keep(delivery, DeliveryOutcome.TOLD, receipt, None)

    async def _left_to_a_person(self, delivery: Delivery, notice: PartyNotice) -> WithAPerson | Undeliverable:
        if notice.method not in BY_HAND:
            return Undeliverable("channel_off")
        async with transaction(self._pool) as connection:
            await put_in_queue(connection, delivery)
        return WithAPerson()

    async def _keep(
        self, delivery: Delivery, outcome: DeliveryOutcome, proof: str, reason: str | None
    ) -> None:
        sink = Sink()
        kept = Outcome(outcome=outcome, at=self._now(), proof_ref=sink.put(Plain(proof, "notice.proof")))
        async with transaction(self._pool) as connection:
            try:
                async with connection.transaction():
                    await self._vault.seal_many(connection, delivery.case_id, sink.texts)
                    await keep_outcome(connection, delivery, kept, reason)
            except NoSuchKey:  # erased meanwhile: that it was delivered is still so
                await keep_outcome(connection, delivery, replace(kept, proof_ref=None), reason)
        NOTICES.labels(read_notice(delivery.payload).method.value, outcome.value).inc()

    async def _written(
        self, connection: Connection, delivery: Delivery, notice: PartyNotice
    ) -> PartyMessage:
        """The notice as the party gets it; raises `Undeliverable` without an address."""
        opening = Opening(
            vault=self._vault,
            regulations=self._regulations,
            person=SYSTEM.person,
            purpose=_purpose(notice),
        )
        said, address = await said_of(
            connection,
            opening,
            delivery.case_id,
            notice,
            progress_url=self._progress_url,
            code_key=self._code_key,
            today=self._now(),
        )
        if not address:
            raise Undeliverable("no_address")
        identity = f"{delivery.case_id}.{delivery.seq}.{delivery.kind}.{delivery.n}"
        return PartyMessage(
            identity=identity, address=address, subject=subject(said), whole=whole(said), short=short(said)
        )


def _purpose(notice: PartyNotice) -> str:
    return f"notice.{notice.method.value}"
