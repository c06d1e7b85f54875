"""`redress case evidence` and `redress case evidence-get`: files of evidence go in and come out."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp
from typing import Annotated, BinaryIO

import typer

from cli.cases import AsJson, CaseId, Key, ask
from cli.client import case_path, through
from cli.outcome import Unusable, Wanting, say, show
from cli.rendering import case_text
from cli.session import access
from redress.domain.evidence import EvidenceKind


def add_evidence(
    case: CaseId,
    source: Annotated[Path, typer.Argument(metavar="FILE", help="要提交的文件 / the file")],
    kind: Annotated[EvidenceKind, typer.Option("--class", help="证据类别 / class of evidence")],
    given_by: Annotated[str, typer.Option(help="complainant, respondent-1, office, others")],
    name: Annotated[str | None, typer.Option(help="证据名称,默认为文件名 / default: the file's")] = None,
    description: Annotated[str | None, typer.Option(help="说明 / description")] = None,
    obtained_at: Annotated[str | None, typer.Option(help="RFC 3339 时间 / instant with offset")] = None,
    completes: Annotated[list[str] | None, typer.Option(help="补齐的事项 / open items it completes")] = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """提交一件证据及其文件 / add a piece of evidence with its file."""
    given = {"name": name, "description": description, "obtained_at": obtained_at}
    fields: dict[str, str | list[str]] = {each: value for each, value in given.items() if value is not None}
    fields |= {"kind": kind.value, "given_by": given_by, "completes": completes or []}
    with _reading(source) as file:
        view = ask(
            lambda client: client.upload(case_path(case, "/evidence"), fields, source.name, file, key)
        )
    show(view, as_json, case_text(view))


def get_evidence(
    case: CaseId,
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="证据编号 / number of the piece")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="存为 / where to put it")],
) -> None:
    """取回一件证据的文件,写入前核对哈希 / fetch a file; its hash is checked before it is there."""
    fetch(case_path(case, f"/evidence/{number}"), target)


def fetch(path: str, target: Path) -> None:
    """Saves what an address gives; it is there whole and of the hash that was said, or not at all."""
    try:
        descriptor, aside = mkstemp(dir=target.parent, prefix=".redress-")
    except OSError as error:
        raise Unusable(f"无法写入 {target}", f"cannot write {target} ({error.strerror})") from None
    try:
        with os.fdopen(descriptor, "wb") as out:
            said = through(lambda client: client.download(path, out), access(os.environ))
        if _digest(Path(aside)) != said:
            raise Wanting("收到的文件与登记的哈希不符", "what came is not the file of that hash")
        Path(aside).replace(target)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(aside)
    say(f"{target}  sha256 {said}")


def _reading(source: Path) -> BinaryIO:
    try:
        return source.open("rb")
    except OSError as error:
        raise Unusable(f"无法读取 {source}", f"cannot read {source} ({error.strerror})") from None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
