"""Pages as pictures for people: small PNGs in docs/screens, written only when asked for."""

import os
from pathlib import Path
from typing import Final

from playwright.async_api import Page

SCREENS: Final = Path(__file__).parents[2] / "docs" / "screens"


async def shoot(page: Page, name: str, height: int = 0) -> None:
    """Keeps what is seen of the page as `docs/screens/NAME.png` when REDRESS_SCREENS is set.

    `height` of the window in pixels, where the usual one shows too little.
    """
    if not os.environ.get("REDRESS_SCREENS"):
        return
    usual = page.viewport_size
    if height and usual:
        await page.set_viewport_size({"width": usual["width"], "height": height})
    await page.screenshot(path=SCREENS / f"{name}.png")
    if usual:
        await page.set_viewport_size(usual)
