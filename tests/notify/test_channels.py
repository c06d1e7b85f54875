"""Mail and text messages against real servers: what counts as told, as failed for now, as failed for good."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from cli.stack.children import free_port
from redress.notify.mail import MailChannel, MailServer
from redress.notify.port import NotDelivered, PartyMessage, Undeliverable, Unreachable
from redress.notify.sms import SmsChannel, SmsGateway
from tests.notify.receivers import Address, Mailbox, http_received, mail_received

MESSAGE = PartyMessage(
    identity="018f0000-0000-7000-8000-000000000005.7.party_notice.0",
    address="linxiao@example.com",
    subject="告知书:投诉 990121-2026-000001-7",
    whole="林晓:\n\n您的投诉已于2026年8月20日决定受理。\n",
    short="【青河县市场监督管理局】您的投诉已受理。",
)


@pytest.fixture
def mail() -> Iterator[tuple[Mailbox, MailServer]]:
    with mail_received() as received:
        yield received


@pytest.fixture
def gateway() -> Iterator[Address]:
    with http_received() as address:
        yield address


async def test_a_mail_arrives_whole_in_chinese_with_the_headers_that_it_needs(
    mail: tuple[Mailbox, MailServer],
) -> None:
    box, server = mail
    assert await MailChannel(server).send(MESSAGE) == "smtp:2.0.0 queued as 4711"
    [got] = box.mails
    assert (got["From"], got["To"], got["Subject"]) == (server.sender, MESSAGE.address, MESSAGE.subject)
    assert got["Message-ID"].strip() == f"<{MESSAGE.identity}@redress.invalid>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_content_charset() == "utf-8"
    assert got.get_content().replace("\r\n", "\n") == MESSAGE.whole


async def test_a_server_that_takes_the_mail_and_drops_is_tried_again_with_the_same_id(
    mail: tuple[Mailbox, MailServer],
) -> None:
    box, server = mail
    box.moods = ["drop"]
    with pytest.raises(NotDelivered, match="dropped"):
        await MailChannel(server).send(MESSAGE)
    await MailChannel(server).send(MESSAGE)
    assert len({got["Message-ID"] for got in box.mails}) == 1
    assert len(box.mails) == 2


async def test_what_a_server_has_answered_for_stays_told_though_it_drops_afterwards(
    mail: tuple[Mailbox, MailServer],
) -> None:
    box, server = mail
    box.moods = ["drop_late"]
    assert await MailChannel(server).send(MESSAGE)
    assert len(box.mails) == 1


@pytest.mark.parametrize(
    ("mood", "expected", "code"),
    [
        ("rcpt 550 5.1.1 no such user linxiao@example.com", Unreachable, "mailbox_refused"),
        ("rcpt 450 4.2.1 greylisted", NotDelivered, "put_off_by_server"),
        ("554 5.7.1 refused", Unreachable, "mailbox_refused"),
        ("452 4.2.2 mailbox full", NotDelivered, "put_off_by_server"),
        ("421 4.3.2 closing down", NotDelivered, "put_off_by_server"),
    ],
)
async def test_five_hundreds_are_for_good_and_four_hundreds_for_now(
    mail: tuple[Mailbox, MailServer], mood: str, expected: type[Exception], code: str
) -> None:
    box, server = mail
    box.moods = [mood]
    with pytest.raises(expected, match=code) as caught:
        await MailChannel(server).send(MESSAGE)
    assert box.mails == []
    if isinstance(caught.value, Unreachable):
        assert "linxiao" not in caught.value.said
        assert caught.value.said.startswith("SMTP 55")


async def test_a_server_that_is_away_is_no_delivery() -> None:
    server = MailServer(host="127.0.0.1", port=free_port(), sender="qinghe@example.org")
    with pytest.raises(NotDelivered, match="server_away"):
        await MailChannel(server).send(MESSAGE)


@pytest.mark.parametrize(
    "address", ["电话同上", "a@example.com, b@example.com", "x@y\r\nBcc: z@example.com", ""]
)
async def test_what_is_no_address_goes_to_a_person(mail: tuple[Mailbox, MailServer], address: str) -> None:
    box, server = mail
    with pytest.raises(Undeliverable, match="no_address"):
        await MailChannel(server).send(replace(MESSAGE, address=address))
    assert box.mails == []


async def test_a_text_message_goes_to_the_gateway_with_its_key_and_token(gateway: Address) -> None:
    channel = SmsChannel(SmsGateway(gateway.url, "secret-token"))
    message = replace(MESSAGE, address="13800000001")
    assert await channel.send(message) == "sms:m-1"
    [got] = gateway.requests
    assert got.headers["authorization"] == "Bearer secret-token"
    assert got.headers["content-type"] == "application/json"
    assert got.body == {
        "to": "13800000001", "text": MESSAGE.short, "idempotency_key": MESSAGE.identity,
    }  # fmt: skip


async def test_a_gateway_in_trouble_is_asked_again_with_the_same_key(gateway: Address) -> None:
    gateway.answers = [(500, b""), (200, b"ok")]
    channel = SmsChannel(SmsGateway(gateway.url))
    with pytest.raises(NotDelivered, match="put_off_by_server"):
        await channel.send(MESSAGE)
    with pytest.raises(NotDelivered, match="answer_unreadable"):
        await channel.send(MESSAGE)
    assert await channel.send(MESSAGE) == "sms:m-3"
    assert {got.body["idempotency_key"] for got in gateway.requests} == {MESSAGE.identity}


async def test_a_gateway_that_does_not_answer_has_a_limit(gateway: Address) -> None:
    gateway.answers = [None]
    with pytest.raises(NotDelivered, match="timed_out"):
        await SmsChannel(SmsGateway(gateway.url, answer_in=timedelta(seconds=0.2))).send(MESSAGE)


@pytest.mark.parametrize(
    ("status", "expected", "code"),
    [
        (400, Unreachable, "number_refused"),
        (422, Unreachable, "number_refused"),
        (401, NotDelivered, "not_let_in"),
        (429, NotDelivered, "put_off_by_server"),
        (503, NotDelivered, "put_off_by_server"),
    ],
)
async def test_only_what_is_said_of_the_number_is_for_good(
    gateway: Address, status: int, expected: type[Exception], code: str
) -> None:
    gateway.answers = [(status, b"")]
    with pytest.raises(expected, match=code):
        await SmsChannel(SmsGateway(gateway.url)).send(MESSAGE)


def test_what_holds_an_address_a_text_or_a_token_does_not_show_it() -> None:
    shown = repr(MESSAGE) + repr(SmsGateway("http://gateway.example.org", "secret-token"))
    assert not any(secret in shown for secret in ("linxiao", "林晓", "受理", "secret-token"))
