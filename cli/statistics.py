"""`redress statistics`: the figures of a period over HTTP, as text, JSON, a workbook or CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlencode

import typer

from cli.cases import AsJson, ask
from cli.client import Json
from cli.evidence import fetch
from cli.outcome import show
from redress.domain.board import Count, Rate
from redress.domain.board_words import COUNT_WORDS, RATE_WORDS
from redress.domain.statistical_periods import Kind


def show_statistics(
    kind: Annotated[
        Kind, typer.Argument(metavar="KIND", help="month, quarter, half-year, year; day, week")
    ],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="2026-11, 2026-Q4, 2026-H2, 2026, …")],
    xlsx: Annotated[Path | None, typer.Option(help="另存为工作簿 / save a workbook")] = None,
    csv: Annotated[Path | None, typer.Option(help="另存为 CSV / save as CSV")] = None,
    office: Annotated[str | None, typer.Option(help="本单位或下级单位 / own office or one below")] = None,
    as_json: AsJson = False,
) -> None:
    """某一期间的统计:收到、决定、办结、成功、挽回 / the figures of a period; day and week are the sheets.

    存为文件时只说明存到何处 / with a file it only says where that is.
    """
    place = f"/v1/statistics/{kind}/{quote(period, safe='')}"
    narrowed = {"office": office} if office else {}
    files = {name: target for name, target in (("xlsx", xlsx), ("csv", csv)) if target is not None}
    for name, target in files.items():
        fetch(f"{place}?{urlencode({**narrowed, 'format': name})}", target)
    if not files:
        found = ask(lambda client: client.get(place, narrowed))
        show(found, as_json, _text(found))


def _text(found: Json) -> str:
    three = (found["figures"], found["before"]["figures"], found["year_before"]["figures"])
    periods = (found["period"], found["before"]["period"], found["year_before"]["period"])
    mark = "  演练 / rehearsal" if found["rehearsal"] else ""
    lines = [f"{found['name_zh']} {found['name_en']}  {found['first']} – {found['last']}{mark}"]
    lines.append(_line("", *periods))
    for what in Count:
        if what in found["figures"]:
            word = COUNT_WORDS[what]
            lines.append(_line(f"{word.zh} {word.en}", *(str(each[what]) for each in three)))
    for rate in Rate:
        shares = (each["rates"][rate] for each in three)
        words = " ".join(RATE_WORDS[rate])
        lines.append(_line(words, *("–" if share is None else f"{share:.1%}" for share in shares)))
    amounts = (f"{each['recovered_amount']:,}" for each in three)
    lines.append(_line("挽回损失(元) Loss recovered (CNY)", *amounts))
    return "\n".join(lines)


def _line(name: str, *values: str) -> str:
    """A name in 44 columns, of which a Chinese character takes two, and the values to the right of it."""
    width = sum(2 if ord(one) > 0x2E7F else 1 for one in name)
    return name + " " * max(0, 44 - width) + "".join(f"{value:>14}" for value in values)
