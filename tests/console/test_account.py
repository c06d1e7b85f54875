"""The page of one's own account, the second step of the sign-in, and duties that come first."""

import re
import time
from collections.abc import AsyncIterator

import httpx
import pyotp
import pytest_asyncio

from redress.domain.actors import Role
from redress.persistence.account_keeping import set_second_factor_roles
from redress.persistence.demo_offices import YUNSHAN
from redress.persistence.pool import transaction
from redress.persistence.sessions import end_session
from tests.api.conftest import Desk, Stack
from tests.console.conftest import Person, form_in, somebody
from tests.people import NewPerson, new_person

NEW = "nine purple walnuts"


@pytest_asyncio.fixture(loop_scope="session")
async def own(stack: Stack) -> NewPerson:
    return await new_person(stack.app.state.services.pool, stack.database)


@pytest_asyncio.fixture(loop_scope="session")
async def owner(stack: Stack, own: NewPerson) -> AsyncIterator[Person]:
    """Somebody signed in whose account no other test uses."""
    async with somebody(stack.app) as person:
        await person.sign_in(own.username, own.password)
        yield person


def key_in(page: httpx.Response) -> pyotp.TOTP:
    found = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page.text)
    assert found is not None, page.text
    return pyotp.TOTP(found[1].replace(" ", ""))


def codes_in(page: httpx.Response) -> list[str]:
    return re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", page.text)


def code_at(totp: pyotp.TOTP, step: int) -> str:
    return totp.at(int(time.time()), counter_offset=step)


async def enrol(person: Person) -> tuple[pyotp.TOTP, list[str]]:
    page = await person.get("/account/second-factor")
    totp = key_in(page)
    return totp, codes_in(await person.send(page, "/account/second-factor", code=code_at(totp, -1)))


async def test_another_password_is_asked_for_the_present_one_and_judged_at_its_field(
    stack: Stack, owner: Person, own: NewPerson
) -> None:
    page = await owner.get("/account/password")
    wrong = await owner.send(page, "/account/password", present="wrong", new=NEW, again=NEW)
    assert "现在的密码不正确" in wrong.text
    weak = await owner.send(page, "/account/password", present=own.password, new="12315", again="12315")
    assert ("至少 12 个字符" in weak.text, 'id="new-error"' in weak.text) == (True, True)
    differs = await owner.send(page, "/account/password", present=own.password, new=NEW, again=NEW + "x")
    assert "两次输入的新密码不一致" in differs.text
    assert NEW not in differs.text
    async with somebody(stack.app) as elsewhere:
        await elsewhere.sign_in(own.username, own.password)
        done = await owner.send(page, "/account/password", present=own.password, new=NEW, again=NEW)
        assert "密码已修改" in done.text
        assert (await elsewhere.get("/account")).status_code == 401


async def test_with_a_second_factor_signing_in_takes_two_steps_and_leads_where_it_was_asked(
    stack: Stack, owner: Person, own: NewPerson
) -> None:
    totp, codes = await enrol(owner)
    assert len(codes) == 10
    assert codes[0] not in (await owner.get("/account")).text
    async with somebody(stack.app) as again:
        step = await again.sign_in(own.username, own.password, back="/inbox")
        assert (await again.get("/desk")).status_code == 401
        wrong = await again.send(step, "/sign-in/code", code="000000")
        assert (wrong.status_code, "验证码不正确" in wrong.text) == (401, True)
        there = await again.send(wrong, "/sign-in/code", code=code_at(totp, 1))
        assert (there.status_code, there.url.path) == (200, "/inbox")
        csrf = form_in(await again.get("/account"), "/end-all").fields["csrf"]
        used = form_in(step, "/sign-in/code").fields["step"]
        over = await again.post("/sign-in/code", {"csrf": csrf, "step": used, "code": codes[0]})
        assert (over.status_code, "请重新登录" in over.text) == (401, True)


async def test_the_picture_is_drawn_without_style_or_address(owner: Person) -> None:
    page = await owner.get("/account/second-factor")
    assert "<svg" in page.text
    assert "style=" not in page.text
    assert "otpauth" not in page.text


async def test_a_second_factor_goes_and_its_recovery_codes_change_for_a_code_only(owner: Person) -> None:
    totp, codes = await enrol(owner)
    page = await owner.get("/account")
    refused = await owner.send(page, "/second-factor/remove", code="000000")
    assert refused.status_code == 401
    other = codes_in(await owner.send(page, "/second-factor/codes", code=code_at(totp, 0)))
    assert (len(other), set(other) & set(codes)) == (10, set())
    assert (await owner.send(page, "/second-factor/remove", code=codes[0])).status_code == 401
    assert "已停用" in (await owner.send(page, "/second-factor/remove", code=other[0])).text


async def test_what_was_typed_survives_one_time_password_second_factor_and_both(
    stack: Stack, desk: Desk
) -> None:
    """A form that is sent by somebody who then has to do all that there is to do."""
    services = stack.app.state.services
    who = await new_person(services.pool, stack.database, role=Role.OFFICER, office=YUNSHAN, one_time=True)
    async with transaction(services.pool) as connection:
        assert await set_second_factor_roles(connection, YUNSHAN, ["officer"])
    try:
        async with somebody(stack.app) as person:
            due = await person.sign_in(who.username, who.password)
            # The form was open before; its sender is asked to sign in again and has these duties now.
            page = await person.get("/inquiries")
            assert "一次性密码" in page.text
            csrf = form_in(due, "/account/password").fields["csrf"]
            fields = {"question": "第一行\n<b>二</b>", "csrf": csrf}
            page = await person.post("/inquiries", fields)
            page = await person.send(page, "/account/password", present=who.password, new=NEW, again=NEW)
            totp = key_in(page)
            page = await person.send(page, "/account/second-factor", code=code_at(totp, -1))
            assert len(codes_in(page)) == 10
            assert form_in(page, "/inquiries").fields["question"] == fields["question"]
            assert (await person.get("/desk")).status_code == 200

            typed = await person.get("/inquiries")
            await end_session(services.pool, person.client.cookies["redress_session"])
            asked = await person.send(typed, "/inquiries", question=fields["question"])
            step = await person.send(asked, "/sign-in", username=who.username, password=NEW)
            resumed = await person.send(step, "/sign-in/code", code=code_at(totp, 1))
            assert form_in(resumed, "/inquiries").fields["question"] == fields["question"]
    finally:
        async with transaction(services.pool) as connection:
            await set_second_factor_roles(connection, YUNSHAN, None)


async def test_sessions_are_listed_ended_one_by_one_and_all_at_once(
    stack: Stack, owner: Person, own: NewPerson
) -> None:
    async with somebody(stack.app) as elsewhere:
        elsewhere.client.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36"
        await elsewhere.sign_in(own.username, own.password)
        page = await owner.get("/account")
        assert ("Chrome · Windows" in page.text, page.text.count("当前")) == (True, 1)
        await owner.send(page, "/end")
        assert (await elsewhere.get("/account")).status_code == 401
        await elsewhere.sign_in(own.username, own.password)
        await owner.send(await owner.get("/account"), "/end-all")
        assert (await elsewhere.get("/account")).status_code == 401
    assert (await owner.get("/account")).status_code == 401


async def test_signing_in_again_ends_the_session_that_the_browser_had(
    stack: Stack, owner: Person, own: NewPerson
) -> None:
    before = owner.client.cookies["redress_session"]
    csrf = form_in(await owner.get("/account"), "/end-all").fields["csrf"]
    fields = {"csrf": csrf, "username": own.username, "password": own.password, "back": "/account"}
    await owner.post("/sign-in", fields)
    assert owner.client.cookies["redress_session"] != before
    owner.client.cookies.set("redress_session", before, domain="redress.test")
    assert (await owner.get("/account")).status_code == 401
