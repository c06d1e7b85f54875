"""The form of a call in a real browser: hints and drafts come by themselves, blocks are added in place."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Browser, expect

from tests.api.conftest import Stack
from tests.console.screens import shoot
from tests.console.test_browser import browsing, clean, sign_in
from tests.console.test_intake import filing, recorded
from tests.files.made import png

pytestmark = [pytest.mark.long, pytest.mark.browser]


async def test_without_scripts_a_draft_is_kept_a_phrase_put_in_and_a_list_begun(
    browser: Browser, address: str, stack: Stack
) -> None:
    async with browsing(browser, address, scripts=False) as page:
        await sign_in(page, stack, "officer")
        await page.goto("/cases/new")
        await page.fill('[name="facts"]', "来电人很着急。")
        await page.click(".phrases summary")
        await page.locator('.phrases [name="phrase"]').first.click()
        await page.click('[name="check"]')
        await page.click('[name="keep"]')
        await expect(page.locator("#draft-state")).to_contain_text("草稿保存于")
        await expect(page.locator('[name="facts"]')).to_have_value(re.compile("^来电人很着急。\\n.+"))
        await page.select_option('[name="channel"]', "phone")
        await page.click('[name="batch"]')
        await page.fill("#batch-list", "周甲\t13900000001\t\t\t\t一千五\n王乙\t1390000")
        await page.click('[name="look"]')
        await expect(page.locator(".summary")).to_contain_text("第 1 行 · 金额")
        await expect(page.locator(".batch")).to_contain_text("号码形式少见")
        await shoot(page, "batch")


@pytest.mark.timeout(200)
async def test_hints_and_drafts_come_while_typing(
    browser: Browser, address: str, stack: Stack, tmp_path: Path
) -> None:
    desk = await stack.desk("officer")
    number = f"137{uuid4().int % 10**8:08d}"
    earlier = await recorded(desk, filing(number))
    photo = tmp_path / "漏水.png"
    photo.write_bytes(png(8, 8))
    async with browsing(browser, address, width=1280) as page:
        await sign_in(page, stack, "officer")
        await page.goto("/cases/new")
        hints = page.locator("#intake-hints")
        await page.set_input_files('[name="file"]', photo)
        await page.fill('[name="complainants.0.phone"]', number)
        await expect(hints).to_contain_text("12 个月内 1 件")
        await page.fill('[name="respondents.0.name"]', f"恒洁{number}有限公司")
        await page.fill('[name="purchase.item"]', "滚筒洗衣机")
        await page.fill('[name="facts"]', "又开始漏水")
        await expect(hints.locator(".look")).to_contain_text(earlier["case_number"])
        await hints.locator('[name="copy"]').click()
        await expect(page.locator('[name="respondents.0.address"]')).to_have_value("青河县城东街 8 号")
        await page.click('[name="add"][value="claims"]')
        await expect(page.locator('[name="claims.1.kind"]')).to_be_focused()
        assert await page.locator('[name="file"]').evaluate("input => input.files.length") == 1
        await expect(page.locator("#draft-state")).to_contain_text("草稿已保存")
        await clean(page)
        await shoot(page, "new-complaint", height=1100)
        # The browser is closed without a word: what was typed is there again.
        await page.goto("/desk")
        await page.goto("/cases/new")
        await page.click(".drafts summary")
        await page.locator(".drafts a", has_text=f"恒洁{number}").click()
        await expect(page.locator('[name="facts"]')).to_have_value("又开始漏水")
        await page.select_option('[name="channel"]', "phone")
        await page.click(".submit-line button.primary")
        await expect(page.locator("h1")).to_have_text("已登记")
        await clean(page)
        await shoot(page, "filed", height=1000)
        await page.click('a[href$="/for-platform"]')
        await expect(page.locator("#platform-text")).to_contain_text(number)
        await clean(page)
