"""What each command follows: the moments of the case before which it cannot have happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from redress.domain.case import Case
from redress.domain.commands import NoticeMatter
from redress.domain.counting import CHINA

Moments = tuple[datetime | None, ...]
_DECISIONS = (NoticeMatter.REFUSAL, NoticeMatter.TERMINATION)


def cause_of(case: Case, command: str) -> datetime | None:
    """The latest moment that a command follows; nothing happens in a case before it was received."""
    moments = (case.received_at, *FOLLOWS.get(command, _nothing)(case))
    return max((moment for moment in moments if moment), default=None)


def _nothing(case: Case) -> Moments:
    return ()


def _reopening(case: Case) -> Moments:
    return (case.reopened_at,)


def _acceptance(case: Case) -> Moments:
    return (case.reopened_at, case.accepted.at if case.accepted else None)


def _end_of_mediation(case: Case) -> Moments:
    """An appraisal that is still out is dropped by it, so it comes after the commission."""
    commissions = (datetime.combine(a.commissioned_on, time(), CHINA) for a in case.running_appraisals)
    return (*_acceptance(case), *commissions)


def _commission(case: Case) -> Moments:
    running = case.running_appraisal
    return (datetime.combine(running.commissioned_on, time(), CHINA),) if running else ()


def _agreement(case: Case) -> Moments:
    return (case.agreement.at if case.agreement else None,)


def _delegation(case: Case) -> Moments:
    delegation = case.proceedings.delegation
    return (delegation.at if delegation else None,)


def _stay(case: Case) -> Moments:
    return (case.proceedings.stay.at if case.proceedings.stay else None,)


def _result(case: Case) -> Moments:
    """办结 comes when the result is reached and everybody has been told of it."""
    told = (told.at for told in case.told if told.matter in _DECISIONS)
    decisions = (case.refused, case.terminated)
    made = (decision.at for decision in decisions if decision)
    return (*_agreement(case), case.settled_at, case.withdrawn_at, *made, *told)


def _conclusion(case: Case) -> Moments:
    return (case.conclusion.at if case.conclusion else None,)


def _feedback(case: Case) -> Moments:
    return (*_conclusion(case), case.feedback_at)


def _callback(case: Case) -> Moments:
    return (*_feedback(case), case.callback.at if case.callback else None, case.intake.merged_at)


def _closing(case: Case) -> Moments:
    return (case.closed_at,)


def _reopenable(case: Case) -> Moments:
    """The closing, or the call-back that heard of the dissatisfaction."""
    return (*_closing(case), case.callback.at if case.callback else None)


def _publication(case: Case) -> Moments:
    return (case.after.published_at,)


def _dispatch(case: Case) -> Moments:
    sent = case.passing.open_dispatch or case.passing.held_by(case.office)
    return (sent.acknowledged_at or sent.at,) if sent else ()


def _whole_course(case: Case) -> Moments:
    """Passing on follows what passing on was before: the last receipt and whatever is under way."""
    last = case.passing.dispatches[-1:]
    gone = case.passing.gone
    return (
        *_reopening(case),
        *(receipt.at for receipt in case.passing.receipts[-1:]),
        *(moment for one in last for moment in (one.at, one.acknowledged_at, one.ended_at)),
        *(one.at for one in case.passing.handovers),
        case.passing.dispute.arose_at if case.passing.dispute else None,
        case.passing.referral.at if case.passing.referral else None,
        gone.at if gone else None,
    )


FOLLOWS: dict[str, Callable[[Case], Moments]] = {
    "accept": _reopening,
    "refuse": _reopening,
    "schedule_session": _acceptance,
    "record_session": _acceptance,
    "cancel_session": _acceptance,
    "delegate_mediation": _acceptance,
    "report_delegation_result": _delegation,
    "recuse": _acceptance,
    "decide_recusal": _stay,
    "replace_mediator": _acceptance,
    "record_cost_negotiation": _acceptance,
    "commission_appraisal": _acceptance,
    "conclude_appraisal": _commission,
    "cancel_appraisal": _commission,
    "record_agreement": _acceptance,
    "record_settlement": _end_of_mediation,
    "withdraw": _end_of_mediation,
    "terminate_mediation": _end_of_mediation,
    "record_performance": _agreement,
    "dispatch": _whole_course,
    "acknowledge_dispatch": _dispatch,
    "return_dispatch": _dispatch,
    "report_back": _dispatch,
    "refer_up": _whole_course,
    "decline_referral": _whole_course,
    "take_over": _whole_course,
    "raise_jurisdiction_dispute": _whole_course,
    "settle_jurisdiction_dispute": _whole_course,
    "confirm_legality": _agreement,
    "apply_judicial_confirmation": _agreement,
    "record_judicial_confirmation": _agreement,
    "conclude": _result,
    "give_feedback": _conclusion,
    "record_callback": _feedback,
    "close": _callback,
    "reopen": _reopenable,
    "record_quality_review": _closing,
    "add_lesson": _conclusion,
    "publish": _conclusion,
    "unpublish": _publication,
}
"""The commands that follow something beside the receipt of the case."""
