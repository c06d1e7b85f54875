"""An OpenID Connect issuer of the tests' own, on a port of its own: code flow with PKCE, RS256, key rotation.

It does what the standard says until told to misbehave; what it was asked stands in its fields.
"""

import asyncio
import hashlib
import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import RSAKey

from cli.stack.children import free_port

CLIENT = "redress-tests"
SECRET = "a secret of the client"
AUDIENCE = "redress-api"


@dataclass
class Issuer:
    """`subject`, `claims`: who signs in. `id_token`, `header`: what its next ID tokens say otherwise."""

    port: int
    host: str = "127.0.0.1"
    subject: str = "sub-1"
    claims: dict[str, Any] = field(default_factory=dict)
    id_token: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    alg_none: bool = False
    refuses: bool = False
    keys: list[RSAKey] = field(default_factory=list)
    key_lookups: int = 0
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rotate()

    @property
    def name(self) -> str:
        return f"http://{self.host}:{self.port}"

    def behave(self) -> None:
        """As the standard says again."""
        self.subject, self.claims, self.id_token, self.header = "sub-1", {}, {}, {}
        self.alg_none = self.refuses = False

    def rotate(self) -> None:
        """From now on it signs with a new key, and no longer publishes the old one."""
        self.keys = [RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"}, private=True)]

    def signed(self, claims: dict[str, Any]) -> str:
        if self.alg_none:
            parts = (b'{"alg":"none"}', str(claims).replace("'", '"').encode())
            return ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
        header = {"alg": "RS256", "kid": self.keys[0].kid, **self.header}
        return jwt.encode(header, claims, self.keys[0])

    def access_token(self, **claims: Any) -> str:
        now = int(time.time())
        said = {"iss": self.name, "sub": self.subject, "aud": AUDIENCE, "iat": now, "exp": now + 300}
        return self.signed({**said, **claims})

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/.well-known/openid-configuration")
        async def discovery() -> dict[str, Any]:
            return {
                "issuer": self.name,
                "authorization_endpoint": f"{self.name}/authorize",
                "token_endpoint": f"{self.name}/token",
                "jwks_uri": f"{self.name}/keys",
                "end_session_endpoint": f"{self.name}/leave",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }

        @app.get("/keys")
        async def keys() -> dict[str, Any]:
            self.key_lookups += 1
            of_another_kind = {"kty": "oct", "k": "c2VjcmV0"}
            return {"keys": [*(key.as_dict(private=False) for key in self.keys), of_another_kind]}

        @app.get("/authorize")
        async def authorize(request: Request) -> Response:
            asked = dict(request.query_params)
            assert asked["client_id"] == CLIENT
            assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
            if self.refuses:
                answer = {"error": "access_denied", "state": asked["state"]}
            else:
                code = secrets.token_urlsafe(16)
                self._codes[code] = asked
                answer = {"code": code, "state": asked["state"]}
            return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}", 303)

        @app.post("/token")
        async def token(request: Request) -> Response:
            body = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
            asked = self._codes.pop(body.get("code", ""), None)
            if asked is None or not self._may(request, body, asked):
                return JSONResponse({"error": "invalid_grant"}, 400)
            answer = {"token_type": "Bearer", "access_token": "opaque", "id_token": self._id(asked)}
            return JSONResponse(answer)

        return app

    def _may(self, request: Request, body: dict[str, str], asked: dict[str, str]) -> bool:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        client = b64decode(given).decode() if scheme == "Basic" else ""
        digest = hashlib.sha256(body.get("code_verifier", "").encode()).digest()
        return (
            [unquote_plus(part) for part in client.split(":", 1)] == [CLIENT, SECRET]
            and body.get("redirect_uri") == asked["redirect_uri"]
            and urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        )

    def _id(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        said = {
            "iss": self.name, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"],
        }  # fmt: skip
        return self.signed({**said, **self.claims, **self.id_token})


@asynccontextmanager
async def running_issuer(host: str = "127.0.0.1") -> AsyncIterator[Issuer]:
    """The issuer, answering at its address; as `localhost` it is another site for a browser."""
    issuer = Issuer(free_port(), host)
    config = uvicorn.Config(
        issuer.app(), host="127.0.0.1", port=issuer.port, log_config=None, access_log=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - the server has no event to wait for
        await asyncio.sleep(0.01)
    try:
        yield issuer
    finally:
        server.should_exit = True
        await task
