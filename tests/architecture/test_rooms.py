"""Which rooms there are, that Python finds them here, and what they may bring in."""

import ast
import importlib.util
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = ("redress", "workflows", "activities", "workers", "api", "cli")
VAGUE = {"utils.py", "helpers.py", "common.py", "manager.py", "base.py", "misc.py"}


def sources(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""


def foreign(path: Path, allowed: tuple[str, ...]) -> set[str]:
    """What a file imports beside the standard library and the allowed packages."""
    return {
        name
        for name in imported(path)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not any(name == each or name.startswith(f"{each}.") for each in allowed)
    }


@pytest.mark.parametrize("name", PACKAGES)
def test_a_room_resolves_inside_this_repository(name: str) -> None:
    """The names are common words: another distribution on the path must not answer for ours."""
    found = importlib.util.find_spec(name)
    assert found is not None
    assert found.origin is not None
    assert Path(found.origin).resolve() == ROOT / name / "__init__.py"


def test_every_room_is_in_the_wheel_and_under_the_import_rules() -> None:
    assert tuple(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == PACKAGES
    assert tuple(PROJECT["tool"]["importlinter"]["root_packages"]) == PACKAGES
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    bound = {module for contract in contracts for module in contract["source_modules"]}
    inside = {f"redress.{path.parent.name}" for path in (ROOT / "redress").glob("*/__init__.py")}
    assert inside <= bound


@pytest.mark.parametrize("path", sources("redress/domain"), ids=lambda path: path.stem)
def test_the_domain_imports_the_standard_library_only(path: Path) -> None:
    assert foreign(path, ("redress.domain",)) == set()


@pytest.mark.parametrize("path", sources("workflows"), ids=lambda path: path.stem)
def test_workflows_import_the_engine_the_contracts_and_the_domain_only(path: Path) -> None:
    assert foreign(path, ("temporalio", "redress.contracts", "redress.domain", "workflows")) == set()


BELOW = ("redress/domain", "redress/contracts", "redress/notify", "redress/files", "activities", "workflows")
CONSTRUCTORS = {"open_pool", "create_pool", "connect"}


@pytest.mark.parametrize(
    "path",
    sources(*BELOW),
    ids=lambda path: f"{path.parent.name}.{path.stem}",
)
def test_only_workers_api_and_command_line_construct_pools_and_clients(path: Path) -> None:
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    }
    assert called & CONSTRUCTORS == set()


def test_names_say_what_is_inside() -> None:
    assert [path for path in sources(*PACKAGES, "tests") if path.name in VAGUE] == []


@pytest.mark.parametrize("path", sources(*PACKAGES), ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_every_file_says_what_lives_there(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
