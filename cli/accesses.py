"""`redress case accesses`: who read the texts of a case, for auditors and those who lead."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.cases import AsJson, CaseId, ask
from cli.client import Json, case_path
from cli.outcome import show


def list_accesses(
    case: CaseId,
    archive_only: Annotated[
        bool, typer.Option("--archive-only", help="仅限归档后的查阅 / of the archived case alone")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """案件的查阅记录,最新的在前 / who read the case, the newest first."""
    asked = "?archive_only=true" if archive_only else ""
    found = ask(lambda client: client.get(case_path(case, f"/accesses{asked}")))
    show(found, as_json, "\n".join(map(_line, found["items"])) or "没有 / none")


def _line(access: Json) -> str:
    read = f"{access['texts']} 段文字 / texts, {access['files']} 个文件 / files"
    return f"{access['at']}  {access['person']}  {access['purpose']}  {read}"
