"""One's own account and the sign-in in a real browser: second factor, cookies from another site, axe."""

import asyncio
import time
from pathlib import Path

import pyotp
import pytest
import uvicorn
from playwright.async_api import Browser, Page, expect

from api.app import create_app
from cli.stack.children import free_port
from redress.persistence.pool import transaction
from redress.persistence.sessions import end_session
from tests.api.conftest import Stack
from tests.console.screens import shoot
from tests.console.test_browser import browsing, clean
from tests.console.test_issuer import settings_with
from tests.issuer import running_issuer
from tests.people import NewPerson, new_person

pytestmark = [pytest.mark.long, pytest.mark.browser]


async def sign_in(page: Page, who: NewPerson, password: str) -> None:
    await page.goto("/sign-in")
    await page.fill("#username", who.username)
    await page.fill("#password", password)
    await page.click("form:has(#password) button.primary")


async def test_a_new_person_chooses_a_password_and_sets_up_a_second_factor(
    stack: Stack, address: str, browser: Browser
) -> None:
    who = await new_person(stack.app.state.services.pool, stack.database, one_time=True)
    new = "nine purple walnuts"
    async with browsing(browser, address) as page:
        await sign_in(page, who, who.password)
        await expect(page.locator("h1")).to_have_text("修改密码")
        await clean(page)
        await shoot(page, "account-password")
        for name, value in {"present": who.password, "new": "12315", "again": "12315"}.items():
            await page.fill(f"#{name}", value)
        await page.locator("#new + .reveal").click()
        assert await page.get_attribute("#new", "type") == "text"
        await page.click("main form button.primary")
        await expect(page.locator("#new-error")).to_contain_text("至少 12 个字符")
        await clean(page)
        for name, value in {"present": who.password, "new": new, "again": new}.items():
            await page.fill(f"#{name}", value)
        await page.click("main form button.primary")
        await expect(page.locator("h1")).to_have_text("工作台")
        await page.click("a.who")
        await page.click('a[href="/account/second-factor"]')
        box = await page.locator(".qr-frame svg").bounding_box()
        assert box is not None
        assert box["width"] > 150
        await clean(page)
        await shoot(page, "account-second-factor")
        totp = pyotp.TOTP((await page.inner_text(".key")).replace(" ", ""))
        await page.fill("#code", totp.at(int(time.time()), counter_offset=-1))
        await page.click("main form button.primary")
        await expect(page.locator(".codes li")).to_have_count(10)
        await clean(page)
        await shoot(page, "account-codes")
        await page.click("main a.button.primary")
        await expect(page.locator("h1")).to_have_text("我的账户")
        await clean(page)
        await shoot(page, "account")
    async with browsing(browser, address, scripts=False, dark=True, width=390) as page:
        await sign_in(page, who, new)
        await expect(page.locator("h1")).to_have_text("输入验证码")
        await shoot(page, "second-step-phone")
        await page.fill("#code", totp.at(int(time.time()), counter_offset=1))
        await page.click("main form button.primary")
        await expect(page.locator("h1")).to_have_text("工作台")
        await page.goto("/account")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
        await shoot(page, "account-phone-dark")


async def enrolled(stack: Stack, who: NewPerson) -> pyotp.TOTP:
    """A second factor that the person set up elsewhere."""
    services = stack.app.state.services
    async with transaction(services.pool) as connection:
        totp = pyotp.TOTP(await services.second_factors.begin(connection, who.person))
        assert await services.second_factors.confirm(connection, who.person, totp.now())
    return totp


async def test_the_way_back_from_another_site_brings_the_session_and_what_was_typed(
    stack: Stack, browser: Browser, tmp_path: Path
) -> None:
    """`localhost` and 127.0.0.1 are two sites: strict cookies and the policy of forms hold."""
    who = await new_person(stack.app.state.services.pool, stack.database)
    async with running_issuer("localhost") as issuer:
        issuer.subject, issuer.claims = f"sub-of-{who.username}", {"preferred_username": who.username}
        port = free_port()
        settings = settings_with(
            stack, issuer.name, tmp_path, oidc_account_claim="preferred_username",
            public_base_url=f"http://127.0.0.1:{port}",
        )  # fmt: skip
        config = uvicorn.Config(
            create_app(settings), host="127.0.0.1", port=port, log_config=None, access_log=False
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve())
        try:
            while not server.started:  # noqa: ASYNC110 - the server has no event to wait for
                await asyncio.sleep(0.02)
            async with browsing(browser, settings.public_base_url) as page:
                await page.goto("/sign-in?back=/shift")
                await clean(page)
                await shoot(page, "sign-in-organisation")
                await page.click('form[action="/sign-in/issuer"] button')
                await page.wait_for_url("**/shift")
                await page.fill("textarea[name=text]", "夜班:回访两件")
                (cookie,) = [each for each in await page.context.cookies() if "session" in each["name"]]
                await end_session(stack.app.state.services.pool, cookie["value"])
                totp = await enrolled(stack, who)
                await page.click('form:has(textarea[name="text"]) button')
                await page.click('form[action="/sign-in/issuer"] button')
                await page.fill("#code", totp.at(int(time.time()), counter_offset=1))
                await page.click("form[action='/sign-in/code'] button")
                await page.click('form[action="/shift"] button')
                await expect(page.locator("main")).to_contain_text("夜班:回访两件")
                await page.click("form[action='/sign-out'] button")
                await page.wait_for_url(f"{issuer.name}/leave**")
        finally:
            server.should_exit = True
            await task
