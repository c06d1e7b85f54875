"""`redress office`: the office tree, and the promises an office lets hold beside the law."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

import typer

from cli.cases import AsJson, ask
from cli.client import Json
from cli.outcome import show

offices = typer.Typer(help="机构 / offices", no_args_is_help=True)


@offices.command("list")
def list_offices(as_json: AsJson = False) -> None:
    """机构及其在法定期限之外采用的规则 / offices, and the regimes they let hold beside the law."""
    found = ask(lambda client: client.get("/v1/offices"))
    show(found, as_json, "\n".join(map(_line, found["items"])))


@offices.command("regimes")
def set_regimes(
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="机构路径 / office path")],
    profiles: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PROFILE]...", help="法规配置编号,不写则无 / profile ids, or none"),
    ] = None,
    as_above: Annotated[bool, typer.Option("--as-above", help="随上级机构 / as the office above")] = False,
    as_json: AsJson = False,
) -> None:
    """设定机构自己的承诺,对此后的投诉生效 / the office's own promises, for complaints filed from now on."""
    body: Json = {"beside": None if as_above else (profiles or [])}
    path = f"/v1/offices/{quote(office, safe='')}/regimes"
    found = ask(lambda client: client.put(path, body))
    chosen = "随上级 / as above" if found["beside"] is None else ", ".join(found["beside"]) or "无 / none"
    show(found, as_json, f"{office}: {chosen}")


def _line(office: Json) -> str:
    beside = "" if office["beside"] is None else f"  [{', '.join(office['beside'])}]"
    return f"{office['path']:<36} {office['name_zh']} / {office['name_en']}{beside}"
