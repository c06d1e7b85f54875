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
from redress.domain.commands import DeliveryOutcome, NoticeMatter
from redress.domain.facts import Method
from redress.domain.profile import Ground, Profile
from redress.notify.port import (
    Cases,
    Channel,
    DeliveryReport,
    NotYet,
    PartyMessage,
    Undeliverable,
    Unreachable,
)
from redress.notify.quiet import QuietHours
from redress.notify.wording import WITH_REMEDIES, Said, short, subject, whole
from redress.observability.metrics import NOTICES
from redress.persistence.outbox import Delivery
from redress.persistence.party_notices import (
    Outcome,
    clock_offset,
    display_name,
    keep_outcome,
    kept_outcome,
    place_ref,
    reason_ref,
    sender_of,
)
from redress.persistence.pool import Connection, Pool, transaction
from redress.persistence.regulations import Regulations
from redress.persistence.sealing import Plain, Sink
from redress.persistence.vault import NoSuchKey, Vault

HELD_IN_QUIET: Final = frozenset({Method.SMS})
"""What wakes people; a mail waits in its box until they look."""

DECIDED_BY: Final = {NoticeMatter.REFUSAL: "refused", NoticeMatter.TERMINATION: "mediation_terminated"}
"""The event that holds the reason of a decision."""


class ToParties:
    """`channels`: those that are on; a notice for another one waits for a person."""

    def __init__(
        self,
        pool: Pool,
        vault: Vault,
        regulations: Regulations,
        channels: Mapping[Method, Channel],
        cases: Cases,
        *,
        quiet: QuietHours,
        progress_url: str,
        now: Callable[[], datetime],
    ) -> None:
        self._pool = pool
        self._vault = vault
        self._regulations = regulations
        self._channels = dict(channels)
        self._cases = cases
        self._quiet = quiet
        self._progress_url = progress_url
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
            raise Undeliverable("channel_off")
        if notice.method in HELD_IN_QUIET and (until := self._quiet.over_at(notice.office, self._now())):
            raise NotYet(until)
        async with transaction(self._pool) as connection:
            message = await self._written(connection, delivery, notice)
        try:
            receipt = await channel.send(message)
        except Unreachable as error:
            await self._keep(delivery, DeliveryOutcome.UNREACHABLE, f"{error.code}: {error.said}", error.code)
        else:
            await self._keep(delivery, DeliveryOutcome.TOLD, receipt, None)

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
        said, address = await self._said(connection, delivery, notice)
        if not address:
            raise Undeliverable("no_address")
        identity = f"{delivery.case_id}.{delivery.seq}.{delivery.kind}.{delivery.n}"
        return PartyMessage(
            identity=identity, address=address, subject=subject(said), whole=whole(said), short=short(said)
        )

    async def _said(
        self, connection: Connection, delivery: Delivery, notice: PartyNotice
    ) -> tuple[Said, str | None]:
        case_id = delivery.case_id
        decided_by = DECIDED_BY.get(notice.matter)
        reason = await reason_ref(connection, case_id, decided_by) if decided_by and not notice.text else None
        place = await place_ref(connection, case_id, notice.session) if notice.session else None
        refs = (notice.address, notice.name, notice.text, reason, place)
        texts = await self._vault.open_many(
            connection,
            case_id,
            [ref for ref in refs if ref],
            opened_by=SYSTEM.person,
            purpose=f"notice.{notice.method.value}",
        )
        sender = await sender_of(connection, notice.office)
        await self._regulations.refresh(connection)
        profile = self._regulations.tables.profile(notice.profile)
        side = notice.party.partition("-")[0]
        with_remedies = side == "complainant" and notice.matter in WITH_REMEDIES
        said = Said(
            case_number=notice.case_number,
            matter=notice.matter,
            party=side,
            office_zh=sender.name_zh,
            office_en=sender.name_en,
            phone=sender.phone,
            progress_url=self._progress_url,
            today=self._now(),
            name=texts.get(notice.name or ""),
            text=texts.get(notice.text or ""),
            decided_at=_moment(notice.decided_at),
            ground=_ground(profile, notice.ground),
            reason=texts.get(reason or ""),
            remedies=profile.remedies if profile and with_remedies else None,
            session_at=_moment(notice.session_at),
            session_form=notice.session_form,
            place=texts.get(place or ""),
            mediator=await display_name(connection, notice.mediator) if notice.mediator else None,
        )
        return said, texts.get(notice.address or "")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _ground(profile: Profile | None, code: str | None) -> Ground | None:
    grounds = (*profile.refusal_grounds, *profile.termination_grounds) if profile else ()
    return next((ground for ground in grounds if ground.code == code), None)
