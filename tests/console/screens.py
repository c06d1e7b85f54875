"""Pages as pictures for people: small PNGs in docs/screens, written only when asked for."""

import os
from pathlib import Path
from typing import Final

from playwright.async_api import Page

SCREENS: Final = Path(__file__).parents[2] / "docs" / "screens"


async def shoot(page: Page, name: str, *, whole: bool = True) -> None:
    """Keeps the page as `docs/screens/NAME.png` when REDRESS_SCREENS is set."""
    if os.environ.get("REDRESS_SCREENS"):
        await page.screenshot(path=SCREENS / f"{name}.png", full_page=whole)
