"""`redress permissions`: who may give which command. It needs no stack: the table is part of the product."""

from __future__ import annotations

from typing import Any

from cli.cases import AsJson
from cli.outcome import show
from redress.domain.permissions import permission_table

WIDTH = 30


def show_permissions(as_json: AsJson = False) -> None:
    """谁可以办理什么 / who may do what: command, roles, and what they must be to the case."""
    table = permission_table()
    words = {one["relation"]: one for one in table["relations"]}
    lines = [_line(row) for row in table["commands"]]
    lines += ["", *(f"{name}: {one['title_zh']} / {one['title_en']}" for name, one in words.items())]
    show(table, as_json, "\n".join(lines))


def _line(row: dict[str, Any]) -> str:
    asked = f"  [{' '.join(row['relations'])}]" if row["relations"] else ""
    return f"{row['command']:<{WIDTH}} {' '.join(row['roles'])}{asked}"
