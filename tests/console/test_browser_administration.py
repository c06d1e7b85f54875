"""The pages of administration in a real browser: what axe finds, wide and narrow, light and dark."""

from uuid import uuid4

import pytest
from playwright.async_api import Browser, expect

from tests.api.conftest import Stack
from tests.console.screens import shoot
from tests.console.test_browser import browsing, clean, sign_in

pytestmark = [pytest.mark.long, pytest.mark.browser]


async def test_offices_and_people_are_kept_by_clicking(browser: Browser, address: str, stack: Stack) -> None:
    async with browsing(browser, address) as page:
        await sign_in(page, stack, "administrator")
        await page.click("nav a[href='/admin/people']")
        await clean(page)
        await shoot(page, "people")
        await page.fill("#new-display_name", "方圆 Fang Yuan")
        await page.fill("#new-username", f"fang-{uuid4().hex[:6]}")
        await page.select_option("#new-office", "jiangzhou.linjiang.qinghe.east")
        await page.select_option("#new-role", "officer")
        await page.click("main button.primary")
        await expect(page.locator(".secret")).to_be_visible()
        await clean(page)
        await shoot(page, "person", 1000)
        await page.click(".rooms a[href='/admin/offices']")
        await page.click("main button.primary")
        await expect(page.locator("#new-name_zh-error")).to_be_visible()
        await clean(page)
        await page.goto("/admin/offices")
        await shoot(page, "offices", 1000)
        await page.goto("/admin/log")
        await clean(page)
        await shoot(page, "administration-log")


@pytest.mark.long
async def test_the_table_of_permissions_is_read_on_a_telephone_and_in_the_dark(
    browser: Browser, address: str, stack: Stack
) -> None:
    async with browsing(browser, address) as page:
        await sign_in(page, stack, "supervisor")
        await page.goto("/permissions")
        await clean(page)
        await shoot(page, "permissions")
    async with browsing(browser, address, dark=True, width=390) as page:
        await sign_in(page, stack, "administrator")
        for place, name in (("/permissions", ""), ("/admin/offices", "offices-phone"), ("/admin/people", "")):
            await page.goto(place)
            await clean(page)
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            if name:
                await shoot(page, name)
