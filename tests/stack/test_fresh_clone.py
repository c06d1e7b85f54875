"""The first README command on a fresh clone: how many seconds until the demonstration can be looked at."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from cli.demo.plan import stories
from cli.stack.children import free_port
from tests.servers import scratch_folder

ROOT = Path(__file__).parents[2]
LOADED = f"演示案件 {len(stories())} 件已就绪"


@pytest.mark.long
@pytest.mark.timeout(900)
def test_from_clone_to_a_running_stack(capsys: pytest.CaptureFixture[str]) -> None:
    with scratch_folder() as folder:
        clone, said = folder / "redress", folder / "said"
        started = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)  # noqa: S603, S607
        with said.open("w") as output:
            running = subprocess.Popen(  # noqa: S603
                ["make", "run", f"PORT={free_port()}"],  # noqa: S607
                cwd=clone, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
                env={name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"},
            )  # fmt: skip
        ready = None
        while LOADED not in (text := said.read_text(encoding="utf-8")):
            if ready is None and "is ready" in text:
                ready = time.monotonic() - started
            assert running.poll() is None, text
            time.sleep(0.2)
        loaded = time.monotonic() - started
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(timeout=60) in (0, 2, 130, -signal.SIGINT), said.read_text(encoding="utf-8")
        assert "stopped" in said.read_text(encoding="utf-8")
    with capsys.disabled():
        print(f"\nfresh clone: stack ready after {ready:.0f} s, demonstration after {loaded:.0f} s")  # noqa: T201
