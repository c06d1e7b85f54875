"""`redress account …`: what an operator does to accounts, in the database itself, when nobody can sign in.

Configured by REDRESS_* like the API (`REDRESS_DATABASE_API_URL`), or by --data-dir of a running `redress up`.
The log of sign-ins names `operator`.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import typer

from cli.cases import AsJson
from cli.installation import DataDir, in_database
from cli.outcome import Unusable, Wanting, say, show
from redress.domain.actors import OFFICE_ROLES, Actor, Role
from redress.domain.scopes import Scope

if TYPE_CHECKING:
    from redress.persistence.pool import Connection

T = TypeVar("T")

accounts = typer.Typer(help="账户(系统运维)/ accounts, for operators", no_args_is_help=True)
services = typer.Typer(help="服务账户与令牌 / services and their tokens", no_args_is_help=True)
accounts.add_typer(services, name="service")

Username = Annotated[str, typer.Argument(metavar="USERNAME")]
OfficePath = Annotated[str, typer.Option("--office", help="机构路径 / office path")]
OfRole = Annotated[str, typer.Option("--role", help=", ".join(sorted(role.value for role in OFFICE_ROLES)))]
Scopes = Annotated[
    list[str], typer.Option("--scope", help=f"可重复 / repeat: {', '.join(scope.value for scope in Scope)}")
]
Expires = Annotated[int, typer.Option("--expires", min=1, max=3660, help="有效天数 / days it is good for")]

HALF_A_YEAR: Final = 180


@accounts.command("list")
def list_accounts(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """全部账户的状态 / every account, and whether it is open, locked, or to change its password."""
    from redress.persistence.account_keeping import standings

    found = _within(data_dir, standings)
    items = [{**asdict(each), **_moments(each)} for each in found]
    show({"items": items}, as_json, "\n".join(map(_line, items)) or "没有 / none")


@accounts.command("add")
def add_account(
    username: Username,
    name: Annotated[str, typer.Option("--name", help="姓名 / the person's name")],
    office: OfficePath,
    role: OfRole,
    data_dir: DataDir = None,
) -> None:
    """新建账户并给出一次性密码 / a new account with a one-time password; the first administrator, say."""
    from redress.persistence.account_keeping import UnusableUsername, UsernameTaken, create_account
    from redress.persistence.administration import Held, give_role
    from redress.persistence.sign_in_log import OPERATOR

    given = _role(role)

    async def add(connection: Connection) -> str:
        made = await create_account(connection, username, name, OPERATOR)
        await give_role(connection, made.person, Held(office, given))
        return made.one_time_password

    try:
        once = _within(data_dir, add, office)
    except UsernameTaken:
        raise Wanting(f"用户名 {username} 已有人使用", f"the user name {username} is taken") from None
    except UnusableUsername:
        raise _unusable_name(username) from None
    say(f"一次性密码 / one-time password: {once}")


@accounts.command("unlock")
def unlock_account(username: Username, data_dir: DataDir = None) -> None:
    """解除锁定 / ends a lock after wrong passwords."""
    from redress.persistence.account_keeping import unlock

    _do(data_dir, username, unlock)
    say("已解锁 / unlocked")


@accounts.command("reset-password")
def reset_password(username: Username, data_dir: DataDir = None) -> None:
    """设定一次性密码,结束其全部会话 / a one-time password, shown once; all sessions end."""
    from redress.persistence.account_keeping import set_one_time_password

    say(f"一次性密码 / one-time password: {_do(data_dir, username, set_one_time_password)}")


@accounts.command("remove-second-factor")
def remove_factor(username: Username, data_dir: DataDir = None) -> None:
    """停用动态验证码 / for somebody without phone and recovery codes."""
    from redress.persistence.account_keeping import remove_second_factor

    _do(data_dir, username, remove_second_factor)
    say("已停用 / removed")


@accounts.command("sign-out-everywhere")
def sign_out_everywhere(username: Username, data_dir: DataDir = None) -> None:
    """结束其全部会话 / ends all sessions of somebody."""
    from redress.persistence.account_keeping import end_all_sessions

    ended = _within(data_dir, _for(username, end_all_sessions))
    say(f"结束 {ended} 个会话 / {ended} sessions ended")


@accounts.command("second-factor")
def ask_second_factor(
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="机构路径 / office path")],
    role: Annotated[
        list[str] | None, typer.Option("--role", help="可重复;不写则无 / repeat; none: of nobody")
    ] = None,
    as_above: Annotated[bool, typer.Option("--as-above", help="随上级机构 / as the office above")] = False,
    data_dir: DataDir = None,
) -> None:
    """规定哪些岗位必须使用动态验证码 / roles that need a second factor here and in offices below."""
    from redress.persistence.account_keeping import set_second_factor_roles

    roles = None if as_above else [_role(name).value for name in role or ()]
    if not _within(data_dir, lambda connection: set_second_factor_roles(connection, office, roles), office):
        raise _no_office(office)
    say("随上级 / as above" if roles is None else ", ".join(roles) or "无 / none")


@accounts.command("link")
def link_account(
    username: Username,
    issuer: Annotated[str, typer.Option("--issuer", help="REDRESS_OIDC_ISSUER")],
    subject: Annotated[str, typer.Option("--subject", help="sub")],
    data_dir: DataDir = None,
) -> None:
    """与统一认证的身份关联 / lets somebody sign in at the organisation's issuer."""
    from redress.persistence.issuer import AlreadyLinked, link

    async def do(connection: Connection, person: str, by: str) -> bool:
        await link(connection, issuer, subject, person, by)
        return True

    try:
        _do(data_dir, username, do)
    except AlreadyLinked:
        raise Wanting("已有关联", "the account or the subject is linked already") from None
    say("已关联 / linked")


@accounts.command("unlink")
def unlink_account(
    username: Username,
    issuer: Annotated[str, typer.Option("--issuer", help="REDRESS_OIDC_ISSUER")],
    data_dir: DataDir = None,
) -> None:
    """取消关联 / ends the link."""
    from redress.persistence.issuer import unlink

    async def do(connection: Connection, person: str, by: str) -> bool:
        return await unlink(connection, issuer, person, by)

    _do(data_dir, username, do)
    say("已取消 / unlinked")


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

    given, scopes, until = _role(role), _scopes(scope), _in_days(expires)

    async def add(connection: Connection) -> Any:
        await add_service(connection, name, office, given, OPERATOR)
        return await make_token(connection, name, scopes, until, OPERATOR)

    try:
        _show_token(_within(data_dir, add, office), as_json)
    except UsernameTaken:
        raise Wanting(f"名称 {name} 已使用", f"the name {name} is taken") from None
    except UnusableUsername:
        raise _unusable_name(name) from None


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
    made = _within(data_dir, lambda connection: make_token(connection, name, scopes, until, OPERATOR))
    if made is None:
        raise Wanting(f"没有服务账户 {name}", f"there is no service {name}")
    _show_token(made, as_json)


@services.command("list")
def list_service_tokens(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """全部令牌 / every token: what it is good for, until when, and when it was used."""
    from redress.persistence.service_tokens import list_tokens

    items = [{**asdict(each), **_moments(each)} for each in _within(data_dir, list_tokens)]
    show({"items": items}, as_json, "\n".join(map(_token_line, items)) or "没有 / none")


@services.command("revoke")
def revoke_service_token(
    token: Annotated[str, typer.Argument(metavar="ID", help="令牌编号 / the token's id")],
    data_dir: DataDir = None,
) -> None:
    """吊销令牌 / revokes a token at once."""
    from redress.persistence.service_tokens import revoke_token
    from redress.persistence.sign_in_log import OPERATOR

    if not _within(data_dir, lambda connection: revoke_token(connection, token, OPERATOR)):
        raise Wanting(f"没有令牌 {token}", f"there is no such token, or it was revoked: {token}")
    say("已吊销 / revoked")


def _within(
    data_dir: Path | None, work: Callable[[Connection], Awaitable[T]], office: str | None = None
) -> T:
    """One transaction, for `office` as its administrator; raises Unusable, Wanting."""
    from redress.persistence.offices import NoSuchOffice, OfficeClosed
    from redress.persistence.sign_in_log import OPERATOR

    administrator = None if office is None else Actor(OPERATOR, office, (Role.ADMINISTRATOR,))
    try:
        return in_database(data_dir, work, administrator)
    except NoSuchOffice as error:
        raise _no_office(str(error)) from None
    except OfficeClosed as error:
        raise Wanting(f"机构 {error} 已撤销", f"the office {error} is closed") from None


def _for(
    username: str, work: Callable[[Connection, str, str], Awaitable[T]]
) -> Callable[[Connection], Awaitable[T]]:
    from redress.persistence.account_keeping import person_named
    from redress.persistence.sign_in_log import OPERATOR

    async def done(connection: Connection) -> T:
        person = await person_named(connection, username)
        if person is None:
            raise Wanting(f"没有账户 {username}", f"there is no account {username}")
        return await work(connection, person, OPERATOR)

    return done


def _do(data_dir: Path | None, username: str, work: Callable[[Connection, str, str], Awaitable[T]]) -> T:
    """What answers nothing or False had nothing to do: exit code 1."""
    found = _within(data_dir, _for(username, work))
    if not found:
        raise Wanting("没有可以办理的", "there was nothing to do")
    return found


def _role(name: str) -> Role:
    found = next((role for role in OFFICE_ROLES if role.value == name), None)
    if found is None:
        raise Unusable(f"没有岗位 {name}", f"there is no role {name}")
    return found


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


def _moments(each: Any) -> dict[str, str | None]:
    return {
        name: value.isoformat() for name, value in asdict(each).items() if isinstance(value, datetime)
    }


def _line(one: dict[str, Any]) -> str:
    marks = {
        "停用 / closed": not one["active"],
        "服务 / service": one["service"],
        "须改密码 / to change password": one["must_change"],
        f"锁定至 / locked until {one['locked_until']}": one["locked_until"] is not None,
        "动态验证码 / second factor": one["second_factor"],
    }
    said = [mark for mark, holds in marks.items() if holds]
    return f"{one['username']:<24} {one['display_name']}  {', '.join(said)}"


def _token_line(one: dict[str, Any]) -> str:
    over = "已吊销 / revoked" if one["revoked_at"] else f"至 / until {one['expires_at']}"
    used = one["used_at"] or "未用 / never used"
    who = f"{one['id']}  {one['name']:<20} {one['office']} {one['role']}"
    return f"{who}  {' '.join(one['scopes'])}  {over}  {used}"


def _unusable_name(name: str) -> Unusable:
    return Unusable(
        f"用户名 {name} 不可用:2 至 64 个小写字母、数字或 . _ @ -",
        f"unusable name {name}: 2 to 64 small letters, digits or . _ @ -",
    )


def _no_office(office: str) -> Wanting:
    return Wanting(f"没有机构 {office}", f"there is no office {office}")
