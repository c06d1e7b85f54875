"""What a session's owner knows it by: coarse words for browser and system. Nothing else of it is kept."""

from typing import Final

from fastapi import Request

BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("MicroMessenger", "WeChat"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("redress", "Redress CLI"),
    ("python", "Python"),
)
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""A mark in User-Agent and what it means; the first that is there counts."""

OTHER: Final = "other"


def device_of(request: Request) -> str:
    """`Firefox · Linux`, one of the two, or `other`."""
    said = request.headers.get("user-agent", "")
    found = [
        next((name for mark, name in known if mark in said), None) for known in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(name for name in found if name) or OTHER
