"""How the events of verification change a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from redress.domain import events as e
from redress.domain.case import Case, Stage
from redress.domain.commands.verification import Relation
from redress.domain.events import Matter, Recorded
from redress.domain.facts import Complainant, Respondent
from redress.domain.intake_state import (
    FORMER_KEPT,
    LINKS_KEPT,
    CaseLink,
    FormerClaims,
    FormerParty,
    IdentityRequest,
    IntakeState,
)
from redress.domain.standing import handled


def fields_given(correction: Any, kind: type[Complainant] | type[Respondent]) -> dict[str, Any]:
    """What a correction says of a party of this kind."""
    names = {field.name for field in fields(kind)} & {field.name for field in fields(correction)}
    return {name: value for name in sorted(names) if (value := getattr(correction, name)) is not None}


def _party_corrected(case: Case, event: e.PartyCorrected, at: Recorded) -> Case:
    side, _, number = event.party.partition("-")
    listed: tuple[Any, ...] = case.filing.complainants if side == "complainant" else case.filing.respondents
    kind = Complainant if side == "complainant" else Respondent
    place = int(number) - 1
    before = listed[place] if place < len(listed) else kind()
    changed = (*listed[:place], replace(before, **fields_given(event, kind)), *listed[place + 1:])
    former = FormerParty(
        party=event.party,
        until=at.at,
        name=before.name,
        shop_name=getattr(before, "shop_name", None),
        address=before.address,
    )
    corrected: dict[str, Any] = {f"{side}s": changed}
    filing = replace(case.filing, **corrected)
    formerly = (*case.intake.formerly, former)[-FORMER_KEPT:]
    return handled(_intake(replace(case, filing=filing), formerly=formerly), at.person)


def _respondent_added(case: Case, event: e.RespondentAdded, at: Recorded) -> Case:
    respondents = (*case.filing.respondents, event.respondent)
    return handled(replace(case, filing=replace(case.filing, respondents=respondents)), at.person)


def _claim_amended(case: Case, event: e.ClaimAmended, at: Recorded) -> Case:
    former = FormerClaims(until=at.at, claims=case.filing.claims)
    former_claims = (*case.intake.former_claims, former)[-FORMER_KEPT:]
    filing = replace(case.filing, claims=event.claims)
    return _intake(replace(case, filing=filing), former_claims=former_claims)


def _identity_requested(case: Case, event: e.IdentityProofRequested, at: Recorded) -> Case:
    return _intake(case, identity_request=IdentityRequest(due_on=event.due_on))


def _identity_lapsed(case: Case, event: e.IdentityRequestLapsed, at: Recorded) -> Case:
    request = case.intake.identity_request
    return _intake(case, identity_request=request and replace(request, lapsed=True))


def _material_lapsed(case: Case, event: e.MaterialRequestLapsed, at: Recorded) -> Case:
    request = case.material_request
    return replace(case, material_request=request and replace(request, lapsed=True))


def _linked(case: Case, event: e.CaseLinked, at: Recorded) -> Case:
    return _with_link(
        case, CaseLink(case_id=event.case_id, relation=event.relation, case_number=event.case_number)
    )


def _merged(case: Case, event: e.DuplicateMerged, at: Recorded) -> Case:
    link = CaseLink(case_id=event.case_id, relation=Relation.MERGED_INTO)
    merged = _intake(_with_link(case, link), merged_into=event.case_id, merged_at=at.occurred_at)
    return handled(replace(merged, stage=Stage.PASSED_ON), at.person)


def _report_split(case: Case, event: e.ReportSplit, at: Recorded) -> Case:
    link = CaseLink(
        case_id=event.report_case_id, relation=Relation.SPLIT_INTO, case_number=event.report_case_number
    )
    return handled(_intake(_with_link(case, link), reports=case.intake.reports + 1), at.person)


def _report_registered(case: Case, event: e.ReportRegistered, at: Recorded) -> Case:
    opened = replace(
        case,
        case_id=event.case_id,
        case_number=event.case_number,
        office=event.office,
        profile=event.profile,
        matter=Matter.REPORT,
        stage=Stage.CHECKING,
        filing=event.filing,
        origin=event.origin,
        summary=event.summary,
        received_at=event.received_at,
        registered_at=at.at,
    )
    return _intake(opened, informant=event.informant)


def _report_repeated(case: Case, event: e.ReportRepeated, at: Recorded) -> Case:
    link = CaseLink(case_id=event.case_id, relation=Relation.MERGED_FROM, case_number=event.case_number)
    return _with_link(case, link)


def _with_link(case: Case, link: CaseLink) -> Case:
    others = tuple(one for one in case.intake.links if one.case_id != link.case_id)
    return _intake(case, links=(*others, link)[-LINKS_KEPT:])


def _intake(case: Case, **changes: Any) -> Case:
    state: IntakeState = replace(case.intake, **changes)
    return replace(case, intake=state)


APPLY: dict[type, Callable[[Case, Any, Recorded], Case]] = {
    e.PartyCorrected: _party_corrected,
    e.RespondentAdded: _respondent_added,
    e.ClaimAmended: _claim_amended,
    e.IdentityProofRequested: _identity_requested,
    e.IdentityRequestLapsed: _identity_lapsed,
    e.MaterialRequestLapsed: _material_lapsed,
    e.CaseLinked: _linked,
    e.DuplicateMerged: _merged,
    e.ReportSplit: _report_split,
    e.ReportRegistered: _report_registered,
    e.ReportRepeated: _report_repeated,
}
