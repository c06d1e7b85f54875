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
        document = json.loads(text, parse_constant=no_constant)
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


def no_constant(name: str) -> float:
    """For `json.loads(parse_constant=…)`: NaN and Infinity are no JSON (RFC 8259)."""
    raise ValueError(f"{name} is not a JSON number")
