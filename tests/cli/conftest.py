"""One whole installation, started as a person starts it, for the tests that need a running stack."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.stack.children import free_port
from tests.servers import scratch_folder

DEMONSTRATION_IS_LOADED = "件已就绪"


@dataclass(frozen=True, slots=True)
class Installation:
    """`output` is what `redress up` printed so far."""

    folder: Path
    url: str
    log: Path

    @property
    def output(self) -> str:
        return self.log.read_text("utf-8")

    def environment(self, username: str) -> Mapping[str, str]:
        """With what the commands of an account reach it."""
        passwords = json.loads((self.folder / "secrets" / "passwords.json").read_text("utf-8"))
        return {
            "REDRESS_URL": self.url,
            "REDRESS_TOKEN": "",
            "REDRESS_USERNAME": username,
            "REDRESS_PASSWORD": passwords[username],
        }


@pytest.fixture(scope="session")
def demonstration() -> Iterator[Installation]:
    """`redress up --rehearsal --demo`, with the demonstration cases at their end."""
    with scratch_folder() as folder:
        port, log = free_port(), folder / "up.log"
        data = folder / "data"
        command = [sys.executable, "-m", "cli", "up", "--rehearsal", "--demo", "--data-dir", str(data)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("REDRESS_")}
        with log.open("w") as out:
            process = subprocess.Popen(  # noqa: S603 - our own command
                [*command, "--port", str(port)],
                stdout=out,
                stderr=out,
                env={**environment, "PYTHONUNBUFFERED": "1"},
            )
        try:
            give_up_at = time.monotonic() + 240
            while DEMONSTRATION_IS_LOADED not in log.read_text("utf-8"):
                assert process.poll() is None, log.read_text("utf-8")
                assert "incomplete" not in log.read_text("utf-8"), log.read_text("utf-8")
                assert time.monotonic() < give_up_at, log.read_text("utf-8")
                time.sleep(0.2)
            yield Installation(data, f"http://127.0.0.1:{port}", log)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
