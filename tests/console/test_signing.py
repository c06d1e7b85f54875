"""Signing in and out, cookies and tokens, and what happens to what was typed when a session ends."""

import pytest

from redress.persistence.sessions import end_session
from tests.api.conftest import Desk, Stack
from tests.console.conftest import Person, form_in, somebody


async def test_signing_in_leads_to_the_page_asked_for(stack: Stack, visitor: Person) -> None:
    asked = await visitor.get("/desk?mine=1")
    assert asked.status_code == 401
    form = form_in(asked, "/sign-in")
    assert form.fields["back"] == "/desk?mine=1"
    there = await visitor.send(asked, "/sign-in", username="officer", password=stack.passwords["officer"])
    assert str(there.url).endswith("/desk?mine=1")
    assert "周明" in there.text


async def test_bad_credentials_are_said_and_the_name_stays(visitor: Person) -> None:
    page = await visitor.sign_in("officer", "wrong")
    assert page.status_code == 401
    assert "用户名或密码不正确" in page.text
    assert form_in(page, "/sign-in").fields["username"] == "officer"
    assert "wrong" not in page.text


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test/", "/\\evil.test", "evil"])
async def test_signing_in_never_leads_to_another_site(stack: Stack, elsewhere: str) -> None:
    async with somebody(stack.app) as person:
        there = await person.sign_in("officer", stack.passwords["officer"], back=elsewhere)
        assert there.url.host == "redress.test"
        assert there.url.path == "/desk"


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    stack: Stack, visitor: Person
) -> None:
    visitor.client.follow_redirects = False
    answer = await visitor.sign_in("officer", stack.passwords["officer"])
    cookie = next(each for each in answer.headers.get_list("set-cookie") if "redress_session" in each)
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie


async def test_over_https_the_cookie_is_secure(stack: Stack, visitor: Person) -> None:
    visitor.client.base_url = "https://redress.test"
    visitor.client.follow_redirects = False
    answer = await visitor.sign_in("officer", stack.passwords["officer"])
    cookie = next(each for each in answer.headers.get_list("set-cookie") if "redress_session" in each)
    assert "Secure" in cookie


async def test_signing_out_ends_the_session_on_the_server(officer: Person) -> None:
    token = officer.client.cookies["redress_session"]
    page = await officer.get("/desk")
    await officer.send(page, "/sign-out")
    officer.client.cookies.set("redress_session", token, domain="redress.test")
    assert (await officer.get("/desk")).status_code == 401


@pytest.mark.parametrize("csrf", ["", "0" * 64])
async def test_a_form_without_the_token_of_its_page_does_nothing(
    officer: Person, desk: Desk, csrf: str
) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    answer = await officer.send(page, "/commands/accept", csrf=csrf)
    assert answer.status_code == 403
    assert "form_expired" in answer.text
    assert (await desk.view(case_id))["stage"] != "accepted"


async def test_a_token_of_another_session_does_not_fit(stack: Stack, officer: Person, desk: Desk) -> None:
    case_id = (await desk.checked())["case_id"]
    async with somebody(stack.app) as other:
        await other.sign_in("officer2", stack.passwords["officer2"])
        theirs = form_in(await other.get(f"/cases/{case_id}"), "/commands/accept").fields["csrf"]
    page = await officer.get(f"/cases/{case_id}")
    assert (await officer.send(page, "/commands/accept", csrf=theirs)).status_code == 403


async def test_what_was_typed_survives_the_end_of_the_session(
    stack: Stack, officer: Person, desk: Desk
) -> None:
    case_id = (await desk.checked())["case_id"]
    page = await officer.get(f"/cases/{case_id}")
    await end_session(stack.app.state.services.pool, officer.client.cookies["redress_session"])
    text = "第一行 <b>&amp;\n第二行"
    asked = await officer.send(page, "/commands/add_note", text=text)
    assert asked.status_code == 401
    assert "已为您保留" in asked.text
    resumed = await officer.send(asked, "/sign-in", username="officer", password=stack.passwords["officer"])
    done = await officer.send(resumed, "/commands/add_note")
    assert done.status_code == 200
    last = (await desk.get(f"/v1/complaints/{case_id}/timeline")).json()["items"][-1]
    assert (last["type"], last["body"]["text"]) == ("note_added", text)


async def test_what_another_site_sends_is_not_kept(stack: Stack, desk: Desk) -> None:
    """It comes without our cookies, so nobody is led to send it on."""
    case_id = (await desk.checked())["case_id"]
    async with somebody(stack.app) as person:
        answer = await person.post(f"/cases/{case_id}/commands/add_note", {"text": "planted", "csrf": "x"})
    assert answer.status_code == 403
    assert "planted" not in answer.text


@pytest.mark.parametrize("username", ["officer\0", "\u202eofficer", "", "x" * 5_000])
async def test_odd_names_are_bad_credentials_and_nothing_else(visitor: Person, username: str) -> None:
    assert (await visitor.sign_in(username, "wrong")).status_code == 401


async def test_what_is_no_form_is_refused(officer: Person) -> None:
    answer = await officer.client.post("/cases/new", content=b"csrf=%ff%fe")
    assert answer.status_code == 422
