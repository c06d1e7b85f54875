"""Every page of the console once, for somebody who may see it: free of what axe finds, nothing standing out
at the side, wide and on a phone, light and dark. A page that is not in the table fails.
"""

from dataclasses import dataclass
from typing import Final

import pytest
from playwright.async_api import Browser, Page, expect

from api.console.routes import ROUTERS
from redress.persistence.demo_offices import QINGHE
from tests.api.conftest import Desk, Stack
from tests.console.screens import shoot
from tests.console.test_browser import browsing, clean
from tests.console.test_browser_papers import fits

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PAGES: Final[dict[str, tuple[str, ...]]] = {
    "": ("/sign-in", "/progress", "/complain", "/complain/new"),
    "officer": (
        "/desk", "/desk/views", "/inbox", "/cases/new", "/cases/{case_id}/filed",
        "/cases/{case_id}/for-platform", "/cases/{case_id}", "/cases/{case_id}/what-if",
        "/cases/{case_id}/documents/new", "/reports/new", "/inquiries", "/shift", "/print-queue", "/jobs",
        "/jobs/import", "/permissions", "/account", "/account/password", "/account/second-factor",
    ),
    "supervisor": (
        "/board", "/board/list", "/board/statistics", "/board/sheet/{kind}/{period}", "/assignment",
        "/outbox", "/phrases", "/cases/{case_id}/accesses",
    ),
    "administrator": (
        "/admin/offices", "/admin/offices/{office}", "/admin/people", "/admin/log", "/admin/calendars",
        "/admin/profiles",
    ),
}  # fmt: skip
"""Who looks at what; "" is somebody not signed in."""

ELSEWHERE: Final = {
    "/": "leads to the desk",
    "/language/{lang}": "leads back",
    "/static/{name}": "no page",
    "/sign-in/issuer": "leads to the issuer: test_issuer.py",
    "/sign-in/issuer/callback": "comes from the issuer: test_issuer.py",
    "/desk/changes": "data for the desk's script",
    "/desk/preview/{case_id}": "a part of the desk: test_browser_desk.py",
    "/cases/{case_id}/changes": "a stream for the case's script",
    "/cases/{case_id}/evidence/{number}": "a file",
    "/cases/{case_id}/documents/{number}": "a PDF",
    "/cases/{case_id}/bundle": "a PDF",
    "/cases/batch/{draft}": "after a draft: test_batch.py",
    "/print-queue/{item}": "after a letter: test_print_queue.py",
    "/print-queue/{item}/paper": "a PDF",
    "/reports/{case_id}/filed": "after a report: test_reports_and_inquiries.py",
    "/reports/{case_id}/informant": "for the custodian: test_reports_and_inquiries.py",
    "/admin/people/{person}": "after a choice: test_administration.py",
    "/jobs/{job_id}": "after a job: test_jobs.py",
    "/jobs/{job_id}/review": "after an upload: test_jobs.py",
    "/jobs/{job_id}/result": "a file",
    "/my": "a party's own: test_browser_parties.py",
    "/my/papers/{number}": "a PDF",
}
"""What is seen in another test, and what is no page."""

QUERIES: Final = {
    "/cases/{case_id}/documents/new": "?kind=acceptance_decision&party=complainant-1",
    "/cases/{case_id}/what-if": "?clock=complaint.mediation&end_roll=none",
    "/board/list": "?figure=open",
}


PICTURES: Final = {
    "/desk/views": "views",
    "/cases/{case_id}/for-platform": "for-platform",
    "/cases/{case_id}/what-if": "what-if",
    "/reports/new": "new-report",
    "/inquiries": "inquiries",
    "/shift": "shift",
    "/print-queue": "print-queue",
    "/jobs": "jobs",
    "/assignment": "assignment",
    "/outbox": "outbox",
    "/phrases": "phrases",
    "/cases/{case_id}/accesses": "accesses",
    "/progress": "progress-sign-in",
    "/admin/log": "administration-log",
    "/admin/profiles": "profiles",
    "/admin/offices/{office}": "office",
}
"""Pages of which no other test keeps a picture."""


@dataclass(frozen=True)
class Scene:
    case_id: str
    day: str

    def at(self, path: str) -> str:
        filled = path.format(case_id=self.case_id, kind="day", period=self.day, office=QINGHE)
        return filled + QUERIES.get(path, "")


@pytest.fixture
async def scene(stack: Stack) -> Scene:
    desk: Desk = await stack.desk("officer")
    case_id = (await desk.checked())["case_id"]
    view = await desk.acted(case_id, {"type": "accept"})
    return Scene(case_id, view["received_at"][:10])


def test_every_page_stands_in_the_table() -> None:
    routes = {
        route.path  # type: ignore[attr-defined]
        for router in ROUTERS
        for route in router.routes
        if "GET" in route.methods  # type: ignore[attr-defined]
    }
    listed = [path for paths in PAGES.values() for path in paths] + list(ELSEWHERE)
    assert sorted(listed) == sorted(routes)


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)], ids=["light", "dark"])
@pytest.mark.parametrize("who", [who for who in PAGES if PAGES[who]], ids=lambda who: who or "nobody")
async def test_every_page_is_clean_and_fits(
    browser: Browser, address: str, stack: Stack, scene: Scene, who: str, dark: bool
) -> None:
    async with browsing(browser, address, dark=dark) as page:
        if who:
            await page.goto("/sign-in")
            await page.fill("#username", who)
            await page.fill("#password", stack.passwords[who])
            await page.click("main button.primary")
            await expect(page.locator(".who")).to_be_visible()
        for path in PAGES[who]:
            await _looked_at(page, scene.at(path), path)


async def _looked_at(page: Page, place: str, path: str) -> None:
    response = await page.goto(place)
    assert response is not None
    assert response.status == 200, f"{place}: {response.status}"
    await expect(page.locator("h1").first).to_be_visible()
    await clean(page)
    await fits(page)
    if path in PICTURES:
        await shoot(page, PICTURES[path])
    await page.set_viewport_size({"width": 390, "height": 860})
    await fits(page)
    await page.set_viewport_size({"width": 1280, "height": 860})
