"""Documents on pages: the kind is chosen, the form is filled in already, the paper is approved and issued."""

from tests.api.conftest import Desk, Stack
from tests.console.conftest import Person, somebody

NEW = "/documents/new"


async def test_a_document_goes_from_the_form_to_a_numbered_paper(
    officer: Person, desk: Desk, stack: Stack
) -> None:
    case_id = (await desk.checked())["case_id"]
    await desk.acted(case_id, {"type": "accept"})
    page = await officer.get(f"/cases/{case_id}")
    assert f'href="/cases/{case_id}{NEW}"' in page.text
    blank = await officer.get(f"/cases/{case_id}{NEW}?kind=acceptance_decision&party=complainant-1")
    assert 'value="林晓梅"' in blank.text
    assert "须经科室负责人批准" in blank.text
    done = await officer.send(blank, NEW, phone="0571-12315")
    assert done.status_code == 200
    assert "投诉受理决定书" in done.text
    assert "/commands/approve_document" not in done.text, "whoever drew it up does not approve it"
    assert "&#34;phone&#34;" not in done.text, "the paper is read, not its fields as they are stored"
    pdf = await officer.get(f"/cases/{case_id}/documents/1")
    assert pdf.content.startswith(b"%PDF")
    assert "sandbox" not in pdf.headers["content-security-policy"], "no browser shows a PDF in a sandbox"
    async with somebody(stack.app) as supervisor:
        await supervisor.sign_in("supervisor", stack.passwords["supervisor"])
        page = await supervisor.get(f"/cases/{case_id}")
        done = await supervisor.send(page, "/commands/approve_document")
        assert "已批准" in done.text
    page = await officer.get(f"/cases/{case_id}")
    done = await officer.send(page, "/commands/issue_document")
    assert "青河县市监受〔" in done.text
    assert "拟就文书第 1 号(投诉受理决定书)" in done.text
    assert "acceptance_decision" not in done.text
    assert "addressee" not in done.text, "what the paper says stands in the paper"


async def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    officer: Person, desk: Desk
) -> None:
    case_id = (await desk.checked())["case_id"]
    blank = await officer.get(f"/cases/{case_id}{NEW}?kind=mediation_notice&party=complainant-1")
    back = await officer.send(blank, NEW, recusal_days="三", place="调解室一号")
    assert back.status_code == 422
    assert 'value="调解室一号"' in back.text
    assert 'id="document-recusal_days-error"' in back.text


async def test_a_call_back_officer_draws_nothing_up(desk: Desk, stack: Stack) -> None:
    case_id = (await desk.checked())["case_id"]
    async with somebody(stack.app) as callback:
        await callback.sign_in("callback", stack.passwords["callback"])
        assert (await callback.get(f"/cases/{case_id}{NEW}")).status_code == 403
