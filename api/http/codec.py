"""The remote codec (Temporal's protocol): the engine's own tools, readable to who is signed in."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from google.protobuf.json_format import MessageToJson, Parse, ParseError
from temporalio.api.common.v1 import Payload, Payloads

from api.auth.reader import Signed
from api.http.json_input import raw_body
from api.http.problems import problem
from api.http.services import ServicesNow

CODEC_LIMIT: Final = 8 << 20
"""Bytes: the engine's payloads reach 2 MB, and base64 makes four out of three."""

router = APIRouter(prefix="/codec", tags=["codec"])


@router.post("/encode", summary="Encrypts payloads for the engine")
async def encode(request: Request, reader: Signed, services: ServicesNow) -> Response:
    """`{"payloads": [{"metadata": …, "data": …}]}` in, the same shape out, encrypted."""
    return _answer(await services.cipher.encode(await _payloads(request)))


@router.post("/decode", summary="Decrypts payloads of the engine")
async def decode(request: Request, reader: Signed, services: ServicesNow) -> Response:
    """The reverse; a payload that is not ours becomes a marker and never an error."""
    return _answer(await services.cipher.decode(await _payloads(request)))


async def _payloads(request: Request) -> list[Payload]:
    raw = await raw_body(request, CODEC_LIMIT)
    if not raw.lstrip().startswith(b"{"):
        raise problem("not_json")
    try:
        found: Payloads = Parse(raw, Payloads())
    except (ParseError, UnicodeDecodeError, RecursionError):
        raise problem("not_json") from None
    return list(found.payloads)


def _answer(payloads: list[Payload]) -> Response:
    return Response(MessageToJson(Payloads(payloads=payloads)), media_type="application/json")
