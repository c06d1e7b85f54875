"""Commands by which a party is told through the office's channels, and the case hears what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from redress.domain.commands.words import Command, NoticeMatter
from redress.domain.facts import Method
from redress.domain.sealed import Text


class DeliveryOutcome(StrEnum):
    """`sent`: a letter was handed to the post; the regime says whether that tells.

    `not_sent`: nobody tried to reach the party, so this is no attempt either.
    """

    TOLD = "told"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    NOT_SENT = "not_sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendNotice(Command):
    """发送告知 by text message, mail, letter or the platform. Told is the party when it has been delivered.

    Without `method` the party's preferred way, else the first of `ways.ORDER` for which there is an address.
    Without `text` the office's own wording of the matter.
    """

    type: Literal["send_notice"] = "send_notice"
    matter: NoticeMatter
    party: str
    method: Method | None = None
    document: str | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDelivery(Command):
    """What became of a notice that was sent (its event's `seq`): given by the system, never by a person."""

    type: Literal["record_delivery"] = "record_delivery"
    notice: int
    outcome: DeliveryOutcome
    at: datetime
    proof: Text | None = None
