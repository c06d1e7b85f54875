"""Who is told of passing on, grading and supervision; each message has words, an office and a role."""

import json
from dataclasses import replace
from datetime import date

import pytest

from api.console.words import LANGUAGES, words_in
from redress.contracts.news import KINDS
from redress.contracts.recorded import CALM, DUE, OVERDUE, batch_of, ledger_row, priority_of
from redress.domain import commands as c
from redress.domain.actors import Role
from redress.notify.addressing import addressee
from tests.domain.scenario import (
    AT_PROVINCE,
    AT_YUNSHAN,
    OFFICE,
    OFFICER,
    PROVINCE,
    SUPERVISOR,
    TEXT,
    YUNSHAN,
    Story,
    at_own_page,
    concluded,
    consent,
    filed,
    tables,
)


def told(story: Story, kind: str) -> tuple[str, str, str | None]:
    """Office, role and person of the one message of a kind that the story's last batch sends."""
    rows = tuple(map(ledger_row, story.recorded))
    sent = [row for row in batch_of(rows, story.recorded, story.case, tables()).outbox if row.kind == kind]
    assert len(sent) == 1, kind
    to = addressee(sent[0].payload)
    assert json.loads(sent[0].payload)["case_number"] == story.case.case_number
    return to.office, to.role.value, to.person


SENT = filed().does(OFFICER, c.Dispatch(to=YUNSHAN, report_back_on=date(2026, 9, 1)))
THERE = SENT.after(hours=1).does(AT_YUNSHAN, c.AcknowledgeDispatch())
RETURNED = THERE.does(AT_YUNSHAN, c.ReturnDispatch(reason=TEXT))
ASSIGNED = filed().does(OFFICER, c.Assign(handler="p-handler"))
ORDERED = ASSIGNED.does(AT_PROVINCE, c.Supervise(due_on=date(2026, 8, 28), order=TEXT))
CRITICAL = c.Grade(urgency=c.Urgency.CRITICAL, key=True, owner="p-owner")
DISPUTED = filed().does(OFFICER, c.RaiseJurisdictionDispute(with_office=YUNSHAN))

ANSWERED = ASSIGNED.does(at_own_page(ASSIGNED, "respondent-1"), consent("respondent"))
CONCLUDED = concluded()
ASKED = CONCLUDED.does(
    at_own_page(CONCLUDED, "complainant-1"), c.RequestReview(party="complainant", reason=TEXT)
)


@pytest.mark.parametrize(
    ("story", "kind", "expected"),
    [
        (SENT, "dispatched", (YUNSHAN, "intake", None)),
        (THERE, "dispatch_acknowledged", (OFFICE, "intake", None)),
        (RETURNED, "dispatch_returned", (OFFICE, "intake", None)),
        (
            THERE.does(AT_YUNSHAN, c.ReportBack(summary=TEXT)),
            "dispatch_reported_back",
            (OFFICE, "supervisor", None),
        ),
        (filed().does(OFFICER, c.ReferUp(reason=TEXT)), "referred_up", (PROVINCE, "supervisor", None)),
        (filed().does(AT_PROVINCE, c.TakeOver(reason=TEXT)), "case_taken_over", (OFFICE, "supervisor", None)),
        (DISPUTED, "jurisdiction_disputed", (YUNSHAN, "supervisor", None)),
        (DISPUTED.at("2026-08-27 09:00").woken(), "dispute_referred", (PROVINCE, "supervisor", None)),
        (filed().does(OFFICER, CRITICAL), "critical", (OFFICE, "bureau_head", None)),
        (filed().does(OFFICER, CRITICAL), "key_owner", (OFFICE, "supervisor", "p-owner")),
        (ORDERED, "supervised", (OFFICE, "supervisor", "p-handler")),
        (
            ORDERED.does(OFFICER, c.AnswerSupervision(summary=TEXT)),
            "supervision_answered",
            (PROVINCE, "supervisor", None),
        ),
        (ASSIGNED.does(SUPERVISOR, c.Urge()), "urged", (OFFICE, "supervisor", "p-handler")),
        (ANSWERED, "party_act", (OFFICE, "supervisor", "p-handler")),
        (ASKED, "review_requested", (OFFICE, "supervisor", None)),
        (
            filed().does(OFFICER, CRITICAL, c.ReportUpward(summary=TEXT)),
            "reported_upward",
            (PROVINCE, "supervisor", None),
        ),
    ],
)
def test_the_one_concerned_is_told(story: Story, kind: str, expected: tuple[str, str, str | None]) -> None:
    assert told(story, kind) == expected
    assert expected[1] in set(Role)


def test_every_kind_has_words() -> None:
    assert [kind for kind in KINDS for lang in LANGUAGES if not words_in(lang).known(f"news.{kind}")] == []


def test_a_grade_goes_before_the_date() -> None:
    """S0-50, S0-51: critical before urgent and key, those before the rest; within one by what is due."""
    view = filed().view
    late = replace(view, overdue=True)
    assert [priority_of(one, view.now) for one in (view, late)] == [CALM, OVERDUE]
    grades = {
        urgency: priority_of(replace(view, grading=replace(view.grading, urgency=urgency)), view.now)
        for urgency in c.Urgency
    }
    assert grades[c.Urgency.CRITICAL] > grades[c.Urgency.URGENT] + OVERDUE
    key = priority_of(replace(view, grading=replace(view.grading, key=True)), view.now)
    assert key == grades[c.Urgency.URGENT] > OVERDUE > DUE
