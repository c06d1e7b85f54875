"""A part that ends comes back, a stopped one stays away, and nothing of a killed supervisor remains."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from cli.stack.children import Child, PortTaken, Program, StackFailure, end_orphans
from cli.stack.keeper import Keeper

SLEEPER = "import time; time.sleep(600)"
DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print('deaf', flush=True); time.sleep(600)"
)
WITH_CHILD = (
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print('parent', flush=True); time.sleep(600)"
)


def program(folder: Path, source: str, grace: float = 10.0) -> Program:
    return Program("part", (sys.executable, "-c", source), folder / "part.log", {}, grace=grace)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while True:
            if condition():
                return
            await asyncio.sleep(0.02)


def remembered(folder: Path) -> int:
    try:
        return int(json.loads((folder / "part.json").read_text(encoding="utf-8"))["pid"])
    except (FileNotFoundError, ValueError):
        return 0


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


async def nothing() -> None:
    return None


async def test_a_part_that_is_killed_comes_back_and_stays_away_once_stopped(tmp_path: Path) -> None:
    keeper = Keeper(program(tmp_path, SLEEPER), tmp_path)
    await keeper.start(nothing())
    first = remembered(tmp_path)
    os.kill(first, signal.SIGKILL)
    await until(lambda: remembered(tmp_path) not in (0, first))
    second = remembered(tmp_path)
    assert alive(second)
    await keeper.stop()
    assert not alive(second)
    assert remembered(tmp_path) == 0


async def test_a_part_that_ends_before_it_is_ready_is_reported_with_its_last_words(tmp_path: Path) -> None:
    keeper = Keeper(program(tmp_path, "import sys; sys.exit('no such table')"), tmp_path)
    with pytest.raises(StackFailure, match=r"part ended at its start \(exit 1\): no such table"):
        await keeper.start(asyncio.sleep(600))
    await keeper.stop()


async def test_a_port_that_was_lost_before_its_use_is_told_apart(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        source = f"import socket; socket.create_server(('127.0.0.1', {port}))"
        keeper = Keeper(replace(program(tmp_path, source), ports=(port,)), tmp_path)
        with pytest.raises(PortTaken, match="Address already in use"):
            await keeper.start(asyncio.sleep(600))
    await keeper.stop()


async def test_a_part_that_does_not_listen_is_killed_after_its_grace(tmp_path: Path) -> None:
    child = await Child.start(program(tmp_path, DEAF, grace=0.2), tmp_path)
    await until(lambda: "deaf" in (tmp_path / "part.log").read_text(encoding="utf-8"))
    assert await child.stop() == -signal.SIGKILL


async def test_an_orphan_is_ended_with_its_own_children(tmp_path: Path) -> None:
    child = await Child.start(program(tmp_path, WITH_CHILD), tmp_path)
    await until(lambda: "parent" in (tmp_path / "part.log").read_text(encoding="utf-8"))
    family = [child.pid, *(each.pid for each in psutil.Process(child.pid).children(recursive=True))]
    assert len(family) == 2
    assert await end_orphans(tmp_path, {"part": signal.SIGTERM}) == ["part"]
    await child.wait()
    assert not any(alive(pid) for pid in family)
    assert await end_orphans(tmp_path, {"part": signal.SIGTERM}) == []


async def test_another_process_with_a_remembered_number_is_left_alone(tmp_path: Path) -> None:
    child = await Child.start(program(tmp_path, SLEEPER), tmp_path)
    note = json.loads((tmp_path / "part.json").read_text(encoding="utf-8"))
    earlier = {**note, "started": note["started"] - 3600}
    (tmp_path / "part.json").write_text(json.dumps(earlier), encoding="utf-8")
    assert await end_orphans(tmp_path, {"part": signal.SIGTERM}) == []
    assert alive(child.pid)
    await child.stop()


async def test_a_part_sees_only_what_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDRESS_DATABASE_OWNER_URL", "postgresql://somebody")
    source = "import os; print(sorted(name for name in os.environ if name.startswith('REDRESS')))"
    told = Program("part", (sys.executable, "-c", source), tmp_path / "part.log", {"REDRESS_HTTP_PORT": "1"})
    child = await Child.start(told, tmp_path)
    assert await child.wait() == 0
    assert (tmp_path / "part.log").read_text(encoding="utf-8").strip() == "['REDRESS_HTTP_PORT']"
