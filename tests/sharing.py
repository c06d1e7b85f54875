"""How the tests are shared between processes: the slow rooms first, and those that start a whole installation
together, so that it is started once. Nothing here changes what a test sees.
"""

from typing import Final

import pytest
from xdist.scheduler.loadfile import LoadFileScheduling

FIRST: Final = tuple(
    f"tests/{room}/" for room in ("architecture", "cli", "stack", "faults", "workflows", "console", "api")
)
"""What takes seconds a test stands in front, so that the end is made of the milliseconds of the others."""

TOGETHER: Final = ("tests/cli/",)


class ByRoom(LoadFileScheduling):  # type: ignore[misc] # xdist has no types
    """A file at a time, and a whole folder where its files share an installation."""

    def _split_scope(self, nodeid: str) -> str:
        own: str = super()._split_scope(nodeid)
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), own)


def slow_ones_first(items: list[pytest.Item]) -> None:
    """Sorts by folder and leaves the order within each."""
    items.sort(key=lambda item: _place(item.nodeid))


def _place(nodeid: str) -> int:
    places = (place for place, folder in enumerate(FIRST) if nodeid.startswith(folder))
    return next(places, len(FIRST))
