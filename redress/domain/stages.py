"""Which command which stage allows: the whole state machine of a matter in one table."""

from __future__ import annotations

from redress.domain.case import Case, Stage
from redress.domain.events import Matter

S = Stage
_BEFORE_DECISION = frozenset({S.REGISTERED, S.CHECKING})
_ACCEPTED = frozenset({S.ACCEPTED, S.MEDIATING})
_OPEN = _BEFORE_DECISION | _ACCEPTED
_ENDED = frozenset({S.CONCLUDED, S.REFUSED, S.WITHDRAWN, S.PASSED_ON})
_ANY = _OPEN | _ENDED

COMPLAINT: dict[str, frozenset[Stage]] = {
    "request_material": _OPEN,
    "add_material": _ANY,
    "add_note": _ANY,
    "record_contact": _ANY,
    "assign": _ANY,
    "accept": _BEFORE_DECISION,
    "refuse": _BEFORE_DECISION,
    "record_notice": _ANY,
    "transfer": _ANY,
    "record_transfer_outcome": _ANY,
    "record_consent": _OPEN,
    "withdraw_consent": _OPEN,
    "schedule_session": frozenset({S.MEDIATING}),
    "record_session": frozenset({S.MEDIATING}),
    "commission_appraisal": _ACCEPTED,
    "conclude_appraisal": _ANY,
    "cancel_appraisal": _ANY,
    "record_agreement": frozenset({S.MEDIATING}),
    "record_settlement": _ACCEPTED,
    "record_performance": _ANY,
    "withdraw": _OPEN,
    "terminate_mediation": _ACCEPTED,
    "refer_clue": _ACCEPTED | _ENDED,
    "conclude": _ACCEPTED | _ENDED,
    "give_feedback": _ENDED,
    "record_callback": _ENDED,
    "request_extension": _ANY,
    "approve_extension": _ANY,
    "reject_extension": _ANY,
    "close": _ENDED,
    "reopen": _ENDED,
}

CLUE: dict[str, frozenset[Stage]] = {
    "add_note": _ANY,
    "assign": _ANY,
    "record_clue_decision": frozenset({S.CHECKING}),
    "request_extension": frozenset({S.CHECKING}),
    "approve_extension": frozenset({S.CHECKING}),
    "reject_extension": frozenset({S.CHECKING}),
    "close": frozenset({S.CONCLUDED}),
}

ALLOWED: dict[Matter, dict[str, frozenset[Stage]]] = {Matter.COMPLAINT: COMPLAINT, Matter.CLUE: CLUE}


def known(matter: Matter, command: str) -> bool:
    """True when this kind of matter has the command at all."""
    return command in ALLOWED[matter]


def open_to(case: Case, command: str) -> bool:
    """True when the stage of the case allows the command."""
    return case.stage in ALLOWED[case.matter].get(command, frozenset())
