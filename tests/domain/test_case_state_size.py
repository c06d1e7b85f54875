"""The state that a case hands to its next run stays under 256 KB after 1,000 commands (design §4.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import chain, repeat

import pytest
from pydantic import TypeAdapter

from redress.contracts.complaint import RECENT, SEEN, CaseState, ComplaintInput, Seen
from redress.contracts.recorded import ledger_row
from redress.domain import commands as c
from redress.domain.actors import Actor
from redress.domain.commands import NoticeMatter, Outcome
from redress.domain.evidence import EvidenceKind, StoredFile
from redress.domain.facts import Channel, Claim, ClaimKind, Complainant, Filing, Method, Respondent
from redress.domain.sealed import Sealed
from redress.domain.tables import load_tables
from tests.domain.scenario import (
    FEEDBACK,
    HEAD,
    NOT_CALLED_BACK,
    OFFICER,
    Story,
    consent,
    filed,
    mediating,
    told,
)

LIMIT = 256 * 1024
COMMANDS = 1_000
INPUT = TypeAdapter(ComplaintInput)
STATE = TypeAdapter(CaseState)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REF = Sealed("018f0000-0000-7000-8000-000000000005/0123456789abcdef")
"""As long as a reference into the vault."""


def uuid(n: int) -> str:
    return f"018f5a3e-7c21-7d40-9b1f-{n:012x}"


def state_of(story: Story) -> CaseState:
    """What would be carried over: the case, the last 500 command ids and the last 200 rows of the ledger."""
    return CaseState(
        case=story.case,
        seen=tuple(Seen(id=uuid(n), version=n) for n in range(SEEN)),
        recent=tuple(ledger_row(replace(entry, command_id=uuid(1))) for entry in story.recorded[-RECENT:]),
    )


def size(story: Story) -> int:
    """Bytes of the whole input of the next run, with the shipped profile and calendar."""
    tables = load_tables().for_case(["samr-121"], 2026)
    return len(INPUT.dump_json(ComplaintInput(tables=tables, state=state_of(story))))


Step = tuple[Actor, c.AnyCommand]


def busy(story: Story) -> Iterator[Step]:
    """A long quarrel: contacts, notes, material, appointments and their minutes, again and again."""
    for n in range(COMMANDS):
        party = ("complainant", "respondent")[n % 2]
        now = story.now + timedelta(hours=n)
        yield from (
            (
                OFFICER,
                c.RecordContact(party=party, method=Method.PHONE, at=now, result=_result(n), summary=REF),
            ),
            (OFFICER, c.AddNote(text=REF)),
            (OFFICER, c.AddMaterial(text=REF)),
            (
                OFFICER,
                c.ScheduleSession(
                    at=now + timedelta(minutes=30), form=c.SessionForm.ON_SITE, mediator=uuid(n), place=REF
                ),
            ),
            (OFFICER, told(NoticeMatter.SESSION, now, "complainant")),
            (OFFICER, told(NoticeMatter.SESSION, now, "respondent")),
            (OFFICER, c.Assign(handler=uuid(n))),
        )


def _result(n: int) -> c.ContactResult:
    return list(c.ContactResult)[n % len(c.ContactResult)]


def evidence(story: Story) -> Iterator[Step]:
    """A thousand pieces, each with a file of its own."""
    for n in range(COMMANDS):
        file = StoredFile(sha256=f"{n:064x}", address=f"{n + 1:064x}", size=52_428_800, media_type=DOCX)
        yield (
            OFFICER,
            c.AddEvidence(
                kind=EvidenceKind.TRANSACTION_RECORD,
                given_by="complainant",
                name=REF,
                description=REF,
                file=file,
            ),
        )


def sessions(story: Story) -> Iterator[Step]:
    at = story.now + timedelta(days=1)
    one = c.ScheduleSession(at=at, form=c.SessionForm.REMOTE, mediator=uuid(1), place=REF)
    yield from repeat((OFFICER, one), COMMANDS)


def appraisals(story: Story) -> Iterator[Step]:
    day = story.now.date()
    out = c.CommissionAppraisal(basis=c.AppraisalBasis.SAMPLING, institution=REF, commissioned_on=day)
    back = c.ConcludeAppraisal(received_on=day, finding=REF)
    yield from chain.from_iterable(repeat(((OFFICER, out), (OFFICER, back)), COMMANDS // 2))


def clues(story: Story) -> Iterator[Step]:
    yield from repeat((OFFICER, c.ReferClue(summary=REF)), COMMANDS)


def verification(story: Story) -> Iterator[Step]:
    """Parties corrected, claims amended, cases tied and reports split off, again and again."""
    claims = tuple(Claim(kind=kind, amount=Decimal("1234567.89")) for kind in ClaimKind)
    for n in range(COMMANDS):
        found = c.CorrectParty(
            party="respondent", found_by=c.FoundBy.BUSINESS_REGISTER, name=REF, address=REF, uscc=REF
        )
        yield from (
            (OFFICER, found),
            (OFFICER, c.AmendClaim(claims=claims, reason=REF)),
            (OFFICER, c.LinkCase(case_id=uuid(n + 100))),
            (OFFICER, c.SplitReport(summary=REF)),
        )


def rounds(story: Story) -> Iterator[Step]:
    """Withdrawn, closed and reopened without end."""
    one = (
        (OFFICER, c.Accept()),
        (OFFICER, c.Withdraw()),
        *((OFFICER, told(NoticeMatter.TERMINATION, story.now, party)) for party in story.case.parties),
        (OFFICER, c.Conclude(outcome=Outcome.WITHDRAWN)),
        (OFFICER, FEEDBACK),
        (OFFICER, c.Close()),
        (HEAD, c.Reopen(ground=c.ReopenGround.OWN_ERROR, order=REF)),
    )
    yield from chain.from_iterable(repeat(one, COMMANDS // len(one)))


def crowd() -> Story:
    """A joint complaint of ten against ten, every field given."""
    person = Complainant(name=REF, phone=REF, address=REF, id_type=REF, id_number=REF, email=REF)
    trader = Respondent(name=REF, shop_name=REF, uscc=REF, address=REF, platform=REF, phone=REF)
    filing = Filing(channel=Channel.WEB, facts=REF, complainants=(person,) * 10, respondents=(trader,) * 10)
    return filed(case_id=NOT_CALLED_BACK, filing=filing)


def crowd_mediating() -> Story:
    story = crowd().does(OFFICER, c.Accept())
    return story.does(OFFICER, *(consent(party) for party in story.case.parties))


@pytest.mark.parametrize(
    ("start", "steps"),
    [
        (mediating, evidence),
        (mediating, sessions),
        (mediating, appraisals),
        (mediating, clues),
        (mediating, verification),
        (crowd_mediating, busy),
        (crowd, rounds),
    ],
    ids=["evidence", "sessions", "appraisals", "clues", "verification", "crowd-busy", "crowd-reopened"],
)
def test_the_state_after_1000_commands_stays_under_256_kb(
    start: Callable[[], Story], steps: Callable[[Story], Iterator[Step]]
) -> None:
    story = start()
    given = 0
    for actor, command in steps(story):
        if isinstance(command, c.RecordContact):
            story = replace(story, now=command.at)
        story = story.does(actor, command)
        given += 1
        if given == COMMANDS:
            break
    assert given >= COMMANDS * 0.9
    assert size(story) < LIMIT
    assert STATE.validate_json(STATE.dump_json(state_of(story))) == state_of(story)
