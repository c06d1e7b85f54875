"""`redress assignment …`: who gets new cases, who is away, hand-over and shift notes, over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cli.cases import AsJson, Key, ask
from cli.client import Client, Json
from cli.jobs import worked_off
from cli.outcome import Unusable, show

assignment = typer.Typer(help="分派:规则、请假、移交、交接班 / who gets which case")

Office = Annotated[str, typer.Argument(metavar="OFFICE", help="机构路径 / path of the office")]
Person = Annotated[str, typer.Argument(metavar="PERSON", help="人员编号 / id of a person")]


@assignment.command("rules")
def rules(
    office: Office,
    file: Annotated[Path | None, typer.Option("--set", help="规则文件 / JSON: {\"rules\": […]}")] = None,
    as_json: AsJson = False,
) -> None:
    """显示或设定机构的分派规则 / shows an office's rules, or sets them from a file."""
    place = f"/v1/offices/{office}/assignment-rules"
    body = _document(file) if file else None
    found = ask(lambda client: client.get(place) if body is None else client.put(place, body))
    show(found, as_json, "\n".join(map(_rule, found["items"])) or "没有 / none")


@assignment.command("give")
def give(
    handler: Person,
    case_ids: Annotated[list[str], typer.Argument(metavar="CASE…", help="案件 / cases")],
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """将多个案件分派给一人 / gives many cases to one person, with an answer for each."""
    body = {"case_ids": case_ids, "handler": handler}
    found = ask(lambda client: _worked_off(client, "/v1/assignments", body, key))
    show(found, as_json, _outcomes(found))


@assignment.command("handover")
def handover(giver: Person, taker: Person, key: Key = None, as_json: AsJson = False) -> None:
    """移交一人的全部在办案件 / hands all open cases of one person over to another."""
    body = {"from_person": giver, "to_person": taker}
    found = ask(lambda client: _worked_off(client, "/v1/handover", body, key))
    show(found, as_json, _outcomes(found))


@assignment.command("leave")
def leave(
    person: Person,
    from_on: Annotated[str, typer.Argument(metavar="FROM", help="YYYY-MM-DD")],
    to_on: Annotated[str, typer.Argument(metavar="TO", help="YYYY-MM-DD")],
    deputy: Annotated[str | None, typer.Option(help="代理人 / who stands in")] = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """登记请假与代理 / enters a leave and who stands in."""
    body: Json = {"person": person, "from_on": from_on, "to_on": to_on, "deputy": deputy}
    found = ask(lambda client: client.post("/v1/leaves", body, key))
    show(found, as_json, str(found["id"]))


@assignment.command("leaves")
def leaves(as_json: AsJson = False) -> None:
    """谁在请假 / who is away, from today on."""
    found = ask(lambda client: client.get("/v1/leaves"))
    lines = [
        f"{one['id']:>6}  {one['person']}  {one['from_on']} – {one['to_on']}  {one['deputy'] or ''}"
        for one in found["items"]
    ]
    show(found, as_json, "\n".join(lines) or "没有 / none")


@assignment.command("note")
def note(
    text: Annotated[str | None, typer.Argument(help="交接事项 / what the next shift must know")] = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """查看交接班记录,或留下一条 / shows the shift notes, or leaves one."""
    if text is not None:
        found = ask(lambda client: client.post("/v1/shift-notes", {"text": text}, key))
        show(found, as_json, str(found["office"]))
        return
    found = ask(lambda client: client.get("/v1/shift-notes"))
    lines = [f"{one['written_at']}  {one['person']}  {one['text']}" for one in found["items"]]
    show(found, as_json, "\n".join(lines) or "没有 / none")


async def _worked_off(client: Client, path: str, body: Json, key: str | None) -> Json:
    return await worked_off(client, await client.post(path, body, key))


def _document(file: Path) -> Json:
    try:
        found: Json = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unusable("无法读取规则文件", f"the rules cannot be read: {type(error).__name__}") from None
    return found


def _rule(rule: Json) -> str:
    fits = " ".join(str(rule[name]) for name in ("category", "region") if rule[name]) or "*"
    whom = ", ".join(rule["persons"]) or "*"
    most = f"  ≤ {rule['most_open']}" if rule["most_open"] else ""
    return f"{rule['position']:>3}  {fits} → {whom}{most}{'' if rule['automatic'] else '  (建议 / proposal)'}"


def _outcomes(found: Json) -> str:
    lines = [f"{one['case_id']}  {one['outcome']}" for one in found["items"]]
    return "\n".join(lines) or "没有在办案件 / no case in hand"
