"""The `redress` command as a shell runs it: its own process, real standard streams."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def redress(*arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> Ran:
    """Runs the command to its end with `given` on standard input."""
    ended = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "cli", *arguments],
        input=given,
        capture_output=True,
        timeout=100,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "", **(environment or {})},
    )
    return Ran(ended.returncode, ended.stdout.decode(), ended.stderr.decode())
