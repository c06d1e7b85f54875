"""What a rule is: a function from case, command and context to events or a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from redress.domain import events as e
from redress.domain.case import Case
from redress.domain.context import Context
from redress.domain.refusals import Refusal

Decided = tuple[e.Event, ...]
Rule = Callable[[Case, Any, Context], Decided | Refusal]
