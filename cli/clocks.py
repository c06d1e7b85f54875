"""`redress clock explain`: answers questions about deadlines without a running stack (contracts §2)."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated, Any, BinaryIO

import typer

from cli.documents import parse_object, read_text, strict_json
from cli.outcome import Unusable, answer, say
from cli.rendering import explanation_text
from redress.domain.explain import explain_document
from redress.domain.problems import Problem
from redress.domain.tables import Tables, load_tables

clocks = typer.Typer(help="期限的计算 / how deadlines are counted")


class Lang(StrEnum):
    ZH = "zh"
    EN = "en"


@clocks.command("explain")
def explain(
    source: Annotated[str, typer.Argument(metavar="[FILE|-]", help="默认标准输入 / default: stdin")] = "-",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="每行一问一答 / one question per line")] = False,
    lang: Annotated[Lang | None, typer.Option(help="以文字说明 / in words instead of JSON")] = None,
) -> None:
    """逐日说明一个期限如何算出 / how a deadline comes about, day by day. Answers JSON unless --lang is given.

    With --jsonl every line gets an answer, an unusable one `{"error": …}`; the exit code is 0 when all lines
    were answered. A single document that cannot be used ends with exit code 2.
    """
    tables = load_tables()
    if jsonl:
        if lang is not None:
            raise Unusable("--jsonl 与 --lang 不能同时使用", "--jsonl and --lang exclude each other")
        _each_line(source, tables)
        return
    answered = explain_document(parse_object(read_text(source), source), tables)
    if isinstance(answered, Problem):
        raise Unusable(answered.one_line("zh"), answered.one_line("en"))
    if lang is None:
        answer(answered)
    else:
        say(explanation_text(answered, lang.value))


def _each_line(source: str, tables: Tables) -> None:
    try:
        if source == "-":
            _answer_lines(sys.stdin.buffer, tables)
        else:
            with open(source, "rb") as file:
                _answer_lines(file, tables)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise Unusable(f"无法读取 {source}", f"cannot read {source} ({error.strerror})") from None


def _answer_lines(lines: BinaryIO, tables: Tables) -> None:
    for line in lines:
        answer(_answer_line(line, tables))
        sys.stdout.flush()


def _answer_line(line: bytes, tables: Tables) -> dict[str, Any]:
    try:
        document = strict_json(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return _error(Problem("", "not_json", (str(error),)))
    answered = explain_document(document, tables)
    return _error(answered) if isinstance(answered, Problem) else answered


def _error(problem: Problem) -> dict[str, Any]:
    return {
        "error": problem.one_line("en"),
        "error_zh": problem.one_line("zh"),
        "code": problem.code,
        "place": problem.place,
    }
