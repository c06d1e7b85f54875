"""The API process: the application of api/ under uvicorn, configured by REDRESS_* alone."""

from typing import Final

import uvicorn

from api.app import create_app
from redress.observability.logs import configure
from redress.settings import Settings

DRAINS_IN: Final = 15
"""Seconds that open requests have left once the process is told to stop."""


def run_api() -> None:
    """Serves until SIGTERM; raises `Unconfigured`."""
    settings = Settings.from_environment()
    configure(settings.log_level, "redress-api")
    config = uvicorn.Config(
        create_app(settings),
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=DRAINS_IN,
    )
    uvicorn.Server(config).run()
