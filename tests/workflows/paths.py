"""Whole lives of cases, walked on a desk: what the path tests, the stored histories and the fingerprint
share.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from redress.contracts.complaint import ADOPT, Adoption
from redress.domain import commands as c
from redress.domain.calendar import add_working_days
from redress.domain.counting import CHINA
from redress.domain.facts import Method
from tests.workflows.desk import CALLER, Case, Desk

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


PATHS: dict[str, Callable[[Desk], Awaitable[Case]]] = {
    "reference-path": reference_path,
    "refusal": refusal,
    "expiry": expiry,
    "clue": clue,
    "silence": silence,
    "adoption": adoption,
}
