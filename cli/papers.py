"""`redress case documents`, `document`, `draft` and `bundle`: the papers of a case from a shell."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from cli.cases import AsJson, CaseId, Key, ask
from cli.client import Json, case_path
from cli.documents import parse_object
from cli.evidence import fetch
from cli.outcome import show
from cli.rendering import case_text

Target = Annotated[Path, typer.Argument(metavar="OUT.pdf", help="存为 / where to put it")]
Reason = Annotated[
    str | None, typer.Option(help="查阅已归档案件的理由 / why an archived case is read: court, audit, …")
]


def list_documents(case: CaseId, as_json: AsJson = False) -> None:
    """案件的文书 / the documents of a case."""
    found = ask(lambda client: client.get(case_path(case, "/documents")))
    lines = [_line(one) for one in found["items"]] or ["无文书 / none"]
    show(found, as_json, "\n".join(lines))


def draft_document(
    case: CaseId,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="acceptance_decision, …")],
    party: Annotated[str | None, typer.Option(help="complainant-1, respondent-1, …")] = None,
    fields: Annotated[str, typer.Option("--fields", help="更改的内容 / JSON of fields")] = "{}",
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """拟一份文书,内容取自案件 / draw up a document from what the case says."""
    body: Json = {"kind": kind, "party": party, "fields": parse_object(fields, "--fields")}
    view = ask(lambda client: client.post(case_path(case, "/documents"), body, key))
    show(view, as_json, case_text(view))


def save_document(
    case: CaseId,
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="文书序号 / number of the document")],
    target: Target,
    reason: Reason = None,
) -> None:
    """取一份文书的 PDF / fetch a document."""
    fetch(case_path(case, f"/documents/{number}{_asked(reason)}"), target)


def save_bundle(case: CaseId, target: Target, reason: Reason = None) -> None:
    """取全案卷宗:文书、证据、期限说明、办理记录 / the whole file of the case, indexed and paged."""
    fetch(case_path(case, f"/bundle{_asked(reason)}"), target)


def _asked(reason: str | None) -> str:
    return f"?reason={quote(reason, safe='')}" if reason else ""


def _line(one: dict[str, Any]) -> str:
    told = f"  已告知 told {', '.join(one['told'])}" if one["told"] else ""
    return f"{one['number']:>3}  {one['kind']:<24} {one['standing']:<9} {one['reference'] or '-'}{told}"
