"""One document as PDF: a template, its values and what surrounds them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from redress.documents.characters import settable
from redress.documents.composing import Surroundings, compose
from redress.documents.press import press
from redress.documents.template import Template
from redress.documents.values import BLANK_DAY, Value, day_words, write
from redress.domain.problems import Problem


class Standing(StrEnum):
    """What the paper is good for; all but a valid one say so across every page."""

    DRAFT = "draft"
    VALID = "valid"
    VOID = "void"


MARKS = {Standing.DRAFT: "草稿", Standing.VALID: "", Standing.VOID: "作废"}


def document_number(place: str, series: str, year: int, serial: int) -> str:
    """The number of an issued document (文号): 江城市监受〔2026〕第12号."""
    return f"{place}市监{series}〔{year}〕第{serial}号"


def render(
    template: Template,
    fields: Mapping[str, Value],
    *,
    number: str | None,
    dated_on: date | None,
    seal_text: str,
    copy_mark: str | None = None,
    standing: Standing = Standing.VALID,
) -> bytes | tuple[Problem, ...]:
    """The PDF, or what is wrong with the values; the same bytes for the same arguments.

    `number` and `dated_on` are None while nobody has given them: room is left. `seal_text` is the office
    over whose name the seal goes, `copy_mark` tells copies apart (存档联).
    """
    written = write(template, fields)
    if isinstance(written, tuple):
        return written
    surroundings = Surroundings(
        number=settable(number) if number else _unnumbered(template),
        office=settable(seal_text),
        dated_on=day_words(dated_on) if dated_on else BLANK_DAY,
    )
    data = {
        "title": template.title_zh,
        "size": template.size,
        "mark": MARKS[standing],
        "copy_mark": settable(copy_mark or ""),
        "running": f"{template.title_zh}　{surroundings.number}",
        "table_size": 12,
        "footer": True,
        "blocks": compose(template, written, surroundings),
    }
    return press("document.typ", data)


def _unnumbered(template: Template) -> str:
    return f"市监{template.series}〔\u3000\u3000〕第\u3000\u3000号" if template.series else ""
