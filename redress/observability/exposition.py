"""Where a worker shows that it lives: `/healthz`, `/readyz` and `/metrics` (ours and the engine SDK's)."""

import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from socketserver import ThreadingMixIn
from typing import Any, Final
from urllib.error import URLError
from urllib.request import urlopen
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import generate_latest

from redress.observability.metrics import REGISTRY

TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Requests for figures are no news."""


class Exposition:
    """Answers from a thread of its own, so it answers also while the worker's loop is busy."""

    def __init__(self, host: str, port: int, sdk_metrics_url: str | None) -> None:
        self._sdk_metrics_url = sdk_metrics_url
        self._ready = False
        self._server = make_server(host, port, self._answer, server_class=_Server, handler_class=_Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, name="exposition", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def set_ready(self, ready: bool) -> None:
        """What `/readyz` answers from now on: 200 while polling, 503 before and while draining."""
        self._ready = ready

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        status, body = self._page(environ.get("PATH_INFO", "/"))
        start(f"{status.value} {status.phrase}", [("Content-Type", TEXT), ("Content-Length", str(len(body)))])
        return [body]

    def _page(self, path: str) -> tuple[HTTPStatus, bytes]:
        match path:
            case "/healthz":
                return HTTPStatus.OK, b"ok\n"
            case "/readyz" if self._ready:
                return HTTPStatus.OK, b"ready\n"
            case "/readyz":
                return HTTPStatus.SERVICE_UNAVAILABLE, b"not ready\n"
            case "/metrics":
                return HTTPStatus.OK, generate_latest(REGISTRY) + self._sdk_metrics()
            case _:
                return HTTPStatus.NOT_FOUND, b"not found\n"

    def _sdk_metrics(self) -> bytes:
        if self._sdk_metrics_url is None:
            return b""
        try:
            with urlopen(self._sdk_metrics_url, timeout=2) as answer:  # noqa: S310
                return bytes(answer.read())
        except URLError:
            return b""
