"""What a decision is made in: who acts, when, under which tables. Nothing else reaches the domain from
outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from redress.domain.actors import Actor
from redress.domain.offices import OfficeFact
from redress.domain.tables import Tables

EDITION = 3
"""The edition of the rules. A rule that becomes stricter holds from a new edition on: a running case decides
again on replay what it decided before, and must find it allowed.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """`now` is aware; `new_id` is a fresh case id, for commands that found a case (`refer_clue`).

    `edition` is the case's, given at its start and renewed when it continues as a new run. `offices` are
    those that the command and its case name, with all above them."""

    actor: Actor
    now: datetime
    tables: Tables
    command_id: str | None = None
    new_id: str = ""
    edition: int = EDITION
    offices: tuple[OfficeFact, ...] = ()
