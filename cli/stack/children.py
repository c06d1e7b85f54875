"""One child process: started in a session of its own, remembered in a pid file, ended. It knows no program.

A child outlives a killed supervisor, so every child has a pid file with the moment it was started; the next
supervisor ends what it finds by it. A process id alone is not enough: the system uses numbers again.
"""

import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import psutil
import structlog

log = structlog.get_logger("redress.stack")

START_TOLERANCE: Final = 1.0
"""Seconds by which two readings of one process's start may differ."""

ORPHAN_GRACE: Final = 20.0
FAMILY_GRACE: Final = 1.0
KILL_WAIT: Final = 5.0
"""Seconds for an orphan to stop, then for what it had started itself, then for a kill to take effect."""

PORTS: Final = range(20000, 32768)
_given: Final[set[int]] = set()

INHERITED: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""What a child sees of our environment; everything else it needs is said in its program."""


class StackFailure(Exception):
    """The stack cannot start or go on; the text is for the person who started it."""


class PortTaken(StackFailure):
    """A port that was free when it was chosen has got another listener; a new choice cures it."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to run. `grace`: seconds between the stop signal and the kill; `log` receives both outputs.

    `ports` are those it will listen on.
    """

    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str]
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 20.0
    ports: tuple[int, ...] = ()


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on and that this process has not given out before.

    Below the ports that systems give to outgoing connections: there a part that restarts could find its port
    taken by one of its own clients, or a client that waits for it could connect to itself.
    """
    while True:
        port = PORTS.start + secrets.randbelow(len(PORTS))
        if port not in _given and port_is_free(port):
            _given.add(port)
            return port


def port_is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def inherited_environment() -> dict[str, str]:
    return {name: os.environ[name] for name in INHERITED if name in os.environ}


class Child:
    """A running program. Its pid file exists from its start until it has been seen to end."""

    def __init__(self, program: Program, process: asyncio.subprocess.Process, pid_file: Path) -> None:
        self.program = program
        self._process = process
        self._pid_file = pid_file

    @classmethod
    async def start(cls, program: Program, pid_dir: Path) -> "Child":
        """Starts it in a session of its own: Ctrl-C reaches the supervisor only, which stops in order."""
        with _log_of(program) as output:
            process = await asyncio.create_subprocess_exec(
                *program.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**inherited_environment(), **program.environment},
                start_new_session=True,
            )
        pid_file = pid_dir / f"{program.name}.json"
        remember(pid_file, process.pid)
        return cls(program, process, pid_file)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    async def wait(self) -> int:
        """Its exit code (negative: the signal that ended it)."""
        code = await self._process.wait()
        self._pid_file.unlink(missing_ok=True)
        return code

    async def stop(self) -> int:
        """Asks it to end, kills it after its grace, and answers its exit code."""
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(self.program.stop_signal)
        try:
            async with asyncio.timeout(self.program.grace):
                return await self.wait()
        except TimeoutError:
            log.warning("killed_after_grace", child=self.program.name, grace_seconds=self.program.grace)
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            return await self.wait()


async def run(command: Sequence[str], environment: Mapping[str, str], stdin: str = "") -> str:
    """Runs a short program to its end and answers its output; raises StackFailure with its last words."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**inherited_environment(), **environment},
    )
    try:
        output, _ = await process.communicate(stdin.encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    text = output.decode(errors="replace")
    if process.returncode != 0:
        raise StackFailure(f"{Path(command[0]).name} failed ({process.returncode}): {text.strip()[-800:]}")
    return text


async def end_orphans(pid_dir: Path, stop_signals: Mapping[str, signal.Signals]) -> list[str]:
    """Ends what a killed predecessor left running, in the order of the given names; answers who was ended."""
    ended: list[str] = []
    for name, stop_signal in stop_signals.items():
        pid_file = pid_dir / f"{name}.json"
        process = recall(pid_file)
        if process is not None:
            await asyncio.to_thread(_end, process, stop_signal)
            ended.append(name)
        pid_file.unlink(missing_ok=True)
    return ended


def _end(process: psutil.Process, stop_signal: signal.Signals) -> None:
    try:
        family = [process, *process.children(recursive=True)]
        process.send_signal(stop_signal)
    except psutil.NoSuchProcess:
        return
    if _wait_gone([process], ORPHAN_GRACE) and _wait_gone(family, FAMILY_GRACE):
        return
    for stubborn in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            stubborn.kill()
    _wait_gone(family, KILL_WAIT)


def _wait_gone(processes: Sequence[psutil.Process], seconds: float) -> bool:
    """Whether all ended in time. A zombie has ended: whoever inherited it may never fetch its exit code."""
    deadline = time.monotonic() + seconds
    while any(_lives(process) for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def remember(pid_file: Path, pid: int) -> None:
    """Writes down a process so that `recall` finds that very one; nothing when it is gone already."""
    try:
        started = psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return
    draft = pid_file.with_suffix(".draft")
    draft.write_text(json.dumps({"pid": pid, "started": started}), encoding="utf-8")
    draft.rename(pid_file)


def recall(pid_file: Path) -> psutil.Process | None:
    """The process a pid file speaks of, if that very process still runs."""
    try:
        note = json.loads(pid_file.read_text(encoding="utf-8"))
        process = psutil.Process(int(note["pid"]))
        same = abs(process.create_time() - float(note["started"])) < START_TOLERANCE
        return process if same and _lives(process) else None
    except (FileNotFoundError, ValueError, KeyError, TypeError, psutil.NoSuchProcess):
        return None


def _log_of(program: Program) -> BinaryIO:
    return open(program.log, "ab", opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
