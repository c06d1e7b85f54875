"""Pages bound into one PDF: foreign pages made harmless, every page numbered, a bookmark for each part."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from redress.documents.press import press

PAGE_KEYS = frozenset({"/Type", "/MediaBox", "/CropBox", "/Resources", "/Contents", "/Rotate", "/Annots"})
"""What is taken over of a page: what it shows, and nothing that acts."""

MARK_KEYS = ("/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F")
"""What is taken over of a note, stamp or filled-in field on a page: its appearance."""

MOST_PAGES = 2000
"""More pages than that are no evidence but an attack, or belong apart."""

A4_WIDTH = 595.28
STAMP_WIDTH, STAMP_HEIGHT = 119.06, 19.84  # 42 mm × 7 mm, as in stamps.typ
EDGE = 28.0
STAMP = "/RedressPageNumber"


class Unbindable(Exception):
    """A PDF that cannot become pages of a bundle; the text says why, in Chinese."""


def harmless_pages(pdf: bytes) -> list[PageObject]:
    """The pages of a PDF without scripts, links, attachments and actions. Raises `Unbindable`."""
    try:
        reader = PdfReader(io.BytesIO(pdf))
        if reader.is_encrypted:
            raise Unbindable("PDF已加密")
        count = len(reader.pages)
        if not 0 < count <= MOST_PAGES:
            raise Unbindable(f"PDF页数为{count}")
        pages = list(reader.pages)
        for page in pages:
            _disarm(page)
            scratch = PdfWriter()
            scratch.add_page(page)  # what cannot be copied shows here, not while the bundle is bound
        return pages
    except Unbindable:
        raise
    except Exception as error:  # a foreign file can break its reader in any way; it never costs the bundle
        raise Unbindable("PDF已损坏") from error


def bind(parts: Sequence[tuple[str, Sequence[PageObject]]], title: str) -> bytes:
    """One PDF of all parts with `第 n 页 共 m 页` on every page and a bookmark per part; deterministic."""
    writer = PdfWriter()
    firsts: list[tuple[str, int]] = []
    for name, pages in parts:
        firsts.append((name, len(writer.pages)))
        for page in pages:
            writer.add_page(page)
    total = len(writer.pages)
    words = [f"第 {number} 页 共 {total} 页" for number in range(1, total + 1)]
    stamps = PdfReader(io.BytesIO(press("stamps.typ", {"words": words})))
    for page, stamp in zip(writer.pages, stamps.pages, strict=True):
        _stamp(writer, page, stamp)
    for name, number in firsts:
        writer.add_outline_item(title=name, page_number=number)
    writer.metadata = {"/Title": title, "/Producer": "Redress"}
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _stamp(writer: PdfWriter, page: PageObject, stamp: PageObject) -> None:
    """The page number into the corner that is the upper right one on the screen, as large as on A4.

    What the page holds is not unpacked for it: foreign content is only ever passed on.
    """
    box, turned = page.cropbox, page.rotation % 360
    width, height = float(box.width), float(box.height)
    across, up = (height, width) if turned in (90, 270) else (width, height)
    scale = min(across, up) / A4_WIDTH
    right = across - (STAMP_WIDTH + EDGE) * scale
    top = up - (STAMP_HEIGHT + EDGE) * scale
    a, b, c, d, x, y = {
        90: (0.0, scale, -scale, 0.0, width - top, right),
        180: (-scale, 0.0, 0.0, -scale, width - right, height - top),
        270: (0.0, -scale, scale, 0.0, top, height - right),
    }.get(turned, (scale, 0.0, 0.0, scale, right, top))
    matrix = (a, b, c, d, x + float(box.left), y + float(box.bottom))
    drawn = " ".join(f"{each:.4f}" for each in matrix) + f" cm {STAMP} Do"
    page[NameObject("/Contents")] = ArrayObject(
        [_stream(writer, "q"), *_contents(page), _stream(writer, f"Q q {drawn} Q")]
    )
    resources = DictionaryObject(_dictionary(page, "/Resources"))
    shown = DictionaryObject(_dictionary(resources, "/XObject"))
    shown[NameObject(STAMP)] = _form(writer, stamp)
    resources[NameObject("/XObject")] = shown
    page[NameObject("/Resources")] = resources


def _contents(page: PageObject) -> ArrayObject:
    if "/Contents" not in page:
        return ArrayObject()
    given = page.raw_get("/Contents")
    held = given.get_object()
    return held if isinstance(held, ArrayObject) else ArrayObject([given])


def _form(writer: PdfWriter, stamp: PageObject) -> IndirectObject:
    """A page of stamps.typ as something that other pages can draw."""
    form = DecodedStreamObject()
    drawn = stamp["/Contents"].get_object()
    if not isinstance(drawn, StreamObject):
        raise TypeError("a page number is one stream")
    form.set_data(drawn.get_data())
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(stamp.mediabox),
            NameObject("/Resources"): _dictionary(stamp, "/Resources").clone(writer),
        }
    )
    return writer._add_object(form)


def _stream(writer: PdfWriter, operators: str) -> IndirectObject:
    stream = DecodedStreamObject()
    stream.set_data(f"\n{operators}\n".encode())
    return writer._add_object(stream)


def _dictionary(holder: DictionaryObject, key: str) -> DictionaryObject:
    found = holder.get(key, DictionaryObject()).get_object()
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _disarm(page: PageObject) -> None:
    marks = ArrayObject()
    for each in page.get("/Annots", ArrayObject()).get_object() or ():
        mark = each.get_object()
        if isinstance(mark, DictionaryObject) and "/AP" in mark and mark.get("/Subtype") != "/Link":
            kept = {NameObject(key): mark.raw_get(key) for key in MARK_KEYS if key in mark}
            marks.append(DictionaryObject(kept))
    for key in [key for key in page if key not in PAGE_KEYS]:
        inherited = key == "/Parent"  # boxes and resources may come from there
        if not inherited:
            del page[key]
    page[NameObject("/Annots")] = marks
