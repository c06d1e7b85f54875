"""The organisation's issuer (OpenID Connect): its documents and keys, the code flow with PKCE, its tokens.

What it says is believed only when signed by a key of its own, for us, now, and in answer to what we asked.
"""

import asyncio
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import structlog
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from redress.settings import Settings, read_secret

log = structlog.get_logger("redress.api")

CALLBACK: Final = "/sign-in/issuer/callback"
"""Where the issuer sends people back to, below the public address; to be registered there."""

ALGORITHMS: Final = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip
"""Signatures by a key that only the issuer has; never `none`, nor a secret that we share."""

KEPT_FOR: Final = 3600.0
"""Seconds for which its documents and keys are good; when it is down they stay good."""

ASKED_EVERY: Final = 10.0
"""Seconds between looks for a key that nobody knows: whoever invents key ids must not make us ask."""

ANSWER_IN: Final = 5.0
LEEWAY: Final = 60
"""Seconds by which its clock may differ."""

LARGEST: Final = 1024 * 1024


class IssuerFault(StrEnum):
    """Why nobody was signed in; each is a code of `api.http.problem_titles`."""

    UNREACHABLE = "issuer_unreachable"
    BROKEN = "issuer_broken"
    REFUSED = "issuer_refused"
    UNTRUSTED = "issuer_untrusted"


class IssuerTrouble(Exception):
    """`fault` says which; `why` is a word for the log and holds nothing of anybody."""

    def __init__(self, fault: IssuerFault, why: str) -> None:
        super().__init__(f"{fault}: {why}")
        self.fault = fault
        self.why = why


@dataclass(frozen=True, slots=True)
class Departure:
    """What is sent along to the issuer; its answer has to fit."""

    nonce: str
    verifier: str


class Issuer:
    """One issuer, as the settings name it. Holds its documents and keys; everything else is the caller's."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        assert settings.oidc_issuer is not None  # noqa: S101 - `issuer_of` asks
        self.name = settings.oidc_issuer
        self.audience = settings.oidc_audience
        self._client_id = settings.oidc_client_id or ""
        secret_file = settings.oidc_client_secret_file
        self._secret = None if secret_file is None else read_secret(secret_file)
        self._scopes = settings.oidc_scopes
        self._base = settings.public_base_url
        self._http = http
        self._asking = asyncio.Lock()
        self._document: dict[str, Any] | None = None
        self._keys: KeySet | None = None
        self._read_at = self._keys_at = float("-inf")

    async def way_there(self, state: str, departure: Departure) -> str:
        """The address to which somebody is led to sign in; raises `IssuerTrouble`."""
        document = await self._discovered()
        address: str = prepare_grant_uri(
            _endpoint(document, "authorization_endpoint"),
            self._client_id,
            "code",
            redirect_uri=self._base + CALLBACK,
            scope=self._scopes,
            state=state,
            nonce=departure.nonce,
            code_challenge=create_s256_code_challenge(departure.verifier),
            code_challenge_method="S256",
        )
        return address

    async def identity(self, code: str, departure: Departure) -> dict[str, Any]:
        """The claims of the ID token that the code is exchanged for; raises `IssuerTrouble`."""
        document = await self._discovered()
        answer = await self._exchange(document, code, departure.verifier)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise IssuerTrouble(IssuerFault.BROKEN, "no id_token")
        signed = await self._verified(token)
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {
                "iss": {"essential": True, "value": self.name},
                "aud": {"essential": True, "value": self._client_id},
            },
            {
                "nonce": departure.nonce,
                "client_id": self._client_id,
                "access_token": answer.get("access_token"),
            },
        )
        try:
            claims.validate(now=int(time.time()), leeway=LEEWAY)
        except JoseError as error:
            raise IssuerTrouble(IssuerFault.UNTRUSTED, _short(error)) from None
        return dict(claims)

    async def bearer(self, token: str) -> dict[str, Any]:
        """The claims of an access token that the issuer made for this API; raises `IssuerTrouble`."""
        if self.audience is None:
            raise IssuerTrouble(IssuerFault.UNTRUSTED, "no audience")
        signed = await self._verified(token)
        needed = {name: {"essential": True} for name in ("sub", "exp")}
        registry = jwt.JWTClaimsRegistry(
            now=int(time.time()),
            leeway=LEEWAY,
            iss={"essential": True, "value": self.name},
            aud={"essential": True, "value": self.audience},
            **needed,  # type: ignore[arg-type]
        )
        try:
            registry.validate(signed.claims)
        except JoseError as error:
            raise IssuerTrouble(IssuerFault.UNTRUSTED, _short(error)) from None
        return dict(signed.claims)

    async def way_out(self) -> str | None:
        """Where somebody signs out at the issuer too; None: it offers no such page, or does not answer."""
        try:
            document = await self._discovered()
            if "end_session_endpoint" not in document:
                return None
            endpoint = _endpoint(document, "end_session_endpoint")
        except IssuerTrouble as trouble:
            log.warning("issuer_trouble", error=str(trouble))
            return None
        back = {"client_id": self._client_id, "post_logout_redirect_uri": f"{self._base}/sign-in"}
        return str(httpx.URL(endpoint).copy_merge_params(back))

    async def _exchange(self, document: Mapping[str, Any], code: str, verifier: str) -> dict[str, Any]:
        offered = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        way = "none" if self._secret is None else "client_secret_basic"
        if way == "client_secret_basic" and way not in offered:
            way = "client_secret_post"
        body = prepare_token_request(
            "authorization_code", code=code, redirect_uri=self._base + CALLBACK, code_verifier=verifier
        )
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        uri, headers, body = ClientAuth(self._client_id, self._secret, way).prepare(
            "POST", _endpoint(document, "token_endpoint"), headers, body
        )
        if way == "none" and "client_id=" not in body:
            body += f"&client_id={self._client_id}"
        return await self._asked("POST", uri, IssuerFault.REFUSED, headers=headers, content=body)

    async def _verified(self, token: str) -> jwt.Token:
        """A token signed by a key of the issuer's; one look for a key that is new."""
        for again in (False, True):
            keys = await self._known_keys(again=again)
            try:
                return jwt.decode(token, keys, algorithms=list(ALGORITHMS))
            except InvalidKeyIdError as error:
                if again:
                    raise IssuerTrouble(IssuerFault.UNTRUSTED, _short(error)) from None
            except (JoseError, ValueError, TypeError) as error:
                raise IssuerTrouble(IssuerFault.UNTRUSTED, _short(error)) from None
        raise AssertionError("one of the two looks ends it")

    async def _discovered(self) -> dict[str, Any]:
        async with self._asking:
            if self._document is not None and time.monotonic() - self._read_at < KEPT_FOR:
                return self._document
            if not is_safe_address(self.name):
                raise IssuerTrouble(IssuerFault.BROKEN, "no https")
            try:
                address = get_well_known_url(self.name, external=True)
                document = await self._asked("GET", address, IssuerFault.UNREACHABLE)
                if document.get("issuer") != self.name:
                    raise IssuerTrouble(IssuerFault.BROKEN, "the document names another issuer")
            except IssuerTrouble as trouble:
                if self._document is None or trouble.fault is not IssuerFault.UNREACHABLE:
                    raise
                log.warning("issuer_trouble", error=str(trouble))
                return self._document
            self._document, self._read_at = document, time.monotonic()
            return document

    async def _known_keys(self, *, again: bool) -> KeySet:
        document = await self._discovered()
        async with self._asking:
            age = time.monotonic() - self._keys_at
            if self._keys is not None and age < (ASKED_EVERY if again else KEPT_FOR):
                return self._keys
            try:
                answer = await self._asked("GET", _endpoint(document, "jwks_uri"), IssuerFault.UNREACHABLE)
                keys = [key for key in answer.get("keys", ()) if _signs(key)]
                self._keys = KeySet.import_key_set({"keys": keys})
            except IssuerTrouble:
                if self._keys is None:
                    raise
                return self._keys
            except (JoseError, ValueError, TypeError, AttributeError) as error:
                raise IssuerTrouble(IssuerFault.BROKEN, _short(error)) from None
            self._keys_at = time.monotonic()
            return self._keys

    async def _asked(self, method: str, address: str, refused: IssuerFault, **more: Any) -> dict[str, Any]:
        """A JSON object from the issuer; `refused`: what another status than 2xx means."""
        try:
            answer = await self._http.request(method, address, timeout=ANSWER_IN, **more)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise IssuerTrouble(IssuerFault.UNREACHABLE, type(error).__name__) from None
        if not answer.is_success:
            fault = IssuerFault.UNREACHABLE if answer.status_code >= 500 else refused
            raise IssuerTrouble(fault, f"status {answer.status_code}")
        try:
            document = answer.json() if len(answer.content) <= LARGEST else None
        except ValueError:
            document = None
        if not isinstance(document, dict):
            raise IssuerTrouble(IssuerFault.BROKEN, "no JSON object")
        return document


def issuer_of(settings: Settings, http: httpx.AsyncClient) -> Issuer | None:
    """The issuer of this installation; None: people sign in with accounts of ours only."""
    return None if settings.oidc_issuer is None else Issuer(settings, http)


def departure() -> Departure:
    """Fresh values for one sign-in."""
    return Departure(nonce=secrets.token_urlsafe(32), verifier=secrets.token_urlsafe(48))


def is_safe_address(address: str) -> bool:
    """Whether an issuer may be asked there: by https, or on this machine."""
    parts = urlsplit(address)
    here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    return here or parts.scheme == "https"


def _endpoint(document: Mapping[str, Any], name: str) -> str:
    address = document.get(name)
    if not isinstance(address, str) or not is_safe_address(address):
        raise IssuerTrouble(IssuerFault.BROKEN, f"no usable {name}")
    return address


def _signs(key: Any) -> bool:
    return isinstance(key, dict) and key.get("kty") in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"


def _short(error: Exception) -> str:
    """The kind of an error, and the claim it is about; never a value."""
    return " ".join(str(each) for each in (type(error).__name__, getattr(error, "claim", "")) if each)
