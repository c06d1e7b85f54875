"""The sheets that a bundle adds itself: cover, index, ledger, clocks, texts, and what is kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import cast

from redress.documents.characters import settable
from redress.documents.layout import Data, cell_data, narrow, split, wide
from redress.documents.parts import Attachment, ClockSheet, CoverSheet, Ledger, Paper, TextSheet
from redress.documents.press import press
from redress.documents.values import day_words
from redress.domain.citing import cited
from redress.domain.counting import CHINA
from redress.domain.prose import prose

WEEKDAYS = "一二三四五六日"

KINDS = {
    "start": "起算日，不计入",
    "working": "工作日",
    "makeup": "调休上班",
    "weekend": "周末，不计",
    "holiday": "法定节假日，不计",
    "calendar": "自然日",
    "suspended": "中止，不计入",
    "rolled": "顺延",
}
"""The kinds of days of an explained deadline."""

STATES = {
    "running": "进行中",
    "suspended": "中止计算",
    "met": "按期完成",
    "expired": "已届满",
    "breached": "逾期",
    "cancelled": "已取消",
}
"""The states of a clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the index: what lies on which pages of the bundle (1-based, both included)."""

    title: str
    number: str
    dated_on: date | None
    remark: str
    first: int
    last: int


def cover_sheet(cover: CoverSheet) -> bytes:
    """The cover of the bundle."""
    rows = [
        ("案件编号", cover.case_number),
        ("案由", cover.subject),
        ("投诉人", "、".join(cover.complainants)),
        ("被投诉人", "、".join(cover.respondents)),
        ("收到日期", _day(cover.received_on)),
        ("办结日期", _day(cover.concluded_on)),
        ("归档日期", _day(cover.archived_on)),
        ("承办人", cover.handler),
        ("适用规定", cover.regime),
        ("保管期限", cover.retention),
    ]
    blocks = [
        _line("title", cover.office),
        _line("title", cover.title),
        _table((1, 3), [[(label, True), (value, False)] for label, value in rows], height=14),
        _line("addressee", f"制作日期：{day_words(cover.made_on)}"),
    ]
    return _sheet(f"{cover.title} {cover.case_number}", blocks, table_size=13)


def index_sheet(entries: Sequence[Entry]) -> bytes:
    """The index of the bundle (卷内目录)."""
    rows = [
        [
            str(place),
            one.title,
            one.number,
            one.dated_on.isoformat() if one.dated_on else "",
            f"{one.first}" if one.first == one.last else f"{one.first}–{one.last}",
            one.remark,
        ]
        for place, one in enumerate(entries, start=1)
    ]
    head = ("序号", "题名", "文号", "日期", "页次", "备注")
    return _sheet("卷内目录", [_line("title", "卷内目录"), _listed((2, 9, 6, 4, 3, 4), head, rows)])


def ledger_sheet(ledger: Ledger) -> bytes:
    """The ledger as a table; an event entered later than it happened shows both moments."""
    rows = []
    for line in ledger.lines:
        moments, entered = _moment(line.at), _moment(line.recorded_at)
        if entered != moments:
            moments += f"\n（{entered}录入）"
        rows.append([str(line.seq), moments, line.event, line.actor, line.text])
    blocks = [
        _line("title", ledger.title),
        _listed((2, 7, 5, 4, 8), ("序号", "时间", "事项", "经办", "内容"), rows),
    ]
    if ledger.head:
        blocks.append(_paragraph(f"最后一条记录的校验值：{ledger.head}"))
    return _sheet(ledger.title, blocks)


def clock_sheet(clock: ClockSheet) -> bytes:
    """A deadline in sentences and day by day."""
    answer = clock.answer
    state = STATES.get(str(answer.get("state")), "")
    rows = [
        [
            cast(str, day["date"]),
            f"星期{WEEKDAYS[date.fromisoformat(cast(str, day['date'])).weekday()]}",
            KINDS.get(cast(str, day["kind"]), cast(str, day["kind"])),
            "" if day["count"] is None else str(day["count"]),
        ]
        for day in cast(Sequence[Mapping[str, object]], answer["days"])
    ]
    by = cited(cast("str | None", answer.get("citation")), "zh", full=True) or "—"
    blocks = [
        _line("title", clock.title),
        _paragraph(f"依据：{by}。状态：{state}。"),
        _paragraph("" if answer.get("given") else prose(answer)),
        _listed((4, 3, 6, 3), ("日期", "星期", "性质", "计数"), rows, align="center"),
    ]
    return _sheet(clock.title, blocks)


def text_sheet(sheet: TextSheet) -> bytes:
    """A plain text."""
    return _sheet(sheet.title, [_line("title", sheet.title), _paragraph(sheet.text)])


def kept_apart(part: Attachment | Paper, why: str) -> bytes:
    """The sheet in place of something that cannot lie in a bundle of paper."""
    rows = [("名称", part.title)]
    if isinstance(part, Attachment):
        received = _moment(part.received_at) if part.received_at else ""
        rows += [("文件名", part.file_name), ("提供人", part.given_by), ("收到时间", received)]
        size, digest = len(part.data), part.sha256
    else:
        rows += [("文号", part.number), ("日期", _day(part.dated_on))]
        size, digest = len(part.pdf), sha256(part.pdf).hexdigest()
    rows += [
        ("大小", f"{size}字节"),
        ("SHA-256", digest),
        ("备注", part.remark),
        ("未装入本卷的原因", why),
    ]
    table = _table((1, 3), [[(label, True), (value, False)] for label, value in rows], height=10)
    said = _paragraph("原件以电子文件另行保存，以上校验值可供核对。")
    return _sheet(part.title, [_line("title", "另行保存的材料"), table, said])


def _sheet(title: str, blocks: list[Data], table_size: int = 10) -> bytes:
    """A sheet without a foot: the page numbers are those of the bundle."""
    data: Data = {
        "title": settable(title),
        "size": 12,
        "mark": "",
        "copy_mark": "",
        "footer": False,
        "running": "",
    }
    return press("document.typ", data | {"table_size": table_size, "blocks": blocks})


def _line(kind: str, text: str) -> Data:
    return {"type": kind, "runs": [settable(text).replace("\n", " ")]}


def _paragraph(text: str) -> Data:
    return {"type": "paragraph", "lines": split(settable(text), wide), "indent": True, "keep": False}


def _listed(
    columns: tuple[int, ...], head: tuple[str, ...], rows: list[list[str]], align: str = "left"
) -> Data:
    """A table whose head stands on every page."""
    table = _table(
        columns,
        [[(label, True) for label in head], *([(text, False) for text in row] for row in rows)],
        height=8,
        align=align,
    )
    return table | {"header": 1}


def _table(
    columns: tuple[int, ...], rows: Sequence[Sequence[tuple[str, bool]]], height: int, align: str = "left"
) -> Data:
    """Rows of (text, whether it is a label)."""
    return {
        "type": "table",
        "columns": list(columns),
        "header": 0,
        "rows": [
            {
                "height": height,
                "cells": [
                    cell_data(
                        split(settable(text), narrow),
                        column=column,
                        label=label,
                        align="center" if label else align,
                    )
                    for column, (text, label) in enumerate(row)
                ],
            }
            for row in rows
        ],
    }


def _day(day: date | None) -> str:
    return day_words(day) if day else ""


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
