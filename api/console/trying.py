"""What the pages that load a notice or a profile have in common: a text is tried first, then it is loaded."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from api.console.naming import Naming
from api.console.visitor import Visitor
from api.console.with_file import Sent
from api.http.json_input import BODY_LIMIT
from api.http.loading import Answer
from api.http.problems import Problem
from redress.files.evidence_store import Received

SHOWN: Final = 200
"""Clocks that a page shows of what would move."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A text as it was given, and what it would do or why it cannot be used. `numbers`: lines beside it."""

    text: str
    effect: Answer | None = None
    found: Problem | None = None
    numbers: str = ""


def text_in(sent: Sent, field: str) -> str:
    """What stands in the file that came, else in the field."""
    if sent.upload is not None and sent.upload.received is not None:
        return _text_of(sent.upload.received)
    return sent.visitor.form.one(field)


def shown_of(visitor: Visitor, tried: Tried) -> dict[str, Any]:
    """What a page shows of a trial, and the key of the load that may follow."""
    moves: list[dict[str, Any]] = tried.effect["moves"] if tried.effect else []
    return {
        "tried": tried,
        "moves": moves[:SHOWN],
        "moved": len(moves),
        "late": sum(one["becomes_overdue"] for one in moves),
        "saved": sum(one["saved"] for one in moves),
        "naming": Naming(visitor.words, visitor.services.tables, {}),
        "key": str(uuid4()),
    }


def _text_of(received: Received) -> str:
    """Such a text is small; what is larger than a body may be is cut and then unusable."""
    with received.reader() as reader:
        return reader.read(BODY_LIMIT).decode("utf-8-sig", errors="replace")
