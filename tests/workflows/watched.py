"""A life of a case inside the sandbox with nothing passed through: the sandbox watches the domain's every
step.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from temporalio import workflow

from redress.domain import commands as c
from redress.domain.actors import Actor, Role
from redress.domain.calendar import calendar_of
from redress.domain.case import Case
from redress.domain.context import Context
from redress.domain.counting import CHINA
from redress.domain.deciding import decide
from redress.domain.facts import Channel, Complainant, Filing, Method, Respondent
from redress.domain.notice_file import parse_notice
from redress.domain.opening import fold, open_complaint
from redress.domain.passing import next_moment, pass_time
from redress.domain.profile_file import parse_profile
from redress.domain.refusals import Refusal
from redress.domain.sealed import Sealed
from redress.domain.tables import Tables
from redress.domain.views import explanation, view_of

TEXT = Sealed("ref")
OFFICER = Actor("p-1", "a.b", (Role.OFFICER,))
CALLER = Actor("p-2", "a.b", (Role.CALLBACK,))
START = datetime(2026, 8, 20, 9, tzinfo=CHINA)


def life() -> list[tuple[timedelta, Actor, c.AnyCommand]]:
    """A complaint from acceptance to closing: how long after the last command, by whom, what."""
    on_the_phone = c.SessionForm.REMOTE
    told = c.RecordNotice(
        matter=c.NoticeMatter.ACCEPTANCE,
        party="complainant",
        method=Method.SMS,
        at=START,
        outcome=c.NoticeOutcome.TOLD,
    )
    agreed_cost = c.CostAgreement(payer="shared", both_consented_at=START)
    day = timedelta(days=1)
    none = timedelta()
    return [
        (none, OFFICER, c.Accept()),
        (none, OFFICER, told),
        (none, OFFICER, c.RecordConsent(party="complainant", answer="yes")),
        (none, OFFICER, c.RecordConsent(party="respondent", answer="yes")),
        (none, OFFICER, c.ScheduleSession(at=START + day, form=on_the_phone, mediator="p-1")),
        (2 * day, OFFICER, c.RecordSession(outcome=c.SessionOutcome.ADJOURNED)),
        (none, OFFICER, c.CommissionAppraisal(
            basis=c.AppraisalBasis.AGREED, institution=TEXT, commissioned_on=date(2026, 8, 22),
            cost_agreement=agreed_cost,
        )),
        (10 * day, OFFICER, c.ConcludeAppraisal(received_on=date(2026, 9, 1), finding=TEXT)),
        (none, OFFICER, c.RecordAgreement(
            form=c.AgreementForm.RECORD_ONLY, why=c.AgreementWhy.REMOTE, terms=(TEXT,)
        )),
        (none, OFFICER, c.Conclude(outcome=c.Outcome.AGREED, recovered_amount=Decimal(398))),
        (none, OFFICER, c.GiveFeedback(method=Method.PHONE, text=TEXT)),
        (6 * day, CALLER, c.RecordCallback(result="reached", satisfaction=5)),
        (none, OFFICER, c.Close()),
    ]  # fmt: skip


def tables(profile: str, notices: list[str]) -> Tables:
    found = parse_profile(profile)
    known = [notice for text in notices if not isinstance(notice := parse_notice(text, []), tuple)]
    assert not isinstance(found, tuple)
    return Tables((found,), calendar_of(tuple(known), (), None))


def live_through(given: Tables) -> Case:
    """The case at the end of that life, archived; every refusal fails."""
    now = START
    filing = Filing(
        channel=Channel.PHONE,
        facts=TEXT,
        complainants=(Complainant(name=TEXT),),
        respondents=(Respondent(name=TEXT),),
    )
    ctx = Context(actor=OFFICER, now=now, tables=given)
    opened = open_complaint("0198-7", "990121-2026-000001-1", "a.b", "samr-121", filing, ctx)
    assert not isinstance(opened, Refusal)
    case = fold(opened)
    for later, actor, command in life():
        now += later
        decided = decide(case, command, Context(actor=actor, now=now, tables=given))
        assert not isinstance(decided, Refusal), decided
        case = fold(decided, case)
        view_of(case, given, now, actor)
    assert next_moment(case, given) is not None
    case, _ = pass_time(case, now + timedelta(days=40), given)
    assert all(explanation(clock, given, now)["due_on"] for clock in case.clocks)
    return case


@workflow.defn
class Watched:
    @workflow.run
    async def run(self, profile: str, notices: list[str]) -> str:
        return live_through(tables(profile, notices)).stage


@workflow.defn
class Careless:
    """What the sandbox is there to catch."""

    @workflow.run
    async def run(self) -> str:
        return datetime.now(CHINA).isoformat()
