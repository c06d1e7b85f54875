"""Who may give which command: tables of command and roles, and of command and relation to the case.

What a relation is to be found in a case is in `relation`; which words it has for people is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from redress.domain.actors import Role


class Relation(StrEnum):
    """What somebody has to be to a case, or must not be, beside having the role."""

    OFFICE_IN_CHARGE = "office_in_charge"
    ADDRESSEE = "addressee"
    WAITING_SENDER = "waiting_sender"
    NOT_RECUSED = "not_recused"
    NEVER_HANDLED = "never_handled"
    NOT_REQUESTER = "not_requester"
    NOT_DRAFTER = "not_drafter"
    NOT_THE_MEDIATOR = "not_the_mediator"
    NOT_OF_FIRST_ROUND = "not_of_first_round"
    OFFICE_ABOVE = "office_above"


_DESK = frozenset({Role.INTAKE, Role.OFFICER, Role.MEDIATOR, Role.SUPERVISOR})
_CASEWORK = frozenset({Role.OFFICER, Role.SUPERVISOR})
_MEDIATION = frozenset({Role.OFFICER, Role.MEDIATOR, Role.SUPERVISOR})
_LEADING = frozenset({Role.SUPERVISOR, Role.BUREAU_HEAD})
_COMPLAINANT = frozenset({Role.COMPLAINANT})
_PARTIES = frozenset({Role.COMPLAINANT, Role.RESPONDENT})
_PASSING_ON = frozenset({Role.INTAKE, Role.OFFICER, Role.SUPERVISOR})

MAY_OPEN = _DESK | _LEADING | {Role.CALLBACK}
"""Roles that see parties and texts; auditors, custodians and administrators see references."""

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


_ANOTHER_THAN_BEFORE = {Relation.NOT_OF_FIRST_ROUND: "second_round_by_another"}

RELATIONS: dict[str, Mapping[Relation, str]] = {
    "acknowledge_dispatch": {Relation.ADDRESSEE: "other_office"},
    "return_dispatch": {Relation.ADDRESSEE: "other_office"},
    "raise_jurisdiction_dispute": {Relation.ADDRESSEE: "other_office"},
    "urge": {Relation.WAITING_SENDER: "other_office"},
    "accept": _ANOTHER_THAN_BEFORE,
    "refuse": _ANOTHER_THAN_BEFORE,
    "record_agreement": _ANOTHER_THAN_BEFORE,
    "record_settlement": _ANOTHER_THAN_BEFORE,
    "terminate_mediation": _ANOTHER_THAN_BEFORE,
    "conclude": _ANOTHER_THAN_BEFORE,
    "approve_document": {Relation.NOT_DRAFTER: "approver_is_drafter"},
    "approve_extension": {Relation.NOT_REQUESTER: "approver_is_requester"},
    "decide_recusal": {Relation.NOT_THE_MEDIATOR: "decider_is_mediator"},
    "record_callback": {Relation.NEVER_HANDLED: "callback_by_handler"},
    "record_quality_review": {Relation.NEVER_HANDLED: "review_by_handler"},
    "supervise": {Relation.OFFICE_ABOVE: "not_superior"},
}
"""What a command asks of its author's relation to the case, each with the refusal of who has not got it.

`OFFICE_IN_CHARGE` and `NOT_RECUSED` go for every command and are not repeated. `ADDRESSEE` and
`WAITING_SENDER` let in somebody whose office is not in charge; every other relation keeps somebody out.
"""

LETTING_IN = frozenset({Relation.ADDRESSEE, Relation.WAITING_SENDER})

RELATION_WORDS: dict[Relation, tuple[str, str, str | None]] = {
    Relation.OFFICE_IN_CHARGE: (
        "本人所在机构承办该案,或者是其上级、以其名义办理的派出机构",
        "the own office has the case, lies above the office that has it, or acts in its name",
        "令121 art.4",
    ),
    Relation.ADDRESSEE: (
        "案件正分送本机构的,接收前也可以",
        "also while the case is under way to the own office",
        None,
    ),
    Relation.WAITING_SENDER: (
        "分送并等待反馈的机构也可以",
        "also the office that passed it on and waits for a report back",
        None,
    ),
    Relation.NOT_RECUSED: ("未被决定回避本案", "not recused from the case", "令121 art.21"),
    Relation.NEVER_HANDLED: ("从未承办本案", "has never handled the case", "S0-28"),
    Relation.NOT_REQUESTER: ("不是延期的申请人", "is not who asked for the extension", "令121 art.27"),
    Relation.NOT_DRAFTER: ("不是文书的拟稿人", "is not who drew the document up", "S0-78"),
    Relation.NOT_THE_MEDIATOR: (
        "不是被申请回避的调解人员", "is not the mediator whose recusal is asked for", "令121 art.21"
    ),
    Relation.NOT_OF_FIRST_ROUND: (
        "二次办理时,不是第一次的承办人",
        "in a second round, did not handle the first",
        "S0-27, S0-28",
    ),
    Relation.OFFICE_ABOVE: (
        "本人所在机构承办该案,或者是其上级",
        "the own office has the case or lies above it",
        None,
    ),
}  # fmt: skip
"""Each relation in Chinese and English, with the rule it comes from."""


def relations_of(command: str) -> tuple[Relation, ...]:
    """All that a command asks of its author beside the role, in the order of `Relation`."""
    own = RELATIONS.get(command, {})
    always = (Relation.OFFICE_IN_CHARGE, Relation.NOT_RECUSED)
    if command == "file":
        return ()
    return tuple(one for one in Relation if one in own or one in always)


def may(roles: tuple[Role, ...], command: str) -> bool:
    """True when one of the roles may give a command of this type."""
    return any(role in MAY.get(command, frozenset()) for role in roles)


def permission_table() -> dict[str, Any]:
    """Both tables as plain data: `roles`, `commands` with roles and relations, `relations` with words."""
    return {
        "roles": [role.value for role in Role],
        "commands": [
            {
                "command": name,
                "roles": [role.value for role in Role if role in roles],
                "relations": [one.value for one in relations_of(name)],
            }
            for name, roles in MAY.items()
        ],
        "relations": [
            {"relation": one.value, "title_zh": zh, "title_en": en, "citation": citation}
            for one, (zh, en, citation) in RELATION_WORDS.items()
        ],
    }
