"""How a command on the same machine reaches a running `redress up`: by settings its supervisor leaves.

And how an operator's command works in the database itself, before anybody can sign in.
"""
# ruff: noqa: PLC0415 - an officer's command need not load the database

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cli.outcome import Unusable, Wanting
from cli.stack.place import SETTINGS
from redress.domain.actors import Actor
from redress.settings import Settings, Unconfigured

if TYPE_CHECKING:
    from redress.persistence.pool import Connection

T = TypeVar("T")

DataDir = Annotated[
    Path | None, typer.Option(help="运行中的本机安装 / a running installation on this machine")
]


def settings_of(data_dir: Path | None) -> Settings:
    """The settings that a running supervisor keeps, or those of the environment; raises `Unusable`."""
    if data_dir is None:
        try:
            return Settings.from_environment()
        except Unconfigured as missing:
            raise not_named(missing) from None
    file = data_dir.expanduser() / "run" / SETTINGS
    try:
        return Settings.model_validate(json.loads(file.read_text("utf-8")))
    except OSError:
        raise Unusable(f"{data_dir} 没有在运行", f"no running installation in {data_dir}") from None


def not_named(missing: Unconfigured) -> Unusable:
    """Which installation is meant cannot be told."""
    return Unusable(
        "配置不全;本机运行的安装请用 --data-dir 指明",
        f"{missing} For a `redress up` on this machine give --data-dir.",
    )


def in_database(
    data_dir: Path | None, work: Callable[[Connection], Awaitable[T]], actor: Actor | None = None
) -> T:
    """One transaction as the API's role, on behalf of `actor` if there is one; raises Unusable, Wanting."""
    from redress.persistence.pool import StoreUnavailable, acting_as, open_pool, transaction

    async def done(url: str) -> T:
        pool = await open_pool(url, name="redress-operator", max_size=1)
        try:
            async with transaction(pool) if actor is None else acting_as(pool, actor) as connection:
                return await work(connection)
        finally:
            await pool.close()

    try:
        return asyncio.run(done(settings_of(data_dir).require_database_api_url()))
    except Unconfigured as missing:
        raise not_named(missing) from None
    except StoreUnavailable as trouble:
        raise Wanting("数据库不可用", f"the database is not available ({trouble})") from None
