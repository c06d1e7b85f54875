"""Signs of life: healthz, readyz, metrics; and the figures of HTTP itself."""

import time
from typing import Final

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.outgoing import Json
from api.http.services import ServicesNow
from redress.observability.metrics import REGISTRY
from redress.persistence.pool import is_up

ANSWER_SECONDS: Final = Histogram(
    "redress_http_seconds",
    "One HTTP request, from its arrival to the head of its answer.",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
"""`route` is the template of the address, never the address; unknown ones share one label."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

router = APIRouter(tags=["operations"])


@router.get("/healthz", summary="The process is alive", response_class=PlainTextResponse)
async def healthz() -> str:
    return "ok\n"


@router.get("/readyz", summary="Database and engine answer")
async def readyz(services: ServicesNow) -> Json:
    """200 when both answer, else 503; says which."""
    parts = {"database": await is_up(services.pool), "engine": await services.engine.is_up()}
    ready = all(parts.values())
    return Json({"ready": ready, **parts}, 200 if ready else 503)


@router.get("/metrics", summary="Figures for Prometheus", response_class=PlainTextResponse)
async def metrics() -> Response:
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


class Measured:
    """Counts and times every request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                method = scope["method"] if scope["method"] in _METHODS else "other"
                route = getattr(scope.get("route"), "path", "unknown")
                seconds = time.perf_counter() - started
                ANSWER_SECONDS.labels(method, route, f"{message['status'] // 100}xx").observe(seconds)
            await send(message)

        await self._app(scope, receive, sending)
