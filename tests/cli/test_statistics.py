"""The figures of a period from a shell: as text, as JSON, saved as a workbook and as CSV."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from redress.domain.counting import CHINA
from tests.cli.conftest import Installation
from tests.cli.test_on_a_stack import as_user, shown

pytestmark = pytest.mark.timeout(400)


def test_the_figures_of_a_year_are_shown_and_saved(demonstration: Installation, tmp_path: Path) -> None:
    """Demonstration cases live ahead of the wall clock, so a year from now holds some of their ends."""
    year = str(datetime.now(UTC).astimezone(CHINA).year)
    book, text = tmp_path / "年报.xlsx", tmp_path / "年报.csv"
    saved = as_user(
        demonstration, "supervisor", "statistics", "year", year, "--xlsx", str(book), "--csv", str(text)
    )
    assert (saved.code, saved.out.count("sha256")) == (0, 2)
    found = shown(as_user(demonstration, "supervisor", "statistics", "year", year, "--json"))
    assert found["period"] == year
    assert found["rehearsal"] is True
    assert found["figures"]["received"] >= 1
    assert book.read_bytes().startswith(b"PK")
    assert text.read_bytes().startswith(b"\xef\xbb\xbf")
    said = as_user(demonstration, "supervisor", "statistics", "year", year)
    assert said.code == 0
    line = next(each for each in said.out.splitlines() if each.startswith("收到投诉"))
    assert line.split()[-3] == str(found["figures"]["received"])


@pytest.mark.parametrize(
    ("username", "arguments", "code"),
    [
        ("officer", ("month", "2026-11"), 1),
        ("supervisor", ("month", "2026-13"), 1),
        ("supervisor", ("fortnight", "2026-11"), 2),
    ],
)
def test_what_cannot_be_shown_is_said(
    demonstration: Installation, username: str, arguments: tuple[str, str], code: int
) -> None:
    assert as_user(demonstration, username, "statistics", *arguments).code == code
