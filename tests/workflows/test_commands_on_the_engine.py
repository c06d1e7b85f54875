"""Commands as updates and signals: refused ones leave nothing, repeated ones change nothing, bad ones are
seen.
"""

import asyncio
from uuid import uuid4

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowUpdateFailedError
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError

from redress.contracts.complaint import ACT, Order
from redress.domain import commands as c
from redress.domain.actors import Actor, Role
from redress.domain.case import Stage
from redress.domain.view import CaseView
from tests.workflows.desk import OFFICER, Desk

UPDATES = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_REJECTED,
}


def order(command: c.AnyCommand, actor: Actor = OFFICER) -> Order:
    return Order(id=str(uuid4()), actor=actor, command=command)


async def test_a_refused_command_never_enters_history(desk: Desk) -> None:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    assert await desk.refused(case, c.Close()) == "wrong_stage"
    assert await desk.refused(case, c.Accept(expected_version=1)) == "stale"
    assert await desk.refused(case, c.Accept(), Actor("p", "elsewhere", (Role.OFFICER,))) == "other_office"
    events = (await case.fetch_history()).events
    assert not [e for e in events if e.event_type in UPDATES]


async def test_plain_text_in_a_sealed_field_is_refused(desk: Desk) -> None:
    case = await desk.file()
    with pytest.raises(WorkflowUpdateFailedError) as caught:
        await case.execute_update(ACT, order(c.AddNote(text="未封存")), result_type=CaseView)
    assert isinstance(caught.value.cause, ApplicationError)
    assert caught.value.cause.type == "unsealed"


async def test_the_same_command_twice_counts_once(desk: Desk) -> None:
    case = await desk.file()
    first = await desk.act(case, c.Accept(), key="accept-once")
    again = await desk.act(case, c.Accept(), key="accept-once")
    assert again.version == first.version
    assert (await desk.types(case)).count("accepted") == 1


async def test_of_two_officers_at_once_one_is_stale(desk: Desk) -> None:
    case = await desk.file()
    await desk.until(case, "intake_checked")
    version = (await desk.view(case)).version
    both = [desk.act(case, c.AddNote(text=text, expected_version=version)) for text in ("第一位", "第二位")]
    done = await asyncio.gather(*both, return_exceptions=True)
    failed = [e for e in done if isinstance(e, WorkflowUpdateFailedError)]
    assert len(failed) == 1
    assert isinstance(failed[0].cause, ApplicationError)
    assert failed[0].cause.type == "stale"
    assert (await desk.types(case)).count("note_added") == 1


async def test_a_signal_of_an_outside_system_is_a_command(desk: Desk) -> None:
    case = await desk.file()
    sent = order(c.Accept())
    await case.signal(ACT, sent)
    await case.signal(ACT, sent)
    await desk.until(case, "accepted")
    assert (await desk.types(case)).count("accepted") == 1


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"nonsense": 1}, "unreadable"),
        ("text", "unreadable"),
        (Order(id="s-1", actor=OFFICER, command=c.AddNote(text="未封存的文字")), "unsealed"),
        (Order(id="s-2", actor=OFFICER, command=c.Close()), "wrong_stage"),
    ],
)
async def test_a_signal_that_cannot_be_taken_shows_without_its_content(
    desk: Desk, sent: object, code: str
) -> None:
    case = await desk.file()
    await case.signal(ACT, sent)
    await desk.until(case, "signal_refused")
    row = [row for row in await case.query("timeline", 0) if row["type"] == "signal_refused"][-1]
    assert f'"{code}"' in row["body"]
    assert "未封存" not in row["body"]
    assert (await desk.view(case)).stage in (Stage.REGISTERED, Stage.CHECKING)
    await desk.act(case, c.Accept())


async def test_a_foreign_payload_blocks_nothing(desk: Desk) -> None:
    case = await desk.file()
    stranger = await type(desk.client).connect(desk.engine.address, data_converter=pydantic_data_converter)
    handle = stranger.get_workflow_handle(case.id)
    await handle.signal(ACT, order(c.Accept()))
    with pytest.raises(WorkflowUpdateFailedError):
        await handle.execute_update(ACT, order(c.Accept()))
    await desk.until(case, "signal_refused")
    assert (await desk.act(case, c.Accept())).stage is Stage.ACCEPTED
