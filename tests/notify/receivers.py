"""Real servers on this machine that receive what is sent out: a mailbox with moods, and an HTTP address."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from cli.stack.children import free_port
from redress.notify.mail import MailServer


@dataclass
class Mailbox:
    """Keeps every mail it took in whole. `moods`: what happens to the next mails, in order; then all is well.

    `drop`: the connection breaks after the last line, before any answer; `drop_late`: after the answer;
    otherwise the answer to the recipient (`rcpt 550 …`) or to the mail (`452 …`).
    """

    mails: list[EmailMessage] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.moods and self.moods[0].startswith("rcpt "):
            return self.moods.pop(0).removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        mood = self.moods[0] if self.moods else ""
        if mood and not mood.startswith("drop"):
            return self.moods.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        if mood == "drop":
            self.moods.pop(0)
            _cut(server)
        return "250 2.0.0 queued as 4711"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.moods and self.moods[0] == "drop_late":
            self.moods.pop(0)
            _cut(server)
        return "221 Bye"


def _cut(server: SMTP) -> None:
    """The connection is gone, without a word."""
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


@contextmanager
def mail_received() -> Iterator[tuple[Mailbox, MailServer]]:
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, MailServer(host="127.0.0.1", port=port, sender="qinghe@example.org")
    finally:
        controller.stop()


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found


@dataclass
class Address:
    """An HTTP address and what came to it. `answers`: the next ones, in order; then `200 {"id": …}`.

    A status without body is answered so; None lets the caller wait until `patience` is set.
    """

    url: str
    requests: list[Request] = field(default_factory=list)
    answers: list[tuple[int, bytes] | None] = field(default_factory=list)
    patience: threading.Event = field(default_factory=threading.Event)


@contextmanager
def http_received() -> Iterator[Address]:
    address: Address

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            address.requests.append(Request(self.path, headers, raw))
            n = len(address.requests)
            answer = address.answers.pop(0) if address.answers else (200, f'{{"id": "m-{n}"}}'.encode())
            if answer is None:
                address.patience.wait(20)
                return
            status, body = answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Requests are looked at by the test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = Address(f"http://127.0.0.1:{server.server_address[1]}/messages")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        address.patience.set()
        server.shutdown()
        server.server_close()
        thread.join()
