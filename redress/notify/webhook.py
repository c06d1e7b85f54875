"""Signed webhooks: outside systems hear that something has happened in a case, and ask for it if they may.

A body holds references, the case's number and the type of the event; nothing of a person. How a receiver
checks the signature stands in docs/operations.md.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from redress.notify.port import NotDelivered, Undeliverable
from redress.persistence.outbox import Delivery

ID: Final = "Redress-Webhook-Id"
TIMESTAMP: Final = "Redress-Webhook-Timestamp"
SIGNATURE: Final = "Redress-Webhook-Signature"

ANSWER_IN: Final = timedelta(seconds=15)
GONE: Final = 410
"""By this a receiver says that it wants nothing any more."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where an outside system listens; `secret` is known to both sides and never shown."""

    url: str
    secret: bytes

    def __repr__(self) -> str:
        return "Receiver()"


class ToSystems:
    """`receivers` by the name of their subscription."""

    def __init__(
        self,
        receivers: Mapping[str, Receiver],
        *,
        now: Callable[[], datetime],
        answer_in: timedelta = ANSWER_IN,
    ) -> None:
        self._receivers = dict(receivers)
        self._now = now
        self._answer_in = answer_in

    async def carry(self, delivery: Delivery) -> None:
        """Any 2xx takes it; an event may come twice, with the same id."""
        said: dict[str, Any] = json.loads(delivery.payload)
        receiver = self._receivers.get(said["subscription"])
        if receiver is None:
            raise Undeliverable("channel_off")
        body = _body(delivery, said)
        timestamp = str(int(self._now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            ID: _identity(delivery),
            TIMESTAMP: timestamp,
            SIGNATURE: f"v1={signature(receiver.secret, timestamp, body)}",
        }
        try:
            async with httpx.AsyncClient(
                timeout=self._answer_in.total_seconds(), trust_env=False
            ) as client:
                answer = await client.post(receiver.url, content=body, headers=headers)
        except httpx.TimeoutException:
            raise NotDelivered("timed_out") from None
        except httpx.HTTPError:
            raise NotDelivered("server_away") from None
        if answer.status_code == GONE:
            raise Undeliverable("gone")
        if not answer.is_success:
            raise NotDelivered("put_off_by_server")


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the timestamp, a dot and the body, in hex."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _identity(delivery: Delivery) -> str:
    return f"{delivery.case_id}.{delivery.seq}.{delivery.n}"


def _body(delivery: Delivery, said: Mapping[str, Any]) -> bytes:
    """The same bytes however often it is tried."""
    event = {
        "id": _identity(delivery),
        "event": said["event"],
        "at": said["at"],
        "case_id": delivery.case_id,
        "case_number": said["case_number"],
        "office": said["office"],
        "seq": delivery.seq,
    }
    return json.dumps(event, sort_keys=True, separators=(",", ":")).encode()
