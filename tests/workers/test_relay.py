"""What a case decided is told at least once and takes effect once: inbox, mail, leases and back-off."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from activities.recorder import Recorder
from cli.stack.children import free_port
from redress.contracts.recorded import ASSIGNMENT, ESCALATION
from redress.domain.actors import Actor, Role
from redress.domain.commands import Assign
from redress.notify.addressing import Addressee, addressee
from redress.notify.inbox import InboxNotifier
from redress.notify.mail import MailNotifier, MailServer
from redress.notify.port import Message, NotDelivered, NotYet, Undeliverable
from redress.notify.relay import Relay
from redress.notify.several import SeveralNotifiers
from redress.notify.to_offices import ToOffices
from redress.persistence.dead_letters import dead_letters, try_again
from redress.persistence.outbox import Delivery
from redress.persistence.pool import Pool, acting_as, open_pool, transaction
from redress.persistence.vault import Vault
from tests.activities.story import QINGHE, Story, count, new_case_id
from tests.servers import Database

DAY = timedelta(days=1)
KINDS = (ESCALATION, ASSIGNMENT)
SUPERVISOR = Actor("p-supervisor", "jiangzhou", (Role.SUPERVISOR,))


@pytest_asyncio.fixture
async def overdue(pool: Pool, vault: Vault, recorder: Recorder) -> Story:
    """A case that nobody was assigned to and whose acceptance is overdue: five deliveries wait."""
    story = Story(new_case_id())
    await recorder.write("record", await story.file(pool, vault))
    await recorder.write("record", story.wait(21 * DAY))
    return story


class Refusing:
    """A courier whom nobody opens the door."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def carry(self, delivery: Delivery) -> None:
        raise self.error


def relay(pool: Pool, name: str = "w-1", *, lease: timedelta = timedelta(minutes=1)) -> Relay:
    return Relay(pool, ToOffices(pool, InboxNotifier(pool)), name, KINDS, lease=lease)


async def drained(each: Relay) -> int:
    told = 0
    while now := await each.deliver_due():
        told += now
    return told


async def rows(pool: Pool, query: str) -> list[Any]:
    async with transaction(pool) as connection:
        return list(await connection.fetch(query))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"to_role": "handler", "handler": "p-1"}, Addressee("a.b", "N-1", Role.SUPERVISOR, "p-1")),
        ({"to_role": "handler", "handler": None}, Addressee("a.b", "N-1", Role.SUPERVISOR)),
        ({"to_role": "bureau_head", "handler": "p-1"}, Addressee("a.b", "N-1", Role.BUREAU_HEAD)),
        ({"to_role": "superior_office"}, Addressee("a", "N-1", Role.SUPERVISOR)),
        ({"to_role": "superior_office", "office": "a"}, Addressee("a", "N-1", Role.BUREAU_HEAD)),
        ({"to_role": "system"}, Addressee("a.b", "N-1", Role.SUPERVISOR)),
        ({"to_role": "no_such_role"}, Addressee("a.b", "N-1", Role.SUPERVISOR)),
    ],
)
def test_nobody_is_left_out_for_want_of_a_handler_or_a_superior(
    fields: dict[str, str], expected: Addressee
) -> None:
    assert addressee(json.dumps({"office": "a.b", "case_number": "N-1"} | fields)) == expected


@pytest.mark.usefixtures("overdue")
async def test_an_unassigned_overdue_case_reaches_each_level_once(pool: Pool) -> None:
    assert await drained(relay(pool)) == 5
    found = await rows(pool, "SELECT office, role, payload ->> 'level' AS level FROM inbox ORDER BY id")
    assert [tuple(row) for row in found] == [
        (QINGHE, "supervisor", "-2"),
        (QINGHE, "supervisor", "-1"),
        (QINGHE, "supervisor", "1"),
        (QINGHE, "bureau_head", "2"),
        ("jiangzhou.linhai", "supervisor", "3"),
    ]
    assert await drained(relay(pool)) == 0


async def test_a_role_that_nobody_has_here_is_told_in_the_nearest_office_above(
    pool: Pool, overdue: Story, database: Database
) -> None:
    owner = await asyncpg.connect(database.owner_url)
    await owner.execute(
        "INSERT INTO accounts (person, username, password_hash, display_name) VALUES ('p-9', 'u', 'x', 'x')"
    )
    await owner.execute("INSERT INTO account_roles VALUES ('p-9', 'jiangzhou.linhai', 'bureau_head')")
    await owner.close()
    await drained(relay(pool))
    found = await rows(pool, "SELECT office FROM inbox WHERE role = 'bureau_head'")
    assert [row["office"] for row in found] == ["jiangzhou.linhai"]


async def test_the_handler_is_told_of_the_assignment_in_person(
    pool: Pool, vault: Vault, recorder: Recorder
) -> None:
    story = Story(new_case_id())
    await recorder.write("record", await story.file(pool, vault))
    await recorder.write("record", story.act(Assign(handler="p-7"), timedelta(hours=1)))
    await drained(relay(pool))
    found = await rows(pool, "SELECT kind, person, role FROM inbox")
    assert [tuple(row) for row in found] == [(ASSIGNMENT, "p-7", None)]


@pytest.mark.usefixtures("overdue")
async def test_a_worker_that_died_after_telling_leaves_no_second_message(pool: Pool) -> None:
    class Dies(InboxNotifier):
        async def deliver(self, message: Message) -> None:
            await super().deliver(message)
            raise asyncio.CancelledError

    dying = Relay(pool, ToOffices(pool, Dies(pool)), "w-dies", KINDS, lease=timedelta(0))
    with pytest.raises(asyncio.CancelledError):
        await dying.deliver_due()
    async with transaction(pool) as connection:
        assert await count(connection, "inbox") == 1
    assert await drained(relay(pool)) == 5
    async with transaction(pool) as connection:
        assert await count(connection, "inbox") == 5


@pytest.mark.usefixtures("overdue")
async def test_two_relays_tell_everything_once_between_them(pool: Pool) -> None:
    told = await asyncio.gather(*(drained(relay(pool, f"w-{n}")) for n in range(2)))
    assert sum(told) == 5
    async with transaction(pool) as connection:
        assert await count(connection, "inbox") == 5


async def test_the_bell_brings_a_new_delivery_without_waiting(
    pool: Pool, vault: Vault, recorder: Recorder
) -> None:
    told = asyncio.Queue[str]()

    class Tells(InboxNotifier):
        async def deliver(self, message: Message) -> None:
            await super().deliver(message)
            told.put_nowait(message.kind)

    story = Story(new_case_id())
    await recorder.write("record", await story.file(pool, vault))
    await recorder.write("record", story.act(Assign(handler="p-7"), timedelta(hours=1)))
    rarely = Relay(pool, ToOffices(pool, Tells(pool)), "w", KINDS, look_every=timedelta(hours=1))
    stop = asyncio.Event()
    running = asyncio.create_task(rarely.run(stop))
    async with asyncio.timeout(20):
        assert await told.get() == ASSIGNMENT
        await recorder.write("record", story.act(Assign(handler="p-8"), timedelta(hours=2)))
        assert await told.get() == ASSIGNMENT
    stop.set()
    await running


@pytest.mark.usefixtures("overdue")
async def test_what_was_tried_often_enough_is_dead_until_a_person_tries_it_again(
    pool: Pool, database: Database
) -> None:
    refused = Relay(pool, Refusing(NotDelivered("server_away")), "w", KINDS, attempts=2)
    owner = await asyncpg.connect(database.superuser_url)
    for _ in range(2):
        await drained(refused)
        await owner.execute("UPDATE outbox SET due_at = now()")
    assert await drained(relay(pool)) == 0, "the dead are not claimed"
    await owner.close()
    query = "SELECT dead_reason, attempts, delivered_at FROM outbox WHERE dead_at IS NOT NULL"
    found = await rows(pool, query)
    assert {tuple(row) for row in found} == {("server_away", 2, None)}
    async with acting_as(pool, SUPERVISOR) as connection:
        letters = await dead_letters(connection)
        for letter in letters:
            await try_again(connection, letter.id, SUPERVISOR.person)
    assert await drained(relay(pool)) == len(letters) == 5
    assert len(await rows(pool, "SELECT FROM inbox")) == 5


@pytest.mark.usefixtures("overdue")
async def test_what_no_attempt_can_deliver_is_dead_at_once(pool: Pool) -> None:
    await drained(Relay(pool, Refusing(Undeliverable("channel_off")), "w", KINDS))
    found = await rows(pool, "SELECT DISTINCT dead_reason, attempts FROM outbox")
    assert [tuple(row) for row in found] == [("channel_off", 1)]


@pytest.mark.usefixtures("overdue")
async def test_what_waits_for_its_hour_has_not_been_tried(pool: Pool) -> None:
    morning = datetime.now(UTC) + timedelta(hours=9)
    await drained(Relay(pool, Refusing(NotYet(morning)), "w", KINDS, attempts=1))
    found = await rows(pool, "SELECT DISTINCT due_at, attempts, dead_at, claimed_by FROM outbox")
    assert [tuple(row) for row in found] == [(morning, 0, None, None)]


@pytest.mark.usefixtures("overdue")
async def test_a_delivery_that_cannot_be_made_holds_up_no_other(pool: Pool, database: Database) -> None:
    owner = await asyncpg.connect(database.superuser_url)
    await owner.execute(
        "UPDATE outbox SET payload = payload || '{\"office\": \"nowhere\"}' WHERE payload ->> 'level' = '-1'"
    )
    await owner.execute("UPDATE outbox SET payload = '[]' WHERE payload ->> 'level' = '1'")
    await owner.close()
    await drained(relay(pool))
    told = await rows(pool, "SELECT payload ->> 'level' AS level FROM inbox ORDER BY id")
    assert [row["level"] for row in told] == ["-2", "2", "3"]
    waiting = await rows(
        pool, "SELECT last_error, due_at > now() AS later FROM outbox WHERE delivered_at IS NULL"
    )
    assert {tuple(row) for row in waiting} == {("ForeignKeyViolationError", True), ("TypeError", True)}


async def test_a_relay_whose_connections_were_cut_goes_on(
    pool: Pool, vault: Vault, recorder: Recorder, database: Database
) -> None:
    story = Story(new_case_id())
    await recorder.write("record", await story.file(pool, vault))
    told = asyncio.Queue[str]()

    class Tells(InboxNotifier):
        async def deliver(self, message: Message) -> None:
            await super().deliver(message)
            told.put_nowait(message.kind)

    async with await open_pool(database.worker_url, name="cut", max_size=3) as own:
        often = Relay(own, ToOffices(own, Tells(own)), "w", KINDS, look_every=timedelta(milliseconds=200))
        stop = asyncio.Event()
        running = asyncio.create_task(often.run(stop))
        async with asyncio.timeout(20):
            await recorder.write("record", story.act(Assign(handler="p-7"), timedelta(hours=1)))
            await told.get()
            owner = await asyncpg.connect(database.superuser_url)
            await owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut'"
            )
            await owner.close()
            await recorder.write("record", story.act(Assign(handler="p-8"), timedelta(hours=2)))
            await told.get()
        stop.set()
        await running


class Letterbox:
    """Takes mail; refuses it while `full`."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.full = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.full:
            return "452 4.2.2 mailbox full"
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@pytest_asyncio.fixture
async def letterbox() -> AsyncIterator[tuple[Letterbox, MailServer]]:
    box, port = Letterbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, MailServer(host="127.0.0.1", port=port, sender="redress@example.org")
    controller.stop()


def mailing(server: MailServer) -> MailNotifier:
    boxes = {"jiangzhou": "province@example.org", QINGHE: "desk@example.org"}
    return MailNotifier(server, boxes, "https://redress.example.org")


@pytest.mark.usefixtures("overdue")
async def test_each_office_gets_its_mail_with_codes_only(
    pool: Pool, letterbox: tuple[Letterbox, MailServer]
) -> None:
    box, server = letterbox
    everything = SeveralNotifiers([InboxNotifier(pool), mailing(server)])
    await drained(Relay(pool, ToOffices(pool, everything), "w", KINDS))
    assert [mail["To"] for mail in box.mails] == ["desk@example.org"] * 4 + ["province@example.org"]
    assert len({mail["Message-ID"] for mail in box.mails}) == 5
    text = box.mails[0].get_content()
    assert "330106-2026-" in text
    assert "complaint.acceptance" in text
    sent = "".join(mail.as_string() + mail.get_content() for mail in box.mails)
    assert not any(secret in sent for secret in ("林一一", "13800000001", "洗衣机"))


@pytest.mark.usefixtures("overdue")
async def test_a_mail_server_that_refuses_is_asked_again_later_and_the_inbox_is_not_doubled(
    pool: Pool, letterbox: tuple[Letterbox, MailServer], database: Database
) -> None:
    box, server = letterbox
    box.full = True
    everything = SeveralNotifiers([InboxNotifier(pool), mailing(server)])
    both = Relay(pool, ToOffices(pool, everything), "w", KINDS)
    await both.deliver_due()
    waiting = await rows(pool, "SELECT attempts, last_error, due_at > now() AS later FROM outbox")
    assert {tuple(row) for row in waiting} == {(1, "SMTPDataError", True)}
    box.full = False
    owner = await asyncpg.connect(database.superuser_url)
    await owner.execute("UPDATE outbox SET due_at = now()")
    await owner.close()
    assert await drained(both) == 5
    assert len(box.mails) == 5
    assert len(await rows(pool, "SELECT FROM inbox")) == 5


async def test_a_mail_server_that_is_away_is_no_delivery() -> None:
    notifier = mailing(MailServer(host="127.0.0.1", port=free_port(), sender="redress@example.org"))
    message = Message(
        case_id=new_case_id(), case_number="N-1", seq=1, kind=ESCALATION, n=0, office=QINGHE,
        role="supervisor", person=None, payload="{}",
    )  # fmt: skip
    with pytest.raises(NotDelivered):
        await notifier.deliver(message)
