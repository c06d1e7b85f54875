"""Answers of a stack as text for a terminal, Chinese first. What they mean is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from redress.domain.prose import prose

Document = Mapping[str, Any]

STATES = {
    "running": "计时中",
    "suspended": "中止计算",
    "met": "已履行",
    "expired": "期限届满",
    "breached": "逾期",
    "cancelled": "已取消",
}
DAY_KINDS = {
    "start": "起始日(不计) start",
    "working": "工作日 working",
    "makeup": "调休上班 make-up",
    "weekend": "周末 weekend",
    "holiday": "放假 holiday",
    "regional": "本地区放假 regional day off",
    "calendar": "自然日 calendar",
    "suspended": "不计入 suspended",
    "rolled": "顺延 rolled",
}


def filed_text(filed: Document) -> str:
    """What a filing was answered: number, query code, clocks, open items."""
    lines = [
        f"案号 {filed['case_number']}  查询码 {filed.get('query_code', '')}  {filed.get('stage', '')}",
        f"case_id {filed['case_id']}",
        *_clocks(filed.get("clocks") or ()),
        *_open_items(filed),
    ]
    return "\n".join(lines)


def case_text(view: Document) -> str:
    """One case: stage, handler, clocks, open items and what may be done next."""
    lines = [
        f"案号 {view['case_number']}  {view['stage']}  版本 {view['version']}",
        f"case_id {view['case_id']}",
        f"机构 {view.get('office') or '-'}  承办人 {view.get('handler') or '-'}",
        f"法规 {view.get('profile') or '-'}",
    ]
    if view.get("outcome"):
        lines.append(f"结果 {view['outcome']}  挽回损失 {view.get('recovered_amount') or 0}")
    lines += [*_clocks(view.get("clocks") or ()), *_open_items(view)]
    if view.get("allowed_commands"):
        lines.append("可用命令 " + " ".join(view["allowed_commands"]))
    return "\n".join(lines)


def list_text(page: Document) -> str:
    """One line per case; the cursor of the next page last."""
    lines = [
        f"{item['case_number']}  {item['stage']:<11}  {item.get('due_on') or '-':<10}"
        f"  {'逾期' if item.get('overdue') else '    '}  {item['case_id']}"
        for item in page["items"]
    ]
    if page.get("next_cursor"):
        lines.append(f"下一页 --cursor {page['next_cursor']}")
    return "\n".join(lines) if lines else "没有案件 / no cases"


def timeline_text(events: Document) -> str:
    """One line per event, oldest first."""
    items: Iterable[Document] = events.get("items") or events.get("events") or ()
    return "\n".join(
        f"{event['seq']:>4}  {event['occurred_at']}  {event['type']:<26} {_actor(event.get('actor'))}"
        for event in items
    )


def explanation_text(explanation: Document, lang: str = "zh") -> str:
    """How a due day came about: in words, then every day with its number."""
    due, state = explanation.get("due_on"), explanation.get("state")
    words = STATES.get(str(state), state) if lang == "zh" else state
    title = "到期日" if lang == "zh" else "due on"
    lines = [f"{title} {due or '-'}  ({words})", prose(explanation, lang)]
    for day in explanation.get("days") or ():
        zh, _, en = DAY_KINDS.get(day["kind"], day["kind"]).rpartition(" ")
        count = "" if day.get("count") is None else day["count"]
        lines.append(f"  {day['date']}  {count:>4}  {zh or en if lang == 'zh' else en}")
    return "\n".join(lines)


def _clocks(clocks: Iterable[Document]) -> list[str]:
    return [
        f"  期限 {clock['key']:<32} {STATES.get(clock['state'], clock['state'])}"
        f"  {clock.get('due_on') or '-'}  {clock.get('citation') or ''}"
        for clock in clocks
    ]


def _open_items(view: Document) -> list[str]:
    items = view.get("open_items") or ()
    return ["待补充 " + "、".join(str(item) for item in items)] if items else []


def _actor(actor: object) -> str:
    return str(actor.get("person", "")) if isinstance(actor, Mapping) else str(actor or "")
