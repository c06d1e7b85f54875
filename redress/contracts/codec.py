"""The encryption of everything that the engine stores: the payload codec and the data converter built on it.

The HTTP codec endpoint calls the same `PayloadCipher`; key files are read elsewhere.
"""

import os
import zlib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.message import DecodeError
from pydantic import TypeAdapter
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter, pydantic_data_converter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    DefaultPayloadConverter,
    JSONPlainPayloadConverter,
    PayloadCodec,
)

from redress.settings import CodecKeys

ENCODING: Final = b"binary/redress-aes256gcm"
KEY_ID: Final = "redress-key-id"
NONCE_BYTES: Final = 12

FOREIGN: Final = {"redress_foreign": True}
"""What a payload that is not ours decodes to, whatever its type should have been."""

_FOREIGN_PAYLOAD: Final = Payload(metadata={"encoding": b"json/plain"}, data=b'{"redress_foreign":true}')


def is_foreign(value: Any) -> bool:
    """Whether a decoded raw value is the marker of a payload that was not encrypted by us."""
    return isinstance(value, dict) and value == FOREIGN


class PayloadCipher(PayloadCodec):
    """AES-256-GCM over the compressed payload, the key's id in the metadata and authenticated with it.

    `decode` never raises: one foreign payload would block its case for good. A payload that is not encrypted,
    has an unknown key or was altered becomes the `FOREIGN` marker, also when it is plain, well-formed JSON.
    """

    def __init__(self, keys: CodecKeys) -> None:
        self._current = keys.current
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.keys.items()}

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._sealed(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._opened(payload) for payload in payloads]

    def _sealed(self, payload: Payload) -> Payload:
        nonce = os.urandom(NONCE_BYTES)
        key_id = self._current.encode()
        plain = zlib.compress(payload.SerializeToString(), level=1)
        data = nonce + self._ciphers[self._current].encrypt(nonce, plain, ENCODING + key_id)
        return Payload(metadata={"encoding": ENCODING, KEY_ID: key_id}, data=data)

    def _opened(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            return _foreign()
        key_id = payload.metadata.get(KEY_ID, b"")
        cipher = self._ciphers.get(key_id.decode(errors="replace"))
        if cipher is None:
            return _foreign()
        nonce, sealed = payload.data[:NONCE_BYTES], payload.data[NONCE_BYTES:]
        try:
            plain = zlib.decompress(cipher.decrypt(nonce, sealed, ENCODING + key_id))
            return Payload.FromString(plain)
        except (InvalidTag, ValueError, zlib.error, DecodeError):
            return _foreign()


def _foreign() -> Payload:
    copy = Payload()
    copy.CopyFrom(_FOREIGN_PAYLOAD)
    return copy


@lru_cache(maxsize=256)
def reader(kind: Any) -> TypeAdapter[Any]:
    """What reads JSON into a type; built once per process."""
    return TypeAdapter(kind)


class SharedReaders(PydanticJSONPlainPayloadConverter):
    """Pydantic JSON whose readers all runs share: the SDK makes a converter, and its readers, per run."""

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        return reader(Any if type_hint is None else type_hint).validate_json(payload.data)


class PayloadConversion(CompositePayloadConverter):
    """The SDK's own conversions, with our JSON in the place of its JSON."""

    def __init__(self) -> None:
        standard = DefaultPayloadConverter.default_encoding_payload_converters
        ours = SharedReaders()
        super().__init__(
            *(ours if isinstance(each, JSONPlainPayloadConverter) else each for each in standard)
        )


READABLE: Final = replace(pydantic_data_converter, payload_converter_class=PayloadConversion)
"""The same conversion without encryption: what stored histories are written and replayed with."""


def data_converter(keys: CodecKeys) -> DataConverter:
    """The one data converter of clients and workers: pydantic JSON, encrypted, failure texts too."""
    return replace(
        READABLE,
        payload_codec=PayloadCipher(keys),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
