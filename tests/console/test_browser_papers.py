"""A document's form, a case's papers and its way to another bureau in a real browser, wide and narrow."""

import pytest
from playwright.async_api import Browser, Page, expect

from redress.persistence.demo_offices import YUNSHAN
from tests.api.conftest import Stack
from tests.console.screens import shoot
from tests.console.test_browser import browsing, clean, give, sign_in

pytestmark = [pytest.mark.long, pytest.mark.browser]

BROKEN = """() => [...document.querySelectorAll('.top nav a')].filter(
    (link) => link.getClientRects()[0].height > 2.4 * parseFloat(getComputedStyle(link).lineHeight)
).map((link) => link.textContent)"""
"""Words of the navigation that stand on several lines."""


async def fits(page: Page) -> None:
    """Nothing stands out at the side, and no word of the navigation is broken up."""
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert await page.evaluate(BROKEN) == []


@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.long)])
async def test_a_document_is_drawn_up_in_its_form(
    browser: Browser, address: str, stack: Stack, width: int
) -> None:
    desk = await stack.desk("officer")
    case_id = (await desk.checked())["case_id"]
    await desk.acted(case_id, {"type": "accept"})
    async with browsing(browser, address, width=width) as page:
        await sign_in(page, stack, "officer")
        await fits(page)
        await clean(page)
        await page.goto(f"/cases/{case_id}/documents/new?kind=acceptance_decision&party=complainant-1")
        await fits(page)
        await clean(page)
        if width == 1280:
            await shoot(page, "document-form")
        await page.fill("#document-phone", "0571-12315")
        await page.click("form.document button")
        await expect(page.locator(".papers .paper")).to_contain_text("投诉受理决定书")
        await fits(page)
        await clean(page)


async def test_a_dispatch_and_its_acknowledgement_are_seen(
    browser: Browser, address: str, stack: Stack
) -> None:
    desk = await stack.desk("officer")
    case_id = (await desk.checked())["case_id"]
    await desk.acted(case_id, {"type": "dispatch", "to": YUNSHAN, "reason": "云山县管辖"})
    async with browsing(browser, address) as page:
        await sign_in(page, stack, "yunshan-officer")
        await page.goto(f"/cases/{case_id}")
        await give(page, "acknowledge_dispatch", proof="平台签收")
        await expect(page.locator('section[aria-labelledby="passing"]')).to_contain_text("青河县")
        await clean(page)
        await page.locator("#passing").scroll_into_view_if_needed()
        await page.evaluate("document.querySelector('#passing').scrollIntoView({block: 'center'})")
        await shoot(page, "passing-on")
