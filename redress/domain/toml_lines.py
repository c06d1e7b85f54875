"""Finds the line of a place inside a TOML text, which `tomllib` does not tell. Reads nothing else of it."""

from __future__ import annotations

import re

HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
STEP = re.compile(r"([A-Za-z0-9_-]+)(?:\[(\d+)\])?")


def line_of(text: str, place: str) -> int | None:
    """The line (1-based) of a place like `clock[2].sources`, else of its table, else None.

    Of a list spread over lines, one item per line, the line of the item (`ladder[0].levels[3].to_role`).
    """
    wanted = [(name, int(index) if index else 0) for name, index in STEP.findall(place)]
    if not wanted:
        return None
    seen: dict[str, int] = {}
    table: tuple[str, int] | None = None
    fallback: int | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        header = HEADER.match(line)
        if header:
            name = header.group(2)
            seen[name] = seen.get(name, -1) + 1
            table = (name, seen[name] if header.group(1) == "[[" else 0)
            if table == wanted[0]:
                fallback = number
            continue
        key = KEY.match(line)
        if key is None:
            continue
        if table is None and key.group(1) == wanted[0][0]:
            return number
        if len(wanted) > 1 and table == wanted[0] and key.group(1) == wanted[1][0]:
            spread = len(wanted) > 2 and line.rstrip().endswith("[")
            return number + 1 + wanted[1][1] if spread else number
    return fallback
