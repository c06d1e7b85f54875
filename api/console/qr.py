"""QR codes as SVG drawn into the page: nothing of it has an address that could be kept."""

from typing import Final

import segno
from markupsafe import Markup

QUIET: Final = 4
"""Modules of white around it, as the standard asks; without them phones read badly."""


def qr_of(text: str) -> Markup:
    """An SVG element, always dark on light: readers of the inverse are rare."""
    code = segno.make(text, error="m", micro=False)
    return Markup(  # noqa: S704 - drawn by the library from figures, no text of anybody stands in it
        code.svg_inline(border=QUIET, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True)
    )
