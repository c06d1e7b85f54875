"""A complainant and a trader on their telephones: filing, following, consenting, files; axe clean."""

import re

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from api.console import complain as complain_page
from tests.api.conftest import Stack
from tests.console.screens import shoot
from tests.console.test_browser import browsing, clean
from tests.files.made import png

pytestmark = [pytest.mark.long, pytest.mark.browser]

PHONE = 400


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test fills in a form faster than a person."""
    monkeypatch.setattr(complain_page, "FASTEST", 0)


async def enter(page: Page, number: str, code: str) -> None:
    await page.goto("/progress")
    await page.fill("#number", number)
    await page.fill("#code", code)
    await page.click("main button.primary")
    await expect(page.locator(".progress-number")).to_contain_text(number)


async def fits(page: Page) -> None:
    """Nothing is wider than the telephone."""
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


async def complain(page: Page) -> tuple[str, str]:
    """Files on the phone; the number and the code as the page says them."""
    await page.goto("/complain")
    await clean(page)
    await fits(page)
    await shoot(page, "complain", height=900)
    await page.click("main .button.primary")
    await clean(page)
    await fits(page)
    for name, value in {
        "complainants.0.name": "林晓梅", "complainants.0.phone": "13900001234",
        "complainants.0.address": "青河县南街 3 号", "respondents.0.name": "临江恒洁电器有限公司",
        "respondents.0.address": "青河县城东街 8 号", "purchase.item": "滚筒洗衣机",
        "purchase.amount": "2980", "facts": "洗衣机用了一周就漏水,商家说是使用不当。",
    }.items():  # fmt: skip
        await page.fill(f'[name="{name}"]', value)
    await page.select_option('[name="claims.0.kind"]', "exchange")
    await page.click("main button.primary")
    await expect(page.locator("#refusal")).to_contain_text("请确认内容真实")
    await clean(page)
    await page.check('[name="true"]')
    await page.click("main button.primary")
    await expect(page.locator("h1")).to_have_text("投诉已收到")
    await clean(page)
    await fits(page)
    number = re.search(r"\d{6}-\d{4}-\d{6}-\d", await page.locator(".leaflet").inner_text())
    code = await page.locator(".leaflet .code").inner_text()
    assert number
    return number[0], code


async def test_complainant_and_trader_on_their_telephones(
    browser: Browser, address: str, stack: Stack
) -> None:
    desk = await stack.desk("officer")
    async with browsing(browser, address, width=PHONE) as page:
        number, code = await complain(page)
        await page.locator("#add_evidence-file").set_input_files(
            [FilePayload(name=f"小票{n}.png", mimeType="image/png", buffer=png(40 + n, 40)) for n in (1, 2)]
        )
        await page.locator("#form-add_evidence button").click()
        await expect(page.locator(".pieces li")).to_have_count(2)
        found = (await desk.get("/v1/complaints", q=number)).json()["items"]
        case_id = found[0]["case_id"]
        await desk.acted(case_id, {"type": "accept"})
        codes = (await desk.view(case_id))["query_codes"]
        await enter(page, number, code)
        await page.locator("#consent-mediation button", has_text=re.compile("^同意$")).click()
        await expect(page.locator(".done")).to_contain_text("承办人员马上能看到")
        await page.goto("/my")
        await page.locator(".why > summary").click()
        await clean(page)
        await fits(page)
        await shoot(page, "progress-phone", height=1000)
    async with browsing(browser, address, width=PHONE, dark=True) as page:
        await enter(page, number, codes["trader"])
        await expect(page.locator("#claim + .panel")).to_contain_text("林先生/女士")
        await page.locator("#form-propose_settlement > summary").click()
        await page.fill("#propose_settlement-terms", "免费更换同型号一台。")
        await clean(page)
        await fits(page)
        await page.locator("#form-propose_settlement button").click()
        await expect(page.locator(".offer")).to_contain_text("等待对方答复")
        await page.locator("#consent-mediation button", has_text=re.compile("^同意$")).click()
        await expect(page.locator(".progress-stage")).to_contain_text("正在调解")
        await clean(page)
    async with browsing(browser, address, width=PHONE, scripts=False) as page:
        await enter(page, number, codes["trader"])
        await page.locator("#form-give_statement > summary").click()
        await page.fill("#give_statement-text", "已派人上门检查。")
        await page.locator("#form-give_statement button").click()
        await expect(page.locator(".done")).to_contain_text("已送达承办人员")
        await page.goto("/my")
        await shoot(page, "trader-phone", height=1000)
