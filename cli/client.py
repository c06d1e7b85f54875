"""The one way from the command line to a stack: HTTP with sign-in, keys and patience."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, BinaryIO, Final, Self, TypeVar
from urllib.parse import quote, urlsplit
from uuid import uuid4

import httpx

from cli.outcome import Ended, Exit, Unusable, Wanting
from cli.session import Access

UNUSABLE_STATUS: Final = frozenset({400, 413, 415, 422, 428})
BUSY_STATUS: Final = frozenset({429, 502, 503, 504})
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
LONGEST_PAUSE: Final = 15.0


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds during which a busy stack, and one that cannot be reached, is asked again with the same key."""

    busy: float
    away: float


AT_THE_DESK: Final = Patience(busy=60.0, away=3.0)
UNATTENDED: Final = Patience(busy=600.0, away=120.0)

Json = dict[str, Any]
T = TypeVar("T")


class Refused(Ended):
    """A problem document (RFC 9457): `status`, stable `code`, words and the article they rest on."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.reason = str(problem.get("code") or f"http_{status}")
        self.problem = dict(problem)
        zh, en = _words(problem)
        cited = f" [{problem['citation']}]" if problem.get("citation") else ""
        super().__init__(zh, f"{en} ({self.reason}){cited}".strip())
        self.exit = Exit.UNUSABLE if status in UNUSABLE_STATUS else Exit.WANTING


class Unreachable(Wanting):
    """The stack did not answer within the client's patience."""

    def __init__(self, url: str, error: httpx.TransportError) -> None:
        super().__init__(
            f"无法连接 {url},请先运行 redress up,或用 REDRESS_URL 指明地址",
            f"no answer from {url} ({type(error).__name__}); start redress up or set REDRESS_URL",
        )


class Client:
    """Talks to one stack as one person. Use as an async context manager.

    Every POST carries an Idempotency-Key, made here unless given, and is repeated with it while the stack is
    busy (503 and Retry-After), still working on it (409 with Retry-After) or unreachable.
    """

    def __init__(
        self, access: Access, *, patience: Patience = AT_THE_DESK, connections: int = 8
    ) -> None:
        host = urlsplit(access.url).hostname
        if not host:
            raise Unusable(f"地址无法使用:{access.url}", f"not an http address: {access.url}")
        self._access = access
        self._token = access.token
        self._patience = patience
        self._signing_in = asyncio.Lock()
        self._http = httpx.AsyncClient(
            base_url=access.url,
            timeout=httpx.Timeout(60.0, connect=5.0),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            headers={"Accept-Language": "zh-CN, en;q=0.5", "User-Agent": "redress"},
            trust_env=host not in LOOPBACK,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def sign_in(self, username: str, password: str, code: str | None = None) -> Json:
        """`{token, expires_at}`; raises Refused when name, password or code is wrong, or the code missing."""
        body = {"username": username, "password": password, **({"code": code} if code else {})}
        return await self._send("POST", "/v1/session", json=body)

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Json:
        return await self._as_somebody("GET", path, params=params)

    async def post(self, path: str, body: Json, key: str | None = None) -> Json:
        """Changes something once: the same `key` and body answers the same result."""
        headers = {"Idempotency-Key": key or str(uuid4())}
        return await self._as_somebody("POST", path, json=body, headers=headers)

    async def put(self, path: str, body: Json) -> Json:
        return await self._as_somebody("PUT", path, json=body)

    async def upload(
        self, path: str, fields: Mapping[str, str | list[str]], name: str, file: BinaryIO, key: str | None
    ) -> Json:
        """Sends a form with a file as it is read; sent again, it is read from its start again."""
        headers = {"Idempotency-Key": key or str(uuid4())}
        files = {"file": (name, file, "application/octet-stream")}
        return await self._as_somebody("POST", path, data=fields, files=files, headers=headers)

    async def download(self, path: str, out: BinaryIO) -> str:
        """Writes what is answered to `out` as it comes; its ETag without the quotes."""
        headers = {"Authorization": f"Bearer {await self._ensure_token()}"}
        try:
            async with self._http.stream("GET", path, headers=headers) as response:
                if not response.is_success:
                    await response.aread()
                    raise Refused(response.status_code, _document(response))
                async for piece in response.aiter_bytes():
                    out.write(piece)
                return str(response.headers.get("ETag", "")).strip('"')
        except httpx.TransportError as error:
            raise Unreachable(self._access.url, error) from None

    async def _as_somebody(self, method: str, path: str, **request: Any) -> Json:
        token = await self._ensure_token()
        try:
            return await self._send(method, path, token=token, **request)
        except Refused as refused:
            if refused.status != httpx.codes.UNAUTHORIZED or self._access.password is None:
                raise
        return await self._send(method, path, token=await self._ensure_token(worn_out=token), **request)

    async def _ensure_token(self, worn_out: str | None = None) -> str:
        async with self._signing_in:
            if self._token is None or self._token == worn_out:
                username, password = self._access.username, self._access.password
                if username is None or password is None:
                    raise Wanting("尚未登录,请先运行 redress login", "not signed in; run redress login first")
                self._token = str((await self.sign_in(username, password, self._access.code))["token"])
            return self._token

    async def _send(self, method: str, path: str, token: str | None = None, **request: Any) -> Json:
        """Sends until there is an answer that counts; raises Refused, or Unreachable when patience ends."""
        headers = dict(request.pop("headers", None) or {})
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        started = time.monotonic()
        pause = 0.25
        while True:
            try:
                response = await self._http.request(method, path, headers=headers, **request)
            except httpx.TransportError as error:
                trouble: Ended = Unreachable(self._access.url, error)
                wait, limit = pause, self._patience.away
            except (httpx.InvalidURL, UnicodeError, ValueError) as error:
                raise Unusable("请求无法发送", f"the request cannot be sent ({error})") from None
            else:
                asked = _retry_after(response)
                running = response.status_code == httpx.codes.CONFLICT and asked is not None
                if not (running or response.status_code in BUSY_STATUS):
                    return _result(response)
                trouble = Refused(response.status_code, _document(response))
                wait, limit = min(max(asked or 0.0, pause), LONGEST_PAUSE), self._patience.busy
            if time.monotonic() + wait - started > limit:
                raise trouble
            await asyncio.sleep(wait)
            pause = min(pause * 2, 5.0)


def through(talk: Callable[[Client], Awaitable[T]], access: Access) -> T:
    """Runs one conversation with a stack to its end."""

    async def conversation() -> T:
        async with Client(access) as client:
            return await talk(client)

    return asyncio.run(conversation())


def case_path(case_id: str, tail: str = "") -> str:
    """The address of a case; whatever is typed as its id stays one path segment."""
    return f"/v1/complaints/{quote(case_id, safe='')}{tail}"


def _result(response: httpx.Response) -> Json:
    if response.is_success:
        return _document(response)
    raise Refused(response.status_code, _document(response))


def _document(response: httpx.Response) -> Json:
    try:
        document = response.json()
    except ValueError:
        return {"code": f"http_{response.status_code}", "title": response.reason_phrase}
    return document if isinstance(document, dict) else {"code": f"http_{response.status_code}"}


def _retry_after(response: httpx.Response) -> float | None:
    given = response.headers.get("Retry-After")
    try:
        return max(0.0, float(given)) if given is not None else None
    except ValueError:
        return 1.0


def _words(problem: Mapping[str, Any]) -> tuple[str, str]:
    """Chinese and English words of a problem, followed by its detail and the fields that are wrong."""
    zh = str(problem.get("title_zh") or problem.get("title") or "")
    en = str(problem.get("title_en") or "")
    more = [str(problem["detail"])] if problem.get("detail") else []
    for each in problem.get("errors") or ():
        more.append(f"{each.get('field') or '·'}: {each.get('message', '')}")
    return (f"{zh}({';'.join(more)})" if more else zh), en
