"""`redress office`: the office tree, and the promises an office lets hold beside the law."""
# ruff: noqa: PLC0415 - an officer's command need not load the database

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

import typer

from cli.cases import AsJson, ask
from cli.client import Json
from cli.installation import DataDir, in_database
from cli.outcome import Unusable, Wanting, say, show
from redress.domain.administration import CODE, NUMBERED, SEGMENT, OfficeKind

offices = typer.Typer(help="机构 / offices", no_args_is_help=True)


@offices.command("list")
def list_offices(as_json: AsJson = False) -> None:
    """机构及其在法定期限之外采用的规则 / offices, and the regimes they let hold beside the law."""
    found = ask(lambda client: client.get("/v1/offices"))
    show(found, as_json, "\n".join(map(_line, found["items"])))


@offices.command("uppermost")
def add_uppermost(
    path: Annotated[str, typer.Argument(metavar="PATH", help="a-z 0-9 _, 如 / say: jiangzhou")],
    name: Annotated[str, typer.Option("--name", help="名称,用于文书和印章 / on letters and seal")],
    name_en: Annotated[str, typer.Option("--name-en", help="英文名称 / its English name")],
    kind: Annotated[OfficeKind, typer.Option(help="superior, bureau")] = OfficeKind.BUREAU,
    code: Annotated[str | None, typer.Option(help="案号前六位 / six digits of case numbers")] = None,
    data_dir: DataDir = None,
) -> None:
    """建立最上级机构(系统运维)/ the first office, made by an operator; administrators add those below.

    Configured by REDRESS_* like the API, or by --data-dir of a running `redress up`.
    """
    from redress.persistence.administration import NewOffice, add_office

    if not SEGMENT.fullmatch(path):
        raise Unusable(f"机构路径无法使用:{path}", f"not a path of an uppermost office: {path}")
    if kind not in NUMBERED:
        raise Unusable("最上级机构须为 superior 或 bureau", "an uppermost office is a superior or a bureau")
    if code is None and kind is OfficeKind.BUREAU:
        raise Unusable("请用 --code 给出案号前六位", "a bureau has six digits of its own: --code")
    if code is not None and not CODE.fullmatch(code):
        raise Unusable(f"--code 须为六位数字:{code}", f"--code has six digits, not {code}")
    office = NewOffice(path, None, kind.value, name.strip(), name_en.strip(), code)
    if not in_database(data_dir, lambda connection: add_office(connection, office)):
        raise Wanting("路径或案号前六位已有机构使用", "the path or the code is another office's")
    say(f"已建立 / added: {path}")


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
