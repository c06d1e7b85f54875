"""`redress profile load` and `progress`: what a version of a profile would move, and bringing it to cases."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.cases import AsJson, Key, ask
from cli.client import Client, Json
from cli.documents import read_text
from cli.loading import progress_text, sums_text, try_out
from cli.outcome import show
from cli.regulations import Numbers, numbers_of


def load_profile(
    source: Annotated[str, typer.Argument(metavar="FILE", help="法规配置 TOML / a profile, - 为标准输入")],
    number: Numbers = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看影响 / only show what would move")] = False,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """载入法规配置,并送达全部在办案件 / loads a profile and brings it to every running case.

    A running clock keeps its version unless the file says migrate_running = true. With --dry-run nothing is
    changed: one line per clock that would move (with --json one JSON document per line), then the sums.
    """
    body: Json = {"toml": read_text(source), "numbers": numbers_of(number or [])}
    if dry_run:
        ask(lambda client: _try(client, body, as_json))
        return
    loaded = ask(lambda client: client.post("/v1/profiles", body, key))
    show(loaded, as_json, _loaded_text(loaded))


def show_progress(revision: Annotated[int, typer.Argument(min=1)], as_json: AsJson = False) -> None:
    """一次载入已送达多少案件 / how many cases a load has told."""
    found = ask(lambda client: client.get(f"/v1/profiles/{revision}/progress"))
    show(found, as_json, progress_text(found))


async def _try(client: Client, body: Json, as_json: bool) -> Json:
    page, sums = await try_out(client, "/v1/profiles/dry-run", body, as_json)
    whole = {name: page[name] for name in ("profile", "replaces", "takes_over")} | sums
    show(whole, as_json, _tried_text(whole))
    return whole


def _tried_text(whole: Json) -> str:
    if not whole["takes_over"]:
        return (
            f"{whole['profile']}:在办期限仍按原版本,以后开始的期限适用新版本"
            " / running clocks keep their version; clocks that start later take this one"
        )
    return sums_text(f"{whole['profile']} 接管 {', '.join(whole['takes_over'])}", whole)


def _loaded_text(loaded: Json) -> str:
    if loaded["revision"] is None:
        return f"自带的 {loaded['profile']} 即是此版本 / this is the shipped version, nothing changes"
    return (
        f"已载入 {loaded['profile']};正在送达在办案件:redress profile progress {loaded['revision']}"
        " / on its way to the cases"
    )
