"""`redress audit verify`: the ledger's chain, the read model and the engine's histories say the same.

The comparison is in `reconciling.py`, brought in only when it is called: it loads the engine's client.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict
from typing import Annotated

import typer

from cli.installation import DataDir, not_named, settings_of
from cli.outcome import Wanting, answer, say
from redress.settings import Settings, Unconfigured

audit = typer.Typer(help="核对 / verifying what is recorded")


@audit.command("verify")
def verify(
    case: Annotated[str | None, typer.Option("--case", help="只核对一件 / only this case_id")] = None,
    data_dir: DataDir = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出 / print JSON")] = False,
) -> None:
    """核对账本链、读模型、引擎历史与证据文件 / ledger ↔ read model ↔ engine ↔ files; 1 on any difference.

    Configured by REDRESS_* like a worker, or by --data-dir of a running `redress up`.
    """
    from temporalio.service import RPCError

    from cli.reconciling import reconcile
    from redress.persistence.pool import StoreUnavailable

    logging.getLogger("temporalio").setLevel(logging.CRITICAL)  # what a replayed case once logged is no news
    try:
        settings = settings_of(data_dir)
        found = asyncio.run(reconcile(settings, case))
    except Unconfigured as missing:
        raise not_named(missing) from None
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


@audit.command("index")
def index(
    data_dir: DataDir = None,
) -> None:
    """为升级前登记的案件建立检索索引 / makes cases searchable that were filed before there was a search.

    Configured as `verify`. Every text is opened once, and that is audited.
    """
    from redress.persistence.case_words import WordHashes
    from redress.persistence.indexing import index_texts
    from redress.persistence.pool import StoreUnavailable, open_pool
    from redress.persistence.vault import FileMasterKey, Vault
    from redress.settings import read_key

    async def run(settings: Settings) -> int:
        url = settings.require_database_worker_url()
        async with await open_pool(url, name="redress-index", max_size=1) as pool:
            words = WordHashes(read_key(settings.blind_index_key_file))
            return await index_texts(pool, Vault(FileMasterKey(read_key(settings.vault_key_file))), words)

    try:
        settings = settings_of(data_dir)
        done = asyncio.run(run(settings))
    except Unconfigured as missing:
        raise not_named(missing) from None
    except StoreUnavailable as trouble:
        raise Wanting("数据库不可用", f"the database is not available ({trouble})") from None
    say(f"已为 {done} 件案件建立索引 / cases indexed")
