"""`redress print …`: the print queue over HTTP, from taking a letter to having posted it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.cases import AsJson, Key, ask
from cli.client import Json
from cli.evidence import fetch
from cli.outcome import show

printing = typer.Typer(help="打印队列:由人寄送的告知 / notices that a person sends")

QUEUE = "/v1/print-queue"

Item = Annotated[int, typer.Argument(metavar="ID", min=1)]
Reason = Annotated[str, typer.Argument(help="理由 / why")]


@printing.command("list")
def show_queue(as_json: AsJson = False) -> None:
    """等待寄送的告知 / what nobody has sent yet."""
    found = ask(lambda client: client.get(QUEUE))
    show(found, as_json, "\n".join(map(_line, found["items"])) or "没有 / none")


@printing.command("take")
def take(item: Item, key: Key = None, as_json: AsJson = False) -> None:
    """领取一件,并显示收件人 / takes a letter and shows whom it goes to."""
    ask(lambda client: client.post(f"{QUEUE}/{item}/take", {}, key))
    to = ask(lambda client: client.get(f"{QUEUE}/{item}"))
    show(to, as_json, f"{to['name'] or '—'}\n{to['address'] or '—'}")


@printing.command("paper")
def get_paper(
    item: Item, target: Annotated[Path, typer.Argument(metavar="OUT", help="存为 / where to put it")]
) -> None:
    """取得要打印的 PDF / the PDF to be printed; whole or not at all."""
    fetch(f"{QUEUE}/{item}/paper", target)


@printing.command("posted")
def confirm_posted(
    item: Item,
    on: Annotated[str | None, typer.Option(help="交寄日期,默认今天 / day, default today")] = None,
    registered: Annotated[str | None, typer.Option(help="挂号编号 / number of a registered letter")] = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """已交寄 / it was handed to the post."""
    given = {"posted_on": on, "registered": registered}
    body: Json = {name: value for name, value in given.items() if value is not None}
    _settled(ask(lambda client: client.post(f"{QUEUE}/{item}/posted", body, key)), as_json)


@printing.command("give-back")
def give_back(item: Item, reason: Reason, key: Key = None, as_json: AsJson = False) -> None:
    """退回,由其他人员办理 / gives it back to the others."""
    _settled(ask(lambda client: client.post(f"{QUEUE}/{item}/give-back", {"reason": reason}, key)), as_json)


@printing.command("cannot-send")
def cannot_send(item: Item, reason: Reason, key: Key = None, as_json: AsJson = False) -> None:
    """无法寄送;记为一次未能送达 / it cannot be sent; an attempt that did not reach the party."""
    _settled(ask(lambda client: client.post(f"{QUEUE}/{item}/cannot-send", {"reason": reason}, key)), as_json)


def _settled(found: Json, as_json: bool) -> None:
    show(found, as_json, f"{found['id']}  {found['settled_as'] or '待领取 / waits'}")


def _line(item: Json) -> str:
    about = " ".join(str(item[name]) for name in ("matter", "party", "method"))
    paper = f"  文书 / document {item['document']}" if item["document"] else ""
    holder = item["taken_by"] or "待领取 / free"
    return f"{item['id']:>8}  {item['case_number']}  {about}{paper}  {holder}  {item['queued_at']}"
