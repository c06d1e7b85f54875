"""Signing in at the organisation's issuer (OpenID Connect): the way there and back, and what is refused."""

import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from structlog.testing import capture_logs

from api.app import create_app
from api.auth.vouched import vouches
from cli.stack.children import free_port
from redress.domain.actors import Role
from redress.persistence.account_keeping import set_second_factor_roles
from redress.persistence.demo_offices import YUNSHAN
from redress.persistence.issuer import link, unlink
from redress.persistence.pool import transaction
from redress.persistence.sessions import end_session
from redress.settings import Settings
from tests.api.conftest import Stack, serving
from tests.console.conftest import Person, form_in, somebody
from tests.console.test_account import code_at, codes_in, key_in
from tests.issuer import AUDIENCE, CLIENT, SECRET, Issuer, running_issuer
from tests.people import NewPerson, new_person


@dataclass
class Joined:
    """The console with an issuer beside it."""

    app: FastAPI
    issuer: Issuer
    client: httpx.AsyncClient

    def led_to(self, page: httpx.Response) -> str:
        """Where a page leads the browser on to by itself."""
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
        assert found is not None, page.text
        return unescape(found[1])

    async def answered(self, page: httpx.Response) -> str:
        """The path at which the browser arrives again, after the issuer."""
        async with httpx.AsyncClient() as browser:
            answer = await browser.get(self.led_to(page))
        back = urlsplit(answer.headers["location"])
        return f"{back.path}?{back.query}"

    async def sign_in(self, person: Person, back: str = "/desk") -> httpx.Response:
        page = await person.client.get("/sign-in/issuer", params={"back": back})
        return await person.get(await self.answered(page))


def settings_with(stack: Stack, issuer: str, folder: Path, **more: Any) -> Settings:
    secret = folder / "client.secret"
    secret.write_text(SECRET + "\n")
    said = {
        "oidc_issuer": issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret_file": secret,
        "oidc_audience": AUDIENCE,
        "oidc_name": "市局统一认证",
    }
    return Settings.model_validate({**stack.settings.model_dump(), **said, **more})


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def whole(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Joined]:
    async with running_issuer() as issuer:
        folder = tmp_path_factory.mktemp("issuer")
        app = create_app(settings_with(stack, issuer.name, folder, oidc_account_claim="preferred_username"))
        async with serving(app) as client:
            yield Joined(app, issuer, client)


@pytest.fixture
def joined(whole: Joined) -> Joined:
    whole.issuer.behave()
    return whole


@pytest_asyncio.fixture(loop_scope="session")
async def own(stack: Stack, joined: Joined) -> NewPerson:
    """Somebody whom the issuer knows by the user name."""
    who = await new_person(stack.app.state.services.pool, stack.database)
    joined.issuer.subject = f"sub-of-{who.username}"
    joined.issuer.claims = {"preferred_username": who.username}
    return who


@pytest_asyncio.fixture(loop_scope="session")
async def browser(joined: Joined) -> AsyncIterator[Person]:
    async with somebody(joined.app) as person:
        yield person


async def test_the_way_there_carries_state_nonce_and_challenge_and_no_secret(
    joined: Joined, browser: Person
) -> None:
    sign_in = await browser.get("/sign-in?back=/inbox")
    assert "市局统一认证" in sign_in.text
    page = await browser.send(sign_in, "/sign-in/issuer")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(joined.led_to(page)).query).items()}
    assert asked.keys() == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
        "code_challenge_method",
    }  # fmt: skip
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert asked["redirect_uri"].endswith("/sign-in/issuer/callback")
    cookie = next(each for each in page.headers.get_list("set-cookie") if "redress_issuer" in each)
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/sign-in/issuer"))


async def test_an_account_is_found_by_the_claim_once_and_by_its_link_from_then_on(
    joined: Joined, browser: Person, own: NewPerson
) -> None:
    page = await joined.sign_in(browser, back="/inbox")
    assert (page.status_code, joined.led_to(page)) == (200, "/inbox")
    assert own.username in (await browser.get("/account")).text
    joined.issuer.claims = {"preferred_username": "another-name-by-now"}
    async with somebody(joined.app) as again:
        assert joined.led_to(await joined.sign_in(again)) == "/desk"
        assert own.username in (await again.get("/account")).text


async def test_signing_out_leads_on_to_the_issuer(joined: Joined, browser: Person, own: NewPerson) -> None:
    await joined.sign_in(browser)
    out = await browser.send(await browser.get("/account"), "/sign-out")
    assert joined.led_to(out).startswith(f"{joined.issuer.name}/leave?client_id={CLIENT}&")
    assert (await browser.get("/account")).status_code == 401


async def test_somebody_without_an_account_gets_a_page_and_nothing_else(
    joined: Joined, browser: Person, stack: Stack
) -> None:
    query = "SELECT (SELECT count(*) FROM accounts) + (SELECT count(*) FROM issuer_links)"
    async with transaction(stack.app.state.services.pool) as connection:
        before = await connection.fetchval(query)
    for claims in ({}, {"preferred_username": "nobody-here"}, {"preferred_username": 7}):
        joined.issuer.claims = claims
        page = await joined.sign_in(browser)
        assert (page.status_code, "没有关联本系统的账户" in page.text) == (403, True)
    async with transaction(stack.app.state.services.pool) as connection:
        assert await connection.fetchval(query) == before


async def test_a_linked_account_keeps_its_subject(joined: Joined, browser: Person, own: NewPerson) -> None:
    """Another subject with the same name, even if the issuer says so, opens nothing."""
    await joined.sign_in(browser)
    joined.issuer.subject = "somebody-else"
    async with somebody(joined.app) as other:
        assert (await joined.sign_in(other)).status_code == 403


async def test_an_administrators_link_needs_no_claim(joined: Joined, browser: Person, own: NewPerson) -> None:
    pool = joined.app.state.services.pool
    joined.issuer.claims = {}
    async with transaction(pool) as connection:
        await link(connection, joined.issuer.name, joined.issuer.subject, own.person, "p-admin")
    assert (await joined.sign_in(browser)).status_code == 200
    async with transaction(pool) as connection:
        assert await unlink(connection, joined.issuer.name, own.person, "p-admin")
    async with somebody(joined.app) as again:
        assert (await joined.sign_in(again)).status_code == 403


async def test_an_administrator_links_and_unlinks_others_on_a_page(
    stack: Stack, joined: Joined, browser: Person, own: NewPerson
) -> None:
    joined.issuer.claims = {}
    place = f"/admin/people/{own.person}"
    async with somebody(joined.app) as administrator:
        await administrator.sign_in("administrator", stack.passwords["administrator"])
        page = await administrator.get(place)
        blank = await administrator.send(page, "/links", subject=" ")
        assert (blank.status_code, 'href="#links-subject"' in blank.text) == (422, True)
        page = await administrator.send(page, "/links", subject=joined.issuer.subject)
        assert "已关联" in page.text
        assert joined.issuer.subject in page.text
        assert (await joined.sign_in(browser)).status_code == 200
        other = await new_person(joined.app.state.services.pool, stack.database)
        taken = await administrator.get(f"/admin/people/{other.person}")
        taken = await administrator.send(taken, "/links", subject=joined.issuer.subject)
        assert (taken.status_code, "该身份已属于另一账户" in taken.text) == (409, True)
        page = await administrator.send(page, "/links/remove")
        assert "已取消关联" in page.text
        log = (await administrator.get("/admin/log")).text
        assert log.count("关联统一认证") >= 1
        assert "取消统一认证关联" in log
        csrf = form_in(page, "/links").fields["csrf"]
        me = (await stack.desk("administrator")).person
        mine = await administrator.get(f"/admin/people/{me}")
        assert f'action="/admin/people/{me}/links"' not in mine.text
        fields = {"csrf": csrf, "key": "own", "subject": "s-own"}
        refused = await administrator.post(f"/admin/people/{me}/links", fields)
        assert (refused.status_code, "不能对自己的账户" in refused.text) == (403, True)
    async with somebody(joined.app) as again:
        assert (await joined.sign_in(again)).status_code == 403


@pytest.mark.parametrize(
    ("claims", "used"),
    [
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["pwd", "pin", "kba"]}, False),
        ({"amr": ["otp", "sms"]}, False),
        ({"amr": ["mfa"]}, True),
        ({"amr": ["pwd", "otp"]}, True),
        ({"amr": ["hwk", "fpt"]}, True),
        ({"amr": "mfa"}, False),
        ({"amr": [["mfa"], 7, None]}, False),
        ({"acr": "silver"}, False),
        ({"acr": "gold"}, True),
        ({"acr": ["gold"]}, False),
        ({"acr": ""}, False),
    ],
)
def test_what_an_issuer_says_of_a_second_factor(claims: dict[str, Any], used: bool) -> None:
    assert vouches(claims, "gold https://refeds.org/profile/mfa") is used
    assert not (used and "acr" in claims and vouches(claims, ""))


@pytest_asyncio.fixture(loop_scope="session")
async def asked(stack: Stack, joined: Joined) -> AsyncIterator[NewPerson]:
    """Somebody of whose role the office asks a second factor, who has none yet."""
    pool = stack.app.state.services.pool
    who = await new_person(pool, stack.database, office=YUNSHAN, role=Role.CALLBACK)
    joined.issuer.subject = f"sub-of-{who.username}"
    async with transaction(pool) as connection:
        await link(connection, joined.issuer.name, joined.issuer.subject, who.person, "p-admin")
        await set_second_factor_roles(connection, YUNSHAN, ["callback"])
    yield who
    async with transaction(pool) as connection:
        await set_second_factor_roles(connection, YUNSHAN, None)


async def test_an_offices_second_factor_is_asked_unless_the_issuer_says_that_one_was_used(
    joined: Joined, browser: Person, asked: NewPerson
) -> None:
    joined.issuer.claims = {"amr": ["pwd", "otp"]}
    assert joined.led_to(await joined.sign_in(browser, back="/inbox")) == "/inbox"
    assert (await browser.get("/inbox")).status_code == 200
    joined.issuer.claims = {"amr": ["pwd"]}
    async with somebody(joined.app) as again:
        due = await joined.sign_in(again, back="/inbox")
        assert "所在单位要求" in (await again.get("/inbox")).text
        totp = key_in(due)
        done = await again.send(due, "/account/second-factor", code=code_at(totp, -1))
        assert len(codes_in(done)) == 10
        assert (await again.get("/inbox")).status_code == 200
    async with somebody(joined.app) as again:
        step = await joined.sign_in(again, back="/inbox")
        assert (await again.get("/inbox")).status_code == 401
        wrong = await again.send(step, "/sign-in/code", code="000000")
        assert wrong.status_code == 401
        there = await again.send(wrong, "/sign-in/code", code=code_at(totp, 1))
        assert (there.status_code, there.url.path) == (200, "/inbox")
        out = await again.send(there, "/sign-out")
        assert joined.led_to(out).startswith(joined.issuer.name)


async def test_a_token_of_the_issuer_says_that_a_second_factor_was_used_where_an_office_asks_one(
    joined: Joined, asked: NewPerson
) -> None:
    for claims, said in (({}, 403), ({"amr": ["pwd", "mfa"]}, 200)):
        headers = {"Authorization": f"Bearer {joined.issuer.access_token(**claims)}"}
        answer = await joined.client.get("/v1/session", headers=headers)
        assert answer.status_code == said, answer.text
        assert said == 200 or answer.json()["code"] == "issuer_without_second_factor"


LONG_AGO = int(time.time()) - 3600


@pytest.mark.parametrize(
    "said",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"]},
        {"azp": "another-client"},
        {"iss": "https://another.test"},
        {"exp": LONG_AGO},
        {"exp": None},
        {"iat": LONG_AGO + 7200},
        {"at_hash": "wrong"},
        {"sub": 5},
    ],
    ids=lambda said: "-".join(said),
)
async def test_an_id_token_that_is_not_for_us_now_opens_nothing(
    joined: Joined, browser: Person, own: NewPerson, said: dict[str, Any]
) -> None:
    joined.issuer.id_token = said
    page = await joined.sign_in(browser)
    assert (page.status_code, "issuer_untrusted" in page.text) == (401, True)
    assert (await browser.get("/account")).status_code == 401


async def test_an_unsigned_token_opens_nothing(joined: Joined, browser: Person, own: NewPerson) -> None:
    joined.issuer.alg_none = True
    assert "issuer_untrusted" in (await joined.sign_in(browser)).text


async def test_a_new_key_is_looked_up_once(joined: Joined, browser: Person, own: NewPerson) -> None:
    await joined.sign_in(browser)
    joined.issuer.rotate()
    joined.app.state.services.issuer._keys_at -= 60  # the last look is a minute ago
    lookups = joined.issuer.key_lookups
    async with somebody(joined.app) as again:
        assert (await joined.sign_in(again)).status_code == 200
    assert joined.issuer.key_lookups == lookups + 1
    joined.issuer.header = {"kid": "invented"}
    async with somebody(joined.app) as again:
        for _ in range(3):
            assert "issuer_untrusted" in (await joined.sign_in(again)).text
    assert joined.issuer.key_lookups == lookups + 1


async def test_a_state_is_good_once_for_one_browser_and_ten_minutes(
    joined: Joined, browser: Person, own: NewPerson
) -> None:
    page = await browser.get("/sign-in/issuer")
    there = await joined.answered(page)
    async with somebody(joined.app) as thief:
        await thief.get("/sign-in/issuer")
        assert "issuer_state" in (await thief.get(there)).text
    assert (await browser.get(there)).status_code == 200
    assert "issuer_state" in (await browser.get(there)).text
    assert "issuer_state" in (await browser.get("/sign-in/issuer/callback?code=c&state=invented")).text
    late = await joined.answered(await browser.get("/sign-in/issuer"))
    assert "issuer_state" in (await browser.get(re.sub("state=[^&]+", "state=another", late))).text


async def test_a_code_that_was_used_is_refused(joined: Joined, browser: Person, own: NewPerson) -> None:
    first = await joined.answered(await browser.get("/sign-in/issuer"))
    await browser.get(first)
    code = parse_qs(urlsplit(first).query)["code"][0]
    second = await joined.answered(await browser.get("/sign-in/issuer"))
    page = await browser.get(re.sub("code=[^&]+", f"code={code}", second))
    assert (page.status_code, "issuer_refused" in page.text) == (401, True)


@pytest.mark.parametrize("more", ["&iss=https%3A%2F%2Fanother.test", "&error=server_error"])
async def test_an_answer_that_is_another_issuers_or_an_error_opens_nothing(
    joined: Joined, browser: Person, own: NewPerson, more: str
) -> None:
    there = await joined.answered(await browser.get("/sign-in/issuer"))
    assert "issuer_refused" in (await browser.get(there + more)).text


async def test_a_refusal_at_the_issuer_is_said(joined: Joined, browser: Person) -> None:
    joined.issuer.refuses = True
    page = await joined.sign_in(browser)
    assert (page.status_code, "没有确认登录" in page.text) == (401, True)


async def test_what_was_typed_survives_the_way_to_the_issuer_and_a_failure_there(
    joined: Joined, browser: Person, own: NewPerson, stack: Stack
) -> None:
    await joined.sign_in(browser)
    page = await browser.get("/inquiries")
    pool = stack.app.state.services.pool
    await end_session(pool, browser.client.cookies["redress_session"])
    text = "问:<b>&amp;\n第二行"
    asked = await browser.send(page, "/inquiries", question=text)
    leaving = await browser.send(asked, "/sign-in/issuer")
    async with transaction(pool) as connection:
        rows = await connection.fetch("SELECT encode(sealed, 'escape') AS kept FROM issuer_attempts")
    assert rows
    assert not [row for row in rows if "amp" in row["kept"]]
    joined.issuer.refuses = True
    failed = await browser.get(await joined.answered(leaving))
    joined.issuer.refuses = False
    resumed = await browser.get(await joined.answered(await browser.send(failed, "/sign-in/issuer")))
    assert form_in(resumed, "/inquiries").fields["question"] == text


async def test_an_issuer_that_is_down_is_said_and_local_accounts_go_on(
    stack: Stack, tmp_path: Path
) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    async with serving(create_app(settings_with(stack, address, tmp_path))) as client:
        app = client._transport.app  # type: ignore[attr-defined]
        async with somebody(app) as person:
            with capture_logs() as logs:
                page = await person.get("/sign-in/issuer")
            assert (page.status_code, "没有应答" in page.text) == (503, True)
            assert [each["event"] for each in logs] == ["issuer_trouble"]
            assert (await person.sign_in("officer", stack.passwords["officer"])).status_code == 200


async def test_passwords_may_be_switched_off(stack: Stack, joined: Joined, tmp_path: Path) -> None:
    app = create_app(settings_with(stack, joined.issuer.name, tmp_path, local_sign_in=False))
    async with serving(app) as client:
        async with somebody(app) as person:
            assert 'name="password"' not in (await person.get("/sign-in")).text
        body = {"username": "officer", "password": stack.passwords["officer"]}
        answer = await client.post("/v1/session", json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "local_sign_in_off")


async def test_access_tokens_of_the_issuer_open_the_api_for_linked_accounts(
    joined: Joined, browser: Person, own: NewPerson
) -> None:
    async def ask(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return (await joined.client.get("/v1/session", headers=headers)).status_code

    issuer = joined.issuer
    assert await ask(issuer.access_token()) == 401
    await joined.sign_in(browser)
    assert await ask(issuer.access_token()) == 200
    wrong: list[dict[str, Any]] = [
        {"aud": CLIENT}, {"aud": "other"}, {"iss": "https://another.test"}, {"exp": LONG_AGO}, {"exp": None},
        {"sub": "unknown"}, {"aud": None},
    ]  # fmt: skip
    assert [await ask(issuer.access_token(**claims)) for claims in wrong] == [401] * len(wrong)
    token = issuer.access_token()
    assert await ask(token[:-4] + "AAAA") == 401
    assert await ask("a.b.c") == 401
    issuer.alg_none = True
    assert await ask(issuer.access_token()) == 401
