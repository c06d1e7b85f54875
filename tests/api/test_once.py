"""The Idempotency-Key: the same request once, whoever repeats it, however often and however fast."""

import asyncio
from uuid import uuid4

import asyncpg

from api.app import create_app
from tests.api.conftest import FILING, Desk, Stack, serving

NOTE = {"type": "add_note", "text": "第一次联系"}


async def _notes(desk: Desk, case_id: str) -> int:
    items = (await desk.get(f"/v1/complaints/{case_id}/timeline")).json()["items"]
    return sum(each["type"] == "note_added" for each in items)


async def test_the_same_filing_twice_is_one_case(officer: Desk) -> None:
    key = str(uuid4())
    first = await officer.post("/v1/complaints", FILING, key)
    again = await officer.post("/v1/complaints", FILING, key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()


async def test_the_order_of_names_in_a_body_does_not_matter(officer: Desk) -> None:
    key = str(uuid4())
    first = await officer.file(FILING, key)
    assert await officer.file(dict(reversed(FILING.items())), key) == first


async def test_the_same_command_twice_is_done_once(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    key = str(uuid4())
    first, again = await officer.act(case_id, NOTE, key), await officer.act(case_id, NOTE, key)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert await _notes(officer, case_id) == 1


async def test_a_refusal_is_repeated_even_when_the_rule_would_now_allow_it(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    settle, key = {"type": "record_settlement", "terms": ["双方自行和解"]}, str(uuid4())
    first = await officer.act(case_id, settle, key)
    assert (first.status_code, first.json()["code"]) == (409, "wrong_stage")
    await officer.acted(case_id, {"type": "accept"})
    again = await officer.act(case_id, settle, key)
    assert (again.status_code, again.json()) == (409, first.json())
    assert (await officer.act(case_id, settle)).status_code == 200


async def test_the_same_key_with_another_body_is_422(officer: Desk) -> None:
    case_id = (await officer.file())["case_id"]
    key = str(uuid4())
    await officer.act(case_id, NOTE, key)
    for response in (
        await officer.act(case_id, NOTE | {"text": "别的内容"}, key),
        await officer.post("/v1/complaints", FILING, key),
        await officer.act((await officer.file())["case_id"], NOTE, key),
        await officer.post(f"/v1/complaints/{case_id}/sealed", {"texts": ["x"]}, key),
        await officer.post(f"/v1/rehearsal/complaints/{case_id}/fast-forward", {"working_days": 1}, key),
    ):
        assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
    assert await _notes(officer, case_id) == 1


async def test_two_people_may_use_the_same_key(officer: Desk, stack: Stack) -> None:
    other = await stack.desk("officer2")
    key = str(uuid4())
    assert (await officer.file(FILING, key))["case_id"] != (await other.file(FILING, key))["case_id"]


async def test_a_burst_of_the_same_filing_is_one_case(officer: Desk) -> None:
    key = str(uuid4())
    answers = await asyncio.gather(*(officer.post("/v1/complaints", FILING, key) for _ in range(12)))
    filed = [each.json()["case_id"] for each in answers if each.status_code == 201]
    waiting = [each for each in answers if each.status_code != 201]
    assert filed
    assert len(set(filed)) == 1
    assert all(each.json()["code"] == "still_running" for each in waiting)
    assert all(each.status_code == 409 and int(each.headers["Retry-After"]) >= 1 for each in waiting)


async def test_a_burst_through_two_processes_is_one_command(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    key = str(uuid4())
    async with serving(create_app(stack.settings)) as second:
        there = Desk(second, officer.token, officer.person, officer.office)
        answers = await asyncio.gather(
            *(desk.act(case_id, NOTE, key) for desk in (officer, there) for _ in range(4))
        )
    assert {each.status_code for each in answers} <= {200, 409}
    assert {each.json()["code"] for each in answers if each.status_code == 409} <= {"still_running"}
    assert await _notes(officer, case_id) == 1


async def test_a_burst_of_filings_through_two_processes_is_one_case(officer: Desk, stack: Stack) -> None:
    key = str(uuid4())
    async with serving(create_app(stack.settings)) as second:
        there = Desk(second, officer.token, officer.person, officer.office)
        answers = await asyncio.gather(
            *(desk.post("/v1/complaints", FILING, key) for desk in (officer, there))
        )
    assert {each.status_code for each in answers} == {201}
    assert len({each.json()["case_id"] for each in answers}) == 1


async def test_many_commands_of_one_case_at_once_are_all_taken(officer: Desk) -> None:
    """The engine lets ten updates of a run wait and hangs on the eleventh; we send five at a time."""
    case_id = (await officer.file())["case_id"]
    answers = await asyncio.gather(*(officer.act(case_id, NOTE) for _ in range(20)))
    assert [each.status_code for each in answers] == [200] * 20
    assert await _notes(officer, case_id) == 20


async def test_a_command_leaves_no_text_outside_the_vault(officer: Desk, stack: Stack) -> None:
    case_id = (await officer.file())["case_id"]
    planted = "只应保存在保险库中的一句话"
    await officer.acted(case_id, {"type": "add_note", "text": planted})
    await officer.act(case_id, {"type": "record_settlement", "terms": [planted]})
    connection = await asyncpg.connect(stack.database.superuser_url)
    try:
        tables = await connection.fetch(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        for table in tables:
            found = await connection.fetchval(
                f"SELECT count(*) FROM {table['table_name']} t WHERE t::text LIKE '%' || $1 || '%'",  # noqa: S608
                planted,
            )
            assert found == 0, table["table_name"]
    finally:
        await connection.close()
