"""The case page with scripts: one key opens a form, what another does appears while one types, a question
about a deadline is answered in place.
"""

import pytest
from playwright.async_api import Browser, expect

from tests.api.conftest import Stack
from tests.console.screens import shoot
from tests.console.test_browser import browsing, clean, sign_in, unfolded

pytestmark = [pytest.mark.browser, pytest.mark.timeout(200)]


async def test_a_step_that_stands_in_the_open_is_not_put_into_a_closed_fold_under_the_hand(
    browser: Browser, address: str, stack: Stack
) -> None:
    other = await stack.desk("officer2")
    case_id = (await other.checked())["case_id"]
    view = await other.acted(case_id, {"type": "accept"})
    told = {"type": "record_notice", "matter": "acceptance", "party": "complainant-1", "method": "phone"}
    await other.acted(case_id, {**told, "at": view["now"], "outcome": "told"})
    async with browsing(browser, address) as page:
        await sign_in(page, stack, "officer")
        async with page.expect_request(lambda request: "/changes?" in request.url):
            await page.goto(f"/cases/{case_id}")
        await expect(page.locator(".first #form-record_consent")).to_be_visible()
        await expect(page.locator("#group-mediation")).not_to_have_attribute("open", "")
        for party in view["parties"]:
            consent = {"type": "record_consent", "party": party, "matter": "mediation", "answer": "yes"}
            await other.acted(case_id, consent)
        await expect(page.locator("#group-mediation #form-record_consent")).to_be_visible(timeout=20_000)


@pytest.mark.long
async def test_keys_live_changes_and_what_if(browser: Browser, address: str, stack: Stack) -> None:
    other = await stack.desk("officer2")
    case_id = (await other.checked())["case_id"]
    async with browsing(browser, address) as page:
        await sign_in(page, stack, "officer")
        async with page.expect_request(lambda request: "/changes?" in request.url):
            await page.goto(f"/cases/{case_id}")
        await page.keyboard.press("c")
        await expect(page.locator("#record_contact-party")).to_be_focused()
        await page.locator("#record_contact-summary").fill("已打")
        await page.keyboard.type("c")
        await expect(page.locator("#record_contact-summary")).to_have_value("已打c")
        await other.acted(case_id, {"type": "accept", "note": "由我受理"})
        await expect(page.locator("#changed")).to_contain_text("吴静", timeout=20_000)
        await expect(page.locator("h1 .stage")).to_have_text("已受理", timeout=20_000)
        await expect(page.locator("#events")).to_contain_text("由我受理")
        await expect(page.locator("#record_contact-summary")).to_be_focused()
        await expect(page.locator("#record_contact-summary")).to_have_value("已打c")
        await clean(page)
        await shoot(page, "case-live")
        await page.get_by_role("button", name="无人接听").click()
        await expect(page.locator("#refusal")).to_contain_text("决定受理", timeout=20_000)
        await expect(page.locator("#refusal")).to_be_focused()
        assert (await page.title()).startswith("错误:")
        await other.acted(case_id, {"type": "add_note", "text": "又一条"})
        await page.locator("#changed button").click()
        await page.get_by_role("button", name="无人接听").click()
        await expect(page.locator(".done")).to_contain_text("已记录", timeout=20_000)
        await expect(page.locator("#events")).to_contain_text("已打c")
        await page.locator("#events").get_by_text("又一条").wait_for()
        await page.locator('a[data-show="contacts"]').click()
        await expect(page.locator("#events").get_by_text("又一条")).to_be_hidden()
        await page.locator("#what-if > summary").click()
        await page.locator("#what-if-resumed_on").fill("2027-01-01")
        await page.locator(".what-if button").click()
        await expect(page.locator("#what-if-answer .strip")).to_have_count(2, timeout=20_000)
        await page.keyboard.press("?")
        await page.locator("#keys-on").uncheck()
        await page.locator("h1").click()
        await page.keyboard.press("n")
        await expect(page.locator("#form-add_note")).not_to_have_attribute("open", "")
        await unfolded(page, "add_note")
        await clean(page)
