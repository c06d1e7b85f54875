"""Files the rows of a file, each once: the key of a row is the file's hash and the row's own id."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from cli.client import Client, Refused
from cli.importing.report import FiledRow, RefusedRow, Report
from cli.outcome import Ended, Unusable, Wanting
from redress.files.column_mapping import ColumnMapping, Unmappable
from redress.files.csv_rows import BadRow, CsvRows, Row, row_key, text_of
from redress.files.csv_survey import Survey

AT_ONCE: Final = 8
ROW_PROBLEMS: Final = frozenset({400, 409, 413, 422})
"""Statuses that speak of one row; any other refusal concerns every row and stops the import."""

async def file_rows(
    path: Path, found: Survey, mapping: ColumnMapping, client: Client, report: Report,
    progress: Callable[[int], None],
) -> None:
    """Files every row of the file, a few at once; the report says what became of each.

    Running it again after it was stopped files nothing twice. Raises Unusable when file and mapping do not
    fit, Wanting when the stack cannot take any row.
    """
    with text_of(path.open("rb"), mapping.encoding or found.encoding) as file:
        rows = CsvRows(file, mapping.delimiter)
        missing = mapping.missing_columns(rows.header)
        if missing:
            raise Unusable(f"文件没有列 {missing[0]!r}", f"the file lacks column(s) {', '.join(missing)}")
        waiting: asyncio.Queue[Row | BadRow | None] = asyncio.Queue(AT_ONCE * 2)

        async def take() -> None:
            while (row := await waiting.get()) is not None:
                report.add(await _file(row, found.sha256, mapping, client))
                progress(file.buffer.tell())

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(take())
                for row in rows:
                    await waiting.put(row)
                for _ in range(AT_ONCE):
                    await waiting.put(None)
        except* Ended as stopped:
            raise _stopped(stopped, report) from None


async def _file(
    row: Row | BadRow, sha256: str, mapping: ColumnMapping, client: Client
) -> FiledRow | RefusedRow:
    source_id = (row.values.get(mapping.source_id, "").strip() or None) if mapping.source_id else None
    code, reason = "unmappable", ""
    if isinstance(row, BadRow):
        code, reason = row.code, row.reason
    else:
        try:
            filed = await client.post(
                "/v1/complaints", mapping.filing(row.values), row_key(sha256, source_id, row.number)
            )
        except Unmappable as error:
            reason = str(error)
        except Refused as refused:
            if refused.status not in ROW_PROBLEMS:
                raise
            code, reason = refused.reason, str(refused)
        else:
            return _filed(row, source_id, filed)
    return RefusedRow(row=row.number, line=row.line, source_id=source_id, code=code, reason=reason)


def _filed(row: Row, source_id: str | None, filed: dict[str, Any]) -> FiledRow:
    return FiledRow(
        row=row.number,
        line=row.line,
        source_id=source_id,
        case_id=filed["case_id"],
        case_number=filed["case_number"],
        lacked=tuple(filed["open_items"]),
    )


def _stopped(group: BaseExceptionGroup[Ended], report: Report) -> Ended:
    """The first error of the group; what came through so far stays filed and is not filed again."""
    first: BaseException = group
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    if isinstance(first, Unusable):
        return first
    rows = report.tally.rows
    return Wanting(f"{first};已处理 {rows} 行,重新运行即可继续", f"stopped after {rows} rows; run it again")
