"""What is installed: everything beside the code travels with it; the lock names every hash and no address."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("redress", "workflows", "activities", "workers", "api", "cli")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LEFT_OUT = {"__pycache__"}


def test_the_wheel_holds_every_file_of_every_room(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    here = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not LEFT_OUT & set(path.parts)
    }
    assert here - inside == set()


def test_the_lock_pins_every_dependency_with_hashes_and_names_no_index() -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK)
    pinned = {}
    for block in blocks:
        if match := re.match(r"([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==(\S+)", block):
            pinned[match[1]] = len(re.findall(r"--hash=sha256:[0-9a-f]{64}", block))
    assert all(pinned.values())
    assert "hatchling" in pinned
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[\[<>=;! ]", each, maxsplit=1)[0] for each in wanted}
    assert names <= set(pinned)
    assert "://" not in LOCK
    assert "index-url" not in LOCK


@pytest.mark.parametrize("version", ["3.10", "3.9"])
def test_an_older_python_is_refused_with_a_clear_message(version: str, tmp_path: Path) -> None:
    """`make` asks the given interpreter for its version; here one answers as an older one would."""
    old = tmp_path / "python3"
    major, minor = version.split(".")
    old.write_text(
        f"#!/bin/sh\nshift\nexec {sys.executable} -c "
        f'"import sys; sys.version_info = ({major}, {minor}, 0); sys.version = \'{version}.0\'; $1"\n',
        encoding="utf-8",
    )
    old.chmod(0o755)
    command = ["make", "-s", f"PYTHON={old}", f"VENV={tmp_path}/venv", f"{tmp_path}/venv/.installed"]
    plain = {"PATH": os.environ["PATH"]}  # not the flags of a `make` that runs this test
    done = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode != 0
    assert f"Redress needs Python 3.11 or newer; {old} is {version}.0" in done.stderr
    assert not (tmp_path / "venv").exists()
