"""Documents over HTTP: what the case says for them, drawn up, approved, numbered, drawn as PDF, told with."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pypdfium2 as pdfium
import pytest

from redress.documents.library import FOLDER
from redress.domain.counting import CHINA
from tests.api.conftest import Desk, Json, Stack
from tests.api.test_reports import REPORT

FILING: Json = {
    "channel": "phone",
    "facts": "洗衣机用了一周就漏水,商家说是使用不当。",
    "complainants": [{"name": "林一一", "phone": "13800000001", "address": "云山县北路1号"}],
    "respondents": [{"name": "晨光电器商行", "address": "青河县南路2号", "legal_representative": "晨光"}],
    "purchase": {"item": "洗衣机", "amount": 1280},
    "claims": [{"kind": "refund_price", "amount": 1280}],
}


def text_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")


async def drafted(desk: Desk, case_id: str, **body: Any) -> Json:
    response = await desk.post(f"/v1/complaints/{case_id}/documents", body)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


async def pdf_of(desk: Desk, case_id: str, number: int = 1) -> bytes:
    response = await desk.get(f"/v1/complaints/{case_id}/documents/{number}")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/pdf")
    return response.content


async def accepted(officer: Desk) -> str:
    case_id: str = (await officer.file(FILING))["case_id"]
    await officer.acted(case_id, {"type": "accept"})
    return case_id


async def test_a_decision_is_drawn_from_the_case_approved_numbered_and_told_with(stack: Stack) -> None:
    officer, supervisor = await stack.desk("officer"), await stack.desk("supervisor")
    case_id = await accepted(officer)
    view = await drafted(
        officer, case_id, kind="acceptance_decision", party="complainant-1", fields={"phone": "0571-12315"}
    )
    paper = view["documents"][0]
    assert (paper["standing"], paper["approver"], paper["reference"]) == ("draft", "supervisor", None)
    draft = text_of(await pdf_of(officer, case_id))
    assert "草稿" in draft
    refused = await officer.act(case_id, {"type": "issue_document", "number": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "approval_needed")
    await supervisor.acted(case_id, {"type": "approve_document", "number": 1})
    view = await officer.acted(case_id, {"type": "issue_document", "number": 1})
    reference = view["documents"][0]["reference"]
    assert reference.startswith("青河县市监受〔")
    issued = await pdf_of(officer, case_id)
    words = text_of(issued)
    for part in ("林一一", "晨光电器商行的洗衣机", reference, "0571-12315", "青河县市场监督管理局"):
        assert part in words, part
    assert "草稿" not in words
    assert issued == await pdf_of(officer, case_id), "the same bytes as long as nothing changes"
    notice = {
        "type": "record_notice", "matter": "acceptance", "party": "complainant-1", "method": "in_person",
        "at": view["now"], "outcome": "told", "document": "1",
    }  # fmt: skip
    view = await officer.acted(case_id, notice)
    assert view["documents"][0]["told"] == ["complainant-1"]


async def test_a_void_document_keeps_its_number_and_says_so(stack: Stack) -> None:
    officer, supervisor = await stack.desk("officer"), await stack.desk("supervisor")
    case_id = await accepted(officer)
    await drafted(officer, case_id, kind="acceptance_decision", party="complainant-1", fields={"phone": "1"})
    await supervisor.acted(case_id, {"type": "approve_document", "number": 1})
    before = (await officer.acted(case_id, {"type": "issue_document", "number": 1}))["documents"][0]
    void = {"type": "void_document", "number": 1, "reason": "送达对象写错"}
    after = (await officer.acted(case_id, void))["documents"][0]
    assert (after["standing"], after["reference"]) == ("void", before["reference"])
    assert "作废" in text_of(await pdf_of(officer, case_id))


async def test_the_blank_says_what_the_case_knows_and_what_is_missing(stack: Stack) -> None:
    officer = await stack.desk("officer")
    case_id = (await officer.file(FILING))["case_id"]
    response = await officer.get(
        f"/v1/complaints/{case_id}/documents/blank", kind="complaint_registration", party="complainant-1"
    )
    values = {each["name"]: each["value"] for each in response.json()["fields"]}
    assert values["complainant_name"] == "林一一"
    assert values["respondent_name"] == "晨光电器商行"
    assert values["claims"] == "退还货款 1280 元"
    assert values["facts"].startswith("洗衣机")


async def said(desk: Desk, case_id: str, kind: str, **asked: str) -> Json:
    """What the blank of a kind says already, by field."""
    response = await desk.get(f"/v1/complaints/{case_id}/documents/blank", kind=kind, **asked)
    assert response.status_code == 200, response.text
    return {each["name"]: each["value"] for each in response.json()["fields"]}


async def test_what_was_entered_in_mediation_stands_in_its_documents(stack: Stack) -> None:
    officer, mediator = await stack.desk("officer"), await stack.desk("mediator")
    case_id = await accepted(officer)
    person = (await mediator.get("/v1/session")).json()["person"]
    for party in ("complainant", "respondent"):
        await officer.acted(case_id, {"type": "record_consent", "party": party, "answer": "yes"})
    now = datetime.fromisoformat((await officer.view(case_id))["now"])
    plan = {"type": "schedule_session", "form": "on_site", "mediator": person}
    first, second = ((now + timedelta(days=days)).isoformat(timespec="seconds") for days in (1, 2))
    await officer.acted(case_id, {**plan, "at": first, "place": "旧地点"})
    await officer.acted(
        case_id, {**plan, "at": second, "place": "二楼调解室", "recusal_days": 5, "replaces": 1}
    )
    notice = await said(officer, case_id, "mediation_notice", party="respondent-1")
    assert (notice["place"], notice["recusal_days"]) == ("二楼调解室", 5)
    assert datetime.fromisoformat(notice["session_at"]) == datetime.fromisoformat(second)
    appraisal = {
        "type": "commission_appraisal", "basis": "agreed", "institution": "质检院", "subject": "漏水原因",
        "commissioned_on": now.astimezone(CHINA).date().isoformat(),
        "cost_agreement": {"payer": "shared", "both_consented_at": now.isoformat()},
    }  # fmt: skip
    await officer.acted(case_id, appraisal)
    commission = await said(officer, case_id, "appraisal_commission")
    assert (commission["addressee"], commission["questions"]) == ("质检院", ["漏水原因"])
    assert commission["cost"] == "由投诉人和被投诉人分担"
    hand_over = await said(officer, case_id, "hand_over_letter")
    assert hand_over["basis"] is None, "the basis of an appraisal is no basis of a hand-over"
    report = {"type": "conclude_appraisal", "received_on": appraisal["commissioned_on"], "finding": "缺陷"}
    await officer.acted(case_id, report)
    remote = {"type": "record_agreement", "form": "record_only", "why": "remote", "terms": ["退款", "道歉"]}
    await officer.acted(case_id, remote)
    assert (await said(officer, case_id, "mediation_document"))["terms"] == ["退款", "道歉"]
    record = await said(officer, case_id, "mediation_record")
    assert (record["terms"], record["why"], record["outcome"]) == (["退款", "道歉"], "remote", "agreed")
    called = await said(officer, case_id, "callback_record", party="complainant-1")
    assert called["phone"] == "13800000001", "whom to call, not who calls"


async def test_every_party_of_a_joint_complaint_stands_in_its_documents(stack: Stack) -> None:
    officer = await stack.desk("officer")
    both = {
        **FILING,
        "complainants": [{"name": "林一一", "phone": "138"}, {"name": "李四", "phone": "139"}],
        "respondents": [{"name": "晨光商行"}, {"shop_name": "晨光旗舰店", "phone": "0571"}],
        "registered_by": "孙登记",
    }
    case_id = (await officer.file(both))["case_id"]
    form = await said(officer, case_id, "complaint_registration")
    assert (form["complainant_name"], form["complainant_phone"]) == ("林一一、李四", "138；\n139")
    assert (form["respondent_name"], form["registrar"]) == ("晨光商行、晨光旗舰店", "孙登记")
    one = await said(officer, case_id, "complaint_registration", party="complainant-2")
    assert (one["complainant_name"], one["respondent_name"]) == ("李四", "晨光商行、晨光旗舰店")
    receipt = await said(officer, case_id, "counter_receipt", party="complainant-2")
    view = await officer.view(case_id)
    assert receipt["query_code"] in view["query_codes"].values()
    assert (receipt["outcome"], receipt["materials"]) == ("registered", None)


async def test_the_list_of_evidence_names_the_pieces_of_the_one_who_signs_it(stack: Stack) -> None:
    officer = await stack.desk("officer")
    case_id = (await officer.file(FILING))["case_id"]
    for giver, name in (("complainant", "付款凭证"), ("respondent", "进货单"), ("complainant-1", "故障主板")):
        thing = {"type": "add_evidence", "kind": "physical", "given_by": giver, "name": name}
        await officer.acted(case_id, thing)
    path, kind = f"/v1/complaints/{case_id}/documents/blank", "evidence_list"
    for party, numbers in (("complainant-1", ["1", "3"]), ("respondent-1", ["2"]), (None, ["1", "2", "3"])):
        asked = {"kind": kind} if party is None else {"kind": kind, "party": party}
        blank = (await officer.get(path, **asked)).json()["fields"]
        said = {each["name"]: each["value"] for each in blank}
        assert [row[0] for row in said["items"]] == numbers
    assert said["items"][0] == ["1", "实物", "付款凭证", "1", "", ""]
    drawn = await drafted(officer, case_id, kind=kind, party="complainant-1", fields={"receiver": "张三"})
    text = text_of(await pdf_of(officer, case_id, drawn["documents"][0]["number"]))
    assert "付款凭证" in text
    assert "故障主板" in text
    assert "进货单" not in text


@pytest.mark.parametrize("kind", ["evidence_list", "complaint_registration", "counter_receipt"])
async def test_what_the_blank_says_is_taken_as_it_stands(stack: Stack, kind: str) -> None:
    officer = await stack.desk("officer")
    case_id = (await officer.file(FILING))["case_id"]
    path = f"/v1/complaints/{case_id}/documents"
    blank = (await officer.get(f"{path}/blank", kind=kind, party="complainant-1")).json()["fields"]
    said = {each["name"]: each["value"] for each in blank if each["value"] not in (None, "", [])}
    answer = await officer.post(path, {"kind": kind, "party": "complainant-1", "fields": said})
    assert {each["code"] for each in answer.json().get("errors", [])} <= {"missing"}, answer.text


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"kind": "ransom_note"}, 422, "unknown_document"),
        ({"kind": "acceptance_decision", "party": "complainant-9"}, 422, "unknown_party"),
        ({"kind": "acceptance_decision", "fields": {"nonsense": "x"}}, 422, "unusable_document"),
        ({"kind": "mediation_notice", "party": "complainant-1"}, 422, "unusable_document"),
        ({"kind": "acceptance_decision", "template": "mine"}, 422, "invalid_body"),
        ({"fields": {}}, 422, "invalid_body"),
    ],
)
async def test_what_cannot_be_drawn_is_refused_in_words(
    stack: Stack, body: Json, status: int, code: str
) -> None:
    officer = await stack.desk("officer")
    case_id = (await officer.file(FILING))["case_id"]
    response = await officer.post(f"/v1/complaints/{case_id}/documents", body)
    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_nobody_chooses_the_template_or_leaves_the_approval_out(stack: Stack) -> None:
    officer = await stack.desk("officer")
    case_id = (await officer.file(FILING))["case_id"]
    own = {"type": "draft_document", "kind": "acceptance_decision", "content": "{}", "template": "a" * 64}
    response = await officer.act(case_id, own)
    assert (response.status_code, response.json()["code"]) == (422, "document_by_its_own_address")


async def test_a_document_is_read_by_those_who_may_open_the_case(stack: Stack) -> None:
    officer, elsewhere = await stack.desk("officer"), await stack.desk("yunshan-officer")
    auditor = await stack.desk("auditor")
    case_id = await accepted(officer)
    await drafted(officer, case_id, kind="acceptance_decision", party="complainant-1", fields={"phone": "1"})
    path = f"/v1/complaints/{case_id}/documents/1"
    assert (await elsewhere.get(path)).status_code == 404
    assert (await auditor.get(path)).status_code == 403
    assert (await officer.get(path.replace("/1", "/7"))).json()["code"] == "no_such_paper"


async def put(desk: Desk, path: str, body: Any) -> tuple[int, Json]:
    response = await desk.client.put(path, json=body, headers={"Authorization": f"Bearer {desk.token}"})
    return response.status_code, response.json()


async def test_an_office_changes_a_template_and_old_documents_stay_as_they_are(stack: Stack) -> None:
    officer, head = await stack.desk("officer"), await stack.desk("head")
    case_id = await accepted(officer)
    fields = {"phone": "1"}
    await drafted(officer, case_id, kind="acceptance_decision", party="complainant-1", fields=fields)
    before = await pdf_of(officer, case_id)
    text = (FOLDER / "acceptance_decision.toml").read_text(encoding="utf-8")
    changed = text.replace("特此告知", "特此告知您")
    assert changed != text
    path = f"/v1/offices/{head.office}/documents/acceptance_decision"
    status, answer = await put(head, path, {"template": changed, "approver": "none"})
    assert status == 200, answer
    try:
        view = await drafted(
            officer, case_id, kind="acceptance_decision", party="complainant-1", fields=fields
        )
        assert view["documents"][1]["standing"] == "approved", "the office asks for no approval"
        assert "特此告知您" in text_of(await pdf_of(officer, case_id, 2))
        assert await pdf_of(officer, case_id) == before
    finally:
        assert (await put(head, path, {}))[0] == 200


async def test_a_template_with_an_unknown_field_is_refused_with_its_line(stack: Stack) -> None:
    head = await stack.desk("head")
    text = (FOLDER / "acceptance_decision.toml").read_text(encoding="utf-8").replace("{subject}", "{ransom}")
    path = f"/v1/offices/{head.office}/documents/acceptance_decision"
    status, answer = await put(head, path, {"template": text})
    assert (status, answer["code"]) == (422, "unusable_template")
    assert "ransom" in answer["errors"][0]["message_en"]
    status, answer = await put(head, path.replace("acceptance", "refusal"), {"template": text})
    assert (status, answer["code"]) == (422, "unusable_template")


async def test_the_letterhead_is_the_offices_own(stack: Stack) -> None:
    officer, head = await stack.desk("officer"), await stack.desk("head")
    path = f"/v1/offices/{head.office}/letterhead"
    assert (await put(head, path, {"phone": "0571-12315", "address": "青河县人民路1号"}))[0] == 200
    case_id = await accepted(officer)
    response = await officer.get(f"/v1/complaints/{case_id}/documents/blank", kind="identity_request")
    values = {each["name"]: each["value"] for each in response.json()["fields"]}
    assert (values["phone"], values["address"]) == ("0571-12315", "青河县人民路1号")
    assert (await put(officer, path, {"phone": "1", "address": "2"}))[0] == 403
    assert (await put(head, path, {"phone": "1"}))[0] == 422


async def test_the_bundle_holds_papers_evidence_clocks_and_ledger_in_pages(stack: Stack) -> None:
    officer, supervisor = await stack.desk("officer"), await stack.desk("supervisor")
    case_id = await accepted(officer)
    await drafted(officer, case_id, kind="acceptance_decision", party="complainant-1", fields={"phone": "1"})
    await supervisor.acted(case_id, {"type": "approve_document", "number": 1})
    await officer.acted(case_id, {"type": "issue_document", "number": 1})
    thing = {"type": "add_evidence", "kind": "physical", "given_by": "complainant", "name": "漏水的洗衣机"}
    await officer.acted(case_id, thing)
    response = await officer.get(f"/v1/complaints/{case_id}/bundle")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/pdf")
    pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(response.content)]
    words = "".join(pages)
    rests_on = "《市场监督管理投诉举报处理办法》第十五条"
    for part in ("卷内目录", "林一一", "投诉受理决定书", "漏水的洗衣机", "决定受理", rests_on):
        assert part in words, part
    assert f"共 {len(pages)} 页" in words.replace("\r\n", "")
    owner = await asyncpg.connect(stack.database.superuser_url)
    try:
        newest = await owner.fetchval(
            "SELECT encode(last_hash, 'hex') FROM cases WHERE case_id = $1", UUID(case_id)
        )
    finally:
        await owner.close()
    assert len(newest) == 64
    assert f"校验值：{newest}" in "".join(words.split()), "with what a court can hold against the ledger"
    elsewhere, auditor = await stack.desk("yunshan-officer"), await stack.desk("auditor")
    assert (await elsewhere.get(f"/v1/complaints/{case_id}/bundle")).status_code == 404
    assert (await auditor.get(f"/v1/complaints/{case_id}/bundle")).status_code == 403


async def test_the_bundle_of_a_report_does_not_say_who_reported(stack: Stack) -> None:
    """令121 art.37: neither the code nor the papers that name the informant."""
    intake, officer = await stack.desk("intake"), await stack.desk("officer")
    reported = (await intake.post("/v1/reports", REPORT)).json()
    case_id = reported["case_id"]
    fields = {"informant_name": "许多多", "informant_phone": "13911112222"}
    view = await drafted(officer, case_id, kind="report_registration", fields=fields)
    assert view["documents"][0]["standing"] == "approved"
    await officer.acted(case_id, {"type": "issue_document", "number": 1})
    assert "许多多" in text_of(await pdf_of(officer, case_id))
    response = await officer.get(f"/v1/complaints/{case_id}/bundle")
    assert response.status_code == 200, response.text
    words = text_of(response.content)
    assert "由专人另行保管" in words
    assert "青河明目商行" in words
    for secret in ("许多多", "13911112222", reported["informant"]):
        assert secret not in words, secret
