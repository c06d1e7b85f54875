"""How each event changes a case. Nothing is checked here: what is recorded has happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from redress.domain import events as e
from redress.domain import (
    evolve_clocks,
    evolve_clue,
    evolve_documents,
    evolve_evidence,
    evolve_grading,
    evolve_intake,
    evolve_mediation,
    evolve_notices,
    evolve_own_page,
    evolve_passing,
    evolve_proceedings,
    evolve_result,
    evolve_verification,
)
from redress.domain.case import Case
from redress.domain.events import Recorded
from redress.domain.standing import unchanged


def evolve(case: Case, recorded: Recorded) -> Case:
    """The case after one more event; `recorded.seq` becomes its version."""
    changed = APPLY[type(recorded.event)](case, recorded.event, recorded)
    if evolve_own_page.is_act(recorded):
        changed = evolve_own_page.acted(changed, recorded)
    return replace(changed, version=recorded.seq)


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    **evolve_intake.APPLY,
    **evolve_documents.APPLY,
    **evolve_evidence.APPLY,
    **evolve_verification.APPLY,
    **evolve_mediation.APPLY,
    **evolve_proceedings.APPLY,
    **evolve_clue.APPLY,
    **evolve_result.APPLY,
    **evolve_passing.APPLY,
    **evolve_notices.APPLY,
    **evolve_grading.APPLY,
    **evolve_own_page.APPLY,
    **evolve_clocks.APPLY,
    e.SignalRefused: unchanged,
}
