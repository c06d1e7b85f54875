"""The bundle of a case (卷宗): cover, index, then its parts, on numbered pages. Data in, PDF out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from pypdf import PageObject, PdfReader

from redress.documents.binding import Unbindable, bind, harmless_pages
from redress.documents.characters import settable
from redress.documents.parts import Attachment, ClockSheet, CoverSheet, Ledger, Paper, Part, TextSheet
from redress.documents.pictures import picture_of, picture_sheet
from redress.documents.sheets import (
    Entry,
    clock_sheet,
    cover_sheet,
    index_sheet,
    kept_apart,
    ledger_sheet,
    text_sheet,
)
from redress.domain.counting import CHINA

Pages = Sequence[PageObject]

SETTLED = 4
"""The index is set until it takes as many pages as its own page numbers assumed."""


def bundle(cover: CoverSheet, parts: Sequence[Part]) -> bytes:
    """The bundle as one PDF with index, bookmarks and continuous page numbers; the same bytes for the same
    arguments. What cannot become pages (a video, a damaged or locked PDF) is named on a sheet of its own.
    """
    front = _own(cover_sheet(cover))
    bodies = [_pages(part) for part in parts]
    index: Pages = ()
    for _ in range(SETTLED):
        before = len(index)
        index = _own(index_sheet(_entries(parts, bodies, before=len(front) + before)))
        if len(index) == before:
            break
    bound = [("封面", front), ("卷内目录", index)]
    bound += [(settable(part.title), body) for part, body in zip(parts, bodies, strict=True)]
    return bind(bound, settable(f"{cover.title} {cover.case_number}"))


def _entries(parts: Sequence[Part], bodies: Sequence[Pages], before: int) -> list[Entry]:
    entries: list[Entry] = []
    for part, body in zip(parts, bodies, strict=True):
        number, day, remark = _told(part)
        entries.append(
            Entry(
                title=part.title,
                number=number,
                dated_on=day,
                remark=remark,
                first=before + 1,
                last=before + len(body),
            )
        )
        before += len(body)
    return entries


def _told(part: Part) -> tuple[str, date | None, str]:
    """Number, date and remark of a part in the index."""
    match part:
        case Paper():
            return part.number, part.dated_on, part.remark
        case Attachment():
            day = part.received_at.astimezone(CHINA).date() if part.received_at else None
            return "", day, part.remark
        case TextSheet():
            return "", part.dated_on, ""
        case Ledger() | ClockSheet():
            return "", None, ""


def _pages(part: Part) -> Pages:
    match part:
        case Paper():
            return _bound(part.pdf, part)
        case Ledger():
            return _own(ledger_sheet(part))
        case ClockSheet():
            return _own(clock_sheet(part))
        case TextSheet():
            return _own(text_sheet(part))
        case Attachment():
            return _attached(part)


def _attached(part: Attachment) -> Pages:
    if b"%PDF-" in part.data[:1024]:
        return _bound(part.data, part)
    picture = picture_of(part.data)
    if picture is None:
        return _own(kept_apart(part, "不是可以装订的格式"))
    if not picture.fits:
        return _own(kept_apart(part, f"图片尺寸为{picture.width}×{picture.height}"))
    try:
        note = f"{part.file_name}　SHA-256 {part.sha256}"
        return _own(picture_sheet(part.data, picture, part.title, note))
    except RuntimeError:
        return _own(kept_apart(part, "图片已损坏"))


def _bound(pdf: bytes, part: Paper | Attachment) -> Pages:
    try:
        return harmless_pages(pdf)
    except Unbindable as error:
        return _own(kept_apart(part, str(error)))


def _own(pdf: bytes) -> Pages:
    """The pages of a PDF that was made here."""
    return list(PdfReader(io.BytesIO(pdf)).pages)
