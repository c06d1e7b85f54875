"""A notice to a party on its whole way: sent by the case, carried to a server, heard of by the case once."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from redress.contracts.recorded import PARTY_NOTICE
from redress.domain import commands as c
from redress.domain.case import ClockState
from redress.domain.commands import NoticeMatter
from redress.domain.counting import CHINA
from redress.domain.facts import Complainant, Method
from redress.domain.searching import terms_of
from redress.domain.tables import load_tables
from redress.domain.view import CaseView
from redress.notify.mail import MailChannel, MailServer
from redress.notify.port import Channel, DeliveryReport, NotYet
from redress.notify.quiet import QuietHours
from redress.notify.relay import Relay
from redress.notify.sms import SmsChannel, SmsGateway
from redress.notify.to_parties import ToParties
from redress.persistence.case_words import WordHashes, few_with
from redress.persistence.dead_letters import dead_letters, give_up, try_again
from redress.persistence.outbox import Delivery
from redress.persistence.pool import acting_as, transaction
from redress.persistence.regulations import Regulations
from redress.persistence.sealing import Plain, Sink
from redress.settings import Settings, read_key
from tests.notify.receivers import Address, Mailbox, http_received, mail_received
from tests.servers import Database
from tests.workflows.desk import SUPERVISOR, Case, Desk, filing
from workers.escalation import to_parties
from workers.hearing import EngineCases
from workers.papers import IssuedPapers

LIN = Complainant(
    name="林晓", phone="13800000001", email="linxiao@example.com", preferred_notice=Method.EMAIL
)
WAITING = "SELECT due_at, attempts FROM outbox WHERE delivered_at IS NULL AND kind = 'party_notice'"
TELL = c.SendNotice(matter=NoticeMatter.ACCEPTANCE, party="complainant")


@pytest.fixture
def mail() -> Iterator[tuple[Mailbox, MailServer]]:
    with mail_received() as received:
        yield received


@pytest.fixture
def gateway() -> Iterator[Address]:
    with http_received() as address:
        yield address


def relay(
    desk: Desk,
    channels: Mapping[Method, Channel],
    *,
    quiet: str = "",
    now: datetime | None = None,
    attempts: int = 100,
    courier: type[ToParties] = ToParties,
) -> Relay:
    parties = courier(
        desk.pool,
        desk.vault,
        Regulations(load_tables()),
        channels,
        EngineCases(desk.client),
        IssuedPapers(desk.pool, desk.vault),
        quiet=QuietHours(quiet, {}),
        progress_url="https://redress.example.org/progress",
        code_key=b"c" * 32,
        now=lambda: now or datetime.now(UTC),
    )
    lease = timedelta(0)  # what a dead worker had claimed is free at once
    return Relay(desk.pool, parties, "w", (PARTY_NOTICE,), attempts=attempts, lease=lease)


async def accepted(desk: Desk, complainant: Complainant = LIN) -> Case:
    """Accepted, and the notice of it on its way."""
    case = await desk.file(filing(complainants=(complainant,)))
    await desk.until(case, "intake_checked")
    await desk.act(case, c.Accept())
    await desk.act(case, TELL)
    return case


async def rows(desk: Desk, query: str, *arguments: Any) -> list[Any]:
    async with transaction(desk.pool) as connection:
        return list(await connection.fetch(query, *arguments))


async def make_due(database: Database) -> None:
    """What waits for its next attempt is tried now."""
    owner = await asyncpg.connect(database.superuser_url)
    await owner.execute("UPDATE outbox SET due_at = now() WHERE delivered_at IS NULL")
    await owner.close()


def acceptance(view: CaseView) -> ClockState:
    return next(clock.state for clock in view.clocks if clock.key == "complaint.acceptance")


def heard(types: list[str]) -> int:
    return types.count("notice_recorded")


async def test_a_mail_that_arrived_ends_the_clock_of_article_15(
    desk: Desk, mail: tuple[Mailbox, MailServer]
) -> None:
    box, server = mail
    case = await accepted(desk)
    assert acceptance(await desk.view(case)) is ClockState.RUNNING
    sending = relay(desk, {Method.EMAIL: MailChannel(server)})
    assert await sending.deliver_due() == 1
    view = await desk.view(case)
    assert acceptance(view) is ClockState.MET
    assert (view.told[0].outcome, view.sent) == (c.NoticeOutcome.TOLD, ())
    assert "tell.acceptance" not in view.open_items
    [got] = box.mails
    assert got["To"] == "linxiao@example.com"
    assert view.case_number in got["Subject"]
    text = got.get_content()
    assert "林晓:" in text
    assert "决定受理" in text
    assert "青河县市场监督管理局" in text
    assert await sending.deliver_due() == 0
    case_id = view.case_id
    openings = "SELECT person FROM vault_openings WHERE case_id = $1 AND purpose = 'notice.email'"
    assert [row["person"] for row in await rows(desk, openings, case_id)] == ["system"]
    outbox = await rows(desk, "SELECT payload::text AS said FROM outbox WHERE case_id = $1", case_id)
    assert not any(secret in row["said"] for row in outbox for secret in ("林晓", "1380000", "linxiao"))


async def test_a_case_in_virtual_time_hears_of_it_by_its_own_clock(
    desk: Desk, mail: tuple[Mailbox, MailServer]
) -> None:
    _, server = mail
    case = await desk.file(filing(complainants=(LIN,)))
    await desk.pass_time(case, timedelta(days=3))
    await desk.act(case, c.Accept())
    await desk.act(case, TELL)
    await relay(desk, {Method.EMAIL: MailChannel(server)}).deliver_due()
    view = await desk.view(case)
    assert acceptance(view) is ClockState.MET
    assert view.told[0].at - datetime.now(UTC) > timedelta(days=2)


async def test_a_server_that_accepts_and_drops_is_asked_again_and_the_case_hears_once(
    desk: Desk, mail: tuple[Mailbox, MailServer], module_database: Database
) -> None:
    box, server = mail
    box.moods = ["drop"]
    case = await accepted(desk)
    sending = relay(desk, {Method.EMAIL: MailChannel(server)})
    await sending.deliver_due()
    assert acceptance(await desk.view(case)) is ClockState.RUNNING
    await make_due(module_database)
    await sending.deliver_due()
    assert len({got["Message-ID"] for got in box.mails}) == 1
    assert heard(await desk.types(case)) == 1
    assert acceptance(await desk.view(case)) is ClockState.MET


async def test_two_mails_that_came_back_are_two_attempts(
    desk: Desk, mail: tuple[Mailbox, MailServer]
) -> None:
    box, server = mail
    case = await accepted(desk)
    sending = relay(desk, {Method.EMAIL: MailChannel(server)})
    for _ in range(2):
        box.moods = ["rcpt 550 5.1.1 no such user"]
        await sending.deliver_due()
        told = (await desk.view(case)).told[0]
        assert told.outcome is c.NoticeOutcome.UNREACHABLE
        if told.failed == 1:
            assert acceptance(await desk.view(case)) is ClockState.RUNNING
            await desk.act(case, TELL)
    assert acceptance(await desk.view(case)) is ClockState.MET
    assert box.mails == []
    kept = await rows(desk, "SELECT outcome_reason FROM outbox WHERE outcome = 'unreachable'")
    assert {row["outcome_reason"] for row in kept} == {"mailbox_refused"}


@pytest.mark.parametrize("dies", ["after sending", "after keeping", "after telling the case"])
async def test_a_worker_killed_on_the_way_lets_nobody_be_told_twice(
    desk: Desk, gateway: Address, dies: str
) -> None:
    class Killed(BaseException):
        """As a process ends."""

    class Dies(ToParties):
        async def _keep(self, *given: Any, **named: Any) -> None:
            if dies == "after sending":
                raise Killed
            await super()._keep(*given, **named)
            if dies == "after keeping":
                raise Killed

        async def carry(self, delivery: Delivery) -> None:
            await super().carry(delivery)
            raise Killed

    case = await accepted(desk, Complainant(name="林晓", phone="13800000001"))
    sms = {Method.SMS: SmsChannel(SmsGateway(gateway.url))}
    with pytest.raises(Killed):
        await relay(desk, sms, courier=Dies).deliver_due()
    assert await relay(desk, sms).deliver_due() == 1
    assert len({got.body["idempotency_key"] for got in gateway.requests}) == 1
    assert len(gateway.requests) == (2 if dies == "after sending" else 1)
    assert heard(await desk.types(case)) == 1
    assert acceptance(await desk.view(case)) is ClockState.MET


async def test_while_the_engine_does_not_answer_nothing_is_sent_again_and_nothing_dies(
    desk: Desk, gateway: Address, module_database: Database
) -> None:
    class Deaf(EngineCases):
        async def hear(self, told: DeliveryReport) -> None:
            raise NotYet(datetime.now(UTC) + timedelta(seconds=15))

    case = await accepted(desk, Complainant(phone="13800000001"))
    sms = {Method.SMS: SmsChannel(SmsGateway(gateway.url))}
    deaf = ToParties(
        desk.pool, desk.vault, Regulations(load_tables()), sms, Deaf(desk.client),
        IssuedPapers(desk.pool, desk.vault),
        quiet=QuietHours("", {}), progress_url="", code_key=b"c" * 32, now=lambda: datetime.now(UTC),
    )  # fmt: skip
    stuck = Relay(desk.pool, deaf, "w", (PARTY_NOTICE,), attempts=1)
    for _ in range(3):
        await stuck.deliver_due()
        await make_due(module_database)
    assert acceptance(await desk.view(case)) is ClockState.RUNNING
    await relay(desk, sms).deliver_due()
    assert acceptance(await desk.view(case)) is ClockState.MET
    assert len(gateway.requests) == 1


async def test_at_night_a_text_message_waits_for_the_morning_and_a_mail_goes_out(
    desk: Desk, gateway: Address, mail: tuple[Mailbox, MailServer], module_database: Database
) -> None:
    box, server = mail
    channels: dict[Method, Channel] = {
        Method.SMS: SmsChannel(SmsGateway(gateway.url)),
        Method.EMAIL: MailChannel(server),
    }
    by_sms = await accepted(desk, Complainant(phone="13800000001"))
    await accepted(desk)
    night, morning = datetime(2026, 11, 20, 23, tzinfo=CHINA), datetime(2026, 11, 21, 8, tzinfo=CHINA)
    await relay(desk, channels, quiet="21:00-08:00", now=night).deliver_due()
    assert (len(gateway.requests), len(box.mails)) == (0, 1)
    [held] = await rows(desk, WAITING)
    assert (held["due_at"], held["attempts"]) == (morning, 0)
    await make_due(module_database)
    await relay(desk, channels, quiet="21:00-08:00", now=morning).deliver_due()
    assert len(gateway.requests) == 1
    assert heard(await desk.types(by_sms)) == 1


async def test_a_gateway_away_for_too_long_ends_in_a_persons_hands_who_tries_again(
    desk: Desk, gateway: Address, module_database: Database
) -> None:
    gateway.answers = [(500, b""), (500, b"")]
    case = await accepted(desk, Complainant(phone="13800000001"))
    sms = {Method.SMS: SmsChannel(SmsGateway(gateway.url))}
    for _ in range(3):
        await relay(desk, sms, attempts=2).deliver_due()
        await make_due(module_database)
    assert len(gateway.requests) == 2
    async with acting_as(desk.pool, SUPERVISOR) as connection:
        [letter] = await dead_letters(connection)
        assert (letter.reason, letter.attempts) == ("put_off_by_server", 2)
        await try_again(connection, letter.id, SUPERVISOR.person)
    await relay(desk, sms).deliver_due()
    assert acceptance(await desk.view(case)) is ClockState.MET


@pytest.mark.parametrize(
    ("channels", "tried", "told"),
    [(True, 1, c.NoticeOutcome.UNREACHABLE), (False, 0, None)],
    ids=["after attempts", "channel off"],
)
async def test_what_is_given_up_counts_as_an_attempt_only_if_there_was_one(
    desk: Desk, gateway: Address, channels: bool, tried: int, told: c.NoticeOutcome | None
) -> None:
    gateway.answers = [(500, b"")]
    case = await accepted(desk, Complainant(phone="13800000001"))
    sms = {Method.SMS: SmsChannel(SmsGateway(gateway.url))} if channels else {}
    await relay(desk, sms, attempts=1).deliver_due()
    sink = Sink()
    ref = sink.put(Plain("号码已停用", "givingup.reason"))
    async with transaction(desk.pool) as connection:
        await desk.vault.seal_many(connection, case.id.removeprefix("complaint/"), sink.texts)
        [letter] = await dead_letters(connection)
        await give_up(connection, letter.id, SUPERVISOR.person, ref)
    await relay(desk, sms).deliver_due()
    view = await desk.view(case)
    assert len(gateway.requests) == tried
    assert [each.outcome for each in view.told] == ([told] if told else [])
    assert view.sent == ()
    assert await rows(desk, WAITING) == []


async def test_what_the_worker_seals_of_a_notice_is_found_by_a_search(
    desk: Desk, gateway: Address, module_settings: Settings
) -> None:
    case = await accepted(desk, Complainant(phone="13800000001"))
    settings = module_settings.model_copy(update={"sms_url": gateway.url})
    parties = to_parties(desk.pool, desk.client, settings)
    await Relay(desk.pool, parties, "w", (PARTY_NOTICE,)).deliver_due()
    words = WordHashes(read_key(settings.blind_index_key_file))
    receipt = words.of_terms(terms_of("sms:m-1"))
    async with transaction(desk.pool) as connection:
        found = await few_with(connection, receipt)
    assert [str(each) for each in found or ()] == [case.id.removeprefix("complaint/")]


async def test_two_workers_carry_each_notice_once(desk: Desk, gateway: Address) -> None:
    cases = [await accepted(desk, Complainant(phone=f"1380000000{n}")) for n in range(4)]
    sms = {Method.SMS: SmsChannel(SmsGateway(gateway.url))}

    def worker(name: str) -> Relay:
        one = relay(desk, sms)
        one._name, one._lease = name, timedelta(minutes=1)
        return one

    await asyncio.gather(*(worker(f"w-{n}").deliver_due() for n in range(2)))
    assert sorted(got.body["to"] for got in gateway.requests) == [f"1380000000{n}" for n in range(4)]
    assert [heard(await desk.types(case)) for case in cases] == [1] * 4


async def test_the_refusal_that_is_sent_says_why_and_what_else_can_be_done(
    desk: Desk, mail: tuple[Mailbox, MailServer]
) -> None:
    box, server = mail
    case = await desk.file(filing(complainants=(LIN,)))
    await desk.until(case, "intake_checked")
    await desk.act(case, c.Refuse(ground="16-4", reason="购买已逾三年零两个月。"))
    await desk.act(case, c.SendNotice(matter=NoticeMatter.REFUSAL, party="complainant"))
    await relay(desk, {Method.EMAIL: MailChannel(server)}).deliver_due()
    text = box.mails[0].get_content()
    for said in ("不予受理", "第十六条第(四)项", "购买已逾三年零两个月。", "向人民法院提起诉讼"):
        assert said in text, said
    assert "逾三年" not in box.mails[0]["Subject"]
    assert acceptance(await desk.view(case)) is ClockState.MET
