"""The house rules run with the tests, so that one run says everything: ruff, mypy --strict, import-linter."""

import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(sysconfig.get_path("scripts"))

CHECKS = {
    "ruff": ("ruff", "check", "."),
    "mypy": ("mypy",),
    "import directions": ("lint-imports", "--no-cache"),
    "dead code": ("vulture",),
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("check", CHECKS)
def test_house_rule(check: str) -> None:
    name, *arguments = CHECKS[check]
    command = [str(SCRIPTS / name), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, f"{name} found:\n{done.stdout}{done.stderr}"


BANNED_IN_PURE_CODE = {
    "datetime.now": "from datetime import UTC, datetime\n\nMOMENT = datetime.now(UTC)\n",
    "datetime.utcnow": "from datetime import datetime\n\nMOMENT = datetime.utcnow()\n",
    "datetime.today": "from datetime import datetime\n\nMOMENT = datetime.today()\n",
    "date.today": "from datetime import date\n\nDAY = date.today()\n",
    "time.time": "import time\n\nSECONDS = time.time()\n",
    "time.time_ns": "from time import time_ns\n\nNANOSECONDS = time_ns()\n",
    "uuid4": "from uuid import uuid4\n\nNAME = uuid4()\n",
    "uuid1": "import uuid\n\nNAME = uuid.uuid1()\n",
    "random": "import random\n\nCHANCE = random.random()\n",
    "secrets": "import secrets\n\nCHANCE = secrets.token_hex()\n",
}
PURE = ("redress/domain", "redress/contracts", "redress", "workflows", "activities")
EDGES = ("redress/persistence", "redress/observability", "workers", "api/http", "cli")


def banned(source: str, room: str) -> bool:
    """Whether the ban on clocks and chance speaks about `source` if it stood in `room`."""
    command = [str(SCRIPTS / "ruff"), "check", "--select", "TID251", "--stdin-filename", f"{room}/x.py", "-"]
    done = subprocess.run(command, cwd=ROOT, input=source, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode in (0, 1), done.stderr
    return "TID251" in done.stdout


@pytest.mark.parametrize("room", PURE)
@pytest.mark.parametrize("call", BANNED_IN_PURE_CODE)
def test_pure_code_reads_no_clock_and_throws_no_dice(call: str, room: str) -> None:
    assert banned(BANNED_IN_PURE_CODE[call], room)


@pytest.mark.parametrize("room", EDGES)
def test_the_edges_may_read_the_clock(room: str) -> None:
    assert not banned(BANNED_IN_PURE_CODE["datetime.now"], room)
