"""`redress calendar load` and `progress`: what a notice would move, bringing it to cases, how far that is."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.cases import AsJson, Key, ask
from cli.client import Client, Json
from cli.documents import read_object
from cli.loading import progress_text, sums_text, try_out
from cli.outcome import show


def load_notice(
    source: Annotated[str, typer.Argument(metavar="FILE", help="放假安排通知 / a notice, - 为标准输入")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看影响 / only show what would move")] = False,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """载入放假安排通知,并送达全部在办案件 / loads a notice and brings it to every running case.

    A file with a `code` is a region's own notice, for the offices at or below its `office`.
    With --dry-run nothing is changed: one line per clock that would move (with --json one JSON document per
    line), then the sums.
    """
    notice = read_object(source)
    if dry_run:
        ask(lambda client: _try(client, notice, as_json))
        return
    loaded = ask(lambda client: client.post("/v1/calendars", notice, key))
    show(loaded, as_json, _loaded_text(loaded))


def show_progress(revision: Annotated[int, typer.Argument(min=1)], as_json: AsJson = False) -> None:
    """一次载入已送达多少案件 / how many cases a load has told."""
    found = ask(lambda client: client.get(f"/v1/calendars/{revision}/progress"))
    show(found, as_json, progress_text(found))


async def _try(client: Client, notice: Json, as_json: bool) -> Json:
    page, sums = await try_out(client, "/v1/calendars/dry-run", notice, as_json)
    whole = {"calendar_before": page["calendar_before"], "calendar_after": page["calendar_after"], **sums}
    change = f"{whole['calendar_before']} → {whole['calendar_after']}"
    show(whole, as_json, sums_text(change, whole))
    return whole


def _loaded_text(loaded: Json) -> str:
    if loaded["revision"] is None:
        return f"该通知已有,日历不变({loaded['version']})/ known already, nothing changes"
    what = (
        f"{loaded['office']} 的地区放假安排 {loaded['code']}"
        if "code" in loaded
        else f"{loaded['year']} 年通知"
    )
    return (
        f"已载入 {what}({loaded['published_on']}),日历 {loaded['version']};"
        f"正在送达在办案件:redress calendar progress {loaded['revision']} / on its way to the cases"
    )
