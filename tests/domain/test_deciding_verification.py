"""Verification: corrected parties, requests with a date, joint complaints, tied and merged cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import ClockState, Stage
from redress.domain.commands import NoticeMatter
from redress.domain.commands.verification import Relation
from redress.domain.context import Context
from redress.domain.deciding import decide
from redress.domain.evidence import EvidenceKind
from redress.domain.facts import Claim, ClaimKind, Complainant, Representative, Respondent
from redress.domain.intake_state import CaseLink
from redress.domain.opening import fold, open_report
from redress.domain.refusals import Refusal
from redress.domain.sealed import Sealed
from redress.domain.tables import load_tables
from redress.domain.ties import Tie, tied, ties_of
from tests.domain.scenario import (
    ACCEPTANCE,
    AGREEMENT,
    CALLED_BACK,
    CLUE,
    INTAKE,
    MEDIATOR,
    NOT_CALLED_BACK,
    OFFICE,
    OFFICER,
    ONE_AGAINST_ONE,
    TEXT,
    Story,
    consent,
    filed,
    moment,
    tables,
    told,
)

REAL_NAME = Sealed("vault-2")
OTHER = "018f0000-0000-7000-8000-000000000077"
SHOP = replace(ONE_AGAINST_ONE, respondents=(Respondent(shop_name=TEXT, platform=TEXT),))
JOINT = replace(
    ONE_AGAINST_ONE,
    complainants=(Complainant(name=TEXT), Complainant(name=TEXT), Complainant(name=TEXT)),
    representatives=(Representative(complainant=1, elected_in_writing=True),),
)


def identity(due_on: date) -> c.RequestIdentityProof:
    return c.RequestIdentityProof(items=(TEXT,), due_on=due_on, where_to=TEXT)


# parties and claims


def test_the_legal_person_behind_a_shop_sign_keeps_the_old_name_in_view() -> None:
    page = c.AddEvidence(kind=EvidenceKind.WRITTEN, given_by="office", name=TEXT)
    story = filed(filing=SHOP).does(
        INTAKE,
        page,
        c.CorrectParty(
            party="respondent", found_by=c.FoundBy.PLATFORM_PAGE, name=REAL_NAME, evidence=1
        ),
    )
    respondent = story.view.filing.respondents[0]
    assert (respondent.name, respondent.shop_name) == (REAL_NAME, TEXT)
    former = story.view.formerly[0]
    assert (former.party, former.name, former.shop_name) == ("respondent-1", None, TEXT)
    assert story.clock(ACCEPTANCE).live


def test_a_party_that_nobody_named_can_be_found_out() -> None:
    nameless = replace(ONE_AGAINST_ONE, respondents=())
    found = c.CorrectParty(party="respondent", found_by=c.FoundBy.SITE_VISIT, name=REAL_NAME)
    assert filed(filing=nameless).does(INTAKE, found).case.filing.respondents == (Respondent(name=REAL_NAME),)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.CorrectParty(party="complainant", found_by=c.FoundBy.DOCUMENT, uscc=TEXT), "not_of_this_party"),
        (c.CorrectParty(party="respondent", found_by=c.FoundBy.DOCUMENT, email=TEXT), "not_of_this_party"),
        (c.CorrectParty(party="respondent", found_by=c.FoundBy.DOCUMENT), "nothing_corrected"),
        (c.CorrectParty(party="respondent-2", found_by=c.FoundBy.DOCUMENT, name=TEXT), "unknown_party"),
        (
            c.CorrectParty(party="respondent", found_by=c.FoundBy.DOCUMENT, name=TEXT, evidence=1),
            "unknown_evidence",
        ),
        (c.AmendClaim(claims=()), "no_claims"),
        (c.AmendClaim(claims=(Claim(kind=ClaimKind.RETURN, amount=Decimal(-1)),)), "negative_amount"),
        (c.LinkCase(case_id=CALLED_BACK), "links_to_itself"),
        (c.MergeDuplicate(into=CALLED_BACK), "links_to_itself"),
    ],
)
def test_what_makes_no_sense_is_refused(command: c.AnyCommand, code: str) -> None:
    filed().tries(OFFICER, command).refused(code)


def test_another_respondent_has_to_consent_too() -> None:
    story = filed().does(INTAKE, c.AddRespondent(respondent=Respondent(name=REAL_NAME)))
    assert story.case.respondents == ("respondent-1", "respondent-2")
    story = story.does(OFFICER, c.Accept()).does(MEDIATOR, consent("complainant"), consent("respondent-1"))
    assert story.case.stage is Stage.ACCEPTED
    assert story.does(MEDIATOR, consent("respondent-2")).case.stage is Stage.MEDIATING


def test_a_case_has_room_for_twenty_respondents() -> None:
    many = replace(ONE_AGAINST_ONE, respondents=(Respondent(name=TEXT),) * 20)
    one_more = c.AddRespondent(respondent=Respondent(name=TEXT))
    filed(filing=many).tries(INTAKE, one_more).refused("too_many_respondents")


def test_amended_claims_keep_the_old_ones() -> None:
    first = (Claim(kind=ClaimKind.RETURN),)
    story = filed(filing=replace(ONE_AGAINST_ONE, claims=first))
    story = story.does(INTAKE, c.AmendClaim(claims=(Claim(kind=ClaimKind.REPAIR),)))
    assert story.view.filing.claims == (Claim(kind=ClaimKind.REPAIR),)
    assert [former.claims for former in story.view.former_claims] == [first]


def test_an_agreement_is_not_followed_by_another_claim() -> None:
    story = filed().does(OFFICER, c.Accept()).does(MEDIATOR, consent("complainant"), consent("respondent"))
    story = story.does(MEDIATOR, AGREEMENT)
    story.tries(INTAKE, c.AmendClaim(claims=(Claim(kind=ClaimKind.REPAIR),))).refused("already_decided")


# requests with a date; filed on Monday 17 August, so art.15 ends on Wednesday 26 August


@pytest.mark.parametrize("command", [identity, lambda day: c.RequestMaterial(items=(TEXT,), due_on=day)])
def test_a_date_leaves_one_working_day_before_the_acceptance_deadline(command: object) -> None:
    assert filed().due_on(ACCEPTANCE) == "2026-08-26"
    ask = command  # the same rule for both
    filed().does(INTAKE, ask(date(2026, 8, 25)))  # type: ignore[operator]
    filed().tries(INTAKE, ask(date(2026, 8, 26))).refused("due_day_too_late")  # type: ignore[operator]
    filed().tries(INTAKE, ask(date(2026, 8, 14))).refused("due_day_past")  # type: ignore[operator]


def test_a_request_for_identity_stops_no_clock_and_its_lapse_proposes_ground_6() -> None:
    story = filed().does(INTAKE, identity(date(2026, 8, 20)))
    assert "identity" in story.view.open_items
    assert story.at("2026-08-20 23:59").woken().events(e.IdentityRequestLapsed) == []
    lapsed = story.at("2026-08-21 00:00").woken()
    assert lapsed.events(e.IdentityRequestLapsed) == [e.IdentityRequestLapsed(due_on=date(2026, 8, 20))]
    assert "propose.16-6" in lapsed.view.open_items
    assert lapsed.case.stage is Stage.REGISTERED, "a person decides"
    assert lapsed.state(ACCEPTANCE) is ClockState.RUNNING
    assert lapsed.due_on(ACCEPTANCE) == "2026-08-26"
    lapsed.at("2026-08-21 09:00").does(OFFICER, c.Refuse(ground="16-6", reason=TEXT))


def test_a_request_for_material_that_lapses_proposes_ground_5() -> None:
    story = filed().does(INTAKE, c.RequestMaterial(items=(TEXT,), due_on=date(2026, 8, 20)))
    lapsed = story.at("2026-08-22 00:00").woken()
    assert "propose.16-5" in lapsed.view.open_items
    answered = lapsed.does(INTAKE, c.AddMaterial(text=TEXT))
    assert not {"material", "propose.16-5"}.intersection(answered.view.open_items)


@pytest.mark.parametrize(
    ("request_", "ground"),
    [
        (identity(date(2026, 8, 20)), "16-6"),
        (c.RequestMaterial(items=(TEXT,), due_on=date(2026, 8, 20)), "16-5"),
    ],
)
def test_nobody_is_refused_for_what_they_may_still_bring(request_: c.AnyCommand, ground: str) -> None:
    story = filed().does(INTAKE, request_).at("2026-08-20 18:00")
    story.tries(OFFICER, c.Refuse(ground=ground, reason=TEXT)).refused("request_still_open")
    story.does(OFFICER, c.Refuse(ground="16-1", reason=TEXT))


def test_cases_of_the_first_edition_decide_as_they_did() -> None:
    story = filed()
    ctx = Context(actor=OFFICER, now=story.now, tables=tables(), edition=1)
    asked = decide(story.case, c.RequestMaterial(items=(TEXT,), due_on=date(2026, 8, 20)), ctx)
    assert not isinstance(asked, Refusal)
    case = fold(asked, story.case)
    assert not isinstance(decide(case, c.Refuse(ground="16-5", reason=TEXT), ctx), Refusal)
    silent = replace(story, case=case).at("2026-08-25 09:00").woken()
    assert silent.events(e.MaterialRequestLapsed) == []


def test_an_answered_request_does_not_lapse() -> None:
    story = filed().does(INTAKE, identity(date(2026, 8, 20)))
    story = story.does(INTAKE, c.AddMaterial(text=TEXT, completes=("identity",)))
    assert "identity" not in story.view.open_items
    assert story.at("2026-08-25 09:00").woken().events(e.IdentityRequestLapsed) == []


def test_proof_of_identity_does_not_answer_a_request_for_material() -> None:
    story = filed().does(INTAKE, identity(date(2026, 8, 20)))
    story = story.does(INTAKE, c.RequestMaterial(items=(TEXT,), due_on=date(2026, 8, 20)))
    story = story.does(INTAKE, c.AddMaterial(text=TEXT, completes=("identity",)))
    assert "material" in story.view.open_items


def test_a_decision_ends_the_waiting() -> None:
    story = filed().does(INTAKE, identity(date(2026, 8, 20))).does(OFFICER, c.Accept())
    assert story.at("2026-08-25 09:00").woken().events(e.IdentityRequestLapsed) == []


# joint complaints (art.12)


@pytest.mark.parametrize(
    "command",
    [c.AmendClaim(claims=(Claim(kind=ClaimKind.REPAIR),)), c.Withdraw(), c.RecordSettlement(), AGREEMENT],
)
def test_representatives_do_not_dispose_of_what_is_not_theirs(command: c.AnyCommand) -> None:
    story = filed(filing=JOINT).does(OFFICER, c.Accept())
    story = story.does(MEDIATOR, *(consent(party) for party in story.case.parties))
    refused = story.tries(MEDIATOR, command).refused("represented_not_asked")
    assert refused.refusal is not None
    assert refused.refusal.detail == "complainant-2, complainant-3"
    assert refused.refusal.citation == "令121 art.12"
    agree = [replace(consent(f"complainant-{n}"), matter=c.ConsentMatter.REPRESENTATION) for n in (2, 3)]
    half = story.does(MEDIATOR, agree[0])
    half.tries(MEDIATOR, command).refused("represented_not_asked")
    half.does(MEDIATOR, agree[1], command)


def test_without_representatives_everybody_acts_for_themselves() -> None:
    several = replace(JOINT, representatives=())
    filed(filing=several).does(INTAKE, c.Withdraw())


# tied cases


def test_a_linked_case_is_shown_and_tells_the_other() -> None:
    story = filed().does(INTAKE, c.LinkCase(case_id=OTHER, relation=c.Belonging.SAME_TRADER))
    assert story.view.links == (CaseLink(case_id=OTHER, relation=Relation.SAME_TRADER),)
    story.tries(INTAKE, c.LinkCase(case_id=OTHER)).refused("linked_already")
    [(told_case, tie)] = ties_of(story.case, story.recorded[-1].event)
    assert (told_case, tie.case_id, tie.relation) == (OTHER, CALLED_BACK, Relation.SAME_TRADER)


def tie(relation: Relation, *, new_facts: bool = False) -> Tie:
    return Tie(
        case_id=OTHER,
        case_number="QH-2026-000002-5",
        relation=relation,
        received_at=moment("2026-08-24 10:00"),
        new_facts=new_facts,
    )


def test_a_case_that_is_told_of_a_tie_shows_it_once_and_tells_nobody_back() -> None:
    story = filed()
    brought = tied(story.case, tie(Relation.RELATED), story.now, tables())
    case = fold(brought, story.case)
    assert case.intake.links[0].case_number == "QH-2026-000002-5"
    assert tied(case, tie(Relation.RELATED), story.now, tables()) == ()
    assert [*ties_of(case, brought[-1].event)] == []


def test_a_merged_duplicate_ends_but_its_complainant_is_told() -> None:
    story = filed().does(OFFICER, c.MergeDuplicate(into=OTHER))
    assert story.case.stage is Stage.PASSED_ON
    assert story.state(ACCEPTANCE) is ClockState.RUNNING, "passing on never ends the art.15 duty"
    assert "tell.merged" in story.view.open_items
    story.tries(OFFICER, c.Close()).refused("party_not_told")
    story = story.does(INTAKE, told(NoticeMatter.MERGED, "2026-08-17 09:00"))
    assert story.state(ACCEPTANCE) is ClockState.MET
    closed = story.does(OFFICER, c.Close())
    assert closed.at("2026-12-01 00:00").woken().case.stage is Stage.ARCHIVED
    [(into, told_tie)] = ties_of(story.case, e.DuplicateMerged(case_id=OTHER))
    assert (into, told_tie.relation) == (OTHER, Relation.MERGED_FROM)


def test_of_two_duplicates_one_goes_on() -> None:
    story = filed()
    case = fold(tied(story.case, tie(Relation.MERGED_FROM), story.now, tables()), story.case)
    replace(story, case=case).tries(OFFICER, c.MergeDuplicate(into=OTHER)).refused("merged_here")


def test_two_cases_merged_into_each_other_at_once_do_not_vanish() -> None:
    story = filed().does(OFFICER, c.MergeDuplicate(into=OTHER))
    case = fold(tied(story.case, tie(Relation.MERGED_FROM), story.now, tables()), story.case)
    assert "merged.both" in replace(story, case=case).view.open_items


def test_mixed_material_becomes_a_report_with_a_number_of_its_own() -> None:
    story = filed().does(INTAKE, c.SplitReport(summary=TEXT), c.SplitReport(summary=TEXT))
    numbers = [link.case_number for link in story.view.links]
    assert numbers == ["QH-2026-000001-7-R1", "QH-2026-000001-7-R2"]
    assert all(link.relation is Relation.SPLIT_INTO for link in story.view.links)
    assert story.clock(ACCEPTANCE).live


# reports


def reported(when: str = "2026-08-17 09:00", *, case_id: str = NOT_CALLED_BACK) -> Story:
    ctx = Context(actor=INTAKE, now=moment(when), tables=tables(), command_id="report")
    facts = replace(ONE_AGAINST_ONE, complainants=())
    opened = open_report(case_id, "QH-2026-000009-1", OFFICE, "samr-121", facts, ctx, informant="J-1")
    assert not isinstance(opened, Refusal)
    return Story(fold(opened), moment(when), opened)


def test_a_report_is_verified_within_fifteen_working_days_of_its_receipt() -> None:
    story = reported()
    assert (story.case.stage, story.view.informant) == (Stage.CHECKING, "J-1")
    assert story.due_on(CLUE) == "2026-09-07"
    story.tries(OFFICER, c.Accept()).refused("not_for_this_matter")
    decided = story.does(OFFICER, c.RecordClueDecision(outcome=c.ClueOutcome.NOT_OPENED))
    assert decided.state(CLUE) is ClockState.MET


def test_a_report_that_came_again_with_new_facts_begins_the_period_anew() -> None:
    """Art.35: from the last report."""
    story = reported().at("2026-08-24 10:00")
    brought = tied(story.case, tie(Relation.MERGED_FROM, new_facts=True), story.now, tables())
    again = replace(story, case=fold(brought, story.case))
    assert [clock.outcome for clock in again.case.clocks] == ["cancelled", None]
    assert again.due_on(CLUE) == "2026-09-14"


def test_the_same_report_again_is_not_handled_again() -> None:
    story = reported().at("2026-08-24 10:00")
    brought = tied(story.case, tie(Relation.MERGED_FROM), story.now, tables())
    assert [entry.event.type for entry in brought] == ["report_repeated"]
    repeat = reported("2026-08-24 10:00", case_id=OTHER).does(OFFICER, c.MergeDuplicate(into=NOT_CALLED_BACK))
    assert (repeat.case.stage, repeat.state(CLUE)) == (Stage.PASSED_ON, ClockState.CANCELLED)
    assert repeat.does(OFFICER, c.Close()).case.closed_at


def test_every_profile_of_the_regime_ends_art_15_when_the_merger_is_told() -> None:
    rules = [one.clock(ACCEPTANCE) for one in load_tables().current if one.regime == "samr"]
    assert rules
    assert all(rule and "told:merged" in rule.ends_on for rule in rules)
