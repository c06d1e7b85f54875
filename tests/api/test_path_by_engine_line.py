"""The whole path again, every command by the engine's own command line through the codec endpoint."""

import json
from datetime import datetime, timedelta
from typing import Any

from tests.api.conftest import FILING, Desk, Json, Stack
from tests.api.test_codec import listening, temporal
from tests.servers import fresh_id


class EngineLine:
    """Gives one case's commands with `temporal workflow update execute`, sealed texts by reference."""

    def __init__(self, stack: Stack, officer: Desk, codec: str, case_id: str) -> None:
        self._stack, self._officer, self._codec, self._case_id = stack, officer, codec, case_id

    async def sealed(self, text: str) -> Json:
        answer = await self._officer.post(f"/v1/complaints/{self._case_id}/sealed", {"texts": [text]})
        return {"ref": answer.json()["refs"][0]}

    async def act(self, type_: str, by: Desk | None = None, roles: str = "officer", **body: Any) -> Json:
        actor = by or self._officer
        order: Json = {
            "id": fresh_id("order"),
            "actor": {"person": actor.person, "office": actor.office, "roles": [roles]},
            "command": {"type": type_, **body},
        }
        code, output = await temporal(
            self._officer, self._stack, self._codec, "workflow", "update", "execute", "--name", "act",
            "--workflow-id", f"complaint/{self._case_id}", "--update-id", order["id"],
            "--input", json.dumps(order),
        )  # fmt: skip
        assert code == 0, output
        view: Json = json.loads(output)["result"]
        return view

    async def told(self, matter: str, party: str, at: str) -> Json:
        return await self.act(
            "record_notice", matter=matter, party=party, method="sms", at=at, outcome="told"
        )


async def test_the_path_by_the_engines_command_line(officer: Desk, stack: Stack) -> None:
    callback = await stack.desk("callback")
    case_id = (await officer.file(FILING))["case_id"]

    async def forward(**span: Any) -> Json:
        path = f"/v1/rehearsal/complaints/{case_id}/fast-forward"
        answer = await officer.post(path, span)
        assert answer.status_code == 200, answer.text
        view: Json = answer.json()
        return view

    async with listening(stack) as api:
        line = EngineLine(stack, officer, f"{api}/codec", case_id)
        view = await line.act("accept")
        await line.told("acceptance", "complainant", view["now"])
        for party in ("complainant", "respondent"):
            view = await line.act("record_consent", party=party, answer="yes")
        assert view["stage"] == "mediating"
        at = datetime.fromisoformat(view["now"]) + timedelta(days=1)
        await line.act(
            "schedule_session", at=at.isoformat(), form="remote", mediator=officer.person
        )
        view = await forward(until=(at + timedelta(hours=1)).isoformat())
        await line.act("record_session", outcome="adjourned", minutes=await line.sealed("双方同意鉴定"))
        await line.act(
            "commission_appraisal",
            basis="agreed",
            institution=await line.sealed("江州检验院"),
            commissioned_on=view["now"][:10],
            cost_agreement={"payer": "shared", "both_consented_at": view["now"]},
        )
        view = await forward(working_days=10)
        await line.act(
            "conclude_appraisal", received_on=view["now"][:10], finding=await line.sealed("设计缺陷")
        )
        await line.act(
            "record_agreement", form="record_only", why="remote", terms=[await line.sealed("换货")]
        )
        await line.act("conclude", outcome="agreed", recovered_amount="12800")
        await line.act("give_feedback", method="phone", text=await line.sealed("已换货"))
        await forward(working_days=4)
        await line.act("record_callback", callback, "callback", result="reached", satisfaction=5)
        view = await line.act("close")
        assert view["closed_at"]
    view = await forward(working_days=40)
    assert view["stage"] == "archived"
