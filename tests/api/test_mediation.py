"""Mediation over HTTP: what is private to a party, consents with their moment, grounds with their facts."""

from datetime import datetime, timedelta

from tests.api.conftest import Desk, Json, Stack
from tests.api.test_documents import text_of

MINUTES = "商家愿意检测主板"
SECRET = "最多退一半,不要告诉对方"


async def _mediating(desk: Desk) -> str:
    case_id = str((await desk.file())["case_id"])
    await desk.acted(case_id, {"type": "accept"})
    for party in ("complainant", "respondent"):
        said = {"type": "record_consent", "party": party, "answer": "yes", "channel": "phone"}
        await desk.acted(case_id, said)
    return case_id


async def _forward(desk: Desk, case_id: str, days: int) -> None:
    until = datetime.fromisoformat((await desk.view(case_id))["now"]) + timedelta(days=days)
    path = f"/v1/rehearsal/complaints/{case_id}/fast-forward"
    answer = await desk.post(path, {"until": until.isoformat()})
    assert answer.status_code == 200, answer.text


async def test_what_a_party_said_alone_is_read_by_officers_and_by_neither_party(
    officer: Desk, stack: Stack
) -> None:
    filed = await officer.file()
    case_id = filed["case_id"]
    await officer.acted(case_id, {"type": "accept"})
    for party in ("complainant", "respondent"):
        await officer.acted(case_id, {"type": "record_consent", "party": party, "answer": "yes"})
    at = datetime.fromisoformat((await officer.view(case_id))["now"]) + timedelta(days=1)
    session: Json = {
        "type": "schedule_session",
        "at": at.isoformat(),
        "form": "remote",
        "means": "phone",
        "mediator": officer.person,
        "with_party": "respondent",
    }
    await officer.acted(case_id, session)
    await _forward(officer, case_id, 2)
    held = {
        "type": "record_session",
        "outcome": "adjourned",
        "minutes": MINUTES,
        "private_notes": [{"party": "respondent", "text": SECRET}],
    }
    view = await officer.acted(case_id, held)
    assert view["sessions"][0]["noted"] == ["respondent-1"]
    assert SECRET not in str(view), "the view says only that there are some"
    timeline = await officer.get(f"/v1/complaints/{case_id}/timeline")
    assert SECRET in timeline.text
    bundle = text_of((await officer.get(f"/v1/complaints/{case_id}/bundle")).content)
    assert MINUTES in bundle
    assert SECRET not in bundle, "the file goes to courts and to both sides"
    page = await officer.get(f"/v1/complaints/{case_id}")
    number = page.json()["case_number"]
    for code in (filed["query_code"], filed.get("trader_code", "")):
        if code:
            public = await stack.client.get(f"/v1/public/cases/{number}", params={"code": code})
            assert public.status_code == 200
            assert SECRET not in public.text
            assert "private" not in public.text
    auditor = await stack.desk("auditor")
    assert SECRET not in (await auditor.get(f"/v1/complaints/{case_id}/timeline")).text


async def test_a_consent_is_shown_with_its_channel_and_moment(officer: Desk) -> None:
    view = await officer.view(await _mediating(officer))
    for shown in view["consents"]:
        assert shown["channel"] == "phone"
        assert shown["at"] <= view["now"]


async def test_a_ground_says_what_it_rests_on(officer: Desk) -> None:
    case_id = await _mediating(officer)
    ground = {"type": "terminate_mediation", "ground": "23-6", "reason": "虚假材料"}
    refused = await officer.act(case_id, ground)
    assert (refused.status_code, refused.json()["code"]) == (409, "basis_needed")
    assert refused.json()["citation"] == "令121 art.23(1)(6)"
    signs = {"type": "report_fraud_signs", "summary": "疑似掉包", "signs": ["swapped"]}
    view = await officer.acted(case_id, signs)
    assert view["termination_grounds"] == ["23-6"]
    assert (await officer.acted(case_id, {**ground, "basis": "42"}))["ground"] == "23-6"


async def test_performance_in_words_and_as_a_flag(officer: Desk) -> None:
    case_id = await _mediating(officer)
    agreed = {"type": "record_agreement", "form": "record_only", "why": "remote", "terms": ["退款"]}
    failed = await officer.act(case_id, {**agreed, "legality_checked": False})
    assert (failed.status_code, failed.json()["code"]) == (409, "agreement_unlawful")
    view = await officer.acted(case_id, agreed)
    assert "agreement.legality" in view["open_items"]
    for said, extent in ((True, None), ("partly", "partly"), (False, None), ("yes", "yes")):
        view = await officer.acted(case_id, {"type": "record_performance", "performed": said})
        assert view["agreement"]["extent"] == extent
    wrong = await officer.act(case_id, {"type": "record_performance", "performed": "perhaps"})
    assert wrong.status_code == 422
