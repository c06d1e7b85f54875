"""Which commands a case page puts first, and under which heading the others stand. What is allowed is decided
elsewhere; this only puts it in order.
"""

from collections.abc import Callable
from typing import Any, Final, get_args, get_type_hints

from redress.domain.case import Stage
from redress.domain.commands import AnyCommand
from redress.domain.view import CaseView

COMMANDS: Final[dict[str, type[Any]]] = {
    get_args(get_type_hints(kind)["type"])[0]: kind for kind in get_args(AnyCommand)
}
"""Every command by its type."""

ELSEWHERE: Final = frozenset({"draft_document", "approve_document", "issue_document"})
"""Commands that stand with what they are about instead of among the others."""

ABOUT: Final[dict[str, Callable[[CaseView], bool]]] = {
    "void_document": lambda view: bool(view.documents),
    "attach_scan": lambda view: bool(view.documents),
    "mark_evidence": lambda view: view.evidence_count > 0,
    "answer_supervision": lambda view: bool(view.grading.supervisions),
    "acknowledge_dispatch": lambda view: bool(view.passing.dispatches),
    "return_dispatch": lambda view: bool(view.passing.dispatches),
    "report_back": lambda view: bool(view.passing.dispatches),
    "settle_jurisdiction_dispute": lambda view: view.passing.dispute is not None,
    "record_transfer_outcome": lambda view: bool(view.passing.handovers or view.passing.gone),
    "conclude_appraisal": lambda view: bool(view.appraisals),
    "cancel_appraisal": lambda view: bool(view.appraisals),
    "report_delegation_result": lambda view: view.proceedings.delegation is not None,
    "decide_recusal": lambda view: bool(view.proceedings.recusals),
    "answer_proposal": lambda view: bool(view.own.proposals),
    "answer_review": lambda view: bool(view.own.open_reviews),
    "note_acts": lambda view: bool(view.own.unread),
}
"""Commands about something that a case may not have: whether it has it."""

GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("documents", ("draft_document", "approve_document", "issue_document", "void_document", "attach_scan")),
    ("evidence", ("add_evidence", "mark_evidence")),
    ("parties", ("correct_party", "add_respondent", "amend_claim", "request_identity_proof", "link_case",
                 "merge_duplicate", "split_report")),
    ("decision", ("accept", "refuse", "withdraw")),
    ("grading", ("grade", "classify", "supervise", "answer_supervision", "urge", "report_upward")),
    ("passing", ("dispatch", "acknowledge_dispatch", "return_dispatch", "report_back", "refer_up",
                 "decline_referral", "take_over", "raise_jurisdiction_dispute",
                 "settle_jurisdiction_dispute", "propose_transfer", "transfer",
                 "record_transfer_outcome")),
    ("contact", ("record_contact", "send_notice", "record_notice", "record_delivery", "add_note",
                 "add_material", "request_material", "assign")),
    ("mediation", ("record_consent", "withdraw_consent", "schedule_session", "record_session",
                   "cancel_session", "record_agreement", "record_settlement", "record_party_ceased",
                   "report_fraud_signs", "terminate_mediation")),
    ("mediators", ("delegate_mediation", "report_delegation_result", "recuse", "decide_recusal",
                   "replace_mediator")),
    ("appraisal", ("commission_appraisal", "conclude_appraisal", "cancel_appraisal",
                   "record_cost_negotiation")),
    ("agreement", ("confirm_legality", "record_performance", "apply_judicial_confirmation",
                   "record_judicial_confirmation")),
    ("clue", ("refer_clue", "record_clue_decision", "start_clue_test", "end_clue_test",
              "request_extension", "approve_extension", "reject_extension")),
    ("result", ("conclude", "give_feedback", "record_callback", "close", "reopen")),
    ("own_page", ("note_acts", "answer_review", "give_statement", "propose_settlement", "answer_proposal",
                  "request_review", "rate", "renew_code")),
    ("afterwards", ("record_quality_review", "add_lesson", "publish", "unpublish", "mark_secrecy")),
)  # fmt: skip


def has_object(command: str, view: CaseView) -> bool:
    """Whether there is what the command is about."""
    return command not in ABOUT or ABOUT[command](view)


def suggested(view: CaseView, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """What the case is waiting for, of what is allowed."""
    return tuple(name for name, fits in _WAITING if name in allowed and fits(view))


def grouped(allowed: tuple[str, ...], without: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """The other commands under their headings."""
    rest = [(name, tuple(c for c in group if c in allowed and c not in without)) for name, group in GROUPS]
    return [(name, group) for name, group in rest if group]


def _undecided(view: CaseView) -> bool:
    return view.stage in (Stage.REGISTERED, Stage.CHECKING)


def _to_tell(view: CaseView) -> bool:
    untold = any(item.startswith("tell.") for item in view.open_items)
    return untold or any(s.open and set(s.expected or view.parties) - set(s.told) for s in view.sessions)


def _asking(view: CaseView) -> bool:
    answered = {each.party for each in view.consents if each.matter == "mediation"}
    return view.stage is Stage.ACCEPTED and bool(set(view.parties) - answered)


def _mediating(view: CaseView) -> bool:
    return view.stage is Stage.MEDIATING and not _appraised(view)


def _appraised(view: CaseView) -> bool:
    return any(each.ended_on is None for each in view.appraisals)


def _session_open(view: CaseView) -> bool:
    return any(each.open for each in view.sessions)


def _ended(view: CaseView) -> bool:
    """Mediation has its end, or the complaint was refused or withdrawn."""
    met = any(c.milestone == "mediation_end" and c.ended_at for c in view.clocks)
    return met or view.stage in (Stage.REFUSED, Stage.WITHDRAWN)


def _called_back(view: CaseView) -> bool:
    reached = view.callback is not None and view.callback.result == "reached"
    return reached or view.after.callback_excused


def _to_close(view: CaseView) -> bool:
    return view.feedback_at is not None and (_called_back(view) or not view.after.callback_due)


_WAITING: Final[tuple[tuple[str, Callable[[CaseView], bool]], ...]] = (
    ("assign", lambda view: view.handler is None),
    ("note_acts", lambda view: "party_acts" in view.open_items),
    ("answer_review", lambda view: bool(view.own.open_reviews)),
    ("add_material", lambda view: bool({"material", "identity"}.intersection(view.open_items))),
    ("answer_supervision", lambda view: "supervision" in view.open_items),
    ("acknowledge_dispatch", lambda view: "dispatch.receipt" in view.open_items),
    ("report_back", lambda view: "dispatch.report_back" in view.open_items),
    ("accept", _undecided),
    ("refuse", _undecided),
    ("send_notice", lambda view: _to_tell(view) and not view.sent),
    ("record_notice", _to_tell),
    ("record_consent", _asking),
    ("record_session", _session_open),
    ("schedule_session", lambda view: _mediating(view) and not _session_open(view) and not _ended(view)),
    ("conclude_appraisal", _appraised),
    ("decide_recusal", lambda view: view.proceedings.stay is not None),
    ("replace_mediator", lambda view: any(item.startswith("mediator:") for item in view.open_items)),
    ("report_delegation_result", lambda view: view.proceedings.delegated),
    ("confirm_legality", lambda view: "agreement.legality" in view.open_items),
    ("end_clue_test", lambda view: view.proceedings.running_test is not None),
    ("record_performance", lambda view: any(i.startswith("performance") for i in view.open_items)),
    ("record_agreement", lambda view: _mediating(view) and not _ended(view)),
    ("record_clue_decision", lambda view: view.stage is Stage.CHECKING),
    ("approve_extension", lambda view: any(item.startswith("extension:") for item in view.open_items)),
    ("conclude", lambda view: view.outcome is None and _ended(view) and not _to_tell(view)),
    ("give_feedback", lambda view: view.outcome is not None and view.feedback_at is None),
    ("record_callback", lambda view: view.feedback_at is not None and view.after.callback_due
     and not _called_back(view)),
    ("record_performance", lambda view: view.after.performance_open),
    ("close", lambda view: view.closed_at is None and (_to_close(view) or view.matter == "clue")),
    ("reopen", lambda view: "second_round" in view.open_items),
    ("record_quality_review", lambda view: view.after.sampled and view.after.quality is None),
)
"""What a case waits for, in the order of its life."""
