"""Documents (文书): drawn up, approved by another person, numbered and sealed, told with, voided, scanned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.actors import Actor, Role
from redress.domain.commands import NoticeMatter
from redress.domain.documents import Approver, Document, DocumentStanding, SealKind
from redress.domain.evidence import EvidenceKind
from redress.domain.opening import fold
from tests.domain.scenario import (
    HEAD,
    MEDIATOR,
    OFFICE,
    OFFICER,
    SUPERVISOR,
    TEXT,
    Story,
    accepted,
    filed,
    told,
)

TEMPLATE = "a" * 64


def draft(kind: str = "acceptance_decision", approver: Approver | None = "supervisor") -> c.DraftDocument:
    return c.DraftDocument(
        kind=kind,
        content=TEXT,
        template=TEMPLATE,
        party="complainant",
        approver=approver,
        series="受",
    )


def drafted(story: Story | None = None) -> Story:
    return (story or accepted()).does(OFFICER, draft())


def issued(story: Story | None = None) -> Story:
    approved = drafted(story).does(SUPERVISOR, c.ApproveDocument(number=1))
    return approved.does(OFFICER, c.IssueDocument(number=1))


def paper(story: Story) -> Document:
    return story.case.documents[0]


def test_a_document_goes_from_draft_to_the_signed_paper() -> None:
    story = drafted()
    assert (paper(story).standing, paper(story).drafted_by) == (DocumentStanding.DRAFT, OFFICER.person)
    story = story.does(SUPERVISOR, c.ApproveDocument(number=1))
    assert (paper(story).standing, paper(story).approved_by) == (
        DocumentStanding.APPROVED,
        SUPERVISOR.person,
    )
    story = story.does(OFFICER, c.IssueDocument(number=1, seal=SealKind.ELECTRONIC))
    assert (paper(story).standing, paper(story).dated_on) == (DocumentStanding.ISSUED, date(2026, 8, 20))
    story = story.does(OFFICER, replace(told(NoticeMatter.ACCEPTANCE, "2026-08-20 09:00"), document="1"))
    assert paper(story).told == ("complainant-1",)
    scan = c.AddEvidence(kind=EvidenceKind.PHYSICAL, given_by="office", name=TEXT)
    story = story.does(OFFICER, scan, c.AttachScan(number=1, evidence=1))
    assert paper(story).scan == 1


def test_the_number_comes_with_the_record_and_stays_with_a_void_document() -> None:
    story = issued()
    numbered = e.of_itself(
        story.case.version + 1, e.DocumentNumbered(number=1, reference="青河县市监受〔2026〕第1号"), story.now
    )
    story = replace(story, case=fold((numbered,), story.case))
    story = story.does(SUPERVISOR, c.VoidDocument(number=1, reason=TEXT))
    assert paper(story).standing is DocumentStanding.VOID
    assert paper(story).reference == "青河县市监受〔2026〕第1号"


def test_a_document_that_needs_no_approval_is_ready_at_once() -> None:
    story = accepted().does(OFFICER, draft(approver=None), c.IssueDocument(number=1))
    assert paper(story).standing is DocumentStanding.ISSUED


BOTH = Actor("p-officer", OFFICE, (Role.OFFICER, Role.SUPERVISOR))

REFUSED: list[tuple[str, Story, Actor, c.AnyCommand]] = [
    ("unknown_document", accepted(), OFFICER, draft("ransom_note")),
    ("unknown_party", accepted(), OFFICER, replace(draft(), party="somebody")),
    ("not_an_id", accepted(), OFFICER, replace(draft(), template="latest")),
    ("not_an_id", accepted(), OFFICER, replace(draft(), series="A1")),
    ("no_such_document", accepted(), OFFICER, replace(draft(), replaces=7)),
    ("no_such_document", accepted(), SUPERVISOR, c.ApproveDocument(number=1)),
    ("no_such_document", accepted(), OFFICER, c.IssueDocument(number=1)),
    ("no_such_document", accepted(), OFFICER, c.VoidDocument(number=1, reason=TEXT)),
    ("no_such_document", accepted(), OFFICER, c.AttachScan(number=1, evidence=1)),
    ("approver_is_drafter", drafted(), BOTH, c.ApproveDocument(number=1)),
    ("forbidden", drafted(), HEAD, c.ApproveDocument(number=1)),
    ("forbidden", drafted(), MEDIATOR, c.ApproveDocument(number=1)),
    ("document_standing", issued(), SUPERVISOR, c.ApproveDocument(number=1)),
    ("approval_needed", drafted(), OFFICER, c.IssueDocument(number=1)),
    ("document_standing", issued(), OFFICER, c.IssueDocument(number=1)),
    ("in_the_future", drafted().does(SUPERVISOR, c.ApproveDocument(number=1)), OFFICER,
     c.IssueDocument(number=1, dated_on=date(2026, 8, 21))),
    ("before_its_cause", drafted().does(SUPERVISOR, c.ApproveDocument(number=1)), OFFICER,
     c.IssueDocument(number=1, dated_on=date(2026, 8, 16))),
    ("document_standing", drafted(), OFFICER, c.AttachScan(number=1, evidence=1)),
    ("unknown_evidence", issued(), OFFICER, c.AttachScan(number=1, evidence=1)),
    ("document_standing", issued().does(OFFICER, c.VoidDocument(number=1, reason=TEXT)), OFFICER,
     c.VoidDocument(number=1, reason=TEXT)),
    ("document_not_issued", drafted(), OFFICER,
     replace(told(NoticeMatter.ACCEPTANCE, "2026-08-20 09:00"), document="1")),
    ("document_not_issued", issued().does(OFFICER, c.VoidDocument(number=1, reason=TEXT)), OFFICER,
     replace(told(NoticeMatter.ACCEPTANCE, "2026-08-20 09:00"), document="1")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "story", "actor", "command"), REFUSED)
def test_what_the_life_of_a_document_forbids(
    code: str, story: Story, actor: Actor, command: c.AnyCommand
) -> None:
    story.tries(actor, command).refused(code)


@pytest.mark.parametrize(
    ("kind", "article"),
    [
        ("acceptance_decision", "令121 art.15"),
        ("refusal_decision", "令121 art.15, art.16"),
        ("termination_decision", "令121 art.23"),
        ("mediation_document", "令121 art.24"),
    ],
)
def test_no_decision_is_sealed_before_it_is_made(kind: str, article: str) -> None:
    story = filed().does(OFFICER, draft(kind, approver=None)).tries(OFFICER, c.IssueDocument(number=1))
    assert story.refused("nothing_decided_yet").refusal is not None
    assert story.refusal is not None
    assert story.refusal.citation == article


def test_there_is_an_end_to_the_letters_of_one_case() -> None:
    story = accepted()
    for _ in range(100):
        story = story.does(OFFICER, draft())
    story.tries(OFFICER, draft()).refused("too_many_documents")


def test_a_case_of_the_first_edition_may_name_a_paper_document_of_its_own() -> None:
    """Before documents were kept here, a notice named any id; a replayed case must find that allowed."""
    story = accepted().does(OFFICER, replace(told(NoticeMatter.OTHER, "2026-08-20 09:00"), document="K-7"))
    assert story.refusal is None
