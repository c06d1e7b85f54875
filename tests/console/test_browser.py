"""A case worked from the first call to its closing by clicking, in a real browser, with and without scripts;
every page free of what axe finds.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, expect

from tests.api.conftest import Desk, Stack
from tests.console.conftest import deliver
from tests.console.screens import shoot
from tests.files.made import EXE, png

pytestmark = pytest.mark.browser

WCAG: Final = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PARTIES: Final = ("complainant-1", "respondent-1")


@asynccontextmanager
async def browsing(
    browser: Browser, address: str, *, scripts: bool = True, dark: bool = False, width: int = 1280,
    language: str = "zh-CN",
) -> AsyncIterator[Page]:  # fmt: skip
    """A page of a person with a browser profile of their own; what the console complains of fails."""
    context = await browser.new_context(
        base_url=address,
        java_script_enabled=scripts,
        color_scheme="dark" if dark else "light",
        viewport={"width": width, "height": 860},
        locale=language,
        timezone_id="Asia/Shanghai",
    )
    page = await context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Security" in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
    finally:
        await context.close()
    assert complaints == []


async def sign_in(page: Page, stack: Stack, username: str) -> None:
    await page.goto("/sign-in")
    await page.fill("#username", username)
    await page.fill("#password", stack.passwords[username])
    await page.click("main button.primary")
    await expect(page.locator("h1")).to_have_text("工作台")


async def clean(page: Page) -> None:
    """Nothing that axe finds against WCAG 2.2 AA."""
    found = (await Axe().run(page, options=WCAG)).response["violations"]
    assert [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found] == []


async def unfolded(page: Page, command: str) -> Locator:
    """The open form of a command, its heading opened before it."""
    form = page.locator(f"#form-{command}")
    await expect(form).to_be_attached()
    if not await form.is_visible():
        await page.locator(f"details.fold:has(#form-{command}) > summary").click()
    if await form.get_attribute("open") is None:
        await form.locator("> summary").click()
    return form


async def give(page: Page, command: str, **values: str) -> None:
    """Opens a command of the case page, fills it in and sends it."""
    form = await unfolded(page, command)
    for name, value in values.items():
        field = form.locator(f'[name="{name.replace("__", ".")}"]')
        tag = await field.evaluate("element => element.tagName")
        await (field.select_option(value) if tag == "SELECT" else field.fill(value))
    async with page.expect_navigation():  # a page before this one may say 已记录 too
        await form.locator("form > button").click()
    await expect(page.locator(".done")).to_contain_text("已记录")


async def forward(page: Page, days: int) -> None:
    await page.fill("#fast_forward-working_days", str(days))
    await page.locator(".forward form:has(#fast_forward-working_days) button").click()
    await expect(page.locator(".done")).to_contain_text("快进时间")


async def file(page: Page) -> str:
    """Files a complaint by its form; answers the address of the case."""
    await page.click("a.button.primary")
    for name, value in {
        "complainants.0.name": "郭振华", "complainants.0.phone": "13800000102",
        "complainants.0.address": "青河县城西街道翠湖苑3幢501室",
        "respondents.0.name": "青河县宏达家电有限公司", "respondents.0.address": "青河县城西路128号",
        "respondents.0.phone": "13800000202", "purchase.on": "2026-11-05", "purchase.item": "滚筒洗衣机",
        "purchase.amount": "12,800", "facts": "使用一周后机身底部持续漏水,商家称使用不当,拒绝退换。",
        "category": "家用电器", "claims.0.amount": "12800",
    }.items():  # fmt: skip
        await page.fill(f'[name="{name}"]', value)
    await page.select_option('[name="channel"]', "phone")
    await page.select_option('[name="claims.0.kind"]', "exchange")
    await page.click(".submit-line button")
    await expect(page.locator("h1")).to_have_text("已登记")
    return str(await page.get_attribute("main a.button.primary", "href"))


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_a_case_from_the_call_to_its_closing_by_clicking(
    browser: Browser, address: str, stack: Stack
) -> None:
    async with browsing(browser, address) as page:
        await page.goto("/sign-in")
        await clean(page)
        await shoot(page, "sign-in")
        await sign_in(page, stack, "officer")
        await page.click("a.button.primary")
        await clean(page)
        await shoot(page, "new-complaint", height=1100)
        await page.go_back()
        case = await file(page)
        await clean(page)
        await shoot(page, "filed")
        code = await page.locator(".receipt dd.code").first.inner_text()
        number = await page.locator(".receipt dd").first.inner_text()
        await page.goto(case)
        await give(page, "assign", handler=await _option(page, "assign", "handler", "周明"))
        await give(page, "accept", note="符合受理条件")
        await give(page, "record_notice", matter="acceptance", party=PARTIES[0], method="phone")
        for party in PARTIES:
            await give(page, "record_consent", party=party, answer="yes")
        await forward(page, 3)
        await give(
            page, "commission_appraisal", basis="agreed", institution="临江市产品质量监督检验中心",
            subject="漏水原因", cost_agreement__payer="shared",
            cost_agreement__both_consented_at=await _now(page),
        )  # fmt: skip
        await forward(page, 8)
        await page.goto(case)
        await expect(page.locator(".clock.state-suspended")).to_be_visible()
        await clean(page)
        await shoot(page, "case-suspended", height=1250)
        await give(page, "conclude_appraisal", finding="门封结构设计缺陷", supports="complainant")
        await give(
            page, "record_agreement", form="record_only", why="remote", terms="更换同型号洗衣机\n延保一年"
        )
        await give(page, "conclude", outcome="agreed", recovered_amount="12800")
        await give(page, "give_feedback", method="phone", text="已告知结果")
        await clean(page)
        await _called_back(browser, address, stack, case)
        await page.goto(case)
        await give(page, "close")
        await expect(page.locator("h1 .stage")).to_have_text("已办结")
        await expect(page.locator(".timeline")).to_contain_text("结案")
        await clean(page)
        await shoot(page, "case-closed", height=1250)
    await _followed(browser, address, number, code)


async def _called_back(browser: Browser, address: str, stack: Stack, case: str) -> None:
    """Somebody who did not handle the case, when the window is open."""
    async with browsing(browser, address) as page:
        await sign_in(page, stack, "callback")
        await page.goto(case)
        await forward(page, 4)
        await give(page, "record_callback", result="reached", satisfaction="5", knows_result="yes")


async def _followed(browser: Browser, address: str, number: str, code: str) -> None:
    """The complainant on a telephone."""
    async with browsing(browser, address, width=400) as page:
        await page.goto("/progress")
        await clean(page)
        await page.fill("#number", number)
        await page.fill("#code", code)
        await page.click("main button.primary")
        await expect(page.locator(".progress-stage")).to_contain_text("已办结")
        await clean(page)


async def _option(page: Page, command: str, name: str, words: str) -> str:
    option = page.locator(f'#form-{command} [name="{name}"] option', has_text=words).first
    return str(await option.get_attribute("value"))


async def _now(page: Page) -> str:
    """The case's present as a form takes it."""
    return str(await page.locator('#form-record_contact [name="at"]').input_value())


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_every_page_is_clean_in_light_and_dark(
    browser: Browser, address: str, stack: Stack, dark: bool
) -> None:
    desk: Desk = await stack.desk("officer")
    late = await _missed(desk)
    await deliver(stack, late, (await desk.view(late))["case_number"], desk)
    mark = "-dark" if dark else ""
    async with browsing(browser, address, dark=dark) as page:
        await sign_in(page, stack, "officer")
        await clean(page)
        await shoot(page, f"desk{mark}")
        await page.goto(f"/cases/{late}")
        await expect(page.locator(".clock.state-breached")).to_be_visible()
        await clean(page)
        await shoot(page, f"case-missed{mark}")
        await give(page, "add_note", text="已向主管说明")
        await page.goto("/inbox")
        await expect(page.locator(".news").first).to_be_visible()
        await clean(page)
        await shoot(page, f"inbox{mark}")
        await page.goto("/nothing")
        await clean(page)
        await shoot(page, f"not-found{mark}")
        await page.goto("/cases/new")
        await page.click(".submit-line button")
        await expect(page.locator(".summary")).to_be_visible()
        await clean(page)


async def test_a_refusal_keeps_what_was_typed_and_two_at_once_see_each_other(
    browser: Browser, address: str, stack: Stack
) -> None:
    desk = await stack.desk("officer2")
    case_id = (await desk.checked())["case_id"]
    async with browsing(browser, address) as page:
        await sign_in(page, stack, "officer")
        await page.goto(f"/cases/{case_id}")
        await desk.acted(case_id, {"type": "accept", "note": "由我受理"})
        await unfolded(page, "add_note")
        await page.fill("#add_note-text", "我来联系商家")
        await page.locator("#form-add_note form > button").click()
        await expect(page.locator(".summary")).to_contain_text("吴静")
        await expect(page.locator("#add_note-text")).to_have_value("我来联系商家")
        await clean(page)
        await shoot(page, "changed-meanwhile")


async def test_without_scripts_a_case_is_filed_and_accepted(
    browser: Browser, address: str, stack: Stack
) -> None:
    async with browsing(browser, address, scripts=False) as page:
        await sign_in(page, stack, "officer")
        await page.goto(await file(page))
        await unfolded(page, "accept")
        await page.locator("#form-accept form > button").click()
        await expect(page.locator("h1 .stage")).to_have_text("已受理")


async def test_the_pages_in_english(browser: Browser, address: str, stack: Stack) -> None:
    desk = await stack.desk("officer")
    case_id = (await desk.checked())["case_id"]
    await desk.acted(case_id, {"type": "accept"})
    async with browsing(browser, address, language="en-GB") as page:
        await page.goto("/sign-in")
        await page.fill("#username", "officer")
        await page.fill("#password", stack.passwords["officer"])
        await page.click("main button.primary")
        await expect(page.locator("h1")).to_have_text("Desk")
        await page.goto(f"/cases/{case_id}")
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        await expect(page.locator(".timeline")).to_contain_text("Accepted")
        labels = await page.locator("main label, main h2, main h3, main summary").all_inner_texts()
        assert [text for text in labels if re.search(r"[a-z]\.[a-z_]+", text)] == []
        await clean(page)
        await shoot(page, "case-english")


async def _missed(desk: Desk) -> str:
    """A case whose first deadline has been missed in its own time."""
    filed = await desk.checked()
    path = f"/v1/rehearsal/complaints/{filed['case_id']}/fast-forward"
    assert (await desk.post(path, {"working_days": 9})).status_code == 200
    return str(filed["case_id"])


@pytest.mark.timeout(200)
@pytest.mark.long
async def test_evidence_is_given_and_saved_again_without_scripts(
    browser: Browser, address: str, stack: Stack, desk: Desk, tmp_path: Path
) -> None:
    case_id = (await desk.checked())["case_id"]
    photo, fake = tmp_path / "漏水照片.png", tmp_path / "发票.pdf"
    photo.write_bytes(png(64, 64))
    fake.write_bytes(EXE)
    async with browsing(browser, address, scripts=False) as page:
        await sign_in(page, stack, "officer")
        await page.goto(f"/cases/{case_id}")
        form = await unfolded(page, "add_evidence")
        await form.locator('[name="kind"]').select_option("audio_visual")
        await form.locator('[name="given_by"]').select_option("complainant-1")
        await form.locator('[name="file"]').set_input_files(fake)
        await form.locator("form > button").click()
        await expect(page.locator("#refusal")).to_contain_text("不接收此类文件")
        await expect(form.locator('[name="kind"]')).to_have_value("audio_visual")
        await form.locator('[name="file"]').set_input_files(photo)
        await form.locator("form > button").click()
        await expect(page.locator(".done")).to_contain_text("收到证据")
        async with page.expect_download() as saving:
            await page.click(".evidence a")
        saved = await saving.value
        assert saved.suggested_filename == photo.name
        assert (await saved.path()).read_bytes() == photo.read_bytes()
    async with browsing(browser, address) as page:
        await sign_in(page, stack, "officer")
        await page.goto(f"/cases/{case_id}")
        await clean(page)
        await unfolded(page, "add_evidence")
        await page.locator("#evidence").scroll_into_view_if_needed()
        await clean(page)
        await shoot(page, "evidence", height=900)
