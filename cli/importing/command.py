"""`redress import FILE.csv --mapping M.toml`: the command around `run.py`."""

from __future__ import annotations

import asyncio
import os
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from cli.client import UNATTENDED, Client
from cli.importing.report import Progress, Report
from cli.importing.run import AT_ONCE, file_rows
from cli.outcome import Unusable, Wanting, answer, say
from cli.session import Access, access
from redress.files.column_mapping import ColumnMapping, read_mapping
from redress.files.csv_rows import UnusableFile
from redress.files.csv_survey import Survey, survey


def import_file(
    source: Annotated[Path, typer.Argument(metavar="FILE.csv")],
    mapping: Annotated[str, typer.Option(help="映射文件,或自带的名称 / a file, or a shipped one: cfpb")],
    report: Annotated[Path | None, typer.Option(help="报告文件 / default: ./FILE.import.jsonl")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出 / print JSON")] = False,
) -> None:
    """批量导入:每行登记一件,中断后可重跑 / one case per row; after a stop just run it again."""
    try:
        _import_file(source, mapping, report, as_json)
    except UnusableFile as error:
        raise Unusable(error.zh, error.en) from None


def _import_file(source: Path, mapping: str, report: Path | None, as_json: bool) -> None:
    columns = read_mapping(_mapping_file(mapping))
    try:
        with source.open("rb") as file:
            found = survey(file)
    except OSError as error:
        raise Unusable(f"无法读取 {source}", f"cannot read {source} ({error.strerror})") from None
    target = report or Path(f"{source.stem}.import.jsonl")
    try:
        written = Report(target)
    except OSError as error:
        raise Unusable(f"无法写入报告 {target}", f"cannot write {target} ({error.strerror})") from None
    with written:
        asyncio.run(_import(source, found, columns, written, access(os.environ)))
        summary = {
            "file": source.name,
            "sha256": found.sha256,
            "encoding": columns.encoding or found.encoding,
            **written.tally.summary(),
        }
        written.write({"summary": summary})
    if as_json:
        answer(summary | {"report": str(target)})
    else:
        say(
            f"共 {summary['rows']} 行:登记 {summary['filed']},退回 {summary['refused']},"
            f"{summary['cases_per_second']} 件/秒;报告 {target} / rows, filed, refused, per second, report"
        )
    if summary["refused"]:
        reasons = "、".join(f"{code} {count}" for code, count in summary["refused_by"].items())
        raise Wanting(f"{summary['refused']} 行未登记:{reasons}", f"rows were refused; see {target}")


async def _import(
    source: Path, found: Survey, columns: ColumnMapping, report: Report, way: Access
) -> None:
    progress = Progress(report.tally, found.size)
    async with Client(way, patience=UNATTENDED, connections=AT_ONCE) as client:
        try:
            await file_rows(source, found, columns, client, report, progress.show)
        finally:
            progress.end()


def _mapping_file(name: str) -> Path:
    """A file of that name, or else the shipped mapping."""
    path = Path(name)
    shipped = Path(str(files("cli") / "mappings" / f"{name}.toml"))
    return shipped if not path.exists() and path.parent == Path() and shipped.exists() else path
