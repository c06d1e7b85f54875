"""How a command on the same machine reaches a running `redress up`: by settings its supervisor leaves."""

from __future__ import annotations

import json
from pathlib import Path

from cli.outcome import Unusable
from cli.stack.place import SETTINGS
from redress.settings import Settings


def settings_of(data_dir: Path) -> Settings:
    """The settings that a running supervisor keeps for commands like this one; raises `Unusable`."""
    file = data_dir.expanduser() / "run" / SETTINGS
    try:
        return Settings.model_validate(json.loads(file.read_text("utf-8")))
    except OSError:
        raise Unusable(f"{data_dir} 没有在运行", f"no running installation in {data_dir}") from None
