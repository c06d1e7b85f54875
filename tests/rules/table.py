"""The whole table, and the document for readers that is written from it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.rules import order121, practice, training
from tests.rules.row import Row

ROOT: Final = Path(__file__).parents[2]
DOCUMENT: Final = ROOT / "docs/rules.md"
ROWS: Final[tuple[Row, ...]] = (*training.ROWS, *practice.ROWS, *order121.ROWS)

SECTIONS: Final = (
    ("S0", "S0: a 12315 training deck"),
    ("S1", "S1: questions on 令62 (2014)"),
    ("S2", "S2: mediation practice"),
    ("S3", "S3: working rules of stations, centres and platforms"),
    ("令121", "令121: Measures for Handling Complaints and Reports in Market Regulation"),
)

HEAD: Final = """# Every rule and where it is shown

One line for each rule of the sources that Redress was built from and for each article of 令121 that asks \
something of casework. The last column names the tests that show it, below `tests/`, or says why none does.

Written by `python -m tests.rules.write` from the table in `tests/rules/`; a test compares the two.
"""


def numbers() -> dict[str, tuple[str, str]]:
    """Every number with what it says, in Chinese and in English, in the order of the file."""
    lines = (Path(__file__).parent / "numbers.txt").read_text(encoding="utf-8").splitlines()
    rules = (line.split(" | ") for line in lines if not line.startswith("#"))
    return {number: (zh, en) for number, zh, en in rules}


def document() -> str:
    """`docs/rules.md` as it has to be."""
    said = numbers()
    rows = {row.number: row for row in ROWS}
    parts = [HEAD]
    for start, title in SECTIONS:
        lines = [f"| {number} | {zh}<br>{en} | {_shown(rows[number])} |"
                 for number, (zh, en) in said.items() if number.startswith(start)]
        columns = "| number | what it says | shown by |\n|---|---|---|"
        parts.append("\n".join([f"## {title}", columns, *lines]))
    return "\n".join(parts) + "\n"


def _shown(row: Row) -> str:
    if row.why is not None:
        return f"*{row.why}*: {row.words}"
    tests = "<br>".join(f"`{test}`" for test in row.tests)
    return f"{tests}<br>{row.words}" if row.words else tests
