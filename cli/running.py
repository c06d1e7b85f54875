"""`redress up`, `redress api` and `redress worker`: the commands that keep running.

Each brings in what it runs only when it is called: an officer's command need not load servers, and a worker
need not load the API.
"""
# ruff: noqa: PLC0415

import asyncio
import os
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.outcome import Exit, Unusable, Wanting, say, warn


class Worker(StrEnum):
    CASE = "case"
    ESCALATION = "escalation"


def start_stack(
    data_dir: Annotated[Path, typer.Option(help="数据目录 / the data directory")] = Path("redress-data"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="端口 / port of pages and API")] = 8000,
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="演练:虚拟时间 / virtual time")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="载入演示案件 / with the demonstration")] = False,
    engine_port: Annotated[int | None, typer.Option(help="引擎端口 / engine's, default: any free")] = None,
    engine_ui_port: Annotated[int | None, typer.Option(help="引擎页面端口 / default: any free")] = None,
) -> None:
    """启动整套系统,Ctrl-C 停止 / starts the whole stack on this machine; Ctrl-C stops all of it."""
    from cli.demo.loading import load
    from cli.stack.children import StackFailure
    from cli.stack.supervise import Running, Wish, up
    from redress.observability.logs import configure
    from redress.persistence.migrate import MigrationRefused
    from redress.settings import LogLevel

    if demo and not rehearsal:
        raise Unusable("演示案件只能在演练中载入", "--demo needs --rehearsal")

    async def once_ready(running: Running) -> None:
        if running.borrowed_account is not None:
            warn(_as_root(running.borrowed_account))
        mode = "演练 / rehearsal" if rehearsal else "正式 / real"
        say(f"Redress 已就绪 / is ready ({mode})")
        say(f"  网页与接口 / pages and API  {running.url}")
        say(f"  引擎 / engine             {running.engine_address}  {running.engine_ui_url}")
        say(f"  数据 / data               {running.place.root}")
        say(f"  账户与密码 / accounts     {running.place.passwords}")
        say(f"  未开通的告知方式 / off        {_off(os.environ)}")
        say("  Ctrl-C 停止 / stops all of it")
        if demo:
            await load(running.url, running.place.passwords, running.place.demonstration)

    configure(LogLevel.WARNING, "redress-up")
    try:
        asyncio.run(up(Wish(data_dir, rehearsal, port, engine_port, engine_ui_port), once_ready))
    except (StackFailure, MigrationRefused) as failure:
        raise Wanting("", str(failure)) from failure
    say("已停止 / stopped")


def serve_api() -> None:
    """运行接口与网页,由 REDRESS_* 配置 / runs the API and the pages, configured by REDRESS_*."""
    from cli.serving import run_api
    from redress.settings import Unconfigured

    try:
        run_api()
    except Unconfigured as missing:
        raise Unusable("配置不全或无法使用", str(missing)) from missing


def serve_worker(which: Annotated[Worker, typer.Argument(help="case | escalation")]) -> None:
    """运行一个工作进程,由 REDRESS_* 配置 / runs one worker, configured by REDRESS_*."""
    from redress.settings import Settings, Unconfigured
    from workers import case, escalation

    run = {Worker.CASE: case.run, Worker.ESCALATION: escalation.run}[which]
    try:
        asyncio.run(run(Settings.from_environment()))
    except Unconfigured as missing:
        raise Unusable("配置不全或无法使用", str(missing)) from missing
    except Exception as failure:
        warn(f"工作进程出错,即将退出 / the worker fails and ends: {_kinds(failure)}")
        sys.stderr.flush()
        # Threads of the engine's client can keep a failing interpreter from ending; a worker that hangs
        # instead would never be started anew.
        os._exit(Exit.WANTING)


def _kinds(failure: BaseException) -> str:
    """The types of a failure and of what it holds; their texts may say too much for a log."""
    held = failure.exceptions if isinstance(failure, BaseExceptionGroup) else ()
    return " ".join([type(failure).__name__, *map(_kinds, held)])


def _off(environment: Mapping[str, str]) -> str:
    """The ways of telling parties that are not configured; letters are always a person's work."""
    ways = {"mail_host": "电子邮件 mail", "sms_url": "短信 text messages"}
    off = [name for field, name in ways.items() if not environment.get(f"REDRESS_{field.upper()}")]
    return ", ".join(off) or "无 / none"


def _as_root(account: str) -> str:
    return (
        f"以 root 运行,数据库改用账户 {account},建议改用普通用户 / running as root: the database runs as "
        f"{account}; start Redress as an ordinary user if you can"
    )
