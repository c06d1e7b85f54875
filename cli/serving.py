"""The API process: the application of api/, configured by REDRESS_* alone."""

import asyncio

from api.app import serve
from redress.settings import Settings


def run_api() -> None:
    """Serves until SIGTERM; raises `Unconfigured`."""
    asyncio.run(serve(Settings.from_environment()))
