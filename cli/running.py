"""`redress up`: the whole stack on this machine. How it runs is in cli/stack; here it is asked for."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from cli.outcome import Wanting, say, warn
from cli.stack.children import StackFailure
from cli.stack.place import Mode
from cli.stack.supervise import Running, Wish, up
from redress.observability import logs
from redress.persistence.migrate import MigrationRefused
from redress.settings import LogLevel


def start_stack(
    data_dir: Annotated[Path, typer.Option(help="数据目录 / the data directory")] = Path("redress-data"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="端口 / port of pages and API")] = 8000,
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="演练:虚拟时间 / virtual time")] = False,
    engine_port: Annotated[int | None, typer.Option(help="引擎端口,默认任选 / default: any free")] = None,
    engine_ui_port: Annotated[int | None, typer.Option(help="引擎页面端口 / default: any free")] = None,
) -> None:
    """启动整套系统,Ctrl-C 停止 / starts the whole stack on this machine; Ctrl-C stops all of it."""
    logs.configure(LogLevel.WARNING, "supervisor")
    try:
        asyncio.run(up(Wish(data_dir, rehearsal, port, engine_port, engine_ui_port), _announce))
    except (StackFailure, MigrationRefused) as failure:
        raise Wanting("", str(failure)) from failure
    say("已停止 / stopped")


def _announce(running: Running) -> None:
    if running.borrowed_account is not None:
        warn(
            f"以 root 运行,数据库改用账户 {running.borrowed_account},建议改用普通用户 / running as root: "
            f"the database runs as {running.borrowed_account}; start Redress as an ordinary user if you can"
        )
    mode = {Mode.REHEARSAL: "演练 / rehearsal", Mode.REAL: "正式 / real"}[running.place.mode]
    say(f"Redress 已就绪 / is ready ({mode})")
    say(f"  网页与接口 / pages and API   {running.url}")
    say(f"  引擎 / engine              {running.engine_address}  {running.engine_ui_url}")
    say(f"  数据 / data                {running.place.root}")
    say("  Ctrl-C 停止 / stops all of it")
