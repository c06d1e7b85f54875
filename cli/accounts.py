"""`redress account …`: what an operator does to accounts, in the database itself, when nobody can sign in.

Configured by REDRESS_* like the API (`REDRESS_DATABASE_API_URL`), or by --data-dir of a running `redress up`.
The log of sign-ins names `operator`.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.cases import AsJson
from cli.installation import DataDir
from cli.operating import OfficePath, OfRole, T, as_operator, moments, no_office, role_named, unusable_name
from cli.outcome import Wanting, say, show
from cli.service_accounts import services

if TYPE_CHECKING:
    from redress.persistence.pool import Connection

accounts = typer.Typer(help="账户(系统运维)/ accounts, for operators", no_args_is_help=True)
accounts.add_typer(services, name="service")

Username = Annotated[str, typer.Argument(metavar="USERNAME")]


@accounts.command("list")
def list_accounts(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """全部账户的状态 / every account, and whether it is open, locked, or to change its password."""
    from redress.persistence.account_keeping import standings

    found = as_operator(data_dir, standings)
    items = [{**asdict(each), **moments(each)} for each in found]
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

    given = role_named(role)

    async def add(connection: Connection) -> str:
        made = await create_account(connection, username, name, OPERATOR)
        await give_role(connection, made.person, Held(office, given))
        return made.one_time_password

    try:
        once = as_operator(data_dir, add, office)
    except UsernameTaken:
        raise Wanting(f"用户名 {username} 已有人使用", f"the user name {username} is taken") from None
    except UnusableUsername:
        raise unusable_name(username) from None
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

    ended = as_operator(data_dir, _for(username, end_all_sessions))
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

    roles = None if as_above else [role_named(name).value for name in role or ()]

    async def ask(connection: Connection) -> bool:
        return await set_second_factor_roles(connection, office, roles)

    if not as_operator(data_dir, ask, office):
        raise no_office(office)
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
    found = as_operator(data_dir, _for(username, work))
    if not found:
        raise Wanting("没有可以办理的", "there was nothing to do")
    return found


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
