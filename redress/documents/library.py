"""The templates that come with Redress, one TOML file per kind of document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from redress.documents.template import Template
from redress.documents.template_file import load_template

FOLDER = Path(__file__).parent / "templates"


@cache
def shipped_templates() -> Mapping[str, Template]:
    """All of them by code, the official forms first; raises ValueError when one cannot be read."""
    found: list[Template] = []
    for path in sorted(FOLDER.glob("*.toml")):
        read = load_template(path.read_text(encoding="utf-8"))
        if not isinstance(read, Template):
            raise ValueError(f"{path.name}:{read[0].one_line()}")
        found.append(read)
    found.sort(key=lambda one: (one.form or 99, one.code))
    return MappingProxyType({one.code: one for one in found})
