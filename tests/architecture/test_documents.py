"""The documents keep their word: links lead somewhere, commands exist, decisions have their parts."""

import re
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest
import typer

from cli.main import app

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS: Final = sorted((ROOT / "docs/adr").glob("*.md"))
PARTS: Final = ("**Status:**", "## Context", "## Decision", "## Options", "## Consequences")

ROOMS: Final = "redress|workflows|activities|workers|api|cli|tests|docs|deploy|benchmarks"

EachDocument = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
EachDecision = pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)


@EachDocument
def test_every_link_leads_to_a_file(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


@EachDocument
def test_every_path_in_code_style_exists(path: Path) -> None:
    """A path that starts with one of our folders; `cli/…` with dots or capitals stands for many."""
    for named in re.findall(rf"`((?:{ROOMS})/[\w./-]+)`", path.read_text(encoding="utf-8")):
        assert (ROOT / named).exists(), named


@EachDocument
def test_every_command_is_one_of_ours(path: Path) -> None:
    """In a block, after a pipe, or in running text between backticks; there a group may stand for itself."""
    groups = typer.main.get_group(app).commands
    text = path.read_text(encoding="utf-8")
    called = r"(?:^|[`$|] ?)(?:\S*/)?redress ([a-z][a-z-]*)(?: ([a-z]+(?:-[a-z]+)*))?"
    for first, second in re.findall(called, text, re.MULTILINE):
        assert first in groups, first
        members = getattr(groups[first], "commands", None)
        if members is not None and second:
            assert second in members, f"{first} {second}"


@EachDecision
def test_a_decision_has_its_parts_on_one_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(rf"# {int(path.name[:4])}\. ", text)
    positions = [text.find(part) for part in PARTS]
    assert -1 not in positions
    assert positions == sorted(positions)
    assert len(text.split()) < 700


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_picture_is_well_formed_and_described() -> None:
    picture = ElementTree.parse(ROOT / "docs/structure.svg").getroot()  # noqa: S314 - our own file
    spoken = {child.tag.rpartition("}")[2] for child in picture}
    assert {"title", "desc"} <= spoken
