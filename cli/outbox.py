"""`redress outbox …`: what could not be delivered, seen, tried again or given up over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.cases import AsJson, Key, ask
from cli.client import Json
from cli.outcome import show

outbox = typer.Typer(help="投递:未送达的通知 / deliveries that died")

Delivery = Annotated[int, typer.Argument(metavar="ID", min=1)]


@outbox.command("dead")
def show_dead(as_json: AsJson = False) -> None:
    """未送达、等待人工处理的通知 / what could not be delivered and waits for a person."""
    found = ask(lambda client: client.get("/v1/outbox/dead"))
    show(found, as_json, "\n".join(map(_line, found["items"])) or "没有 / none")


@outbox.command("retry")
def retry(delivery: Delivery, key: Key = None, as_json: AsJson = False) -> None:
    """重新投递 / tries a dead delivery again."""
    found = ask(lambda client: client.post(f"/v1/outbox/{delivery}/retry", {}, key))
    show(found, as_json, f"{found['id']}  {found['state']}")


@outbox.command("give-up")
def give_up(
    delivery: Delivery,
    reason: Annotated[str, typer.Argument(help="理由 / why")],
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """放弃投递;致当事人的通知记为无法送达 / gives it up; a party then counts as not reached."""
    found = ask(lambda client: client.post(f"/v1/outbox/{delivery}/give-up", {"reason": reason}, key))
    show(found, as_json, f"{found['id']}  {found['state']}")


def _line(letter: Json) -> str:
    said = letter["payload"]
    about = " ".join(str(said[name]) for name in ("matter", "party", "method", "clock") if said.get(name))
    return (
        f"{letter['id']:>8}  {said.get('case_number', letter['case_id'])}  {letter['kind']}  {about}  "
        f"{letter['reason']}  {letter['attempts']} 次 / attempts  {letter['dead_at']}"
    )
