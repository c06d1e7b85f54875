"""`redress audit verify`: the ledger's chain, the read model and the engine's histories say the same.

The comparison is in `reconciling.py`, brought in only when it is called: it loads the engine's client.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cli.outcome import Unusable, Wanting, answer, say
from redress.settings import Settings, Unconfigured

audit = typer.Typer(help="核对 / verifying what is recorded")

@audit.command("verify")
def verify(
    case: Annotated[str | None, typer.Option("--case", help="只核对一件 / only this case_id")] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="运行中的本机安装 / a running installation on this machine")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """核对账本链、读模型、引擎历史与证据文件 / ledger ↔ read model ↔ engine ↔ files; 1 on any difference.

    Configured by REDRESS_* like a worker, or by --data-dir of a running `redress up`.
    """
    from temporalio.service import RPCError

    from cli.reconciling import reconcile
    from redress.persistence.pool import StoreUnavailable

    logging.getLogger("temporalio").setLevel(logging.CRITICAL)  # what a replayed case once logged is no news
    try:
        settings = Settings.from_environment() if data_dir is None else _settings_of(data_dir)
        found = asyncio.run(reconcile(settings, case))
    except Unconfigured as missing:
        raise Unusable("", str(missing)) from None
    except StoreUnavailable as trouble:
        raise Wanting("数据库不可用", f"the database is not available ({trouble})") from None
    except (RPCError, RuntimeError) as trouble:
        raise Wanting("引擎不可用", f"the engine is not available ({trouble})") from None
    if case is not None and not found.cases:
        raise Wanting(f"没有案件 {case}", f"there is no case {case}")
    if as_json:
        answer(asdict(found))
    else:
        for each in found.differences:
            say(f"{each.case_id}  {each.seq}  {each.where}: {each.why}")
        counted = f"{found.cases} 件 {found.events} 项 {found.files} 个文件"
        say(f"已核对 {counted} / cases, events and files verified")
    if found.differences:
        raise Wanting(f"发现 {len(found.differences)} 处不一致", "differences were found")


def _settings_of(data_dir: Path) -> Settings:
    """The settings that a running supervisor keeps for commands like this one."""
    from cli.stack.place import SETTINGS

    file = data_dir.expanduser() / "run" / SETTINGS
    try:
        return Settings.model_validate(json.loads(file.read_text("utf-8")))
    except OSError:
        raise Unusable(f"{data_dir} 没有在运行", f"no running installation in {data_dir}") from None
