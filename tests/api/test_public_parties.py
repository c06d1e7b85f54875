"""The parties by HTTP: without an account they complain, read what concerns them, speak and bring."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from api.http.limits import Window
from api.http.services import Services
from tests.api.conftest import Desk, Json, Stack
from tests.files.made import png

SECRETS = ("13900001234", "林晓梅", "lin@example.test", "330100199001011234", "青河县南街 3 号", "6222 0200")

COMPLAINT: Json = {
    "facts": "我叫林晓梅,电话13900001234,住青河县南街 3 号。洗衣机漏水,退款卡 6222 0200 0000 0000 000。",
    "complainants": [
        {
            "name": "林晓梅", "phone": "13900001234", "address": "青河县南街 3 号",
            "email": "lin@example.test", "id_type": "身份证", "id_number": "330100199001011234",
        }
    ],
    "respondents": [{"name": "临江恒洁电器有限公司", "address": "青河县城东街 8 号"}],
    "purchase": {"on": "2026-11-01", "item": "滚筒洗衣机", "order_number": "YJS20261101", "amount": 2980},
    "claims": [{"kind": "exchange"}],
    "consents": {"publish": "no", "delegate_mediation": "yes"},
}  # fmt: skip


@dataclass
class Party:
    """Somebody with a number and a code."""

    client: httpx.AsyncClient
    number: str
    code: str

    @property
    def path(self) -> str:
        return f"/v1/public/cases/{self.number}"

    def _headers(self, key: str | None) -> dict[str, str]:
        return {"Query-Code": self.code, **({"Idempotency-Key": key} if key else {})}

    async def own(self) -> Json:
        answer = await self.client.get(f"{self.path}/own", headers=self._headers(None))
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def say(self, command: str, key: str | None = None, **body: Any) -> httpx.Response:
        headers = self._headers(key or str(uuid4()))
        said = {"type": command, **body}
        return await self.client.post(f"{self.path}/commands", json=said, headers=headers)

    async def said(self, command: str, **body: Any) -> Json:
        answer = await self.say(command, **body)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def bring(self, data: bytes, key: str | None = None, **fields: str) -> httpx.Response:
        return await self.client.post(
            f"{self.path}/evidence",
            data=fields,
            files={"file": ("小票.png", data, "image/png")},
            headers=self._headers(key or str(uuid4())),
        )


async def complain(stack: Stack, body: Json | None = None, key: str | None = None) -> httpx.Response:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return await stack.client.post("/v1/public/complaints", json=body or COMPLAINT, headers=headers)


@dataclass
class Scene:
    """A complaint of the public page, its two parties, and the officer who has it."""

    case_id: str
    complainant: Party
    trader: Party
    officer: Desk


@pytest.fixture
async def scene(stack: Stack, officer: Desk) -> Scene:
    answer = await complain(stack)
    assert answer.status_code == 201, answer.text
    filed = answer.json()
    case_id, view = await case_of(officer, filed["case_number"])
    trader = Party(stack.client, filed["case_number"], view["query_codes"]["trader"])
    return Scene(case_id, Party(stack.client, filed["case_number"], filed["query_code"]), trader, officer)


async def case_of(desk: Desk, number: str) -> tuple[str, Json]:
    """The case as the office has it: lists learn of it when it is recorded."""
    for _ in range(200):
        found = (await desk.get("/v1/complaints", q=number)).json()["items"]
        if found:
            return found[0]["case_id"], await desk.view(found[0]["case_id"])
        await asyncio.sleep(0.02)
    raise AssertionError(number)


async def test_a_complaint_from_the_page_is_a_case_of_the_bureau_that_the_address_points_to(
    stack: Stack, scene: Scene
) -> None:
    view = await scene.officer.view(scene.case_id)
    assert (view["filing"]["channel"], view["office"]) == ("web", "jiangzhou.linjiang.qinghe")
    assert view["filing"]["complainants"][0]["name"] == "林晓梅"
    first = (await scene.officer.get(f"/v1/complaints/{scene.case_id}/timeline")).json()["items"][0]
    assert (first["type"], first["actor"]) == ("complaint_registered", "complainant")
    elsewhere = await complain(stack, {**COMPLAINT, "respondents": [{"name": "甲店", "address": "某地"}]})
    assert elsewhere.json()["office"] == "jiangzhou", "what nobody covers goes to the office of the page"
    chosen = await complain(stack, {**COMPLAINT, "office": "jiangzhou.linjiang.yunshan"})
    assert chosen.json()["office"] == "jiangzhou.linjiang.yunshan"
    assert chosen.json()["clocks"][0]["due_on"]


async def test_the_same_key_makes_one_case_and_others_words_are_refused(stack: Stack) -> None:
    key = str(uuid4())
    first, second = await complain(stack, key=key), await complain(stack, key=key)
    assert first.json() == second.json()
    other = await complain(stack, {**COMPLAINT, "facts": "别的事情"}, key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    for body, code in (
        ({**COMPLAINT, "facts": "  "}, "missing_facts"),
        ({**COMPLAINT, "channel": "phone"}, "invalid_body"),
        ({**COMPLAINT, "received_at": "2020-01-01T00:00:00+08:00"}, "invalid_body"),
        ({**COMPLAINT, "facts": {"ref": "a/b"}}, "invalid_body"),
        ({**COMPLAINT, "office": "jiangzhou.linjiang.qinghe.east"}, "invalid_body"),
    ):
        assert (await complain(stack, body)).json()["code"] == code, body
    short = await complain(stack, key="1")
    assert short.json()["code"] == "invalid_idempotency_key"


async def test_the_trader_reads_the_claim_and_no_more_of_the_person_than_a_surname(scene: Scene) -> None:
    own = await scene.trader.own()
    assert own["claimed"]["who"] == ["林"]
    assert (own["claimed"]["item"], own["claimed"]["order_number"]) == ("滚筒洗衣机", "YJS20261101")
    assert "洗衣机漏水" in own["claimed"]["facts"]
    assert not [secret for secret in SECRETS if secret in str(own)]
    mine = await scene.complainant.own()
    assert mine["claimed"]["who"] == ["林晓梅"]
    assert "13900001234" in mine["claimed"]["facts"]


async def test_each_side_speaks_for_itself_and_the_office_sees_it_at_once(scene: Scene) -> None:
    officer, trader, complainant = scene.officer, scene.trader, scene.complainant
    await officer.acted(scene.case_id, {"type": "accept"})
    foreign = await trader.say("record_consent", party="complainant", answer="yes")
    assert (foreign.status_code, foreign.json()["code"]) == (403, "not_your_side")
    assert (await trader.say("accept")).json()["code"] == "forbidden"
    assert (await trader.say("withdraw")).json()["code"] == "forbidden"
    own = await complainant.said("record_consent", party="complainant", answer="yes")
    said = {each["matter"]: each for each in own["consents"]}
    assert (said["mediation"]["answer"], said["mediation"]["channel"]) == ("yes", "own_page")
    assert said["delegation"]["answer"] == "yes", "as the box of the form says"
    await trader.said("record_consent", party="respondent", answer="yes")
    await trader.said("give_statement", party="respondent", text="我方已派人上门检查。")
    view = await officer.view(scene.case_id)
    assert view["stage"] == "mediating"
    assert "party_acts" in view["open_items"]
    timeline = (await officer.get(f"/v1/complaints/{scene.case_id}/timeline")).json()["items"]
    said_so = next(each for each in timeline if each["type"] == "statement_given")
    assert said_so["actor"] == f"respondent-1:{scene.case_id}"
    assert said_so["body"]["text"] == "我方已派人上门检查。"
    assert "我方已派人" not in str(await complainant.own()), "what is said to the office is the office's"
    await officer.acted(scene.case_id, {"type": "note_acts"})
    assert "party_acts" not in (await officer.view(scene.case_id))["open_items"]


async def test_a_proposal_reaches_the_other_side_and_is_answered_there(scene: Scene) -> None:
    await scene.officer.acted(scene.case_id, {"type": "accept"})
    await scene.trader.said("propose_settlement", party="respondent", terms="免费更换同型号一台。")
    offer = (await scene.complainant.own())["offers"][0]
    assert (offer["terms"], offer["mine"]) == ("免费更换同型号一台。", False)
    own = await scene.complainant.said("answer_proposal", party="complainant", proposal=1, answer="yes")
    assert own["offers"][0]["answered"] == "yes"
    assert (await scene.trader.own())["offers"][0]["answers"] == ["yes"]
    assert (await scene.trader.own())["stage"] == "accepted", "an officer records a settlement"


async def test_evidence_of_a_party_is_its_own_and_comes_once(scene: Scene) -> None:
    key, data = str(uuid4()), png(40, 40)
    first = await scene.trader.bring(data, key, description="维修记录")
    assert first.status_code == 200, first.text
    assert (await scene.trader.bring(data, key, description="维修记录")).status_code == 200
    assert [each["name"] for each in first.json()["pieces"]] == ["小票.png"]
    assert (await scene.complainant.own())["pieces"] == []
    [piece] = (await scene.officer.view(scene.case_id))["evidence"]
    assert (piece["given_by"], piece["name"]) == ("respondent-1", "小票.png")
    foreign = await scene.trader.bring(png(41, 41), given_by="office")
    assert (foreign.status_code, foreign.json()["code"]) == (422, "invalid_body")


async def test_a_paper_is_given_to_the_party_it_was_issued_to_and_that_is_written_down(
    stack: Stack, scene: Scene
) -> None:
    officer, supervisor = scene.officer, await stack.desk("supervisor")
    await officer.acted(scene.case_id, {"type": "accept"})
    draft = {"kind": "acceptance_decision", "party": "complainant-1", "fields": {"phone": "0571-12315"}}
    assert (await officer.post(f"/v1/complaints/{scene.case_id}/documents", draft)).status_code == 200
    address = f"{scene.complainant.path}/documents/1"
    headers = {"Query-Code": scene.complainant.code}
    assert (await stack.client.get(address, headers=headers)).json()["code"] == "no_such_paper"
    await supervisor.acted(scene.case_id, {"type": "approve_document", "number": 1})
    await officer.acted(scene.case_id, {"type": "issue_document", "number": 1})
    assert [each["title_zh"] for each in (await scene.complainant.own())["papers"]] == ["投诉受理决定书"]
    paper = await stack.client.get(address, headers=headers)
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    other = await stack.client.get(address, headers={"Query-Code": scene.trader.code})
    assert other.json()["code"] == "no_such_paper"
    accesses = (await supervisor.get(f"/v1/complaints/{scene.case_id}/accesses")).json()["items"]
    assert f"complainant-1:{scene.case_id}" in {
        each["person"] for each in accesses if each["purpose"] == "own_page.paper"
    }


async def test_a_renewed_code_opens_and_the_old_one_does_not(scene: Scene) -> None:
    view = await scene.officer.acted(scene.case_id, {"type": "renew_code", "party": "respondent"})
    assert view["query_codes"]["complainant"] == scene.complainant.code
    assert view["query_codes"]["trader"] != scene.trader.code
    answer = await scene.trader.client.get(
        f"{scene.trader.path}/own", headers={"Query-Code": scene.trader.code}
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_case")
    scene.trader.code = view["query_codes"]["trader"]
    assert (await scene.trader.own())["party"] == "respondent-1"


async def test_a_wish_for_another_look_reaches_the_supervisor_with_its_text_sealed(
    stack: Stack, scene: Scene
) -> None:
    officer, complainant = scene.officer, scene.complainant
    early = await complainant.say("request_review", party="complainant", reason="太慢了")
    assert (early.status_code, early.json()["code"]) == (409, "wrong_stage")
    await officer.acted(scene.case_id, {"type": "refuse", "ground": "16-4", "reason": "超过三年。"})
    own = await complainant.said("request_review", party="complainant", reason="我去年才知道。")
    assert own["review_open"]
    assert own["remedies"]["article"]
    assert own["ground"]["code"] == "16-4"
    supervisor = await stack.desk("supervisor")
    view = await supervisor.view(scene.case_id)
    assert "review:1" in view["open_items"]
    answered = {"type": "answer_review", "text": "已复核,维持原决定。"}
    assert (await officer.act(scene.case_id, answered)).status_code == 403
    await supervisor.acted(scene.case_id, answered)
    words = {each["kind"]: each["text"] for each in (await complainant.own())["words"]}
    assert words == {"review": "我去年才知道。", "review_answer": "已复核,维持原决定。"}


async def test_the_texts_of_a_party_are_nowhere_in_clear(stack: Stack, scene: Scene) -> None:
    await scene.trader.said("give_statement", party="respondent", text="绝密陈述一号")
    connection = await asyncpg.connect(stack.database.worker_url)
    try:
        for table, column in (("ledger", "body"), ("commands", "sealed"), ("outbox", "payload")):
            rows = await connection.fetch(
                f"SELECT {column}::text AS text FROM {table} WHERE case_id = $1", scene.case_id  # noqa: S608
            )
            assert rows
            assert not [row for row in rows if "绝密陈述" in row["text"]], table
    finally:
        await connection.close()


async def test_who_says_or_files_too_much_is_slowed_down(
    stack: Stack, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    services: Services = stack.app.state.services
    monkeypatch.setattr(services.limits.acts, "_most", 2)
    answers = [(await scene.trader.say("give_statement", party="complainant", text="x")) for _ in range(3)]
    assert [each.status_code for each in answers] == [403, 403, 429]
    monkeypatch.undo()
    full = Window(0, 60)
    monkeypatch.setattr(services.limits.filings, "_most", full._most)
    assert (await complain(stack)).status_code == 429


@pytest.mark.parametrize("path", ["own", "documents/1"])
async def test_a_wrong_code_and_an_unknown_number_say_the_same_everywhere(
    stack: Stack, scene: Scene, path: str
) -> None:
    answers = [
        await stack.client.get(f"/v1/public/cases/{number}/{path}", headers={"Query-Code": code})
        for number, code in (
            (scene.complainant.number, "AAAAAAAA"),
            ("990121-2026-999999-0", scene.complainant.code),
            ("nonsense", ""),
        )
    ]
    assert {each.status_code for each in answers} == {404}
    assert len({each.text for each in answers}) == 1
    assert all(each.headers["cache-control"] == "no-store" for each in answers)
