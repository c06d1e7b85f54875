"""Mail: to an office, at the mailbox it has given, with case number and codes only; and notices to parties.

A mail that is tried again carries the same Message-ID, by which mailboxes drop it.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import localtime
from typing import Any, Final

import aiosmtplib

from redress.domain.actors import at_or_below
from redress.notify.port import Message, NotDelivered, PartyMessage, Undeliverable, Unreachable

TIMEOUT_SECONDS: Final = 15.0
LONGEST: Final = 25.0
"""Seconds for all steps of one mail to a party together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in. `start_tls` None: when the server offers it; `password` is never shown."""

    host: str
    port: int
    sender: str
    use_tls: bool = False
    start_tls: bool | None = None
    username: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"


class MailNotifier:
    """One mail per delivery, to the office's mailbox."""

    def __init__(self, server: MailServer, mailboxes: Mapping[str, str], public_base_url: str) -> None:
        """`mailboxes`: office path → address; an office without one uses that of the nearest above."""
        self._server = server
        self._mailboxes = dict(mailboxes)
        self._base_url = public_base_url

    async def deliver(self, message: Message) -> None:
        address = self._mailbox(message.office)
        if address is None:
            return
        try:
            await _hand_in(self._server, self._mail(message, address))
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotDelivered(type(error).__name__) from None

    def _mailbox(self, office: str) -> str | None:
        above = [path for path in self._mailboxes if at_or_below(office, path)]
        return self._mailboxes[max(above, key=len)] if above else None

    def _mail(self, message: Message, address: str) -> EmailMessage:
        fields: dict[str, Any] = json.loads(message.payload)
        clock = fields.get("clock", "")
        mail = EmailMessage()
        mail["From"] = self._server.sender
        mail["To"] = address
        mail["Subject"] = f"案件期限提醒 · Case deadline {message.case_number}"
        mail["Message-ID"] = f"<{message.identity}@redress.invalid>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(
            f"案件编号 Case: {message.case_number}\n"
            f"期限 Clock: {clock}\n"
            f"{_what(fields)}\n"
            f"{self._base_url}\n"
        )
        return mail


class MailChannel:
    """Notices to parties. Taken is what the server has answered 250 to the last line of."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def send(self, message: PartyMessage) -> str:
        """The server's answer; raises `NotDelivered`, and `Unreachable` where it refuses the recipient."""
        mail = self._mail(message)
        try:
            async with asyncio.timeout(LONGEST):
                return f"smtp:{await _hand_in(self._server, mail)}"[:200]
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _refused(error.recipients[0]) from None
        except aiosmtplib.SMTPDataError as error:
            raise _refused(error) from None
        except aiosmtplib.SMTPServerDisconnected:
            raise NotDelivered("dropped") from None
        except (aiosmtplib.SMTPAuthenticationError, aiosmtplib.SMTPSenderRefused):
            raise NotDelivered("not_let_in") from None
        except (aiosmtplib.SMTPTimeoutError, TimeoutError):
            raise NotDelivered("timed_out") from None
        except aiosmtplib.SMTPResponseException:
            raise NotDelivered("put_off_by_server") from None
        except (aiosmtplib.SMTPException, OSError, ValueError):
            raise NotDelivered("server_away") from None

    def _mail(self, message: PartyMessage) -> EmailMessage:
        mail = EmailMessage()
        try:
            mail["To"] = message.address
            recipients = mail["To"].addresses
        except (ValueError, IndexError):
            recipients = ()
        if len(recipients) != 1 or not recipients[0].domain:
            raise Undeliverable("no_address")  # whatever stands in the field, no server could find it
        mail["From"] = self._server.sender
        mail["Subject"] = message.subject
        mail["Message-ID"] = f"<{message.identity}@redress.invalid>"
        mail["Date"] = localtime()
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.whole)
        if message.attached is not None:
            name = message.attached.name
            mail.add_attachment(
                message.attached.content, maintype="application", subtype="pdf", filename=name
            )
        return mail


def _refused(error: aiosmtplib.SMTPResponseException) -> NotDelivered | Unreachable:
    """5xx is for good, 4xx for now. The answer's text may repeat the address, so its codes alone are kept."""
    if not 500 <= error.code < 600:
        return NotDelivered("put_off_by_server")
    extended = re.match(r"\d\.\d{1,3}\.\d{1,3}", error.message)
    return Unreachable("mailbox_refused", f"SMTP {error.code} {extended[0] if extended else ''}".strip())


async def _hand_in(server: MailServer, mail: EmailMessage) -> str:
    """What the server answered to the mail; raises SMTPException and OSError of aiosmtplib."""
    _, answer = await aiosmtplib.send(
        mail,
        hostname=server.host,
        port=server.port,
        use_tls=server.use_tls,
        start_tls=server.start_tls,
        username=server.username,
        password=server.password,
        timeout=TIMEOUT_SECONDS,
    )
    return answer


def _what(fields: Mapping[str, Any]) -> str:
    """A level of a ladder, or the dates of a clock that has moved."""
    if "due_on_before" in fields:
        return f"日期变动 Date moved: {fields['due_on_before']} → {fields.get('due_on')}"
    return f"级别 Level: {fields.get('level', '')}"
