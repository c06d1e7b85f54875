"""What an import tells afterwards: one JSON line per row, a summary, a progress line. No row contents."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, TextIO


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledRow:
    """A row that became a case; `lacked` are the case's open items."""

    row: int
    line: int
    source_id: str | None
    result: Literal["filed"] = "filed"
    case_id: str
    case_number: str
    lacked: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that became none: stable `code` and a reason."""

    row: int
    line: int
    source_id: str | None
    result: Literal["refused"] = "refused"
    code: str
    reason: str


@dataclass(slots=True)
class Tally:
    """Counts of one run; the reasons and open items by name."""

    filed: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    lacked: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)

    @property
    def rows(self) -> int:
        return self.filed + self.refused.total()

    def count(self, row: FiledRow | RefusedRow) -> None:
        if isinstance(row, FiledRow):
            self.filed += 1
            self.lacked.update(row.lacked)
        else:
            self.refused[row.code] += 1

    def summary(self) -> dict[str, Any]:
        seconds = time.monotonic() - self.started
        return {
            "rows": self.rows,
            "filed": self.filed,
            "refused": self.refused.total(),
            "refused_by": dict(self.refused.most_common()),
            "lacked": dict(self.lacked.most_common()),
            "seconds": round(seconds, 2),
            "cases_per_second": round(self.filed / seconds, 1) if seconds else None,
        }


class Report:
    """The report file (JSONL, for its owner only). Use as a context manager; each row is written at once."""

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file: TextIO = os.fdopen(descriptor, "w", encoding="utf-8", buffering=1)
        self.tally = Tally()

    def __enter__(self) -> Report:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, row: FiledRow | RefusedRow) -> None:
        self.tally.count(row)
        self.write(asdict(row))

    def write(self, document: dict[str, Any]) -> None:
        self._file.write(json.dumps(document, ensure_ascii=False) + "\n")


class Progress:
    """One line on stderr: rewritten on a terminal, a new one now and then elsewhere."""

    def __init__(self, tally: Tally, size: int) -> None:
        self._tally, self._size = tally, max(size, 1)
        self._terminal = sys.stderr.isatty()
        self._every = 0.2 if self._terminal else 10.0
        self._next = time.monotonic() + self._every

    def show(self, position: int) -> None:
        """`position`: bytes read so far."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + self._every
        tally = self._tally
        rate = tally.rows / max(now - tally.started, 0.001)
        percent = min(100, position * 100 // self._size)
        refused = tally.refused.total()
        text = f"已读 {percent}%  登记 {tally.filed} filed  退回 {refused} refused  {rate:.1f}/s"
        sys.stderr.write(f"\r{text}\x1b[K" if self._terminal else f"{text}\n")
        sys.stderr.flush()

    def end(self) -> None:
        if self._terminal:
            sys.stderr.write("\r\x1b[K")
