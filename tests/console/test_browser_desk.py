"""The desk with a keyboard and its panel in a real browser, wide and narrow, and without its keys."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.api.conftest import Desk, Stack
from tests.console.screens import shoot
from tests.console.test_browser import browsing, clean, sign_in

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.timeout(300)]


async def _three(desk: Desk) -> None:
    for text in ("冰箱不制冷", "空调漏水", "油烟机异响"):
        filed = await desk.checked()
        await desk.acted(filed["case_id"], {"type": "add_note", "text": text})


async def _fits(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


async def test_the_desk_is_worked_with_the_keyboard(browser: Browser, address: str, stack: Stack) -> None:
    desk = await stack.desk("officer")
    await _three(desk)
    async with browsing(browser, address) as page:
        await sign_in(page, stack, "officer")
        chosen = page.locator("tr.chosen")
        await page.keyboard.press("j")
        await expect(chosen.locator(".which a")).to_be_focused()
        first = await chosen.get_attribute("data-case")
        await page.keyboard.press("ArrowDown")
        assert await chosen.get_attribute("data-case") != first
        await page.keyboard.press("k")
        assert await chosen.get_attribute("data-case") == first
        await page.keyboard.press("p")
        await expect(page.locator("#side .side-events")).to_be_visible()
        await clean(page)
        await shoot(page, "desk-preview")
        await page.keyboard.press("Escape")
        await expect(page.locator("#side")).to_be_hidden()

        await page.keyboard.press("/")
        await page.keyboard.type("j?漏水")
        await expect(page.locator("#q")).to_have_value("j?漏水")
        await expect(page.locator("#keys")).to_be_hidden()
        await page.fill("#q", "漏水 空调")
        await page.keyboard.press("Enter")
        await expect(page.locator(".excerpt mark").first).to_have_text("空调")
        await clean(page)
        await shoot(page, "desk-search")
        await page.keyboard.press("j")
        await page.keyboard.press("o")
        await expect(page).to_have_url(re.compile("/cases/"))

        await page.goto("/desk")
        await page.keyboard.press("?")
        await expect(page.locator("#keys")).to_be_visible()
        await clean(page)
        await page.uncheck("#keys-on")
        await page.keyboard.press("Escape")
        await page.reload()
        await page.keyboard.press("j")
        await expect(page.locator("tr.chosen")).to_have_count(0)


async def test_changes_are_told_and_shown_when_asked_for(
    browser: Browser, address: str, stack: Stack
) -> None:
    desk = await stack.desk("officer")
    await _three(desk)
    async with browsing(browser, address, width=390, dark=True) as page:
        await sign_in(page, stack, "officer")
        await _fits(page)
        await clean(page)
        await shoot(page, "desk-phone")
        before = await page.locator("tr[data-case]").count()
        await _three(desk)
        await page.evaluate("window.dispatchEvent(new Event('focus'))")
        await expect(page.locator("#changes")).to_contain_text("件案件有变动")
        assert await page.locator("tr[data-case]").count() == before
        await page.click("#changes a")
        await expect(page.locator("#changes")).to_be_hidden()
        await page.locator(".more-filters > summary").click()
        await page.select_option("#by-channel", "phone")
        await page.locator(".filters > button").click()
        await expect(page.locator(".chip")).to_contain_text("来源渠道")
        await page.locator(".keep > summary").click()
        await _fits(page)
        await clean(page)
        await page.fill("#view-name", "电话来的")
        await page.locator(".keep button").click()
        await expect(page.locator(".views [aria-current]")).to_contain_text("电话来的")
        await page.goto("/desk/views")
        await _fits(page)
        await clean(page)
        await page.get_by_role("button", name="删除:电话来的").click()
        await expect(page.get_by_role("link", name="电话来的")).to_have_count(0)
