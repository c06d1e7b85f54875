"""No rule is missing: each names a test that is there, or says in words why there is none."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.rules.row import Row, Why
from tests.rules.table import DOCUMENT, ROOT, ROWS, SECTIONS, document, numbers

EachRow = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)


@cache
def functions_of(path: Path) -> frozenset[str]:
    """The test functions of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(one.name for one in functions if one.name.startswith("test_"))


def test_every_number_has_one_row_and_every_row_a_number() -> None:
    rows = Counter(row.number for row in ROWS)
    assert set(numbers()) - set(rows) == set(), "a rule without a row"
    assert set(rows) - set(numbers()) == set(), "a row of no rule"
    assert [number for number, count in rows.items() if count > 1] == []


def test_the_numbers_are_those_of_the_sources_and_of_the_law() -> None:
    counted = Counter(number.split("-")[0].split(" ")[0] for number in numbers())
    assert counted == {"S0": 76, "S1": 21, "S2": 14, "S3": 37, "令121": 42}
    assert set(counted) == {start for start, _ in SECTIONS}
    articles = [int(number.split(".")[1]) for number in numbers() if number.startswith("令121")]
    assert articles == [3, *range(6, 47)]
    assert all(zh and en for zh, en in numbers().values())


@EachRow
def test_a_row_names_its_tests_or_says_why_there_is_none(row: Row) -> None:
    assert bool(row.tests) is (row.why is None), "tests or a reason, one of the two"
    assert row.why is None or isinstance(row.why, Why)
    assert row.tests or len(row.words.split()) > 1, "in words"
    assert len(set(row.tests)) == len(row.tests)


@EachRow
def test_every_test_that_a_row_names_is_there(row: Row) -> None:
    for named in row.tests:
        file, _, function = named.partition("::")
        assert function in functions_of(ROOT / "tests" / file), named


def test_the_document_says_what_the_table_says() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == document(), "write it anew: python -m tests.rules.write"
