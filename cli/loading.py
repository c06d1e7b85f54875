"""What loads of notices and of profiles share: the walk of a dry run, and how far a load has come."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from cli.client import Client, Json
from cli.outcome import show

MARKS = (("becomes_overdue", "将逾期 becomes overdue"), ("saved", "不再逾期 saved"))


async def try_out(client: Client, path: str, body: Json, as_json: bool) -> tuple[Json, Counter[str]]:
    """Shows each clock that would move; the last page and the sums of all.

    Page by page, so that neither side holds more than one.
    """
    sums: Counter[str] = Counter(moved=0, becomes_overdue=0, saved=0, looked_at=0, unknown=0)
    asked = path
    while True:
        page = await client.post(asked, body)
        for move in page["moves"]:
            show(move, as_json, _move_text(move))
            sums.update(moved=1, becomes_overdue=move["becomes_overdue"], saved=move["saved"])
        sums.update(looked_at=page["looked_at"], unknown=page["unknown"])
        if page["next_cursor"] is None:
            return page, sums
        asked = f"{path}?cursor={quote(page['next_cursor'], safe='')}"


def sums_text(change: str, sums: Json) -> str:
    """The sums of a dry run under what would change."""
    lines = [
        f"{change}:变动 {sums['moved']}"
        f",将逾期 {sums['becomes_overdue']},不再逾期 {sums['saved']},共查 {sums['looked_at']} 个期限"
        " / moved, becoming overdue, saved, clocks looked at"
    ]
    if sums["unknown"]:
        lines.append(f"{sums['unknown']} 个期限未记录依据,无法预计 / clocks of which nothing can be said")
    return "\n".join(lines)


def progress_text(found: Json) -> str:
    """How far a load has come, in a line."""
    state = "已完成 / done" if found["done"] else "进行中 / going on"
    return f"{state}  已通知 {found['told']}  已办结 {found['ended']}  第 {found['rounds']} 轮 / rounds"


def _move_text(move: Json) -> str:
    marks = "  ".join(words for name, words in MARKS if move[name])
    provisional = "  暂定 provisional" if move["provisional_after"] else ""
    return (
        f"{move['case_number']}  {move['clock']:<28}"
        f"  {move['due_on_before']} → {move['due_on_after'] or '-'}{provisional}  {marks}".rstrip()
    )
