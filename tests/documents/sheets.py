"""What is printed on a PDF: its text without white space, page by page or inside an upright strip."""

import re

import pypdfium2

POINTS_PER_MM = 72 / 25.4


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("﹝", "〔").replace("﹞", "〕")


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def text(pdf: bytes) -> str:
    """All pages, without the page numbers at their feet."""
    return "".join(re.sub(r"—\d+/\d+—$", "", page) for page in pages(pdf))


def strip(pdf: bytes, left: float, right: float) -> str:
    """The text of the first page between two distances from its left edge in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = (
            document[0]
            .get_textpage()
            .get_text_bounded(left=left * POINTS_PER_MM, right=right * POINTS_PER_MM)
        )
        return squeezed(found)
    finally:
        document.close()


def follows(whole: str, parts: list[str]) -> str | None:
    """The first part that does not stand after the one before it; None when all are in order."""
    at = 0
    for part in parts:
        found = whole.find(part, at)
        if found < 0:
            return part
        at = found + len(part)
    return None
