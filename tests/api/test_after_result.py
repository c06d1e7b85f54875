"""After the result over HTTP: publication and its end, the archive that asks why, and who has read a case."""

from datetime import datetime

import pytest_asyncio

from tests.api.conftest import FILING, Desk, Json, Stack
from tests.api.test_documents import drafted, text_of
from tests.api.test_evidence import give
from tests.files.made import png

ENTERPRISE = "91990121MA5K3YX12A"
INDIVIDUAL = "92990121MA5K3YX12A"


@pytest_asyncio.fixture(loop_scope="session")
async def supervisor(stack: Stack) -> Desk:
    return await stack.desk("supervisor")


def agreeing(uscc: str) -> Json:
    trader = {**FILING["respondents"][0], "uscc": uscc}
    return {
        **FILING,
        "respondents": [trader],
        "category": "家用电器",
        "consents": {"publish": "yes", "delegate_mediation": "no"},
    }


async def settled(officer: Desk, body: Json) -> str:
    """A case that the parties settled, concluded."""
    case_id = str((await officer.file(body))["case_id"])
    await officer.acted(case_id, {"type": "accept"})
    view = await officer.acted(case_id, {"type": "record_settlement"})
    for party in view["parties"]:
        notice = {"type": "record_notice", "matter": "termination", "party": party, "method": "phone"}
        await officer.acted(case_id, {**notice, "at": view["now"], "outcome": "told"})
    await officer.acted(case_id, {"type": "conclude", "outcome": "settled", "sales_channel": "online"})
    return case_id


async def listed(desk: Desk) -> list[Json]:
    response = await desk.client.get("/v1/public/published", params={"limit": 50})
    assert response.status_code == 200, response.text
    items: list[Json] = response.json()["items"]
    return items


async def published_at(supervisor: Desk, case_id: str) -> datetime:
    view = await supervisor.acted(case_id, {"type": "publish"})
    return datetime.fromisoformat(view["after"]["published_at"])


def of(items: list[Json], moment: datetime) -> list[Json]:
    return [each for each in items if datetime.fromisoformat(each["published_at"]) == moment]


async def test_a_published_complaint_names_an_enterprise_and_no_person(
    officer: Desk, supervisor: Desk
) -> None:
    case_id = await settled(officer, agreeing(ENTERPRISE))
    moment = await published_at(supervisor, case_id)
    [shown] = of(await listed(officer), moment)
    assert shown["trader"] == FILING["respondents"][0]["name"]
    assert (shown["outcome"], shown["category"], shown["sales_channel"]) == ("settled", "家用电器", "online")
    said = str(await listed(officer))
    for secret in ("林晓梅", "13900001234", case_id, FILING["facts"]):
        assert secret not in said


async def test_an_individual_business_is_not_named(officer: Desk, supervisor: Desk) -> None:
    case_id = await settled(officer, agreeing(INDIVIDUAL))
    moment = await published_at(supervisor, case_id)
    [shown] = of(await listed(officer), moment)
    assert shown["trader"] is None


async def test_a_withdrawn_consent_takes_it_off_the_list(officer: Desk, supervisor: Desk) -> None:
    case_id = await settled(officer, agreeing(ENTERPRISE))
    moment = await published_at(supervisor, case_id)
    withdraws = {"type": "withdraw_consent", "party": "complainant", "matter": "publication"}
    await officer.acted(case_id, withdraws)
    assert of(await listed(officer), moment) == []
    refused = await supervisor.act(case_id, {"type": "publish"})
    assert (refused.status_code, refused.json()["code"]) == (409, "publication_not_agreed")


async def archived(stack: Stack, officer: Desk) -> str:
    """With one paper and one picture in it."""
    case_id = await settled(officer, FILING)
    assert (await give(officer, case_id, png(), "主板照片.png")).status_code == 200
    await drafted(officer, case_id, kind="complaint_registration", party="complainant-1")
    await officer.acted(case_id, {"type": "issue_document", "number": 1})
    await officer.acted(case_id, {"type": "give_feedback", "method": "phone", "text": "已告知"})
    place = f"/v1/rehearsal/complaints/{case_id}/fast-forward"
    callback = await stack.desk("callback")
    assert (await officer.post(place, {"working_days": 4})).status_code == 200
    parts = {"efficiency": 5, "handling": 4, "result": 4, "attitude": 5, "professionalism": 5}
    call = {"type": "record_callback", "result": "reached", "method": "phone", "knows_result": True}
    view = await callback.acted(case_id, {**call, "promise_kept": True, "satisfaction_parts": parts})
    assert view["callback"]["satisfaction"] == 5
    await officer.acted(case_id, {"type": "close"})
    jump = await officer.post(place, {"working_days": 40})
    assert jump.json()["stage"] == "archived", jump.text
    return case_id


async def test_an_archived_case_opens_for_a_reason_that_is_kept(
    stack: Stack, officer: Desk, supervisor: Desk
) -> None:
    case_id = await archived(stack, officer)
    place = f"/v1/complaints/{case_id}"
    closed = (await officer.get(place)).json()
    assert closed["after"]["retain_until"] is not None
    assert isinstance(closed["filing"]["facts"], dict), "a reference, no text"
    assert "林晓梅" not in (await officer.get(f"{place}/timeline")).text
    assert (await officer.get(place, reason="curiosity")).status_code == 422
    opened = (await officer.get(place, reason="court")).json()
    assert opened["filing"]["facts"] == FILING["facts"]
    assert (await officer.get(f"{place}/accesses")).json()["code"] == "not_auditor"
    auditor = await stack.desk("auditor")
    for reader in (auditor, supervisor):
        found = (await reader.get(f"{place}/accesses", archive_only=True)).json()["items"]
        assert [(each["person"], each["purpose"]) for each in found] == [(officer.person, "archive:court")]
    assert len((await auditor.get(f"{place}/accesses")).json()["items"]) > 1, "also what was read before"
    for paper in ("bundle", "documents/1"):
        sealed = await officer.get(f"{place}/{paper}")
        assert (sealed.status_code, sealed.json()["code"]) == (403, "archive_reason")
        pdf = await officer.get(f"{place}/{paper}", reason="court")
        assert pdf.status_code == 200, pdf.text
        assert "林晓梅" in text_of(pdf.content)
    assert "主板照片" in text_of((await officer.get(f"{place}/bundle", reason="court")).content)
