"""`redress profile load` and `progress`: what a version of a profile would move, and bringing it to cases."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any
from urllib.parse import quote

import typer

from cli.calendar_load import move_text, progress_text
from cli.cases import AsJson, Key, ask
from cli.client import Client, Json
from cli.documents import read_text
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
    """Page by page, so that neither side holds more than one."""
    sums: Counter[str] = Counter(moved=0, becomes_overdue=0, saved=0, looked_at=0, unknown=0)
    path = "/v1/profiles/dry-run"
    while True:
        page = await client.post(path, body)
        for move in page["moves"]:
            show(move, as_json, move_text(move))
            sums.update(moved=1, becomes_overdue=move["becomes_overdue"], saved=move["saved"])
        sums.update(looked_at=page["looked_at"], unknown=page["unknown"])
        if page["next_cursor"] is None:
            break
        path = f"/v1/profiles/dry-run?cursor={quote(page['next_cursor'], safe='')}"
    whole = {name: page[name] for name in ("profile", "replaces", "takes_over")} | sums
    show(whole, as_json, _sums_text(whole))
    return whole


def _sums_text(sums: dict[str, Any]) -> str:
    if not sums["takes_over"]:
        return (
            f"{sums['profile']}:在办期限仍按原版本,以后开始的期限适用新版本"
            " / running clocks keep their version; clocks that start later take this one"
        )
    lines = [
        f"{sums['profile']} 接管 {', '.join(sums['takes_over'])}:变动 {sums['moved']}"
        f",将逾期 {sums['becomes_overdue']},不再逾期 {sums['saved']},共查 {sums['looked_at']} 个期限"
        " / moved, becoming overdue, saved, clocks looked at"
    ]
    if sums["unknown"]:
        lines.append(f"{sums['unknown']} 个期限未记录依据,无法预计 / clocks of which nothing can be said")
    return "\n".join(lines)


def _loaded_text(loaded: Json) -> str:
    if loaded["revision"] is None:
        return f"自带的 {loaded['profile']} 即是此版本 / this is the shipped version, nothing changes"
    return (
        f"已载入 {loaded['profile']};正在送达在办案件:redress profile progress {loaded['revision']}"
        " / on its way to the cases"
    )
