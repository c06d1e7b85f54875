"""Several regimes at once on the real engine: one timer for the law's dates, an order's and the promises."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from redress.domain import commands as c
from redress.domain.case import ClockState
from redress.domain.facts import ExternalRef, ExternalSystem, Method
from tests.workflows.desk import Desk, filing

ORDER = "order.report_back:hotline12345-1"
PROMISE = "promise.contact_complainant"


async def test_an_orders_date_passes_while_the_laws_period_runs_on(desk: Desk) -> None:
    due_at = datetime.now(UTC) + timedelta(hours=30)
    ref = ExternalRef(system=ExternalSystem.HOTLINE12345, due_at=due_at)
    case = await desk.file(
        replace(filing(), external_refs=(ref,)), beside=("orders-given", "promise-12315")
    )
    await desk.until(case, "intake_checked")
    view = await desk.view(case)
    states = {each.key: (each.state, each.legal) for each in view.clocks}
    assert states["complaint.acceptance"] == (ClockState.RUNNING, True)
    assert states[ORDER] == (ClockState.RUNNING, False)
    assert states[PROMISE] == (ClockState.RUNNING, False)
    contact = c.RecordContact(
        party="complainant", method=Method.PHONE, at=view.now, result=c.ContactResult.REACHED
    )
    await desk.act(case, contact)
    await desk.pass_time(case, timedelta(hours=31))
    view = await desk.view(case)
    late = {each.key: each.state for each in view.clocks}
    assert (late[ORDER], late[PROMISE]) == (ClockState.BREACHED, ClockState.MET)
    assert late["complaint.acceptance"] is ClockState.RUNNING
    answer = await case.query("explain", args=[ORDER, "zh"])
    assert (answer["given"], answer["state"]) == (True, "breached")
    assert answer["prose"].startswith("届满日期系由来件指定或者约定")
