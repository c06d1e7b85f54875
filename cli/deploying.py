"""`redress keys` and `redress migrate`: what a deployment needs once, before its processes start.

`redress up` does the same by itself for the embedded stack.
"""
# ruff: noqa: PLC0415

import asyncio
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated, Final

import typer

from cli.outcome import Unusable, Wanting, say

ENGINE_USER: Final = "temporal"
"""The engine's own user and database on the same PostgreSQL; it may not enter ours."""


def make_deployment_keys(
    folder: Annotated[Path, typer.Argument(help="存放密钥的文件夹 / the folder for the secret files")],
) -> None:
    """生成密钥与口令文件,已有的不变 / makes the keys and passwords of a deployment; keeps what is there."""
    try:
        before, after = _make_secrets(folder)
    except OSError as error:
        raise Unusable(f"无法写入 {folder}", f"cannot write to {folder}: {error.strerror}") from error
    new = len(after - before)
    say(f"{folder}: 新建 {new} 个,共 {len(after)} 个文件 / {new} files made, {len(after)} in all")


def migrate_database(
    superuser_url: Annotated[
        str | None, typer.Option(help="先建角色和数据库 / makes roles and database first; needs --secrets")
    ] = None,
    secrets: Annotated[
        Path | None, typer.Option(help="redress keys 的文件夹 / the folder that `redress keys` made")
    ] = None,
    seed: Annotated[
        Path | None,
        typer.Option(help="加入示例单位和账号,密码写入此文件 / adds made-up offices; passwords go here"),
    ] = None,
) -> None:
    """建立或升级数据库 / makes or upgrades the database named by REDRESS_DATABASE_OWNER_URL."""
    from redress.persistence.migrate import MigrationRefused
    from redress.settings import Unconfigured

    if superuser_url is not None and secrets is None:
        raise Unusable("--superuser-url 还需要 --secrets", "--superuser-url needs --secrets too")
    try:
        applied, accounts = asyncio.run(_prepare(superuser_url, secrets, seed))
    except Unconfigured as missing:
        raise Unusable("配置不全或无法使用", str(missing)) from missing
    except MigrationRefused as refused:
        raise Wanting("", str(refused)) from refused
    say(f"执行 {applied} 个迁移 / {applied} migrations applied")
    if seed is not None:
        say(f"新增 {accounts} 个账号 / {accounts} accounts added; 密码 / passwords: {seed}")


def _make_secrets(folder: Path) -> tuple[set[str], set[str]]:
    """Makes what is missing; answers the names before and after.

    Per database user `USER.password`, and for our own roles `USER.pgpass`, for addresses that end in
    `?passfile=`: so no password stands in an environment.
    """
    from cli.stack.keys import make_keys, make_once
    from cli.stack.postgres import ROLES, SUPERUSER

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = {path.name for path in folder.iterdir()}
    make_keys(folder)
    for user in (SUPERUSER, *ROLES, ENGINE_USER):
        make_once(folder / f"{user}.password", partial(token_urlsafe, 32))
    for user in (SUPERUSER, *ROLES):
        password = folder / f"{user}.password"
        make_once(folder / f"{user}.pgpass", partial(_pgpass_line, user, password))
    return before, {path.name for path in folder.iterdir()}


def _pgpass_line(user: str, password: Path) -> str:
    return f"*:*:*:{user}:{password.read_text(encoding='ascii').strip()}\n"


async def _prepare(
    superuser_url: str | None, secrets: Path | None, seed_file: Path | None
) -> tuple[int, int]:
    """Migrations applied and accounts added; raises `Unconfigured`, `MigrationRefused`, `Unusable`."""
    from urllib.parse import unquote, urlsplit

    from redress.persistence.migrate import migrate
    from redress.persistence.roles import API, OWNER, WORKER, RolePasswords, ensure_database, ensure_roles
    from redress.persistence.seed import seed
    from redress.settings import Settings

    owner_url = Settings.from_environment().require_database_owner_url()
    if superuser_url is not None and secrets is not None:
        owner, worker, api = (_password(secrets, role) for role in (OWNER, WORKER, API))
        await ensure_roles(superuser_url, RolePasswords(owner, worker, api))
        await ensure_database(superuser_url, unquote(urlsplit(owner_url).path.removeprefix("/")))
    applied = await migrate(owner_url)
    return applied, 0 if seed_file is None else await seed(owner_url, seed_file)


def _password(secrets: Path, role: str) -> str:
    try:
        return (secrets / f"{role}.password").read_text(encoding="ascii").strip()
    except OSError as error:
        raise Unusable(
            f"无法读取 {role} 的口令", f"cannot read the password of {role}: {error.strerror}"
        ) from error
