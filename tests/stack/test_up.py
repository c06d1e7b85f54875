"""`redress up` as a person lives with it: start, kill, start again on the same data, stop; nothing stays."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import psutil
import pytest

from cli.stack.children import free_port, port_is_free, recall, remember
from cli.stack.supervise import STOP_SIGNALS
from tests.servers import UP, scratch_folder

pytestmark = pytest.mark.timeout(180)


def eventually(condition: Callable[[], bool], within: float = 60.0) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@dataclass
class Installation:
    """A data directory and whoever runs `redress up` on it."""

    folder: Path
    port: int

    def up(self, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "cli", "up", "--data-dir", str(self.folder / "data")]
        running = subprocess.Popen(  # noqa: S603
            [*command, "--port", str(self.port), *more],
            stdin=subprocess.DEVNULL,
            stdout=(self.folder / "said").open("w", encoding="utf-8"),
            stderr=(self.folder / "warned").open("w", encoding="utf-8"),
            text=True,
        )
        remember(self.folder / f"{UP}.json", running.pid)
        return running

    @property
    def said(self) -> str:
        return (self.folder / "said").read_text(encoding="utf-8")

    @property
    def warned(self) -> str:
        return (self.folder / "warned").read_text(encoding="utf-8")

    def ready(self, running: subprocess.Popen[str]) -> None:
        eventually(lambda: "is ready" in self.said or running.poll() is not None)
        assert running.poll() is None, self.warned
        eventually(self.answers)

    def answers(self) -> bool:
        """Whether the API says that it can work."""
        try:
            answer = httpx.get(f"http://127.0.0.1:{self.port}/readyz", trust_env=False, timeout=5)
        except httpx.TransportError:
            return False
        return answer.status_code == httpx.codes.OK

    def parts(self) -> dict[str, psutil.Process]:
        run = self.folder / "data" / "run"
        found = {name: recall(run / f"{name}.json") for name in STOP_SIGNALS}
        return {name: process for name, process in found.items() if process is not None}

    def replaced(self, part: str, before: psutil.Process) -> bool:
        return self.parts().get(part, before) != before

    def everything(self) -> list[psutil.Process]:
        """Every process that has to do with this data directory, found without our own notes."""
        mine = str(self.folder)
        found = []
        for process in psutil.process_iter():
            try:
                told = [*process.cmdline(), *process.environ().values()]
            except psutil.Error:
                continue
            if process.pid != os.getpid() and any(mine in word for word in told) and lives(process):
                found.append(process)
        return found

    def ended(self, running: subprocess.Popen[str]) -> int:
        return running.wait(timeout=60)


@pytest.fixture
def installation() -> Iterator[Installation]:
    with scratch_folder() as folder:
        made = Installation(folder, free_port())
        yield made
        left = made.everything()
        for process in left:
            process.kill()
        psutil.wait_procs(left, timeout=10)


@pytest.mark.long
def test_a_killed_supervisor_is_followed_by_one_that_clears_up(installation: Installation) -> None:
    first = installation.up("--rehearsal")
    installation.ready(first)
    orphans = installation.parts()
    assert orphans.keys() == STOP_SIGNALS.keys()
    assert database_roles(orphans) == {
        "api": {"REDRESS_DATABASE_API_URL"},
        "case": {"REDRESS_DATABASE_WORKER_URL"},
        "escalation": {"REDRESS_DATABASE_WORKER_URL"},
    }

    other = Installation(installation.folder / "other", free_port())
    other.folder.mkdir()
    (other.folder / "data").symlink_to(installation.folder / "data")
    refused = other.up("--rehearsal")
    assert other.ended(refused) == 1
    assert f"(process {first.pid})" in other.warned

    first.kill()
    first.wait()
    assert all(map(lives, orphans.values()))

    again = installation.up("--rehearsal")
    installation.ready(again)
    assert not any(map(lives, orphans.values()))
    assert installation.parts().keys() == STOP_SIGNALS.keys()

    again.terminate()
    assert installation.ended(again) == 0
    assert "stopped" in installation.said
    assert installation.everything() == []
    assert list((installation.folder / "data" / "run").iterdir()) == []
    assert port_is_free(installation.port)

    real = installation.up()
    assert installation.ended(real) == 1
    assert "start it with --rehearsal" in installation.warned


def database_roles(parts: dict[str, psutil.Process]) -> dict[str, set[str]]:
    """Which database addresses each of our own processes was told."""
    own = {name: process for name, process in parts.items() if name not in {"postgres", "engine"}}
    return {
        name: {key for key in process.environ() if key.startswith("REDRESS_DATABASE_")}
        for name, process in own.items()
    }


@pytest.mark.long
def test_a_part_that_is_killed_comes_back_and_the_stack_is_ready_again(installation: Installation) -> None:
    running = installation.up("--rehearsal")
    installation.ready(running)
    for part in STOP_SIGNALS:
        before = installation.parts()[part]
        before.kill()
        eventually(partial(installation.replaced, part, before))
    eventually(installation.answers)
    running.send_signal(signal.SIGHUP)
    assert installation.ended(running) == 0
    assert installation.everything() == []


def test_a_start_can_be_stopped_half_way(installation: Installation) -> None:
    running = installation.up("--rehearsal")
    eventually(lambda: "engine" in installation.parts() or running.poll() is not None)
    assert running.poll() is None, installation.warned
    running.send_signal(signal.SIGINT)
    assert installation.ended(running) == 0
    assert installation.everything() == []


def test_a_port_in_use_is_said_and_nothing_is_left_running(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", installation.port)):
        running = installation.up("--rehearsal")
        assert installation.ended(running) == 1
    assert f"port {installation.port} is in use; choose another with --port" in installation.warned
    assert installation.everything() == []
