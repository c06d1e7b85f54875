"""What stands in a case: questions that rules, events and views ask alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from redress.domain.case import Case, Decision, Stage
from redress.domain.commands import NoticeMatter
from redress.domain.events import Recorded
from redress.domain.facts import Answer


def mediation_agreed(case: Case) -> bool:
    """Both sides consent to mediation (art.18): every complainant and every respondent of the case."""
    return all(case.consent("mediation", party) == "yes" for party in case.parties)


def result_reached(case: Case) -> bool:
    """Mediation has its end: agreed, settled or terminated. There is one only."""
    return bool(case.agreement or case.settled_at or case.terminated)


def delegation_agreed(case: Case) -> bool:
    """Both sides consent that another body mediates (art.19); a complainant may have said so in form 1."""
    in_the_form = case.filing.consents.delegate_mediation is Answer.YES
    return all(
        (answer := case.consent("delegation", party)) == "yes"
        or (answer is None and in_the_form and party in case.complainants)
        for party in case.parties
    )


def decided_on(case: Case, matter: NoticeMatter) -> Decision | None:
    """The decision that a notice of this matter tells, or None when there is none yet."""
    return {
        NoticeMatter.ACCEPTANCE: case.accepted,
        NoticeMatter.REFUSAL: case.refused,
        NoticeMatter.TERMINATION: ended_mediation(case),
        NoticeMatter.MERGED: Decision(at=case.intake.merged_at) if case.intake.merged_at else None,
    }.get(matter)


def ended_mediation(case: Case) -> Decision | None:
    """The end of mediation that both parties must be told (art.23): terminated, settled or withdrawn."""
    if case.terminated:
        return case.terminated
    at = case.settled_at or (case.withdrawn_at if case.accepted else None)
    return Decision(at=at, ground="23-1") if at else None


def is_key(case: Case) -> bool:
    """重大案件: fed back in writing and by phone (S0-37), called back under `key`, kept for ever."""
    return case.grading.key


def agreed_to_publication(case: Case) -> bool:
    """Every complainant said yes: what was recorded last, else the box on the registration form (form 1)."""
    answers = (case.consent("publication", party) for party in case.complainants)
    return all((answer or case.filing.consents.publish) == "yes" for answer in answers)


def callback_done(case: Case) -> bool:
    """A call-back was made or excused; attempts that are still owed others do not count."""
    clock = case.clock("callback.window")
    return case.callback is not None and (clock is None or not clock.live)


def undecided(case: Case) -> bool:
    """The decision of art.15 is still to be made."""
    return case.stage in (Stage.REGISTERED, Stage.CHECKING, Stage.PASSED_ON) and not case.refused


def between_bureaus(case: Case) -> bool:
    """On its way to another bureau that has not received it yet."""
    sent = case.passing.open_dispatch
    return sent is not None and not sent.inside


def handled(case: Case, *persons: str) -> Case:
    """The case with these persons among those who have handled it (S0-28)."""
    new = tuple(dict.fromkeys(p for p in persons if p not in case.handled_by))
    return replace(case, handled_by=(*case.handled_by, *new))


def unchanged(case: Case, event: Any, at: Recorded) -> Case:
    """For events that are there to be read and change nothing."""
    return case
