"""The page of what could not be delivered: for who is in charge, with a way on and a way out for each."""

import asyncpg

from tests.api.conftest import Desk, Stack
from tests.console.conftest import Person, somebody


async def test_a_dead_delivery_is_tried_again_or_given_up_on_its_page(
    stack: Stack, desk: Desk, officer: Person
) -> None:
    connection = await asyncpg.connect(stack.database.superuser_url)
    filed = await desk.checked()
    number = filed["case_number"]
    await desk.acted(filed["case_id"], {"type": "assign", "handler": desk.person})
    kill = (
        "UPDATE outbox SET dead_at = now(), dead_reason = 'timed_out', attempts = 100 "
        "WHERE case_id = $1 RETURNING id"
    )
    letter = await connection.fetchval(kill, filed["case_id"])
    assert (await officer.get("/outbox")).status_code == 403
    assert "/outbox" not in (await officer.get("/desk")).text
    async with somebody(stack.app) as supervisor:
        page = await supervisor.sign_in("supervisor", stack.passwords["supervisor"], back="/outbox")
        assert number in page.text
        assert "对方超时未应答" in page.text
        page = await supervisor.send(page, f"/outbox/{letter}/retry")
        assert number not in page.text
        await connection.fetchval(kill, filed["case_id"])
        page = await supervisor.send(await supervisor.get("/outbox"), f"/outbox/{letter}/give-up", reason=" ")
        assert page.status_code == 422
        assert 'aria-invalid="true"' in page.text
        page = await supervisor.send(page, f"/outbox/{letter}/give-up", reason="该办公室已撤销")
        assert page.status_code == 200
        assert number not in page.text
    state = await connection.fetchrow("SELECT given_up_at, proof_ref FROM outbox WHERE id = $1", letter)
    assert None not in tuple(state)
    await connection.close()


async def test_the_form_of_a_notice_says_which_ways_are_off(desk: Desk, officer: Person) -> None:
    filed = await desk.checked()
    page = await officer.get(f"/cases/{filed['case_id']}")
    assert "send_notice" in page.text
    for way in ("短信", "电子邮件"):
        assert f"{way}(未开通,转人工)" in page.text, way
    assert "邮寄(打印队列)" in page.text
