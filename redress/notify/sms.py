"""Text messages: a gateway behind one HTTP call, as docs/operations.md describes it.

`POST url {"to", "text", "idempotency_key"}` with a bearer token. 2xx with `{"id": …}`: taken. 400, 410 and
422: the number cannot be reached. Everything else is our or the gateway's trouble, and is tried again.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import httpx

from redress.notify.port import NotDelivered, PartyMessage, Unreachable

ANSWER_IN: Final = timedelta(seconds=15)
UNREACHABLE: Final = frozenset({400, 410, 422})
NOT_LET_IN: Final = frozenset({401, 403, 404, 405})


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """`token` is never shown."""

    url: str
    token: str | None = None
    answer_in: timedelta = ANSWER_IN

    def __repr__(self) -> str:
        return "SmsGateway()"


class SmsChannel:
    """One call per attempt; the gateway takes a repeated `idempotency_key` for the same message."""

    def __init__(self, gateway: SmsGateway) -> None:
        self._gateway = gateway

    async def send(self, message: PartyMessage) -> str:
        """The gateway's id of the message; raises `NotDelivered`, `Unreachable`."""
        body = {"to": message.address, "text": message.short, "idempotency_key": message.identity}
        headers = {"Authorization": f"Bearer {self._gateway.token}"} if self._gateway.token else {}
        seconds = self._gateway.answer_in.total_seconds()
        try:
            async with httpx.AsyncClient(timeout=seconds, trust_env=False) as client:
                answer = await client.post(self._gateway.url, json=body, headers=headers)
        except httpx.TimeoutException:
            raise NotDelivered("timed_out") from None
        except httpx.HTTPError:
            raise NotDelivered("server_away") from None
        if answer.is_success:
            return _id_of(answer)
        if answer.status_code in UNREACHABLE:
            raise Unreachable("number_refused", f"HTTP {answer.status_code}")
        raise NotDelivered("not_let_in" if answer.status_code in NOT_LET_IN else "put_off_by_server")


def _id_of(answer: httpx.Response) -> str:
    try:
        return f"sms:{answer.json()['id']}"[:200]
    except (ValueError, KeyError, TypeError):
        raise NotDelivered("answer_unreadable") from None
