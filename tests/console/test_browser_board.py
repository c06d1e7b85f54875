"""The supervisor's board in a real browser: wide and narrow, light and dark, free of what axe finds."""

import pytest
from playwright.async_api import Browser, expect

from tests.api.conftest import FILING, Stack
from tests.api.test_after_result import ENTERPRISE, settled
from tests.console.screens import shoot
from tests.console.test_browser import browsing, clean, sign_in

pytestmark = [pytest.mark.long, pytest.mark.browser]

FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.mark.timeout(200)
@pytest.mark.parametrize(
    ("suffix", "width", "dark"),
    [
        pytest.param("", 1280, False, marks=pytest.mark.long),
        pytest.param("-dark", 1280, True, marks=pytest.mark.long),
        pytest.param("-phone", 390, False, marks=pytest.mark.long),
    ],
)
async def test_the_board_is_clear_and_fits(
    browser: Browser, address: str, stack: Stack, suffix: str, width: int, dark: bool
) -> None:
    desk = await stack.desk("officer")
    for channel in ("phone", "web"):
        case_id = (await desk.checked({**FILING, "channel": channel}))["case_id"]
        await desk.acted(case_id, {"type": "assign", "handler": desk.person})
        await desk.acted(case_id, {"type": "accept"})
    trader = {**FILING["respondents"][0], "uscc": ENTERPRISE}
    await settled(desk, {**FILING, "respondents": [trader], "category": "quality.appliances"})
    async with browsing(browser, address, width=width, dark=dark) as page:
        await sign_in(page, stack, "supervisor")
        for place, name in (
            ("/board", "board"),
            ("/board/statistics", "board-statistics"),
            ("/board/list?figure=untold&office=jiangzhou.linjiang.qinghe", "board-list"),
            ("/board/sheet/day/2026-11-22", "board-sheet"),
        ):
            await page.goto(place)
            await clean(page)
            assert await page.evaluate(FITS), place
            if not suffix or name == "board":
                await shoot(page, f"{name}{suffix}", height=1150)
        await page.goto("/board")
        await page.locator(".tile", has_text="已决定未告知").click()
        await expect(page.locator("h1")).to_have_text("已决定未告知")
        await page.locator("td.which a").first.click()
        await expect(page.locator("h1 .stage")).to_be_visible()
