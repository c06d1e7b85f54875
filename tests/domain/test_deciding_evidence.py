"""Evidence (S0-33, S4-06): who gives what; what is taken stays; a wrong piece is marked, never changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Stage
from redress.domain.commands import NoticeMatter
from redress.domain.evidence import EvidenceKind, EvidenceStatus, StoredFile
from redress.domain.evolve_evidence import EVIDENCE_KEPT
from redress.domain.intake_check import check
from redress.domain.refusals import refuse
from redress.domain.sealed import Sealed
from tests.domain.scenario import (
    CALLER,
    HEAD,
    INTAKE,
    MEDIATOR,
    OFFICE,
    OFFICER,
    ONE_AGAINST_ONE,
    TEXT,
    Story,
    closed,
    filed,
    found_clue,
    mediating,
    moment,
    told,
)

PHOTO = StoredFile(sha256="a" * 64, address="b" * 64, size=1_234_567, media_type="image/jpeg")


def piece(kind: EvidenceKind = EvidenceKind.WRITTEN, **more: Any) -> c.AddEvidence:
    given: dict[str, Any] = {"given_by": "complainant", "name": TEXT, "file": PHOTO, **more}
    return c.AddEvidence(kind=kind, **given)


def mark(number: int = 1, status: EvidenceStatus = EvidenceStatus.WITHDRAWN) -> c.MarkEvidence:
    return c.MarkEvidence(number=number, status=status, reason=TEXT)


@pytest.mark.parametrize("kind", EvidenceKind)
def test_each_of_the_six_classes_is_numbered_and_shown_with_giver_and_moment(kind: EvidenceKind) -> None:
    given = moment("2026-08-17 08:30")
    story = filed().does(INTAKE, piece(kind, obtained_at=given))
    [shown] = story.view.evidence
    assert (shown.number, shown.kind, shown.given_by, shown.file) == (1, kind, "complainant-1", PHOTO)
    assert (shown.obtained_at, shown.added_at, shown.status) == (given, story.now, None)
    assert story.view.evidence_count == 1


@pytest.mark.parametrize("giver", ["respondent", "complainant-1", "office", "others"])
def test_a_party_the_office_and_others_give_evidence(giver: str) -> None:
    filed().does(INTAKE, piece(given_by=giver))


def test_nobody_else_does_and_no_name_passes_for_a_giver() -> None:
    filed().tries(INTAKE, piece(given_by="张三")).refused("unknown_giver")
    filed().tries(INTAKE, piece(given_by="complainant-2")).refused("unknown_giver")


@pytest.mark.parametrize("kind", [EvidenceKind.ELECTRONIC, EvidenceKind.AUDIO_VISUAL])
def test_what_is_nothing_without_its_file_comes_with_it(kind: EvidenceKind) -> None:
    filed().tries(INTAKE, piece(kind, file=None)).refused("evidence_needs_file")


@pytest.mark.parametrize("kind", [EvidenceKind.PHYSICAL, EvidenceKind.TESTIMONY, EvidenceKind.WRITTEN])
def test_a_thing_a_witness_and_a_paper_may_be_without_a_file(kind: EvidenceKind) -> None:
    filed().does(INTAKE, piece(kind, file=None))


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "张三" * 32},
        {"address": "../../etc/passwd"},
        {"size": 0},
        {"media_type": "我的照片"},
        {"sha256": "A" * 64},
    ],
)
def test_the_description_of_a_file_has_no_room_for_words(wrong: dict[str, Any]) -> None:
    filed().tries(INTAKE, piece(file=replace(PHOTO, **wrong))).refused("not_an_id")


def test_what_was_obtained_lies_not_in_the_future() -> None:
    filed().tries(INTAKE, piece(obtained_at=moment("2026-08-17 09:01"))).refused("in_the_future")
    naive = moment("2026-08-16 09:00").replace(tzinfo=None)
    filed().tries(INTAKE, piece(obtained_at=naive)).refused("naive_time")


def test_the_same_file_of_the_same_giver_is_the_same_piece_until_that_one_is_marked() -> None:
    story = filed().does(INTAKE, piece())
    again = story.tries(INTAKE, piece()).refused("already_in_evidence")
    assert again.refusal == refuse("already_in_evidence", "1")
    story.does(INTAKE, piece(given_by="respondent"))
    story.does(OFFICER, mark()).does(INTAKE, piece())


def test_a_piece_is_marked_with_a_reason_and_stays_as_it_is() -> None:
    story = filed().does(INTAKE, piece()).does(OFFICER, mark(1, EvidenceStatus.WITHDRAWN))
    [shown] = story.view.evidence
    assert (shown.status, shown.file, shown.name) == (EvidenceStatus.WITHDRAWN, PHOTO, TEXT)
    story.tries(OFFICER, mark(1, EvidenceStatus.WITHDRAWN)).refused("already_marked")
    story.does(OFFICER, mark(1, EvidenceStatus.RETURNED))


@pytest.mark.parametrize("number", [0, 2])
def test_only_a_piece_that_is_there_is_marked(number: int) -> None:
    filed().does(INTAKE, piece()).tries(OFFICER, mark(number)).refused("unknown_evidence")
    filed().tries(OFFICER, mark(1)).refused("unknown_evidence")


def test_the_case_carries_the_newest_and_still_knows_the_number_of_the_oldest() -> None:
    story = filed()
    for n in range(EVIDENCE_KEPT + 5):
        story = story.does(INTAKE, piece(file=replace(PHOTO, sha256=f"{n:064x}")))
    assert [one.number for one in story.view.evidence] == list(range(6, EVIDENCE_KEPT + 6))
    assert story.view.evidence_count == EVIDENCE_KEPT + 5
    story.does(OFFICER, mark(1))


def without_claims() -> Story:
    """Checked, with the claims missing, and asked for."""
    story = filed()
    findings = check(
        ONE_AGAINST_ONE, office=OFFICE, areas=(), received_on=story.now.date(), limitation_years=3
    )
    checked = replace(story, case=replace(story.case, findings=findings, stage=Stage.CHECKING))
    return checked.does(OFFICER, c.RequestMaterial(items=(TEXT,), due_on=story.now.date()))


def test_evidence_completes_open_items_and_answers_the_request_for_them() -> None:
    story = without_claims()
    assert {"claims", "material"} <= set(story.view.open_items)
    unasked = story.does(INTAKE, piece())
    assert {"claims", "material"} <= set(unasked.view.open_items)
    done = story.does(INTAKE, piece(completes=("claims",)))
    assert not {"claims", "material"} & set(done.view.open_items)
    story.tries(INTAKE, piece(completes=("张三的住址",))).refused("no_such_item")


def test_evidence_comes_at_any_stage_but_into_the_archive() -> None:
    for story in (filed(), mediating(), closed(), found_clue()):
        story.does(OFFICER, piece())
    archived = replace(closed(), case=replace(closed().case, stage=Stage.ARCHIVED))
    archived.tries(OFFICER, piece()).refused("archived")
    archived.tries(OFFICER, mark()).refused("archived")


def test_the_desk_takes_evidence_and_who_works_the_case_marks_it() -> None:
    filed().tries(CALLER, piece()).refused("forbidden")
    filed().tries(HEAD, piece()).refused("forbidden")
    story = filed().does(INTAKE, piece())
    story.tries(INTAKE, mark()).refused("forbidden")
    story.does(MEDIATOR, mark())


def test_evidence_outlives_reopening() -> None:
    story = closed().does(OFFICER, piece())
    again = story.does(HEAD, c.Reopen(ground=c.ReopenGround.OWN_ERROR, order=TEXT))
    assert [one.number for one in again.view.evidence] == [1]


def test_name_description_and_reason_are_sealed() -> None:
    story = filed().tries(INTAKE, piece(name="保修卡.jpg")).refused("unsealed")
    assert story.refusal == refuse("unsealed", "name")
    filed().tries(INTAKE, piece(description="王某签名的保修卡")).refused("unsealed")
    told_first = filed().does(INTAKE, piece(), told(NoticeMatter.OTHER, "2026-08-17 09:00"))
    told_first.tries(OFFICER, replace(mark(), reason="拿错了")).refused("unsealed")
    events = filed().does(INTAKE, piece(description=Sealed("vault-2"))).events(e.EvidenceAdded)
    assert [(each.name, each.description) for each in events if isinstance(each, e.EvidenceAdded)] == [
        (TEXT, Sealed("vault-2"))
    ]
