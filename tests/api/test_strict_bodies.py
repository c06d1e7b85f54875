"""What a body may not hold: one row per kind of bad input, each refused by a code and the field's path."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from api.http.json_input import BODY_LIMIT, TEXT_LIMIT
from api.http.problems import Problem
from api.http.strict import StrictReader
from redress.contracts.complaint import TaggedCommand
from redress.domain.commands import AnyCommand, Conclude, RecordConsent, RecordNotice
from redress.domain.facts import Channel, ClaimKind, Filing, Method
from redress.domain.sealed import Sealed

COMMAND: StrictReader[AnyCommand] = StrictReader(TaggedCommand, tagged=True)
FILING: StrictReader[Filing] = StrictReader(Filing)
LONG = "长" * (TEXT_LIMIT + 1)

NOTE = '{"type": "add_note", "text": "x"'
CONCLUDE = '{"type": "conclude", "outcome": "agreed"'
CALLBACK = '{"type": "record_callback", "result": "reached"'

BAD_COMMANDS = {
    "no type": ("{}", "type", "missing"),
    "a type nobody knows": ('{"type": "abolish"}', "type", "unknown_type"),
    "a type that is a number": ('{"type": 7}', "type", "unknown_type"),
    "a list for an object": ("[]", "", "not_an_object"),
    "nothing": ("null", "", "not_an_object"),
    "a required field is missing": ('{"type": "add_note"}', "text", "missing"),
    "an unknown field": (NOTE + ', "colour": 1}', "colour", "unknown_field"),
    "an actor in the body": (NOTE + ', "actor": {"person": "p"}}', "actor", "unknown_field"),
    "an id in the body": (NOTE + ', "id": "1"}', "id", "unknown_field"),
    "a number for a text": ('{"type": "add_note", "text": 7}', "text", "not_a_text"),
    "a list for a text": ('{"type": "add_note", "text": ["x"]}', "text", "not_a_text"),
    "a text that is too long": (f'{{"type": "add_note", "text": "{LONG}"}}', "text", "text_too_long"),
    "U+0000": ('{"type": "add_note", "text": "a\\u0000b"}', "text", "unusable_character"),
    "half a surrogate pair": ('{"type": "add_note", "text": "\\ud83d"}', "text", "unusable_character"),
    "a time without offset": (NOTE + ', "occurred_at": "2026-08-20T09:00:00"}', "occurred_at", "naive_time"),
    "a time that cannot be": (
        NOTE + ', "occurred_at": "2026-02-30T09:00:00+08:00"}',
        "occurred_at",
        "impossible_time",
    ),
    "hour 24": (NOTE + ', "occurred_at": "2026-02-20T24:00:00+08:00"}', "occurred_at", "not_a_time"),
    "a time in year 1": (
        NOTE + ', "occurred_at": "0001-01-01T00:00:00+08:00"}',
        "occurred_at",
        "impossible_time",
    ),
    "a time as a number": (NOTE + ', "occurred_at": 1600000000}', "occurred_at", "not_a_time"),
    "a time as a number in text": (NOTE + ', "occurred_at": "1600000000"}', "occurred_at", "not_a_time"),
    "a day for a time": (NOTE + ', "occurred_at": "2026-08-20"}', "occurred_at", "not_a_time"),
    "a number as text": (NOTE + ', "expected_version": "7"}', "expected_version", "not_an_integer"),
    "a fraction for a whole": (NOTE + ', "expected_version": 7.0}', "expected_version", "not_an_integer"),
    "a negative version": (NOTE + ', "expected_version": -1}', "expected_version", "integer_out_of_range"),
    "a huge version": (NOTE + ', "expected_version": 1e3}', "expected_version", "not_an_integer"),
    "true for a version": (NOTE + ', "expected_version": true}', "expected_version", "not_an_integer"),
    "an amount as text": (CONCLUDE + ', "recovered_amount": "398"}', "recovered_amount", "not_a_number"),
    "true for an amount": (CONCLUDE + ', "recovered_amount": true}', "recovered_amount", "not_a_number"),
    "half a fen": (CONCLUDE + ', "recovered_amount": 0.005}', "recovered_amount", "amount_out_of_range"),
    "an amount beyond all": (
        CONCLUDE + ', "recovered_amount": 1e400}',
        "recovered_amount",
        "amount_out_of_range",
    ),
    "a value nobody knows": ('{"type": "conclude", "outcome": "lost"}', "outcome", "unknown_value"),
    "a grade as text": (CALLBACK + ', "satisfaction": "5"}', "satisfaction", "unknown_value"),
    "true for a grade": (CALLBACK + ', "satisfaction": true}', "satisfaction", "unknown_value"),
    "text for a yes": (CALLBACK + ', "promise_kept": "true"}', "promise_kept", "not_a_boolean"),
    "one for a yes": (CALLBACK + ', "promise_kept": 1}', "promise_kept", "not_a_boolean"),
    "a day that cannot be": (
        '{"type": "request_material", "items": ["x"], "due_on": "2026-02-30"}',
        "due_on",
        "impossible_date",
    ),
    "a day as a number": (
        '{"type": "request_material", "items": ["x"], "due_on": 1}',
        "due_on",
        "not_a_date",
    ),
    "a text for a list": (
        '{"type": "request_material", "items": "x", "due_on": "2026-08-20"}',
        "items",
        "not_a_list",
    ),
    "a channel of neither kind": (
        '{"type": "record_consent", "party": "p", "answer": "yes", "channel": "drum"}',
        "channel",
        "unknown_value",
    ),
    "a handler without a name": ('{"type": "assign", "handler": ""}', "handler", "blank"),
    "a code that is a novel": (f'{{"type": "assign", "handler": "{"h" * 201}"}}', "handler", "code_too_long"),
}


@pytest.mark.parametrize(("body", "field", "code"), BAD_COMMANDS.values(), ids=BAD_COMMANDS)
def test_a_bad_command_names_its_field(body: str, field: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        COMMAND.read(body.encode())
    assert (refused.value.status, refused.value.code) == (422, "invalid_body")
    assert [(each.field, each.code) for each in refused.value.errors] == [(field, code)]


NOT_JSON = {
    "nothing at all": b"",
    "half an object": b'{"type": "add_note"',
    "not UTF-8": b'{"type": "add_note", "text": "\xff"}',
    "NaN": b'{"type": "conclude", "outcome": "agreed", "recovered_amount": NaN}',
    "Infinity": b'{"type": "conclude", "outcome": "agreed", "recovered_amount": -Infinity}',
    "a name given twice": b'{"type": "add_note", "text": "x", "text": "y"}',
    "nested without end": b"[" * BODY_LIMIT,
    "a number of 5,000 digits": b'{"type": "add_note", "text": "x", "expected_version": '
    + b"9" * 5000
    + b"}",
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(Problem) as refused:
        COMMAND.read(body)
    assert (refused.value.status, refused.value.code) == (422, "not_json")


def test_every_bad_field_of_a_filing_is_named_at_once() -> None:
    body = """{"channel": "drum", "facts": 3, "purchase": {"amount": "12800", "on": "2026-13-01"},
               "complainants": [{"name": "a"}, {"name": 1, "age": 3}], "consents": {"publish": true},
               "claims": [{"kind": "refund_price", "amount": 1}, {"amount": 2}]}"""
    with pytest.raises(Problem) as refused:
        FILING.read(body.encode())
    assert {(each.field, each.code) for each in refused.value.errors} == {
        ("channel", "unknown_value"),
        ("facts", "not_a_text"),
        ("purchase.amount", "not_a_number"),
        ("purchase.on", "impossible_date"),
        ("complainants[1].name", "not_a_text"),
        ("complainants[1].age", "unknown_field"),
        ("consents.publish", "unknown_value"),
        ("claims[1].kind", "missing"),
    }


def test_a_list_has_at_most_a_hundred_entries() -> None:
    body = f'{{"channel": "phone", "facts": "x", "complainants": [{", ".join(["{}"] * 101)}]}}'
    with pytest.raises(Problem) as refused:
        FILING.read(body.encode())
    assert [(each.field, each.code) for each in refused.value.errors] == [("complainants", "too_many_items")]


def test_a_filing_is_read_into_the_domains_own_dataclass() -> None:
    filing = FILING.read(
        """{"channel": "phone", "facts": "洗衣机漏水", "received_at": "2026-08-20T09:00:00+08:00",
            "purchase": {"amount": 12800, "on": "2026-08-01"},
            "claims": [{"kind": "refund_price", "amount": 398.1}]}""".encode()
    )
    assert filing.channel is Channel.PHONE
    assert filing.facts == "洗衣机漏水"
    assert filing.received_at == datetime(2026, 8, 20, 9, tzinfo=timezone(timedelta(hours=8)))
    assert filing.purchase is not None
    assert filing.purchase.amount == Decimal(12800)
    assert filing.claims[0].kind is ClaimKind.REFUND_PRICE
    assert filing.claims[0].amount == Decimal("398.1")


def test_what_is_well_formed_is_taken() -> None:
    consent = COMMAND.read(b'{"type": "record_consent", "party": "p", "answer": "yes", "channel": "sms"}')
    assert isinstance(consent, RecordConsent)
    assert consent.channel is Method.SMS
    notice = COMMAND.read(
        b'{"type": "record_notice", "matter": "refusal", "party": "complainant", "method": "phone",'
        b' "at": "2026-08-20t01:00:00.5z", "outcome": "told", "proof": {"ref": "abc"}}'
    )
    assert isinstance(notice, RecordNotice)
    assert notice.at == datetime(2026, 8, 20, 1, 0, 0, 500_000, tzinfo=UTC)
    assert notice.proof == Sealed("abc")
    conclude = COMMAND.read(b'{"type": "conclude", "outcome": "agreed", "recovered_amount": 0.1}')
    assert isinstance(conclude, Conclude)
    assert conclude.recovered_amount == Decimal("0.1")


def test_strict_reading_knows_every_command() -> None:
    """No leaf of any command may be left to pydantic's own idea of a time, a number or a text."""
    for name in TypeAdapter(TaggedCommand).core_schema["schema"]["choices"]:
        with pytest.raises(Problem) as refused:
            COMMAND.read(f'{{"type": "{name}", "occurred_at": "2026-08-20T09:00:00", "zz": 1}}'.encode())
        found = {(each.field, each.code) for each in refused.value.errors}
        assert {("occurred_at", "naive_time"), ("zz", "unknown_field")} <= found
