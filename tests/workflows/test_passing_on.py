"""Passing on, on the engine: a complaint goes to another bureau, which receives and decides it."""

from datetime import timedelta

import pytest

from redress.domain import commands as c
from redress.domain.actors import Actor, Role
from redress.domain.case import ClockState, Stage
from redress.domain.view import CaseView, ClockView
from redress.persistence.demo_offices import CITY, QINGHE, YUNSHAN
from redress.persistence.pool import acting_as, open_pool, transaction
from redress.persistence.reading import read_view
from tests.servers import Database
from tests.workflows.desk import OFFICER, Case, Desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

AT_YUNSHAN = Actor("p-yunshan", YUNSHAN, (Role.INTAKE, Role.OFFICER))
AT_CITY = Actor("p-city", CITY, (Role.SUPERVISOR,))
AT_EAST = Actor("p-east", f"{QINGHE}.east", (Role.OFFICER,))


def _clock(view: CaseView, key: str) -> ClockView:
    return [clock for clock in view.clocks if clock.key == key][-1]


async def _readers(database: Database, case: Case, *actors: Actor) -> set[str]:
    """The people whom row-level security shows the case."""
    pool = await open_pool(database.api_url, name="readers", max_size=1)
    found = set()
    try:
        for actor in actors:
            async with acting_as(pool, actor) as connection:
                if await read_view(connection, case.id.removeprefix("complaint/")):
                    found.add(actor.person)
    finally:
        await pool.close()
    return found


async def test_another_bureau_receives_and_decides(desk: Desk, module_database: Database) -> None:
    """The sender goes on reading, the addressee reads before it receives, another office never."""
    case = await desk.file()
    await desk.until(case, "intake_checked")
    elsewhere = Actor("p-elsewhere", "jiangzhou.linjiang.qinghe.wanjia", (Role.MEDIATOR,))
    everybody = (OFFICER, AT_YUNSHAN, AT_CITY, elsewhere)
    assert await _readers(module_database, case, *everybody) == {"p-officer", "p-city"}
    assert await desk.refused(case, c.Dispatch(to="jiangzhou.linjiang.nowhere")) == "unknown_office"
    due = (await desk.view(case)).now.date() + timedelta(days=40)
    sent = await desk.act(case, c.Dispatch(to=YUNSHAN, reason="被投诉人在云山县", report_back_on=due))
    assert sent.office == QINGHE
    assert await desk.refused(case, c.Accept()) == "dispatch_open"
    assert await desk.refused(case, c.AddNote(text="不是我们的"), AT_YUNSHAN) == "other_office"
    assert await _readers(module_database, case, *everybody) == {"p-officer", "p-city", "p-yunshan"}
    got = await desk.act(case, c.AcknowledgeDispatch(proof="平台签收"), AT_YUNSHAN)
    assert got.office == YUNSHAN
    assert _clock(got, "complaint.acceptance").started_at > _clock(sent, "complaint.acceptance").started_at
    assert _clock(got, "complaint.whole").started_at == _clock(sent, "complaint.acceptance").started_at
    assert await desk.refused(case, c.Accept()) == "other_office"
    done = await desk.act(case, c.Accept(), AT_YUNSHAN)
    assert done.stage is Stage.ACCEPTED
    assert _clock(done, "complaint.whole").state is ClockState.RUNNING
    assert await _readers(module_database, case, *everybody) == {"p-officer", "p-city", "p-yunshan"}
    async with transaction(desk.pool) as connection:
        rows = await connection.fetch(
            "SELECT act, sender, receiver, competent_receipt, proof_ref FROM dispatches "
            "WHERE case_id = $1 ORDER BY seq",
            case.id.removeprefix("complaint/"),
        )
    assert [(row["act"], row["sender"], row["receiver"]) for row in rows] == [
        ("dispatched", QINGHE, YUNSHAN),
        ("acknowledged", QINGHE, YUNSHAN),
    ]
    assert rows[1]["competent_receipt"] is not None
    assert rows[1]["proof_ref"] is not None


async def test_an_own_branch_office_acts_in_the_bureaus_name(desk: Desk) -> None:
    case = await desk.file()
    sent = await desk.act(case, c.Dispatch(to=AT_EAST.office))
    assert sent.office == AT_EAST.office
    assert [clock.started_at for clock in sent.clocks] == [
        clock.started_at for clock in (await desk.act(case, c.AcknowledgeDispatch(), AT_EAST)).clocks
    ]
    assert await desk.refused(case, c.Dispatch(to=YUNSHAN), AT_EAST) == "may_not_dispatch_again"
    back = await desk.act(case, c.ReturnDispatch(reason="不在辖区"), AT_EAST)
    assert back.office == QINGHE
