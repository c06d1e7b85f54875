"""The stream of an open case page: it tells what others do, opens nothing of the vault, and ends with its
session.
"""

import asyncio
import contextlib
import json
import re

from api.http.changes import MOST_OF_PERSON
from redress.domain.actors import Actor, Role
from tests.api.conftest import Desk, Stack
from tests.console.conftest import Person, somebody

LASTING = 4


def _told(text: str) -> list[dict[str, object]]:
    return [json.loads(data) for data in re.findall(r"event: changed\ndata: (.*)", text)]


async def test_what_another_does_is_told_by_name_and_nothing_sealed_is_opened(
    officer: Person, desk: Desk, stack: Stack
) -> None:
    case_id = (await desk.checked())["case_id"]
    version = (await desk.view(case_id))["version"]
    stream = asyncio.create_task(officer.get(f"/cases/{case_id}/changes?since={version}&lasting={LASTING}"))
    other = await stack.desk("officer2")
    await other.acted(case_id, {"type": "accept", "note": "符合受理条件"})
    answer = await stream
    assert answer.headers["content-type"].startswith("text/event-stream")
    [said] = _told(answer.text)
    assert "吴静" in str(said["lines"])
    assert "决定受理" in str(said["lines"])
    assert "符合受理条件" not in answer.text
    assert f"id: {(await desk.view(case_id))['version']}\n" in answer.text
    assert stack.app.state.services.changes.count == 0, "who has gone counts no more"


async def test_a_stream_ends_with_its_session(stack: Stack, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    async with somebody(stack.app) as person:
        await person.sign_in("officer2", stack.passwords["officer2"])
        page = await person.get(f"/cases/{case_id}")
        version = (await desk.view(case_id))["version"]
        stream = asyncio.create_task(person.get(f"/cases/{case_id}/changes?since={version}&lasting=30"))
        while not stack.app.state.services.changes.count:
            await person.get("/inbox")
        await person.send(page, "/sign-out")
        await desk.acted(case_id, {"type": "accept"})
        answer = await stream
    assert "event: ended" in answer.text
    assert _told(answer.text) == []


async def test_a_person_has_only_so_many_streams_and_a_case_elsewhere_none(
    officer: Person, desk: Desk, stack: Stack
) -> None:
    case_id = (await desk.checked())["case_id"]
    changes = stack.app.state.services.changes
    actor = Actor(person=desk.person, office=desk.office, roles=(Role.OFFICER,))
    with contextlib.ExitStack() as pages:
        for _ in range(MOST_OF_PERSON):
            pages.enter_context(changes.watching(case_id, actor, 1))
        assert (await officer.get(f"/cases/{case_id}/changes?lasting=0")).status_code == 429
    assert (await officer.get(f"/cases/{case_id}/changes?lasting=0")).status_code == 200
    async with somebody(stack.app) as stranger:
        assert (await stranger.get(f"/cases/{case_id}/changes?lasting=0")).status_code == 401
