"""The page of the print queue: a letter taken, its envelope seen, printed, given back, posted."""

from tests.api.conftest import Desk, Stack
from tests.api.test_print_queue import on_paper
from tests.console.conftest import Person, somebody


async def test_a_letter_goes_from_hand_to_hand_and_to_the_post_on_its_page(
    stack: Stack, desk: Desk, officer: Person
) -> None:
    _, item = await on_paper(stack, desk)
    async with somebody(stack.app) as clerk:
        page = await clerk.sign_in("intake", stack.passwords["intake"], back="/print-queue")
        assert "林一一" not in page.text
        page = await clerk.send(page, f"/print-queue/{item}/take")
        assert "林一一" in page.text
        assert "云山县北路1号" in page.text
        paper = await clerk.get(f"/print-queue/{item}/paper")
        assert paper.content.startswith(b"%PDF")
        page = await clerk.send(page, f"/print-queue/{item}/give-back", reason=" ")
        assert page.status_code == 422
        page = await clerk.send(page, f"/print-queue/{item}/give-back", reason="打印机坏了")
        assert "由 林晓 Lin Xiao 退回" in page.text
    page = await officer.get("/print-queue")
    page = await officer.send(page, f"/print-queue/{item}/take")
    assert page.status_code == 200
    wrong = await officer.send(page, f"/print-queue/{item}/posted", posted_on="2026-02-30")
    assert wrong.status_code == 422
    page = await officer.send(wrong, f"/print-queue/{item}/posted", posted_on="", registered="XA1")
    assert page.status_code == 200
    assert f"/print-queue/{item}/" not in page.text


async def test_who_may_not_open_names_has_no_print_queue(stack: Stack) -> None:
    async with somebody(stack.app) as auditor:
        page = await auditor.sign_in("auditor", stack.passwords["auditor"], back="/inbox")
        assert "/print-queue" not in page.text
        assert (await auditor.get("/print-queue")).status_code == 403
