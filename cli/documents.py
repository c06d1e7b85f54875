"""JSON documents that come in by file, standard input or option. What they hold is not checked here."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from cli.outcome import Unusable

LARGEST = 16 * 1024 * 1024
"""Bytes; far above any document a stack accepts (1 MiB), far below what would hurt this process."""


def read_text(source: str) -> str:
    """The UTF-8 text of a file, or of standard input for `-`; raises Unusable."""
    try:
        raw = sys.stdin.buffer.read(LARGEST + 1) if source == "-" else _read(Path(source))
    except OSError as error:
        raise Unusable(f"无法读取 {source}", f"cannot read {source} ({error.strerror})") from None
    if len(raw) > LARGEST:
        raise Unusable(f"{source} 过大", f"{source} is larger than {LARGEST} bytes")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable(
            f"{source} 不是 UTF-8 文本", f"{source} is not UTF-8 text (byte {error.start})"
        ) from None


def parse_object(text: str, name: str) -> dict[str, Any]:
    """One JSON object; raises Unusable naming the line and column, or what it is instead."""
    try:
        document = strict_json(text)
    except json.JSONDecodeError as error:
        raise Unusable(
            f"{name} 不是有效的 JSON(第 {error.lineno} 行第 {error.colno} 列)",
            f"{name} is not JSON: {error.msg} at line {error.lineno} column {error.colno}",
        ) from None
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{name} 不是有效的 JSON", f"{name} is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise Unusable(f"{name} 应为一个 JSON 对象", f"{name} must be a JSON object")
    return document


def read_object(source: str) -> dict[str, Any]:
    """The JSON object of a file or of standard input (`-`)."""
    return parse_object(read_text(source), source)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def strict_json(text: str) -> Any:
    """A JSON value (RFC 8259); raises ValueError or RecursionError, also for NaN, Infinity and a name given
    twice in one object, of which all but the last would quietly be lost.
    """
    return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_each_name_once)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a JSON number")


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name, each in pairs:
        if name in value:
            raise ValueError(f"{name!r} is given twice in one object")
        value[name] = each
    return value
