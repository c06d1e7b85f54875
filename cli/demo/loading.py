"""What `redress up --demo` does once the stack is ready: loads the demonstration and says how it went."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

from cli.demo.walk import Walked, beginning, walk_all
from cli.outcome import Ended, say, warn


async def load(url: str, passwords: Path, demonstration: Path) -> None:
    """Files and walks the cases; a failure is told and leaves the stack running, a new start carries on."""
    say("正在载入演示案件 / loading the demonstration cases …")
    try:
        known = json.loads(await asyncio.to_thread(passwords.read_text, "utf-8"))
        walked = await walk_all(url, known, beginning(demonstration, datetime.now(UTC)), _tell)
    except Ended as trouble:
        warn(f"演示案件未能载入完整 / the demonstration is incomplete: {trouble}")
    else:
        say(f"演示案件 {len(walked)} 件已就绪;用户 / sign in as: {', '.join(sorted(known))}")


def _tell(walked: Walked) -> None:
    view = walked.view
    came_to = "/".join(str(each) for each in (view["stage"], view["outcome"]) if each)
    say(f"  {walked.case_number}  {came_to}  {walked.story.title_zh}")
