"""Writes `docs/rules.md` anew: `python -m tests.rules.write`."""

from tests.rules.table import DOCUMENT, document

if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
