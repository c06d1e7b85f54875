"""Whole lives of cases, walked on a desk: what the path tests, the stored histories and the fingerprint
share.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from redress.contracts.complaint import ADOPT, Adoption
from redress.domain import commands as c
from redress.domain.actors import Actor, Role
from redress.domain.calendar import add_working_days
from redress.domain.counting import CHINA, Period, Unit
from redress.domain.facts import ExternalRef, ExternalSystem, Method
from redress.domain.profile import version_of
from redress.persistence.demo_offices import YUNSHAN
from tests.servers import fresh_id
from tests.workflows.desk import CALLER, OFFICE, OFFICER, SUPERVISOR, Case, Desk, filing
from tests.workflows.jobs import doing_jobs, notes_job, set_off

DAY = timedelta(days=1)


def told(matter: c.NoticeMatter, party: str, at: datetime) -> c.RecordNotice:
    return c.RecordNotice(matter=matter, party=party, method=Method.SMS, at=at, outcome=c.NoticeOutcome.TOLD)


async def accepted(desk: Desk, beside: tuple[str, ...] = ("orders-given",)) -> Case:
    """Filed, checked, accepted, and the complainant told."""
    case = await desk.file(beside=beside)
    await desk.until(case, "intake_checked")
    view = await desk.act(case, c.Accept())
    await desk.act(case, told(c.NoticeMatter.ACCEPTANCE, "complainant", view.now))
    return case


async def mediating(desk: Desk, beside: tuple[str, ...] = ("orders-given",)) -> Case:
    case = await accepted(desk, beside)
    for party in ("complainant", "respondent"):
        await desk.act(case, c.RecordConsent(party=party, answer="yes"))
    return case


async def appraised(desk: Desk, case: Case, days: int) -> None:
    """An appraisal that is out for that many days."""
    now = (await desk.view(case)).now
    commission = c.CommissionAppraisal(
        basis=c.AppraisalBasis.AGREED,
        institution="江州检测院",
        commissioned_on=now.astimezone(CHINA).date(),
        cost_agreement=c.CostAgreement(payer="respondent", both_consented_at=now),
    )
    await desk.act(case, commission)
    if days:
        await desk.pass_time(case, days * DAY)
    day = (now + days * DAY).astimezone(CHINA).date()  # a case that stands still answers with its last moment
    await desk.act(case, c.ConcludeAppraisal(received_on=day, finding="检出非天然添加剂。"))


async def agreed(desk: Desk, case: Case) -> None:
    await desk.act(
        case,
        c.RecordAgreement(
            form=c.AgreementForm.RECORD_ONLY,
            why=c.AgreementWhy.REMOTE,
            terms=("退款398元", "另付1194元"),
            without_admission=True,
        ),
    )
    figures = c.Conclude(
        outcome=c.Outcome.AGREED, recovered_amount=Decimal(398), punitive_amount=Decimal(1194)
    )
    await desk.act(case, figures)


async def closed(desk: Desk, case: Case) -> None:
    view = await desk.act(case, c.GiveFeedback(method=Method.PHONE, text="已告知调解结果及其他途径。"))
    opens_on = next(clock.opens_on for clock in view.clocks if clock.opens_on)
    await desk.pass_time(case, datetime.combine(opens_on, time(10), CHINA) - view.now)
    await desk.act(case, c.RecordCallback(result="reached", satisfaction=5, promise_kept=True), CALLER)
    await desk.act(case, c.Close())


async def reference_path(desk: Desk) -> Case:
    """File, accept, two consents, session, appraisal out and in, agreement, feedback, call-back, close."""
    case = await mediating(desk)
    now = (await desk.view(case)).now
    await desk.act(case, c.ScheduleSession(at=now + DAY, form=c.SessionForm.REMOTE, mediator="p-officer"))
    await desk.pass_time(case, 2 * DAY)
    await desk.act(case, c.RecordSession(outcome=c.SessionOutcome.ADJOURNED, minutes="双方同意送检。"))
    await appraised(desk, case, 20)
    await agreed(desk, case)
    await closed(desk, case)
    return case


async def refusal(desk: Desk) -> Case:
    """Refused for being older than three years, told, concluded."""
    case = await desk.file()
    await desk.until(case, "intake_checked")
    view = await desk.act(case, c.Refuse(ground="16-4", reason="购买已逾三年。"))
    await desk.act(case, told(c.NoticeMatter.REFUSAL, "complainant", view.now))
    await desk.act(case, c.Conclude(outcome=c.Outcome.REFUSED))
    return case


async def expiry(desk: Desk) -> Case:
    """No agreement in sixty days: expired, breached after the grace, then terminated on ground 5."""
    case = await mediating(desk)
    await desk.pass_time(case, 75 * DAY)
    view = await desk.act(case, c.TerminateMediation(ground="23-5", reason="六十日内未达成协议。"))
    for party in ("complainant", "respondent"):
        await desk.act(case, told(c.NoticeMatter.TERMINATION, party, view.now))
    await desk.act(case, c.Conclude(outcome=c.Outcome.FAILED))
    return case


async def clue(desk: Desk) -> Case:
    """A clue found in mediation gets its own case; the complainant withdraws."""
    case = await mediating(desk)
    await desk.act(case, c.ReferClue(summary="产品宣传涉嫌虚假。"))
    await desk.act(case, c.Withdraw(reason="已自行解决"))
    return case


async def silence(desk: Desk) -> Case:
    """Nobody does anything: every warning and level comes, each once."""
    case = await desk.file()
    await desk.pass_time(case, 30 * DAY)
    await desk.until(case, "clock_breached")
    return case


async def adoption(desk: Desk) -> Case:
    """A notice published later gives the office three days off within the first seven working days."""
    case = await desk.file()
    await desk.until(case, "intake_checked")
    calendar = desk.tables.calendar
    day = (await desk.view(case)).now.astimezone(CHINA).date()
    off = tuple(add_working_days(calendar, day, n) for n in (2, 3, 4))
    longer = replace(calendar, version="CN@later", off=tuple(sorted({*calendar.off, *off})))
    await case.signal(ADOPT, Adoption(revision=1, calendar=longer, reason="notice:later"))
    await desk.until(case, "clock_moved")
    await desk.act(case, c.AddNote(text="期限已顺延。"))
    return case


async def documents(desk: Desk) -> Case:
    """One document of a numbered series, one that bears the case number; both drawn up, issued, numbered."""
    case = await accepted(desk)
    for number, series in enumerate(("受", ""), start=1):
        draft = c.DraftDocument(
            kind="counter_receipt", content="材料收据。", template="a" * 64, series=series
        )
        await desk.act(case, draft)
        await desk.act(case, c.IssueDocument(number=number))
    await desk.act(case, c.AddNote(text="文书已编号。"))
    return case


async def dispatched(desk: Desk) -> Case:
    """Another bureau receives the complaint and accepts it."""
    there = Actor("p-yunshan", YUNSHAN, (Role.INTAKE, Role.OFFICER))
    case = await desk.file()
    await desk.until(case, "intake_checked")
    await desk.act(case, c.Dispatch(to=YUNSHAN, reason="被投诉人在云山县"))
    await desk.act(case, c.AcknowledgeDispatch(proof="平台签收"), there)
    view = await desk.act(case, c.Accept(), there)
    await desk.act(case, told(c.NoticeMatter.ACCEPTANCE, "complainant", view.now), there)
    return case


async def recusal(desk: Desk) -> Case:
    """A mediator is recused, another one holds the session; no agreement."""
    second = Actor("p-second", OFFICE, (Role.OFFICER, Role.MEDIATOR))
    case = await mediating(desk)
    now = (await desk.view(case)).now
    session = c.ScheduleSession(at=now + 2 * DAY, form=c.SessionForm.REMOTE, mediator=OFFICER.person)
    await desk.act(case, session)
    recuse = c.Recuse(mediator=OFFICER.person, by="respondent", reason="与投诉人系近亲属。")
    await desk.act(case, recuse, second)
    await desk.act(case, c.DecideRecusal(granted=True, reason="申请成立。"), SUPERVISOR)
    await desk.act(case, c.ReplaceMediator(mediator=second.person), SUPERVISOR)
    for party in ("complainant", "respondent"):
        await desk.act(case, told(c.NoticeMatter.SESSION, party, (await desk.view(case)).now), second)
    await desk.pass_time(case, 3 * DAY)
    await desk.act(case, c.RecordSession(outcome=c.SessionOutcome.NO_AGREEMENT, minutes="未达成。"), second)
    return case


async def two_appraisals(desk: Desk) -> Case:
    """The second goes out while the first is out; the period stands still until both are back."""
    case = await mediating(desk)

    async def today() -> date:
        return (await desk.act(case, c.AddNote(text="当天记录。"))).now.astimezone(CHINA).date()

    for _ in range(2):
        out = c.CommissionAppraisal(
            basis=c.AppraisalBasis.SAMPLING, institution="江州检测院", commissioned_on=await today()
        )
        await desk.act(case, out)
        await desk.pass_time(case, 5 * DAY)
    for number in (1, 2):
        back = c.ConcludeAppraisal(received_on=await today(), finding="合格。", appraisal=number)
        await desk.act(case, back)
        await desk.pass_time(case, 2 * DAY)
    return case


async def profile_adoption(desk: Desk) -> Case:
    """A later version of the law, which takes over the clocks that run: another last day of acceptance."""
    case = await desk.file()
    await desk.until(case, "intake_checked")
    shipped = desk.tables.profile("samr-121")
    assert shipped is not None
    shorter = (Period(5, Unit.WORKING_DAY),)
    clocks = tuple(
        replace(rule, sources=shorter) if rule.key == "complaint.acceptance" else rule
        for rule in shipped.clocks
    )
    later = version_of(replace(shipped, clocks=clocks, migrate_running=True), 1)
    load = Adoption(
        revision=1, calendar=desk.tables.calendar, reason=f"profile:{later.id}", profiles=(later,)
    )
    await case.signal(ADOPT, load)
    await desk.until(case, "clock_moved")
    await desk.act(case, c.AddNote(text="期限已按新版计算。"))
    return case


async def order_beside_the_law(desk: Desk) -> Case:
    """An order brought a date of its own, missed while the law's period runs on, reported back on late."""
    ref = ExternalRef(system=ExternalSystem.HOTLINE12345, due_at=datetime.now(UTC) + timedelta(hours=30))
    case = await desk.file(filing(external_refs=(ref,)), beside=("orders-given", "promise-12315"))
    await desk.until(case, "intake_checked")
    view = await desk.view(case)
    reached = c.RecordContact(
        party="complainant", method=Method.PHONE, at=view.now, result=c.ContactResult.REACHED
    )
    await desk.act(case, reached)
    await desk.pass_time(case, timedelta(hours=31))
    await desk.until(case, "clock_breached")
    await desk.act(case, c.Accept())
    await desk.act(case, c.ReportBack(order="hotline12345-1", summary="已受理，逾期办复。"))
    return case


async def bulk_job(desk: Desk) -> Case:
    """A job that says the same to three cases."""
    cases = [await desk.file() for _ in range(3)]
    for case in cases:
        await desk.until(case, "intake_checked")
    job_id, queue = await notes_job(desk, cases), fresh_id("jobs")
    async with doing_jobs(desk, queue):
        job = await set_off(desk, job_id, queue)
        await job.result()
    return job


PATHS: dict[str, Callable[[Desk], Awaitable[Case]]] = {
    "reference-path": reference_path,
    "refusal": refusal,
    "expiry": expiry,
    "clue": clue,
    "silence": silence,
    "adoption": adoption,
    "bulk-job": bulk_job,
    "documents": documents,
    "dispatch": dispatched,
    "recusal": recusal,
    "two-appraisals": two_appraisals,
    "profile-adoption": profile_adoption,
    "order-date": order_beside_the_law,
}
