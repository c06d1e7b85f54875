"""`redress account service …`: an operator's commands about services and their tokens."""
# ruff: noqa: PLC0415

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.cases import AsJson
from cli.installation import DataDir
from cli.operating import OfficePath, OfRole, as_operator, moments, role_named, unusable_name
from cli.outcome import Unusable, Wanting, say, show
from redress.domain.scopes import Scope

if TYPE_CHECKING:
    from redress.persistence.pool import Connection

services = typer.Typer(help="服务账户与令牌 / services and their tokens", no_args_is_help=True)

Scopes = Annotated[
    list[str], typer.Option("--scope", help=f"可重复 / repeat: {', '.join(scope.value for scope in Scope)}")
]
Expires = Annotated[int, typer.Option("--expires", min=1, max=3660, help="有效天数 / days it is good for")]

HALF_A_YEAR: Final = 180


@services.command("add")
def add_service_account(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    office: OfficePath,
    role: OfRole,
    scope: Scopes,
    expires: Expires = HALF_A_YEAR,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """新建服务账户和令牌 / a service with its first token, which is shown once."""
    from redress.persistence.account_keeping import UnusableUsername, UsernameTaken
    from redress.persistence.service_tokens import add_service, make_token
    from redress.persistence.sign_in_log import OPERATOR

    given, scopes, until = role_named(role), _scopes(scope), _in_days(expires)

    async def add(connection: Connection) -> Any:
        await add_service(connection, name, office, given, OPERATOR)
        return await make_token(connection, name, scopes, until, OPERATOR)

    try:
        _show_token(as_operator(data_dir, add, office), as_json)
    except UsernameTaken:
        raise Wanting(f"名称 {name} 已使用", f"the name {name} is taken") from None
    except UnusableUsername:
        raise unusable_name(name) from None


@services.command("token")
def add_service_token(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    scope: Scopes,
    expires: Expires = HALF_A_YEAR,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """再签发一个令牌 / one more token of a service, to change them without a gap."""
    from redress.persistence.service_tokens import make_token
    from redress.persistence.sign_in_log import OPERATOR

    scopes, until = _scopes(scope), _in_days(expires)
    made = as_operator(data_dir, lambda connection: make_token(connection, name, scopes, until, OPERATOR))
    if made is None:
        raise Wanting(f"没有服务账户 {name}", f"there is no service {name}")
    _show_token(made, as_json)


@services.command("list")
def list_service_tokens(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """全部令牌 / every token: what it is good for, until when, and when it was used."""
    from redress.persistence.service_tokens import list_tokens

    items = [{**asdict(each), **moments(each)} for each in as_operator(data_dir, list_tokens)]
    show({"items": items}, as_json, "\n".join(map(_token_line, items)) or "没有 / none")


@services.command("revoke")
def revoke_service_token(
    token: Annotated[str, typer.Argument(metavar="ID", help="令牌编号 / the token's id")],
    data_dir: DataDir = None,
) -> None:
    """吊销令牌 / revokes a token at once."""
    from redress.persistence.service_tokens import revoke_token
    from redress.persistence.sign_in_log import OPERATOR

    if not as_operator(data_dir, lambda connection: revoke_token(connection, token, OPERATOR)):
        raise Wanting(f"没有令牌 {token}", f"there is no such token, or it was revoked: {token}")
    say("已吊销 / revoked")


def _scopes(names: list[str]) -> tuple[Scope, ...]:
    unknown = [name for name in names if name not in {scope.value for scope in Scope}]
    if unknown:
        raise Unusable(f"没有权限范围 {unknown[0]}", f"there is no scope {unknown[0]}")
    return tuple(map(Scope, names))


def _in_days(days: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def _show_token(made: Any, as_json: bool) -> None:
    document = {"id": made.id, "token": made.token, "expires_at": made.expires_at.isoformat()}
    text = (
        f"令牌仅显示这一次 / shown this once: {made.token}\n"
        f"编号 / id {made.id},有效至 / good until {document['expires_at']}"
    )
    show(document, as_json, text)


def _token_line(one: dict[str, Any]) -> str:
    over = "已吊销 / revoked" if one["revoked_at"] else f"至 / until {one['expires_at']}"
    used = one["used_at"] or "未用 / never used"
    who = f"{one['id']}  {one['name']:<20} {one['office']} {one['role']}"
    return f"{who}  {' '.join(one['scopes'])}  {over}  {used}"
