"""`redress report …` and `redress inquiry …`: what is taken in beside complaints, over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.cases import AsJson, Key, ask
from cli.documents import read_object
from cli.outcome import show
from cli.rendering import list_text

reports = typer.Typer(help="举报:登记、列表(办理用 redress case) / register and list reports")
inquiries = typer.Typer(help="咨询:登记、列表 / record and list inquiries")

Source = Annotated[str, typer.Argument(metavar="FILE.json", help="- 为标准输入 / - for stdin")]


@reports.command("file")
def file_report(source: Source, key: Key = None, as_json: AsJson = False) -> None:
    """登记一件举报 / register one report; the code is for the informant alone."""
    body = read_object(source)
    reported = ask(lambda client: client.post("/v1/reports", body, key))
    show(reported, as_json, _reported_text(reported))


@reports.command("list")
def list_reports(as_json: AsJson = False) -> None:
    """举报列表 / reports by what is due next."""
    page = ask(lambda client: client.get("/v1/reports"))
    show(page, as_json, list_text(page))


@inquiries.command("record")
def record_inquiry(source: Source, key: Key = None, as_json: AsJson = False) -> None:
    """登记一次咨询 / record one inquiry; it is closed with that."""
    body = read_object(source)
    recorded = ask(lambda client: client.post("/v1/inquiries", body, key))
    show(recorded, as_json, f"咨询 {recorded['inquiry_id']}  {recorded['asked_at']}")


@inquiries.command("list")
def list_inquiries(as_json: AsJson = False) -> None:
    """最近的咨询 / the last inquiries."""
    page = ask(lambda client: client.get("/v1/inquiries"))
    lines = [f"{one['asked_at']}  {one.get('topic') or '-'}  {one['inquiry_id']}" for one in page["items"]]
    show(page, as_json, "\n".join(lines) if lines else "没有咨询 / no inquiries")


def _reported_text(reported: dict[str, Any]) -> str:
    return "\n".join(
        [
            f"举报编号 {reported['case_number']}  查询码 {reported['informant_code']}  {reported['stage']}",
            f"case_id {reported['case_id']}",
            *(f"{clock['key']}  {clock['due_on']}" for clock in reported["clocks"]),
        ]
    )
