"""`redress calendar load` and `progress`: what a notice would move, bringing it to cases, how far that is."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any
from urllib.parse import quote

import typer

from cli.cases import AsJson, Key, ask
from cli.client import Client, Json
from cli.documents import read_object
from cli.outcome import show

MARKS = (("becomes_overdue", "将逾期 becomes overdue"), ("saved", "不再逾期 saved"))


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


def progress_text(found: Json) -> str:
    """How far a load has come, in a line."""
    state = "已完成 / done" if found["done"] else "进行中 / going on"
    return f"{state}  已通知 {found['told']}  已办结 {found['ended']}  第 {found['rounds']} 轮 / rounds"


async def _try(client: Client, notice: Json, as_json: bool) -> Json:
    """Page by page, so that neither side holds more than one."""
    sums: Counter[str] = Counter(moved=0, becomes_overdue=0, saved=0, looked_at=0, unknown=0)
    path = "/v1/calendars/dry-run"
    while True:
        page = await client.post(path, notice)
        for move in page["moves"]:
            show(move, as_json, move_text(move))
            sums.update(moved=1, becomes_overdue=move["becomes_overdue"], saved=move["saved"])
        sums.update(looked_at=page["looked_at"], unknown=page["unknown"])
        if page["next_cursor"] is None:
            break
        path = f"/v1/calendars/dry-run?cursor={quote(page['next_cursor'], safe='')}"
    whole = {"calendar_before": page["calendar_before"], "calendar_after": page["calendar_after"], **sums}
    show(whole, as_json, _sums_text(whole))
    return whole


def move_text(move: Json) -> str:
    """One clock that would move, in a line."""
    marks = "  ".join(words for name, words in MARKS if move[name])
    provisional = "  暂定 provisional" if move["provisional_after"] else ""
    return (
        f"{move['case_number']}  {move['clock']:<28}"
        f"  {move['due_on_before']} → {move['due_on_after'] or '-'}{provisional}  {marks}".rstrip()
    )


def _sums_text(sums: dict[str, Any]) -> str:
    lines = [
        f"{sums['calendar_before']} → {sums['calendar_after']}:变动 {sums['moved']}"
        f",将逾期 {sums['becomes_overdue']},不再逾期 {sums['saved']},共查 {sums['looked_at']} 个期限"
        " / moved, becoming overdue, saved, clocks looked at"
    ]
    if sums["unknown"]:
        lines.append(f"{sums['unknown']} 个期限未记录依据,无法预计 / clocks of which nothing can be said")
    return "\n".join(lines)


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
