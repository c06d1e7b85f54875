"""The codec: everything comes back, nothing readable is stored, and a foreign payload stops nobody."""

import dataclasses
import json
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.converter import DataConverter
from temporalio.exceptions import ApplicationError

from redress.contracts.codec import ENCODING, KEY_ID, PayloadCipher, data_converter, is_foreign, reader
from redress.settings import CodecKeys

ONE = CodecKeys(current="one", keys={"one": b"1" * 32})
BOTH = CodecKeys(current="two", keys={"one": b"1" * 32, "two": b"2" * 32})
OTHER = CodecKeys(current="one", keys={"one": b"x" * 32})


class Result(StrEnum):
    TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    type: Literal["told"] = "told"
    result: Result
    at: datetime
    on: date
    within: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    type: Literal["paid"] = "paid"
    amount: Decimal
    parts: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    events: tuple[Annotated[Told | Paid, Field(discriminator="type")], ...]


STEP = Step(
    events=(
        Told(
            result=Result.TOLD,
            at=datetime(2026, 8, 20, 9, tzinfo=UTC),
            on=date(2026, 8, 20),
            within=timedelta(days=60),
        ),
        Paid(amount=Decimal("398.00"), parts=(Decimal("0.1"), Decimal("397.9"))),
    )
)


async def _through(out: DataConverter, back: DataConverter, value: Any, kind: type | None = None) -> Any:
    payloads = await out.encode([value])
    stored = [Payload.FromString(payload.SerializeToString()) for payload in payloads]
    return (await back.decode(stored, [kind] if kind else None))[0]


async def test_frozen_slotted_values_come_back_as_they_went() -> None:
    converter = data_converter(ONE)
    back = await _through(converter, converter, STEP, Step)
    assert back == STEP
    assert [type(event) for event in back.events] == [Told, Paid]
    assert str(back.events[1].amount) == "398.00"


@pytest.mark.parametrize("value", [None, "张伟", {"a": [1, 2.5, None]}, b"\x00\xff"])
async def test_plain_values_come_back(value: Any) -> None:
    converter = data_converter(ONE)
    assert await _through(converter, converter, value) == value


async def test_an_old_key_still_opens_and_the_current_one_seals() -> None:
    assert await _through(data_converter(ONE), data_converter(BOTH), "旧") == "旧"
    sealed = (await data_converter(BOTH).encode(["新"]))[0]
    assert sealed.metadata[KEY_ID] == b"two"


async def test_what_is_stored_shows_neither_content_nor_sameness() -> None:
    first, second = (await PayloadCipher(ONE).encode([_plain("张伟 13800000000")] * 2))
    assert first.data != second.data
    assert b"13800000000" not in first.SerializeToString()
    assert first.metadata["encoding"] == ENCODING


async def test_long_texts_are_stored_shorter_than_they_are() -> None:
    plain = _plain("同一句话。" * 10_000)
    (sealed,) = await PayloadCipher(ONE).encode([plain])
    assert len(sealed.data) < len(plain.data) / 20


async def test_failures_show_no_text_outside_the_sealed_attributes() -> None:
    converter = data_converter(ONE)
    failure = Failure()
    await converter.encode_failure(ApplicationError("张伟的电话", "13800000000", type="refused"), failure)
    stored = failure.SerializeToString()
    assert "张伟".encode() not in stored
    assert b"13800000000" not in stored
    back = await converter.decode_failure(failure)
    assert isinstance(back, ApplicationError)
    assert (back.message, back.details, back.type) == ("张伟的电话", ("13800000000",), "refused")


def _plain(value: str) -> Payload:
    return Payload(metadata={"encoding": b"json/plain"}, data=json.dumps(value).encode())


async def _sealed(keys: CodecKeys) -> Payload:
    return (await PayloadCipher(keys).encode([_plain("x")]))[0]


def _with(payload: Payload, **changes: Any) -> Payload:
    copy = Payload()
    copy.CopyFrom(payload)
    if "data" in changes:
        copy.data = changes["data"]
    for name, value in changes.get("metadata", {}).items():
        copy.metadata[name] = value
    return copy


async def test_a_foreign_payload_becomes_a_marker() -> None:
    ours = await _sealed(ONE)
    foreign = {
        "plain json": _plain("accept"),
        "plain marker of the right shape": Payload(metadata={"encoding": b"json/plain"}, data=b"{}"),
        "nothing at all": Payload(),
        "another key of the same name": await _sealed(OTHER),
        "an unknown key": _with(ours, metadata={KEY_ID: b"three"}),
        "a key id that is not text": _with(ours, metadata={KEY_ID: b"\xff\xfe"}),
        "cut short": _with(ours, data=ours.data[:-1]),
        "cut to the nonce": _with(ours, data=ours.data[:12]),
        "no data": _with(ours, data=b""),
        "one bit turned": _with(ours, data=ours.data[:-1] + bytes([ours.data[-1] ^ 1])),
        "said to be somebody else's encoding": _with(ours, metadata={"encoding": b"binary/encrypted"}),
    }
    values = await data_converter(ONE).decode(list(foreign.values()))
    assert [name for name, value in zip(foreign, values, strict=True) if not is_foreign(value)] == []


async def test_a_neighbour_of_a_foreign_payload_is_still_read() -> None:
    decoded = await data_converter(ONE).decode([_plain("theirs"), await _sealed(ONE)])
    assert is_foreign(decoded[0])
    assert decoded[1] == "x"


async def test_the_marker_cannot_be_spoilt_by_its_reader() -> None:
    cipher = PayloadCipher(ONE)
    (first,) = await cipher.decode([Payload()])
    first.data = b"spoilt"
    (second,) = await cipher.decode([Payload()])
    assert second.data != b"spoilt"


payloads = st.builds(
    lambda encoding, key_id, data: Payload(metadata={"encoding": encoding, KEY_ID: key_id}, data=data),
    st.sampled_from([ENCODING, b"json/plain", b"", b"\xff"]) | st.binary(max_size=8),
    st.sampled_from([b"one", b"two", b"", b"\xff"]) | st.binary(max_size=8),
    st.binary(max_size=200),
)


@given(st.lists(payloads, max_size=4))
async def test_decoding_never_raises(given_payloads: list[Payload]) -> None:
    decoded = await PayloadCipher(BOTH).decode(given_payloads)
    assert len(decoded) == len(given_payloads)


@given(st.binary(max_size=200))
async def test_decoding_never_raises_on_well_sealed_rubbish(rubbish: bytes) -> None:
    cipher = PayloadCipher(ONE)
    nonce = b"n" * 12
    for plain in (rubbish, zlib.compress(rubbish)):
        sealed = nonce + cipher._ciphers["one"].encrypt(nonce, plain, ENCODING + b"one")
        payload = Payload(metadata={"encoding": ENCODING, KEY_ID: b"one"}, data=sealed)
        assert len(await cipher.decode([payload])) == 1


def test_the_values_tested_are_frozen_and_slotted() -> None:
    assert not hasattr(STEP, "__dict__")
    with pytest.raises(dataclasses.FrozenInstanceError):
        STEP.events = ()  # type: ignore[misc]


def test_the_runs_of_a_process_share_what_reads_their_payloads() -> None:
    [payload] = data_converter(ONE).payload_converter.to_payloads([Paid(amount=Decimal("398.00"))])
    reader.cache_clear()
    for _ in range(3):  # the SDK makes one converter per run
        [found] = data_converter(ONE).payload_converter_class().from_payloads([payload], [Paid])
        assert found == Paid(amount=Decimal("398.00"))
    assert (reader.cache_info().misses, reader.cache_info().hits) == (1, 2)
