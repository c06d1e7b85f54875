"""Verification on the real engine: requests lapse by the case's own timer, tied cases tell each other. Every
case is replayed at the end.
"""

from contextlib import suppress
from datetime import timedelta

from temporalio.service import RPCError

from redress.domain import commands as c
from redress.domain.actors import Actor, Role
from redress.domain.calendar import add_working_days
from redress.domain.case import ClockState, Stage
from redress.domain.commands.verification import Relation
from redress.domain.counting import CHINA
from redress.domain.facts import Respondent
from redress.domain.view import CaseView
from tests.workflows.desk import OFFICE, OFFICER, Case, Desk, eventually, filing
from tests.workflows.paths import DAY

INTAKE = Actor("p-intake", OFFICE, (Role.INTAKE,))


def case_id(case: Case) -> str:
    return case.id.removeprefix("complaint/")


async def linked(desk: Desk, case: Case) -> CaseView:
    """The view of a case once another one has told it of a tie."""

    async def told() -> bool:
        return bool((await desk.view(case)).links)

    await eventually(told)
    return await desk.view(case)


async def test_a_request_for_identity_lapses_and_a_person_decides(desk: Desk) -> None:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    today = (await desk.view(case)).now.astimezone(CHINA).date()
    due_on = add_working_days(desk.tables.calendar, today, 2)
    asked = await desk.act(case, c.RequestIdentityProof(items=("身份证正反面",), due_on=due_on), INTAKE)
    assert "identity" in asked.open_items
    refusal = c.Refuse(ground="16-6", reason="拒不提供身份证明。")
    assert await desk.refused(case, refusal) == "request_still_open"
    await desk.pass_time(case, (due_on - today) + DAY)
    await desk.until(case, "identity_request_lapsed")
    view = await desk.view(case)
    assert "propose.16-6" in view.open_items
    assert view.stage is Stage.CHECKING
    assert view.clocks[0].state is ClockState.RUNNING, "form 4 stops no clock"
    assert (await desk.act(case, refusal)).stage is Stage.REFUSED


async def test_a_corrected_trader_is_checked_by_the_step_anew(desk: Desk) -> None:
    case = await desk.file(filing(respondents=(Respondent(shop_name="明目小铺"),)))
    await desk.until(case, "intake_checked")
    assert "respondent-1.address" in (await desk.view(case)).open_items
    found = c.CorrectParty(
        party="respondent",
        found_by=c.FoundBy.BUSINESS_REGISTER,
        name="明目商行",
        address="青河县城东街 2 号",
    )
    await desk.act(case, found, INTAKE)

    async def checked_anew() -> bool:
        return (await desk.types(case)).count("intake_checked") == 2

    await eventually(checked_anew)
    view = await desk.view(case)
    assert view.findings is not None
    assert view.findings.jurisdiction == "ours"
    assert "respondent-1.address" not in view.open_items


async def test_a_merged_duplicate_tells_the_case_that_goes_on(desk: Desk) -> None:
    first, second = await desk.file(), await desk.file()
    for case in (first, second):
        await desk.until(case, "intake_checked")
    merged = await desk.act(second, c.MergeDuplicate(into=case_id(first)), OFFICER)
    assert merged.stage is Stage.PASSED_ON
    view = await linked(desk, first)
    assert [(one.case_id, one.relation) for one in view.links] == [(case_id(second), Relation.MERGED_FROM)]
    assert await desk.refused(first, c.MergeDuplicate(into=case_id(second))) == "merged_here"


async def test_a_report_split_off_has_its_own_life(desk: Desk) -> None:
    """令121 art.9: its fifteen working days run from the receipt of the material."""
    case = await desk.file()
    await desk.until(case, "intake_checked")
    await desk.pass_time(case, timedelta(days=2))
    view = await desk.act(case, c.SplitReport(summary="广告涉嫌虚假。"), INTAKE)
    report: Case = desk.client.get_workflow_handle(f"complaint/{view.links[0].case_id}")

    async def there() -> bool:
        with suppress(RPCError):  # the case that it was split from starts it after its own answer
            return (await desk.view(report)).matter == "report"
        return False

    await eventually(there)
    desk.cases.append(report)
    shown = await desk.view(report)
    assert (shown.origin, shown.received_at) == (case_id(case), view.received_at)
    assert [clock.key for clock in shown.clocks] == ["clue.verification"]
    decided = await desk.act(report, c.RecordClueDecision(outcome=c.ClueOutcome.NOT_OPENED))
    assert decided.stage is Stage.CONCLUDED
    assert (await desk.view(case)).stage is Stage.CHECKING
