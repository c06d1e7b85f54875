"""The data directory of one installation: its layout, its lock, and whether it is a rehearsal.

Whoever holds the lock is the only supervisor. The mode is written at the first start and never changes:
the cases inside have lived by one kind of time.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from cli.stack.children import StackFailure
from cli.stack.keys import write_private

MARKER: Final = "installation.json"
SETTINGS: Final = "settings.json"
"""In `run`: settings with which a command on this machine reaches the running installation (0600)."""
FOLDERS: Final = ("secrets", "postgres", "engine", "archive", "files", "logs", "run")


class Mode(StrEnum):
    """Virtual time for practice and demonstration, or the wall clock."""

    REHEARSAL = "rehearsal"
    REAL = "real"


@dataclass(frozen=True, slots=True)
class Place:
    """One locked data directory; all its folders exist."""

    root: Path
    mode: Mode

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def engine(self) -> Path:
        return self.root / "engine"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def passwords(self) -> Path:
        """User names and passwords of the accounts made at the first start (JSON, 0600)."""
        return self.secrets / "passwords.json"

    @property
    def demonstration(self) -> Path:
        """What fixes the keys and dates of the demonstration cases."""
        return self.root / "demonstration.json"

    @property
    def run(self) -> Path:
        """Pid files, and nothing after a clean stop."""
        return self.root / "run"

    def log(self, name: str) -> Path:
        return self.root / "logs" / f"{name}.log"


@contextmanager
def locked(root: Path, mode: Mode) -> Iterator[Place]:
    """The data directory, made if new, for this process alone.

    Raises StackFailure when another supervisor has it, it was first started in the other mode, or it cannot
    be written.
    """
    root = root.expanduser().resolve()
    with ExitStack() as held:
        try:
            _make_folder(root, 0o711 if os.geteuid() == 0 else 0o700)
            lock = held.enter_context(open(root / "lock", "a+", encoding="ascii"))
            _take(lock.fileno(), root)
            _settle_mode(root, mode)
            for name in FOLDERS:
                _make_folder(root / name, 0o700)
        except OSError as error:
            raise StackFailure(
                f"数据目录 {root} 无法写入 / the data directory {root} cannot be written "
                f"({error.strerror}); choose a folder of your own with --data-dir"
            ) from None
        yield Place(root, mode)


def _take(descriptor: int, root: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "?"
        raise StackFailure(
            f"数据目录 {root} 正被进程 {holder} 使用 / "
            f"Redress already runs on {root} (process {holder}); stop it or choose another --data-dir"
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)


def _settle_mode(root: Path, mode: Mode) -> None:
    marker = root / MARKER
    if not marker.exists():
        write_private(marker, json.dumps({"mode": mode}))
        return
    try:
        settled = Mode(json.loads(marker.read_text(encoding="ascii"))["mode"])
    except (ValueError, KeyError, TypeError):
        raise StackFailure(f"{marker} 无法读取 / {marker} cannot be read") from None
    if settled is not mode:
        wanted = "without --rehearsal" if settled is Mode.REAL else "with --rehearsal"
        raise StackFailure(
            f"数据目录 {root} 首次启动时的模式是 {settled},不能改为 {mode} / {root} was first started "
            f"as {settled} and stays so: start it {wanted}, or choose another --data-dir"
        )


def _make_folder(path: Path, rights: int) -> None:
    """A new folder gets its rights; an existing one keeps what its owner chose."""
    if not path.exists():
        path.mkdir(mode=rights, parents=True)
        path.chmod(rights)
