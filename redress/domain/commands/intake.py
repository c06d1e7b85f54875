"""Commands of intake, desk work and the art.15 decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from redress.domain.commands.words import (
    Command,
    ContactResult,
    NoticeMatter,
    NoticeOutcome,
)
from redress.domain.facts import Method
from redress.domain.sealed import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMaterial(Command):
    """补正: asks for what is missing by a date that leaves a working day before the acceptance deadline."""

    type: Literal["request_material"] = "request_material"
    items: tuple[Text, ...]
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMaterial(Command):
    type: Literal["add_material"] = "add_material"
    text: Text
    completes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Command):
    type: Literal["add_note"] = "add_note"
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContact(Command):
    type: Literal["record_contact"] = "record_contact"
    party: str
    method: Method
    at: datetime
    result: ContactResult
    summary: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Command):
    """Names the handler (承办人) of the case, an opaque person id."""

    type: Literal["assign"] = "assign"
    handler: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Command):
    """受理 (art.15)."""

    type: Literal["accept"] = "accept"
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse(Command):
    """不予受理 with a ground of art.16 (`16-4`) and the reason that the complainant is told (art.15)."""

    type: Literal["refuse"] = "refuse"
    ground: str
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNotice(Command):
    """告知: a party has been told, or could not be (art.15, art.23(2))."""

    type: Literal["record_notice"] = "record_notice"
    matter: NoticeMatter
    party: str
    method: Method
    at: datetime
    outcome: NoticeOutcome
    document: str | None = None
    proof: Text | None = None
