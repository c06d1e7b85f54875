"""One complaint through the hands of everybody who has to do with it, each at a browser of their own: with
scripts and without.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from api.console import complain
from tests.api.conftest import Stack
from tests.console.test_browser import browsing, clean, file, forward, give, sign_in, unfolded

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

PHONE = 390
TERMS = "更换同型号洗衣机"


@dataclass
class Road:
    """Where the complaint is and how people reach it. `case` is its address."""

    browser: Browser
    address: str
    stack: Stack
    scripts: bool
    case: str = ""
    number: str = ""
    complainant: str = ""
    trader: str = ""

    def at(self, width: int = 1280) -> AbstractAsyncContextManager[Page]:
        return browsing(self.browser, self.address, scripts=self.scripts, width=width)

    async def looked_at(self, page: Page) -> None:
        """Free of what axe finds, where scripts run."""
        if self.scripts:
            await clean(page)


@pytest.mark.long
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_a_complaint_passes_through_the_hands_of_everybody(
    browser: Browser, address: str, stack: Stack, scripts: bool
) -> None:
    road = Road(browser, address, stack, scripts)
    await clerk(road)
    await officer(road)
    await trader(road)
    await complainant(road)
    await second_officer(road)
    await supervisor(road)
    await bureau_head(road)
    await callback_officer(road)
    await auditor(road)
    await afterwards(road)


async def clerk(road: Road) -> None:
    """Takes the call and reads number and code to the caller."""
    async with road.at() as page:
        await sign_in(page, road.stack, "intake")
        road.case = await file(page)
        codes = page.locator(".receipt dd.code")
        road.complainant = await codes.nth(0).inner_text()
        road.trader = await codes.nth(1).inner_text()
        road.number = await page.locator(".receipt dd").first.inner_text()
        await road.looked_at(page)
        await page.goto(road.case)
        await expect(page.locator("#form-accept")).to_have_count(0)  # not a clerk's to decide


async def officer(road: Road) -> None:
    """Takes it on, tells the complainant and draws up the decision."""
    async with road.at() as page:
        await sign_in(page, road.stack, "officer")
        await page.goto(road.case)
        await give(page, "accept", note="符合受理条件")
        await give(page, "record_notice", matter="acceptance", party="complainant-1", method="phone")
        await page.goto(f"{road.case}/documents/new?kind=acceptance_decision&party=complainant-1")
        await page.fill("#document-phone", "0571-12315")
        await page.click("form.document button")
        await expect(page.locator(".papers .paper")).to_contain_text("投诉受理决定书")


async def trader(road: Road) -> None:
    """Reads the claim on a phone, agrees to mediation and answers."""
    async with road.at(PHONE) as page:
        await enter(page, road.number, road.trader)
        await expect(page.locator("main")).not_to_contain_text("郭振华")
        await page.click('form[action$="/say/record_consent"] button[value="yes"]')
        await expect(page.locator("main")).to_contain_text("您已同意")
        await say(page, "give_statement", text="我方愿意更换。")
        await road.looked_at(page)


async def complainant(road: Road) -> None:
    """Agrees too, and adds what was asked for."""
    async with road.at(PHONE) as page:
        await enter(page, road.number, road.complainant)
        await page.click('form[action$="/say/record_consent"] button[value="yes"]')
        await expect(page.locator("main")).to_contain_text("您已同意")
        await say(page, "add_material", text="订单截图另附。")
        await road.looked_at(page)


async def second_officer(road: Road) -> None:
    """Finds the case by its words, sees what the others did, and writes down the agreement."""
    async with road.at() as page:
        await sign_in(page, road.stack, "officer2")
        await page.fill("#q", road.number)
        await page.press("#q", "Enter")
        await page.locator("table.cases a", has_text=road.number).click()
        await page.wait_for_url(f"**{road.case}*")
        await expect(page.locator("main")).to_contain_text("我方愿意更换。")
        await give(page, "record_agreement", form="record_only", why="remote", terms=TERMS)
        await give(page, "conclude", outcome="agreed", recovered_amount="12800")
        await give(page, "give_feedback", method="phone", text="已告知结果")


async def supervisor(road: Road) -> None:
    """Looks at the board, opens the list behind a figure, and urges."""
    async with road.at() as page:
        await sign_in(page, road.stack, "supervisor")
        await page.goto("/board")
        await road.looked_at(page)
        figure = page.locator(".tile:not(.none)").first
        counted = await figure.locator(".tile-number").inner_text()
        await figure.click()
        await expect(page.locator("main")).to_contain_text(counted)
        await road.looked_at(page)
        await page.goto(road.case)
        await give(page, "urge", reason="请尽快办结")


async def bureau_head(road: Road) -> None:
    """May read who may do what, and leads: grades the case."""
    async with road.at() as page:
        await sign_in(page, road.stack, "head")
        await page.goto("/permissions")
        await expect(page.locator("table").first).to_be_visible()
        await road.looked_at(page)
        await page.goto(road.case)
        await give(page, "grade", urgency="urgent")


async def callback_officer(road: Road) -> None:
    """Calls back when the window is open: somebody who never handled the case."""
    async with road.at() as page:
        await sign_in(page, road.stack, "callback")
        await page.goto(road.case)
        await forward(page, 4)
        await give(page, "record_callback", result="reached", satisfaction="5", knows_result="yes")


async def auditor(road: Road) -> None:
    """Reads who read; there is nothing to send."""
    async with road.at() as page:
        await sign_in(page, road.stack, "auditor")
        await page.goto(f"{road.case}/accesses")
        await expect(page.locator("table.list tbody tr").first).to_be_visible()
        await road.looked_at(page)
        await page.goto(road.case)
        await expect(page.locator("details.command")).to_have_count(0)


async def afterwards(road: Road) -> None:
    """The parties say whether the promise was kept, and what they think of it."""
    async with road.at(PHONE) as page:
        await enter(page, road.number, road.complainant)
        await expect(page.locator(".progress-stage")).to_contain_text("已办结")
        form = await opened(page, "rate")
        for part in await form.locator("fieldset.marks").all():
            await part.locator('input[value="4"]').check()
        await form.locator("form button").last.click()
        await expect(page.locator("#done")).to_be_visible()
    async with road.at() as page:
        await sign_in(page, road.stack, "officer2")
        await page.goto(road.case)
        await unfolded(page, "close")
        await page.locator("#form-close form > button").click()
        await expect(page.locator(".timeline")).to_contain_text("结案")


async def enter(page: Page, number: str, code: str) -> None:
    await page.goto("/progress")
    await page.fill("#number", number)
    await page.fill("#code", code)
    await page.click("main button.primary")
    await expect(page.locator(".progress-stage")).to_be_visible()


async def opened(page: Page, act: str) -> Locator:
    form = page.locator(f"#form-{act}")
    if await form.get_attribute("open") is None:
        await form.locator("> summary").click()
    return form


async def say(page: Page, act: str, **values: str) -> None:
    form = await opened(page, act)
    for name, value in values.items():
        await form.locator(f'[name="{name}"]').fill(value)
    await form.locator("form button").last.click()
    await expect(page.locator("#done")).to_be_visible()


async def test_somebody_complains_without_scripts(
    browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complain, "FASTEST", 0)  # a program types faster than a person
    async with browsing(browser, address, scripts=False, width=PHONE) as page:
        await page.goto("/complain/new")
        for name, value in {
            "complainants.0.name": "林晓梅", "complainants.0.phone": "13900001234",
            "respondents.0.name": "临江恒洁电器有限公司", "purchase.item": "滚筒洗衣机",
            "facts": "洗衣机用了一周就漏水。",
        }.items():  # fmt: skip
            await page.fill(f'[name="{name}"]', value)
        await page.select_option('[name="claims.0.kind"]', "exchange")
        await page.check('[name="true"]')
        await page.locator("main button.primary").last.click()
        await expect(page.locator(".leaflet")).to_contain_text("投诉已收到")
