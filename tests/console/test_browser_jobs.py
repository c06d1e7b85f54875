"""Long work in a real browser: from ticks to a bar that fills by itself, a file looked at and filed, a notice
tried out; every page free of what axe finds.
"""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Browser, expect

from tests.api.conftest import Desk, Stack
from tests.api.test_calendars import notice
from tests.console.screens import shoot
from tests.console.test_browser import browsing, clean, sign_in
from tests.console.test_jobs import ROWS

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.timeout(200)]


async def test_ticked_cases_lead_to_a_job_whose_bar_fills_by_itself(
    browser: Browser, address: str, stack: Stack, desk: Desk
) -> None:
    filed = [await desk.checked() for _ in range(3)]
    for one in filed:
        await desk.acted(one["case_id"], {"type": "add_note", "text": "已登记"})
    async with browsing(browser, address) as page:
        await sign_in(page, stack, "officer")
        await page.goto("/desk?q=滚筒洗衣机")
        for box in (await page.locator('input[name="case"]').all())[:3]:
            await box.check()
        await page.get_by_role("button", name="批量处理…").click()
        form = page.locator("#form-add_note")
        await form.locator("summary").click()
        await form.locator("textarea").fill("已统一电话告知办理进度")
        await clean(page)
        await shoot(page, "bulk")
        await form.locator("form > button").click()
        await expect(page.locator("#job-now")).to_contain_text("已完成", timeout=30_000)
        await expect(page.locator("#job-act a.button")).to_contain_text("下载结果")
        await clean(page)
        await shoot(page, "job")
        await page.goto("/jobs")
        await clean(page)


@pytest.mark.long
async def test_picked_cases_are_given_from_a_telephone(
    browser: Browser, address: str, stack: Stack, desk: Desk
) -> None:
    filed = await desk.checked()
    await desk.acted(filed["case_id"], {"type": "add_note", "text": "已登记"})
    async with browsing(browser, address, dark=True, width=390) as page:
        await sign_in(page, stack, "officer")
        await page.goto(f"/desk?q={filed['case_number']}")
        await page.check('input[name="case"]')
        await page.get_by_role("button", name="分派", exact=True).click()
        await expect(page.locator("#form-assign .error")).to_be_visible()
        await clean(page)
        form = page.locator("#form-assign")
        await form.locator('select[name="handler"]').select_option(index=1)
        await form.locator("form > button").click()
        await expect(page.locator("#job-now")).to_contain_text("已完成", timeout=30_000)
        await clean(page)
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, "nothing sticks out of a telephone's page"


@pytest.mark.long
async def test_a_file_is_looked_at_and_filed_without_scripts(
    browser: Browser, address: str, stack: Stack, tmp_path: Path
) -> None:
    path = tmp_path / "登记表.csv"
    ids = dict(zip("abcd", (uuid4().hex[:12] for _ in range(4)), strict=True))
    path.write_text(ROWS.format(**ids), "utf-8")
    async with browsing(browser, address, scripts=False) as page:
        await sign_in(page, stack, "officer")
        await page.goto("/jobs/import")
        await page.set_input_files("#import-file", path)
        await page.click("main form button.primary")
        await expect(page.locator("h1")).to_have_text("导入前查看")
        await shoot(page, "import-review")
        await page.click("main form button.primary")
        # A page without scripts loads itself again until the job has ended.
        await expect(page.locator("#job-now")).to_contain_text("已完成", timeout=40_000)
        await expect(page.locator("#job-outcome")).to_contain_text("该列无法转换")


@pytest.mark.long
async def test_a_notice_is_tried_out_in_the_dark_on_a_telephone(
    browser: Browser, address: str, stack: Stack, desk: Desk
) -> None:
    filed = await desk.checked()
    await desk.acted(filed["case_id"], {"type": "add_note", "text": "已登记"})
    async with browsing(browser, address, dark=True, width=390) as page:
        await page.goto("/sign-in?back=/admin/calendars")
        await page.fill("#username", "administrator")
        await page.fill("#password", stack.passwords["administrator"])
        await page.click("main button.primary")
        await page.fill("#notice", json.dumps(notice()))
        await page.click("main form button.primary")
        await expect(page.locator("#effect")).to_have_text("试算结果")
        await clean(page)
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, "nothing sticks out of a telephone's page"
        await shoot(page, "calendars")
