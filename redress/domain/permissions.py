"""Who may give which command: one table of command and roles. What relation to the case forbids is in
`deciding`.
"""

from __future__ import annotations

from redress.domain.actors import Role

_DESK = frozenset({Role.INTAKE, Role.OFFICER, Role.MEDIATOR, Role.SUPERVISOR})
_CASEWORK = frozenset({Role.OFFICER, Role.SUPERVISOR})
_MEDIATION = frozenset({Role.OFFICER, Role.MEDIATOR, Role.SUPERVISOR})
_LEADING = frozenset({Role.SUPERVISOR, Role.BUREAU_HEAD})
_COMPLAINANT = frozenset({Role.COMPLAINANT})
_PARTIES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
_PASSING_ON = frozenset({Role.INTAKE, Role.OFFICER, Role.SUPERVISOR})

MAY: dict[str, frozenset[Role]] = {
    "file": _DESK | _COMPLAINANT,
    "request_material": _DESK,
    "add_material": _DESK | _COMPLAINANT,
    "draft_document": _DESK,
    "approve_document": _LEADING,
    "issue_document": _CASEWORK | _LEADING,
    "void_document": _CASEWORK | _LEADING,
    "attach_scan": _DESK,
    "add_evidence": _DESK | _PARTIES,
    "mark_evidence": _MEDIATION,
    "add_note": _DESK | {Role.CALLBACK, Role.BUREAU_HEAD},
    "record_contact": _DESK,
    "correct_party": _DESK,
    "add_respondent": _DESK,
    "amend_claim": _DESK,
    "request_identity_proof": _DESK,
    "link_case": _DESK,
    "merge_duplicate": _CASEWORK,
    "split_report": _DESK,
    "assign": _CASEWORK | _LEADING | {Role.SYSTEM},
    "accept": _CASEWORK,
    "refuse": _CASEWORK,
    "record_notice": _DESK,
    "send_notice": _DESK,
    "record_delivery": frozenset({Role.SYSTEM}),
    "transfer": _CASEWORK,
    "record_transfer_outcome": _CASEWORK,
    "propose_transfer": _DESK,
    "dispatch": _PASSING_ON,
    "acknowledge_dispatch": _PASSING_ON,
    "return_dispatch": _PASSING_ON,
    "report_back": _PASSING_ON,
    "refer_up": _CASEWORK | _LEADING,
    "decline_referral": _LEADING,
    "take_over": _LEADING,
    "raise_jurisdiction_dispute": _CASEWORK | _LEADING,
    "settle_jurisdiction_dispute": _CASEWORK | _LEADING,
    "grade": _CASEWORK | _LEADING | {Role.INTAKE},
    "classify": _DESK,
    "supervise": _LEADING,
    "answer_supervision": _CASEWORK | _LEADING,
    "urge": _DESK | _LEADING,
    "report_upward": _CASEWORK | _LEADING,
    "record_consent": _DESK | _PARTIES,
    "withdraw_consent": _DESK | _PARTIES,
    "schedule_session": _MEDIATION,
    "record_session": _MEDIATION,
    "cancel_session": _MEDIATION,
    "delegate_mediation": _CASEWORK,
    "report_delegation_result": _CASEWORK,
    "recuse": _DESK | _PARTIES,
    "decide_recusal": _LEADING,
    "replace_mediator": _CASEWORK | _LEADING,
    "commission_appraisal": _MEDIATION,
    "conclude_appraisal": _MEDIATION,
    "cancel_appraisal": _MEDIATION,
    "record_cost_negotiation": _MEDIATION,
    "record_party_ceased": _DESK,
    "report_fraud_signs": _MEDIATION,
    "record_agreement": _MEDIATION,
    "confirm_legality": _MEDIATION,
    "apply_judicial_confirmation": _DESK,
    "record_judicial_confirmation": _DESK,
    "record_settlement": _MEDIATION,
    "record_performance": _DESK | _COMPLAINANT | {Role.CALLBACK},
    "withdraw": _DESK | _COMPLAINANT,
    "terminate_mediation": _CASEWORK,
    "refer_clue": _MEDIATION,
    "record_clue_decision": _CASEWORK,
    "start_clue_test": _CASEWORK,
    "end_clue_test": _CASEWORK,
    "request_extension": _CASEWORK,
    "approve_extension": _LEADING,
    "reject_extension": _LEADING,
    "conclude": _CASEWORK,
    "give_feedback": _DESK,
    "record_callback": frozenset({Role.CALLBACK}),
    "close": _CASEWORK,
    "reopen": _LEADING,
    "record_quality_review": frozenset({Role.SUPERVISOR}),
    "add_lesson": _DESK | _LEADING | {Role.CALLBACK},
    "mark_secrecy": _CASEWORK | _LEADING,
    "publish": _LEADING,
    "unpublish": _LEADING,
    "give_statement": _DESK | _PARTIES,
    "propose_settlement": _DESK | _PARTIES,
    "answer_proposal": _DESK | _PARTIES,
    "rate": _COMPLAINANT | {Role.CALLBACK},
    "request_review": _DESK | _COMPLAINANT,
    "answer_review": _LEADING,
    "note_acts": _DESK | _LEADING,
    "renew_code": _DESK | _LEADING,
}


def may(roles: tuple[Role, ...], command: str) -> bool:
    """True when one of the roles may give a command of this type."""
    return any(role in MAY.get(command, frozenset()) for role in roles)
