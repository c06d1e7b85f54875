"""Tells an office by mail, at the mailbox it has given. Case number and codes only: mail is not sealed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Final

import aiosmtplib

from redress.domain.actors import at_or_below
from redress.notify.port import Message, NotDelivered

TIMEOUT_SECONDS: Final = 15.0


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
    """One mail per delivery; a repeated one carries the same Message-ID, by which mailboxes drop it."""

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
            await aiosmtplib.send(
                self._mail(message, address),
                hostname=self._server.host,
                port=self._server.port,
                use_tls=self._server.use_tls,
                start_tls=self._server.start_tls,
                username=self._server.username,
                password=self._server.password,
                timeout=TIMEOUT_SECONDS,
            )
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


def _what(fields: Mapping[str, Any]) -> str:
    """A level of a ladder, or the dates of a clock that has moved."""
    if "due_on_before" in fields:
        return f"日期变动 Date moved: {fields['due_on_before']} → {fields.get('due_on')}"
    return f"级别 Level: {fields.get('level', '')}"
